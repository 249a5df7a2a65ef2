"""The secretary's acts on the minutes and the vote count."""

from flask import url_for
from flask.typing import ResponseReturnValue

from workflow.core.i18n import _
from workflow.core.web.access import acting, requires
from workflow.core.web.acting import carry_out
from workflow.councils.services import papers as services
from workflow.councils.views.blueprint import bp


@bp.post("/sessions/<public_id>/minutes")
@requires("secretary")
def minutes(public_id: str) -> ResponseReturnValue:
    """Write both papers, or draw them anew while nobody has signed."""
    return carry_out(
        lambda: services.draft_minutes(public_id, actor=acting()),
        to=url_for("councils.session", public_id=public_id, _anchor="papers"),
        told=_("Đã soạn biên bản và bảng tổng hợp biểu quyết. Hãy mở từng văn bản để kiểm tra."),
    )


@bp.post("/sessions/<public_id>/finish")
@requires("secretary")
def finish(public_id: str) -> ResponseReturnValue:
    return carry_out(
        lambda: services.finish_minutes(public_id, actor=acting()),
        to=url_for("councils.session", public_id=public_id),
        told=_("Phiên họp đã có biên bản. Đề nghị được thông qua chờ quyết định."),
    )


@bp.post("/sessions/<public_id>/notice")
@requires("secretary")
def notice(public_id: str) -> ResponseReturnValue:
    """Write the notice of the results, or draw it anew while nobody has signed."""
    return carry_out(
        lambda: services.draft_notice(public_id, actor=acting()),
        to=url_for("councils.session", public_id=public_id, _anchor="papers"),
        told=_("Đã soạn thông báo kết quả. Hãy mở văn bản để kiểm tra, trình ký."),
    )
