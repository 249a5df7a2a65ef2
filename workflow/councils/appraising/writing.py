"""Write a sheet, keep it as a draft, and hand it in for good."""

from collections.abc import Mapping
from dataclasses import dataclass

from workflow.core import audit, clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import BadInput, Difference, InvalidStep, NotAllowed, StaleEdit
from workflow.core.i18n import _
from workflow.councils.appraising.choices import Recommendation, recommendation_words
from workflow.councils.appraising.models import Appraisal, AppraisalSheet
from workflow.councils.appraising.queries import own_sheet
from workflow.councils.appraising.rows import barred_from, must_be_under_way, open_items
from workflow.councils.models import Session
from workflow.councils.queries import get_for_change
from workflow.proposals.queries import name_text

MOST_REMARK = 2000


@dataclass(frozen=True)
class Draft:
    """What a member writes of a row: points by the criterion's key."""

    scores: Mapping[str, int]
    recommendation: Recommendation | None
    remark: str


def _to_write(public_id: str, sheet_id: str, version: int, new: Draft, actor: Actor) -> tuple[
    Session, Appraisal, AppraisalSheet
]:  # fmt: skip
    session = get_for_change(public_id, actor)
    must_be_under_way(session)
    sheet = own_sheet(session, sheet_id, actor)
    appraisal = db.session.get_one(Appraisal, sheet.appraisal_id)
    if sheet.handed_in_at is not None:
        raise InvalidStep(_("Phiếu này đã nộp nên không sửa được nữa."))
    if sheet.nomination_id not in {row.nomination_id for row in open_items(session)}:
        raise InvalidStep(
            _("Thẩm định đề nghị này đã khép lại: đã ghi kết quả, đã đưa ra bỏ phiếu, hoặc đã đưa "
              "ra khỏi chương trình họp. Hãy mở lại trang thẩm định.")
        )  # fmt: skip
    if sheet.version != version:
        raise StaleEdit(
            _("Phiếu này vừa được lưu ở một trang khác. Hãy xem cả hai bản rồi sửa lại."),
            [Difference(_("Kiến nghị"), _said(new.recommendation), _said(sheet.recommendation)),
             Difference(_("Tổng điểm"), str(sum(new.scores.values())), str(sheet.total)),
             Difference(_("Nhận xét"), new.remark, sheet.remark)],
        )  # fmt: skip
    return session, appraisal, sheet


def _said(one: Recommendation | None) -> str:
    return recommendation_words(one) if one else _("Chưa chọn")


def _check_points(appraisal: Appraisal, new: Draft) -> None:
    most = {one["key"]: one for one in appraisal.criteria}
    for key, points in new.scores.items():
        if key not in most:
            raise BadInput(_("Tiêu chí đã thay đổi. Hãy tải lại trang rồi ghi lại phiếu."))
        if not 0 <= points <= most[key]["most"]:
            raise BadInput(
                _("%(name)s: chấm từ 0 đến %(most)s điểm.", name=most[key]["name"],
                  most=most[key]["most"]), field=f"score-{key}",
            )  # fmt: skip


def save(
    public_id: str, sheet_id: str, new: Draft, *, version: int, actor: Actor
) -> AppraisalSheet:
    """Keep a draft that nobody but its writer sees."""
    _session, appraisal, sheet = _to_write(public_id, sheet_id, version, new, actor)
    _check_points(appraisal, new)
    _keep(sheet, new)
    return sheet


def _keep(sheet: AppraisalSheet, new: Draft) -> None:
    sheet.scores, sheet.recommendation = dict(new.scores), new.recommendation
    sheet.remark, sheet.saved_at = new.remark[:MOST_REMARK], clock.now()


def hand_in(
    public_id: str, sheet_id: str, new: Draft, *, version: int, actor: Actor
) -> AppraisalSheet:
    """Hand the sheet in for good; from now on the writer sees what others said of the row.

    The journal says that it was handed in and by whom, and neither points nor recommendation:
    others may read the journal before their own sheet is in.
    """
    session, appraisal, sheet = _to_write(public_id, sheet_id, version, new, actor)
    _check_points(appraisal, new)
    for one in appraisal.criteria:
        if one["key"] not in new.scores:
            message = _("%(name)s: hãy chấm điểm.", name=one["name"])
            raise BadInput(message, field=f"score-{one['key']}")
    if new.recommendation is None:
        raise BadInput(_("Hãy chọn kiến nghị."), field="recommendation")
    if new.recommendation is not Recommendation.REWARD and not new.remark.strip():
        raise BadInput(_("Hãy ghi nhận xét khi không đề nghị khen hoặc cần trao đổi."),
                       field="remark")  # fmt: skip
    items = [row for row in open_items(session) if row.nomination_id == sheet.nomination_id]
    if barred_from(session, items, [sheet.user]):
        raise NotAllowed(
            _("Đồng chí có xung đột lợi ích với %(name)s nên không thẩm định đề nghị này. Hãy báo "
              "thư ký Hội đồng để giao người khác.", name=name_text(sheet.nomination))
        )  # fmt: skip
    _keep(sheet, new)
    sheet.handed_in_at = clock.now()
    audit.record(
        "session.hand_in_appraisal", stream=("session", session.id), actor=actor,
        subject=("nomination", sheet.nomination_id),
        detail={"name": actor.name, "nominee": name_text(sheet.nomination)},
    )  # fmt: skip
    return sheet
