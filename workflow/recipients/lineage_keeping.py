"""Enter what a collective was before; circles and dates that cannot be are refused."""

from collections.abc import Sequence
from datetime import date

from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.errors import BadInput
from workflow.core.i18n import _
from workflow.recipients import keeping
from workflow.recipients.lineages import Link, before, links_about, links_before
from workflow.recipients.models import Lineage, Recipient
from workflow.recipients.queries import get_visible
from workflow.recipients.states import LineageKind

_BEGINS = frozenset({LineageKind.RENAMED, LineageKind.SPLIT})  # the successor is new that day
_ENDS = frozenset({LineageKind.RENAMED, LineageKind.MERGED})  # the predecessor is no more


def enter_lineage(
    public_id: str, *, predecessor: str, kind: LineageKind, on: date, source: str, actor: Actor
) -> Lineage:
    """Say which collective this one was, or came from, by which decision and since when."""
    recipient = keeping.open_ledger(public_id, actor)
    keeping.need_collective(recipient)
    earlier = get_visible(predecessor, actor)
    keeping.need_collective(earlier)
    clean = keeping.checked_text(source, "source")
    keeping.checked_year(on.year, "on")
    if on > clock.today():
        raise BadInput(_("Ngày này chưa đến. Hãy kiểm tra lại."), field="on")
    _refuse_circle(recipient, earlier)
    _refuse_overlap(recipient, earlier, kind, on)
    row = Lineage(
        recipient_id=recipient.id, predecessor_id=earlier.id, kind=kind, on=on, source=clean
    )
    keeping.enter(row, actor)
    return row


def _refuse_circle(recipient: Recipient, earlier: Recipient) -> None:
    past = {one.recipient_id for one in before(earlier.id, links_before([earlier.id]))}
    if recipient.id == earlier.id or recipient.id in past:
        raise BadInput(
            _(
                "“%(earlier)s” có sau “%(name)s”, nên không thể là tên hoặc tập thể trước đó. "
                "Hãy xem lại sổ của “%(earlier)s”.",
                earlier=earlier.name, name=recipient.name,
            ),
            field="predecessor",
        )  # fmt: skip


def _refuse_overlap(recipient: Recipient, earlier: Recipient, kind: LineageKind, on: date) -> None:
    """A collective lasts from the day it began to the day it ended; two are never one at once."""
    rows = links_about([recipient.id, earlier.id])
    if any((row.recipient_id, row.predecessor_id) == (recipient.id, earlier.id) for row in rows):
        raise BadInput(_("Quan hệ này đã ghi rồi."), field="predecessor")
    links = [Link(row.recipient_id, row.predecessor_id, row.kind, row.on) for row in rows]
    links.append(Link(recipient.id, earlier.id, kind, on))
    for one in (earlier, recipient):
        if not _fits_in_time(one.id, links):
            raise BadInput(
                _(
                    "Ngày này chồng lên một lần đổi tên, sáp nhập, chia tách đã ghi của "
                    "“%(name)s”. Hãy sửa ngày, hoặc ghi ở sổ của tên mang vào ngày đó.",
                    name=one.name,
                ),
                field="on",
            )  # fmt: skip


def _fits_in_time(one: int, links: Sequence[Link]) -> bool:
    came = [link for link in links if link.successor == one]
    went = [link for link in links if link.predecessor == one]
    began = [link for link in came if link.kind in _BEGINS]
    ended = [link for link in went if link.kind in _ENDS]
    first = min((link.on for link in began), default=date.min)
    last = max((link.on for link in ended), default=date.max)
    return (
        _at_once(began) and _at_once(ended)
        and all(first <= link.on < last for link in came)
        and all(first < link.on <= last for link in went)
    )  # fmt: skip


def _at_once(links: Sequence[Link]) -> bool:
    """Several may go into one on a day, or one into several; a renaming stands alone."""
    renamed = any(link.kind is LineageKind.RENAMED for link in links)
    return len({link.on for link in links}) <= 1 and not (renamed and len(links) > 1)
