"""Which nominations a session takes, and in which order."""

from collections.abc import Sequence

from workflow.awards.models import Route
from workflow.core import audit
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import BadInput, InvalidStep
from workflow.core.i18n import _
from workflow.councils.agenda import in_order, part_key
from workflow.councils.models import AgendaItem, Session
from workflow.councils.packet.services import renew_packet
from workflow.councils.queries import agenda_of, get_for_change, is_in_ballot
from workflow.councils.recusing.services import forget
from workflow.councils.secrecy import may_be_consulted
from workflow.councils.services.calling_off import forget_void
from workflow.councils.services.sessions import must_be, must_run
from workflow.councils.states import SessionStatus
from workflow.proposals import outcomes
from workflow.proposals.models import Nomination
from workflow.proposals.queries import award_text, name_text, ready_for_agenda
from workflow.proposals.states import NominationStatus

_EDITABLE = (SessionStatus.PLANNED, SessionStatus.CONVENED, SessionStatus.SITTING)


def _open_agenda(public_id: str, actor: Actor) -> Session:
    session = get_for_change(public_id, actor)
    must_run(actor, session)
    must_be(session, *_EDITABLE, doing=_("sửa chương trình họp"))
    return session


def _must_be_unasked(session: Session) -> None:
    """What the members are asked in writing stands in the letter and is not added to."""
    if session.is_consultation:
        must_be(session, SessionStatus.PLANNED, doing=_("thêm đề nghị vào danh sách lấy ý kiến"))


def place_on_agenda(public_id: str, nomination_ids: Sequence[str], *, actor: Actor) -> int:
    """Put accepted nominations on the agenda, each behind the last of its award."""
    session = _open_agenda(public_id, actor)
    _must_be_unasked(session)
    wanted = set(nomination_ids)
    if not wanted:
        raise BadInput(_("Hãy chọn ít nhất một đề nghị."), field="nominations")
    ready = [n for n in ready_for_agenda(session.council.organisation_id) if n.public_id in wanted]
    _refuse_direct(ready)
    if session.is_consultation:
        _refuse_unasked(session, ready)
    if len(ready) != len(wanted):
        raise InvalidStep(
            _("Có đề nghị không còn chờ xếp phiên họp. Hãy tải lại trang và chọn lại.")
        )
    rows = list(agenda_of(session.id))
    for nomination in sorted(ready, key=lambda n: (n.proposal_id, n.id)):
        outcomes.place(nomination, actor=actor)
    for nomination in in_order(ready):
        after = [
            i for i, row in enumerate(rows) if part_key(row.nomination) <= part_key(nomination)
        ]
        item = AgendaItem(session_id=session.id, nomination_id=nomination.id, position=0,
                          nomination=nomination)  # fmt: skip
        rows.insert(after[-1] + 1 if after else 0, item)
        db.session.add(item)
    _renumber(rows)
    audit.record("session.agenda", stream=("session", session.id), actor=actor,
                 detail={"placed": len(ready)})  # fmt: skip
    renew_packet(session, actor=actor)
    return len(ready)


def _refuse_direct(nominations: Sequence[Nomination]) -> None:
    direct = [one for one in nominations if one.award_version.route is not Route.COUNCIL]
    if direct:
        raise InvalidStep(
            _("%(award)s không qua Hội đồng: đưa thẳng đề nghị cho %(name)s vào quyết định.",
              award=award_text(direct[0]), name=name_text(direct[0]))
        )  # fmt: skip


def _refuse_unasked(session: Session, nominations: Sequence[Nomination]) -> None:
    """Refuse to ask in writing about an award whose rule, or the council's, wants a meeting."""
    for one in nominations:
        if not may_be_consulted(one.award_version, session.council):
            raise InvalidStep(
                _("%(award)s (%(name)s) phải họp Hội đồng, không lấy ý kiến bằng văn bản được. Hãy "
                  "xếp vào phiên họp.", award=award_text(one), name=name_text(one))
            )  # fmt: skip


def _renumber(rows: Sequence[AgendaItem]) -> None:
    for position, row in enumerate(rows, start=1):
        row.position = position
    db.session.flush()


def _find(session: Session, item_id: int) -> tuple[list[AgendaItem], AgendaItem]:
    rows = list(agenda_of(session.id))
    item = next((row for row in rows if row.id == item_id), None)
    if item is None:
        raise BadInput(_("Đề nghị này không còn trong phiên họp. Hãy tải lại trang."))
    return rows, item


def move_item(public_id: str, item_id: int, *, up: bool, actor: Actor) -> None:
    """Move an item one place up or down among those of its award."""
    session = _open_agenda(public_id, actor)
    rows, item = _find(session, item_id)
    part = [row for row in rows if part_key(row.nomination) == part_key(item.nomination)]
    index = part.index(item) + (-1 if up else 1)
    if not 0 <= index < len(part):
        return
    other = part[index]
    item.position, other.position = other.position, item.position
    audit.record(
        "session.agenda", stream=("session", session.id), actor=actor,
        subject=("nomination", item.nomination_id), detail={"moved": "up" if up else "down"},
    )  # fmt: skip
    renew_packet(session, actor=actor)


def take_off_agenda(public_id: str, item_id: int, *, actor: Actor) -> None:
    """Take an item off; it may be placed on another session. Not once it was put to a vote."""
    session = _open_agenda(public_id, actor)
    _rows, item = _find(session, item_id)
    remove_row(session, item, actor=actor)


def remove_row(session: Session, item: AgendaItem, *, actor: Actor) -> None:
    """Take an item off a session whose lock is held, by whoever has been found to have the right.

    Refused once it was put to a vote.
    """
    if is_in_ballot(item.id):
        raise InvalidStep(_("Đề nghị này đã đưa ra bỏ phiếu, không rút khỏi phiên họp được nữa."))
    if item.nomination.status is NominationStatus.ON_AGENDA:
        outcomes.take_off(item.nomination, actor=actor)
    forget(item.id)
    forget_void(item.id)
    db.session.delete(item)
    db.session.flush()
    _renumber(agenda_of(session.id))
    audit.record("session.agenda", stream=("session", session.id), actor=actor,
                 subject=("nomination", item.nomination_id), detail={"taken_off": 1})  # fmt: skip
    renew_packet(session, actor=actor)
