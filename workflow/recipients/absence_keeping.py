"""Enter the time somebody was away, and whether it counts as time worked."""

from datetime import date

from workflow.core.actors import Actor
from workflow.core.errors import BadInput
from workflow.core.i18n import _
from workflow.core.text import one_line
from workflow.recipients import keeping
from workflow.recipients.models import Absence, Recipient, RecipientKind
from workflow.recipients.states import SETTLED, AbsenceKind, Counts


def enter_absence(
    public_id: str, *, kind: AbsenceKind, starts_on: date, ends_on: date | None, counts: Counts,
    source: str, actor: Actor,
) -> Absence:  # fmt: skip
    """Enter an absence; without an end it still lasts. Where the law says it counts, it does."""
    recipient = keeping.open_ledger(public_id, actor)
    _need_person(recipient)
    keeping.checked_days(starts_on, ends_on)
    settled = SETTLED.get(kind, counts)
    if counts not in {settled, Counts.UNKNOWN}:
        raise BadInput(_settled_words(settled), field="counts")
    if keeping.exists(Absence, recipient, kind=kind, starts_on=starts_on):
        raise BadInput(_("Lần nghỉ này đã ghi rồi."), field="starts_on")
    row = Absence(
        recipient_id=recipient.id, kind=kind, starts_on=starts_on, ends_on=ends_on,
        counts=settled, source=one_line(source),
    )  # fmt: skip
    keeping.enter(row, actor)
    return row


def _need_person(recipient: Recipient) -> None:
    if recipient.kind is not RecipientKind.PERSON:
        raise BadInput(_("Mục này chỉ ghi cho cá nhân."))


def _settled_words(settled: Counts) -> str:
    if settled is Counts.YES:
        return _(
            "Thông tư 01/2024/TT-BNV tính thời gian này là thời gian công tác. "
            "Hãy chọn “Được tính”."
        )
    return _("Nghỉ không có lý do thì không được tính. Hãy chọn “Không được tính”.")
