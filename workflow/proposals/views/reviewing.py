"""What the secretary does with a dossier under check: each a form of one act."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from workflow.core.i18n import _
from workflow.core.unit_of_work import unit_of_work
from workflow.core.web.access import acting, requires
from workflow.core.web.once import act_key
from workflow.proposals.forms import PointForm
from workflow.proposals.queries import get_visible, nominations_of
from workflow.proposals.services import review
from workflow.proposals.views.blueprint import bp
from workflow.proposals.views.checking import check_page


def _check_url(public_id: str) -> str:
    """Return to the check page, at the row and the document the secretary was looking at."""
    row, show = request.form.get("row") or None, request.form.get("show") or None
    return url_for("proposals.check", public_id=public_id, row=row, show=show)


@bp.post("/<public_id>/start-check")
@requires("secretary")
def start_check(public_id: str) -> ResponseReturnValue:
    with unit_of_work(act_key()) as work:
        review.start_check(public_id, actor=acting())
        work.location = _check_url(public_id)
    return redirect(work.location)


@bp.post("/<public_id>/tick/<nomination_id>")
@requires("secretary")
def tick(public_id: str, nomination_id: str) -> ResponseReturnValue:
    with unit_of_work(act_key()) as work:
        review.tick(public_id, nomination_id, request.form.getlist("item"), actor=acting())
        work.location = _check_url(public_id)
    flash(_("Đã lưu phần đối chiếu."), "success")
    return redirect(work.location)


@bp.post("/<public_id>/add-point")
@requires("secretary")
def add_point(public_id: str) -> ResponseReturnValue:
    actor = acting()
    form = PointForm()
    form.offer(nominations_of(get_visible(public_id, actor).id))
    if not form.validate_on_submit():
        return check_page(public_id, actor, form, status=422)
    with unit_of_work(act_key()) as work:
        review.add_point(
            public_id, form.text.data, nomination_public_id=form.nomination.data or "", actor=actor
        )
        work.location = _check_url(public_id)
    flash(_("Đã ghi điểm cần sửa. Điểm chỉ đến đơn vị khi bạn trả lại hồ sơ."), "success")
    return redirect(work.location)


@bp.post("/<public_id>/remove-point/<int:point_id>")
@requires("secretary")
def remove_point(public_id: str, point_id: int) -> ResponseReturnValue:
    with unit_of_work(act_key()) as work:
        review.remove_point(public_id, point_id, actor=acting())
        work.location = _check_url(public_id)
    return redirect(work.location)


@bp.post("/<public_id>/send-back")
@requires("secretary")
def send_back(public_id: str) -> ResponseReturnValue:
    with unit_of_work(act_key()) as work:
        review.send_back(public_id, actor=acting())
        work.location = url_for("proposals.incoming")
    flash(_("Đã trả lại. Đơn vị đang giữ hồ sơ; đồng hồ xử lý tạm dừng."), "success")
    return redirect(work.location)


@bp.post("/<public_id>/accept")
@requires("secretary")
def accept(public_id: str) -> ResponseReturnValue:
    with unit_of_work(act_key()) as work:
        review.accept(public_id, actor=acting())
        work.location = url_for("proposals.incoming")
    flash(_("Đã nhận hồ sơ. Các đề nghị có thể xếp vào phiên họp."), "success")
    return redirect(work.location)
