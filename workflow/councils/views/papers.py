"""The secretary's acts on the minutes and the vote count."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from workflow.core.i18n import _
from workflow.core.unit_of_work import unit_of_work
from workflow.core.web.access import acting, requires
from workflow.core.web.once import act_key
from workflow.councils.services import papers as services
from workflow.councils.views.blueprint import bp


@bp.post("/sessions/<public_id>/minutes")
@requires("secretary")
def minutes(public_id: str) -> ResponseReturnValue:
    """Write both papers, or draw them anew while nobody has signed."""
    with unit_of_work(act_key()) as work:
        services.draft_minutes(public_id, actor=acting())
        work.location = url_for("councils.session", public_id=public_id, _anchor="papers")
    said = _("Đã soạn biên bản và bảng tổng hợp biểu quyết. Hãy mở từng văn bản để kiểm tra.")
    flash(said, "success")
    return redirect(work.location)


@bp.post("/sessions/<public_id>/finish")
@requires("secretary")
def finish(public_id: str) -> ResponseReturnValue:
    with unit_of_work(act_key()) as work:
        services.finish_minutes(public_id, actor=acting())
        work.location = url_for("councils.session", public_id=public_id)
    flash(_("Phiên họp đã có biên bản. Đề nghị được thông qua chờ quyết định."), "success")
    return redirect(work.location)
