"""The papers of a session: minutes, vote count and notice drafted, and its calendar file."""

from flask import url_for
from flask.typing import ResponseReturnValue

from workflow.core.i18n import _
from workflow.core.web.access import acting, requires, signed_in
from workflow.core.web.acting import carry_out
from workflow.councils.agenda import parts_of
from workflow.councils.calendar import calendar_file
from workflow.councils.consulting.papers import draft_summary
from workflow.councils.queries import agenda_of, get_visible
from workflow.councils.services import papers as services
from workflow.councils.views.blueprint import bp


@bp.post("/sessions/<public_id>/minutes")
@requires("secretary")
def minutes(public_id: str) -> ResponseReturnValue:
    """Write both papers, or draw them anew while nobody has signed."""
    return carry_out(
        lambda: services.draft_minutes(public_id, actor=acting()),
        to=url_for("councils.session", public_id=public_id, _anchor="papers"),
        told=_("Đã soạn văn bản của phiên họp. Hãy mở từng văn bản để kiểm tra."),
    )


@bp.post("/consultations/<public_id>/minutes")
@requires("secretary")
def consultation_minutes(public_id: str) -> ResponseReturnValue:
    """Write the record of the answers, or draw it anew while nobody has signed."""
    return carry_out(
        lambda: draft_summary(public_id, actor=acting()),
        to=url_for("councils.session", public_id=public_id, _anchor="papers"),
        told=_("Đã soạn biên bản tổng hợp ý kiến. Hãy mở văn bản để kiểm tra."),
    )


@bp.post("/sessions/<public_id>/finish")
@requires("secretary")
def finish(public_id: str) -> ResponseReturnValue:
    return carry_out(
        lambda: services.finish_minutes(public_id, actor=acting()),
        to=url_for("councils.session", public_id=public_id),
        told=_("Đã có biên bản. Đề nghị được thông qua chờ quyết định."),
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


@bp.get("/sessions/<public_id>/calendar")
@signed_in
def calendar(public_id: str) -> ResponseReturnValue:
    """The session for a member's own diary."""
    found = get_visible(public_id, acting())
    agenda = [f"{part.roman}. {part.title} ({len(part.rows)})"
              for part in parts_of(agenda_of(found.id))]  # fmt: skip
    return calendar_file(found, agenda), {
        "Content-Type": "text/calendar; charset=utf-8",
        "Content-Disposition": f'attachment; filename="phien-hop-{found.public_id}.ics"',
    }
