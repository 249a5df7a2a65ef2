"""Say of many people at once for which years their ledgers are complete."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from workflow.core.actors import Actor
from workflow.core.errors import BadInput, NotAllowed, NotVisible
from workflow.core.i18n import _
from workflow.core.text import one_line
from workflow.recipients.coverage import Covered, Span, covered
from workflow.recipients.keeping import checked_year, enter
from workflow.recipients.models import Coverage, Recipient
from workflow.recipients.policies import ledgers_kept
from workflow.recipients.queries import get_many_for_change
from workflow.recipients.states import Ledger


@dataclass(frozen=True)
class Done:
    """How many rows were written, for how many people, and how many were said before."""

    written: int
    people: int
    known: int


def cover_many(
    marks: Mapping[str, str], *, ledgers: Collection[Ledger], first_year: int, last_year: int,
    from_the_start: bool, source: str, actor: Actor,
) -> Done:  # fmt: skip
    """Enter the years for every chosen ledger of every chosen recipient, or for none of them.

    `marks` holds, by public id, what the page had shown of each: where somebody said something
    else meanwhile, people look again first. What is said already is left as it is.
    """
    wanted = _checked(marks, ledgers, first_year, last_year, from_the_start)
    chosen = get_many_for_change(list(marks), actor)
    _refuse_strangers(chosen, marks, actor)
    now = covered([one.id for one in chosen])
    _refuse_stale(chosen, marks, now)
    new = [
        (one, ledger) for one in chosen for ledger in Ledger
        if ledger in ledgers and not now[one.id].says(ledger, wanted)
    ]  # fmt: skip
    for one, ledger in new:
        row = Coverage(
            recipient_id=one.id, ledger=ledger, first_year=first_year, last_year=last_year,
            from_the_start=from_the_start, source=one_line(source),
        )  # fmt: skip
        enter(row, actor)
    people = len({one.id for one, _ledger in new})
    return Done(len(new), people, len(chosen) * len(set(ledgers)) - len(new))


def _checked(
    marks: Mapping[str, str], ledgers: Collection[Ledger], first_year: int, last_year: int,
    from_the_start: bool,
) -> Span:  # fmt: skip
    if not marks:
        raise BadInput(_("Hãy đánh dấu ít nhất một người hoặc tập thể."), field="chosen")
    if not ledgers:
        raise BadInput(_("Hãy đánh dấu ít nhất một loại dữ liệu."), field="ledgers")
    checked_year(first_year, "first_year")
    checked_year(last_year, "last_year")
    if last_year < first_year:
        raise BadInput(_("Năm cuối sớm hơn năm đầu."), field="last_year")
    return Span(first_year, last_year, from_the_start)


def _refuse_strangers(chosen: Sequence[Recipient], asked: Collection[str], actor: Actor) -> None:
    if len(chosen) != len(asked):
        raise NotVisible(_("Không tìm thấy người hoặc tập thể này trong phạm vi của đơn vị."))
    kept = ledgers_kept(actor, [one.id for one in chosen])
    others = [one.name for one in chosen if one.id not in kept]
    if others:
        raise NotAllowed(
            _("Chỉ cán bộ thi đua, thư ký của đơn vị quản lý hoặc cấp trên được ghi sổ của: "
              "%(names)s. Chưa ghi gì; hãy mở lại trang.", names=", ".join(others))
        )  # fmt: skip


def _refuse_stale(
    chosen: Sequence[Recipient], marks: Mapping[str, str], now: Mapping[int, Covered]
) -> None:
    changed = [one.name for one in chosen if marks[one.public_id] != now[one.id].mark]
    if changed:
        raise BadInput(
            _("Từ khi bạn mở trang, người khác đã ghi hoặc xóa năm đủ dữ liệu của: %(names)s. "
              "Bảng dưới đây là bản mới nhất; hãy xem lại rồi gửi lại.",
              names=", ".join(changed)),
            field="chosen",
        )  # fmt: skip
