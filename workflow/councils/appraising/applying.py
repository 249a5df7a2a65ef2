"""Record what came of an appraisal, for many rows at once, of what was read and nothing else."""

from collections.abc import Mapping

from sqlalchemy import select

from workflow.core import audit, clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import BadInput, InvalidStep, NotAllowed
from workflow.core.i18n import _
from workflow.councils.appraising.board import Appraised, Row, decides, read_appraisal
from workflow.councils.appraising.choices import Outcome
from workflow.councils.appraising.models import AppraisalResult
from workflow.councils.appraising.rows import must_be_under_way
from workflow.councils.models import Session
from workflow.councils.policies import secretary_of
from workflow.councils.queries import get_for_change
from workflow.councils.services.agenda import remove_row
from workflow.proposals.queries import name_text

MOST_NOTE = 1000


def chosen_rows(found: Appraised, read: Mapping[int, int]) -> list[Row]:
    """Return the rows of these agenda items, each as it was read: `read` counts its sheets.

    Refused is what the actor could not read, what came in since, and what is settled by a vote.
    """
    if not read:
        raise BadInput(_("Hãy chọn ít nhất một đề nghị."), field="rows")
    rows = {row.item.id: row for row in found.rows if row.item is not None}
    for item_id, sheets in read.items():
        row = rows.get(item_id)
        if row is None or not row.is_open:
            raise InvalidStep(
                _("Có đề nghị đã đưa ra bỏ phiếu hoặc không còn trong chương trình họp. Hãy tải "
                  "lại trang và chọn lại.")
            )  # fmt: skip
        name = name_text(row.nomination)
        if row.is_hidden:
            raise NotAllowed(
                _("Đồng chí chưa đọc được phiếu về %(name)s: hãy nộp phiếu của mình trước, hoặc để "
                  "người khác ghi kết quả nếu đó là đề nghị cho đồng chí.", name=name)
            )  # fmt: skip
        if not row.shown:
            raise InvalidStep(
                _("Chưa có phiếu thẩm định nào về %(name)s. Muốn đưa ra khỏi chương trình họp, hãy "
                  "dùng trang chương trình họp.", name=name)
            )  # fmt: skip
        if len(row.shown) != sheets:
            raise InvalidStep(
                _("Vừa có thêm phiếu thẩm định về %(name)s. Hãy đọc lại rồi ghi kết quả.",
                  name=name)
            )  # fmt: skip
    return [rows[item_id] for item_id in read]


def apply_outcome(
    public_id: str, read: Mapping[int, int], outcome: Outcome, note: str, *, actor: Actor
) -> int:
    """Record one result for all these rows; those taken off leave the agenda with it."""
    session = get_for_change(public_id, actor)
    if not decides(actor, session):
        raise NotAllowed(_("Chỉ thư ký hoặc Chủ tịch Hội đồng ghi kết quả thẩm định."))
    must_be_under_way(session)
    rows = chosen_rows(read_appraisal(session, actor), read)
    if outcome is Outcome.TAKE_OFF and not note.strip():
        raise BadInput(_("Đưa ra khỏi chương trình họp: hãy ghi lý do."), field="note")
    for row in sorted(rows, key=lambda one: (one.nomination.proposal_id, one.nomination.id)):
        _settle(session, row, outcome, note[:MOST_NOTE].strip(), actor)
    return len(rows)


def _settle(session: Session, row: Row, outcome: Outcome, note: str, actor: Actor) -> None:
    appraisal_id = row.shown[0].appraisal_id
    result = db.session.scalars(
        select(AppraisalResult).where(
            AppraisalResult.appraisal_id == appraisal_id,
            AppraisalResult.nomination_id == row.nomination.id,
        )
    ).one_or_none()
    said = {
        "outcome": outcome, "note": note, "sheets_read": len(row.shown),
        "decided_by_id": actor.user_id, "decided_at": clock.now(),
    }  # fmt: skip
    if result is None:
        db.session.add(
            AppraisalResult(appraisal_id=appraisal_id, nomination_id=row.nomination.id, **said)
        )
    else:
        for key, value in said.items():
            setattr(result, key, value)
    audit.record(
        "session.appraisal_result", stream=("session", session.id), actor=actor,
        subject=("nomination", row.nomination.id),
        detail={"nominee": name_text(row.nomination), "outcome": outcome.value, "reason": note,
                "sheets": len(row.shown)},
    )  # fmt: skip
    if outcome is Outcome.TAKE_OFF and row.item is not None:
        by = actor if secretary_of(actor, session) else actor.as_system()
        remove_row(session, row.item, actor=by)
