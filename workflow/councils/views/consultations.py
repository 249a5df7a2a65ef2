"""The secretary's pages of a consultation in writing: planned, asked, extended, closed."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workflow.core import clock
from workflow.core.errors import Incomplete
from workflow.core.i18n import _
from workflow.core.web.access import acting, requires
from workflow.core.web.acting import carry_out, carry_out_form
from workflow.councils.board_reading import read_vote
from workflow.councils.consulting import services
from workflow.councils.forms import ConsultationForm, ExtendForm, given
from workflow.councils.models import Council, Session
from workflow.councils.queries import get_council, get_visible, sitting_councils
from workflow.councils.services.refusals import must_consult
from workflow.councils.services.sessions import edit_session, must_run
from workflow.councils.views.blueprint import bp
from workflow.councils.views.planning import (
    Words,
    keep_council,
    offer,
    plan_page,
    sent_version,
)
from workflow.documents.queries import paper_of


def offered() -> Sequence[Council]:
    """Return the councils of the office that may be asked in writing today."""
    return services.offered(sitting_councils(acting().organisation_id, clock.today()))


def _mine(public_id: str) -> Session:
    found = get_visible(public_id, acting())
    must_run(acting(), found)
    must_consult(found)
    return found


@bp.route("/consultations/new", methods=["GET", "POST"])
@requires("secretary")
def plan_consultation() -> ResponseReturnValue:
    councils = offered()
    form = ConsultationForm(starts_on=clock.today())
    offer(form, councils)
    done = carry_out_form(
        form,
        lambda: services.plan(
            get_council(form.council.data, acting()), form.title.data,
            given(form.starts_on.data), actor=acting(),
        ),
        to=lambda planned: url_for("councils.agenda", public_id=planned.public_id),
        told=_("Đã lập lần lấy ý kiến. Hãy xếp đề nghị vào danh sách."),
    )  # fmt: skip
    return done or plan_page(form, None, _words(None), may=bool(councils))


@bp.route("/consultations/<public_id>/edit", methods=["GET", "POST"])
@requires("secretary")
def edit_consultation(public_id: str) -> ResponseReturnValue:
    found = _mine(public_id)
    form = ConsultationForm(title=found.title, starts_on=clock.local(found.starts_at).date())
    keep_council(form, found)
    version = sent_version()
    done = carry_out_form(
        form,
        lambda: edit_session(
            public_id, services.planned(form.title.data, given(form.starts_on.data)),
            actor=acting(), version=version,
        ),
        to=url_for("councils.session", public_id=public_id), told=_("Đã lưu lần lấy ý kiến."),
    )  # fmt: skip
    found = get_visible(public_id, acting())
    return done or plan_page(form, found, _words(found))


def _words(found: Session | None) -> Words:
    return Words(
        heading=_("Sửa lần lấy ý kiến") if found else _("Lấy ý kiến bằng văn bản"),
        sub=_("Thay cho họp: từng thành viên trả lời trên trang của mình"),
        title_hint=_("Tên này in trên công văn và biên bản. Ví dụ: Lấy ý kiến xét khen thưởng đột "
                     "xuất năm 2020"),
        day_hint=_("Hạn trả lời tính từ ngày này theo quy chế Hội đồng, chỉ đếm ngày làm việc"),
        save=_("Lưu") if found else _("Lập danh sách lấy ý kiến"),
        lacking=(_("Chưa lấy ý kiến bằng văn bản được"),
                 _("Quy chế Hội đồng không cho lấy ý kiến bằng văn bản thay cho họp. Hãy lập phiên "
                   "họp, hoặc nhờ quản trị viên của đơn vị sửa quy chế.")),
    )  # fmt: skip


@bp.post("/consultations/<public_id>/request")
@requires("secretary")
def request_answers(public_id: str) -> ResponseReturnValue:
    return carry_out(
        lambda: services.request(public_id, actor=acting()),
        to=url_for("councils.session", public_id=public_id),
        told=_("Đã soạn công văn lấy ý kiến, chờ kiểm tra và trình Chủ tịch Hội đồng ký."),
    )


@bp.post("/consultations/<public_id>/start")
@requires("secretary")
def start_consultation(public_id: str) -> ResponseReturnValue:
    try:
        return carry_out(
            lambda: services.start(public_id, actor=acting(), seen=request.form.get("seen", "")),
            to=url_for("councils.session", public_id=public_id),
            told=_("Đã bắt đầu lấy ý kiến. Thành viên thấy phiếu trong “Việc cần làm”."),
        )
    except Incomplete as refusal:
        # The page shows what is still missing, and the way there.
        flash(str(refusal), "warning")
        return redirect(url_for("councils.session", public_id=public_id))


@bp.post("/consultations/<public_id>/next")
@requires("secretary")
def next_answers(public_id: str) -> ResponseReturnValue:
    return carry_out(
        lambda: services.next_answers(public_id, actor=acting(), seen=request.form.get("seen", "")),
        to=url_for("councils.session", public_id=public_id),
        told=_("Đã lấy ý kiến vòng sau. Thành viên thấy phiếu trong “Việc cần làm”."),
    )


@bp.route("/consultations/<public_id>/extend", methods=["GET", "POST"])
@requires("secretary")
def extend_consultation(public_id: str) -> ResponseReturnValue:
    found = _mine(public_id)
    form = ExtendForm()
    done = carry_out_form(
        form,
        lambda: services.extend(
            public_id, given(form.last.data), form.reason.data, actor=acting()
        ),
        to=url_for("councils.session", public_id=public_id), told=_("Đã gia hạn cho ý kiến."),
    )  # fmt: skip
    if done:
        return done
    body = render_template(
        "councils/extend.html", session=_mine(public_id), form=form, form_errors=form.errors,
        letter=paper_of(("session", found.id), "consultation_letter"),
    )  # fmt: skip
    return body, 422 if form.errors else 200


@bp.route("/consultations/<public_id>/close", methods=["GET", "POST"])
@requires("secretary")
def close_consultation(public_id: str) -> ResponseReturnValue:
    """Say what happens to the missing answers before closing."""
    found = _mine(public_id)
    if request.method == "POST":
        return carry_out(
            lambda: services.close(public_id, actor=acting()),
            to=url_for("councils.session", public_id=public_id),
            told=_("Đã đóng và tổng hợp ý kiến."),
        )
    board = read_vote(found, acting())
    if board.consultation is None or not board.consultation.may_close:
        flash(_("Chưa đóng được: còn thời gian cho ý kiến, hoặc đã đóng."), "info")
        return redirect(url_for("councils.session", public_id=public_id))
    return render_template("councils/close_consultation.html", session=found, board=board)
