"""The list of sessions, the plan of one, and its page."""

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workflow.awards.catalogue_texts import law_text
from workflow.core import clock
from workflow.core.i18n import _
from workflow.core.web.access import acting, requires, signed_in
from workflow.core.web.acting import carry_out_form
from workflow.councils.agenda import choice_words
from workflow.councils.appraising.choices import outcome_words
from workflow.councils.board_reading import read_board, read_vote
from workflow.councils.forms import PlanForm
from workflow.councils.models import Session
from workflow.councils.policies import secretary_of
from workflow.councils.posts import post_name
from workflow.councils.queries import get_council, get_visible, sessions_for, sitting_councils
from workflow.councils.rounds import mark_of
from workflow.councils.services.refusals import must_meet
from workflow.councils.services.sessions import edit_session, must_run, plan_session
from workflow.councils.states import BallotStatus
from workflow.councils.views.blueprint import bp
from workflow.councils.views.consultations import offered
from workflow.councils.views.planning import (
    Words,
    keep_council,
    offer,
    plan_page,
    sent_version,
)
from workflow.councils.views.wording import line_words, ruled_words, threshold_words


@bp.get("/sessions")
@signed_in
def sessions() -> ResponseReturnValue:
    return render_template(
        "councils/sessions.html", sessions=sessions_for(acting()),
        may_plan=acting().has("secretary"),
        may_consult=acting().has("secretary") and bool(offered()),
    )  # fmt: skip


@bp.route("/sessions/new", methods=["GET", "POST"])
@requires("secretary")
def plan() -> ResponseReturnValue:
    councils = sitting_councils(acting().organisation_id, clock.today())
    form = PlanForm()
    offer(form, councils)
    done = carry_out_form(
        form,
        lambda: plan_session(
            get_council(form.council.data, acting()), form.plan(), actor=acting()
        ),
        to=lambda planned: url_for("councils.agenda", public_id=planned.public_id),
        told=_("Đã lập phiên họp. Hãy xếp đề nghị vào chương trình."),
    )  # fmt: skip
    return done or plan_page(form, None, _words(None), may=bool(councils))


@bp.route("/sessions/<public_id>/edit", methods=["GET", "POST"])
@requires("secretary")
def edit_plan(public_id: str) -> ResponseReturnValue:
    found = get_visible(public_id, acting())
    must_run(acting(), found)
    must_meet(found)
    form = PlanForm(obj=found)
    keep_council(form, found)
    version = sent_version()
    done = carry_out_form(
        form, lambda: edit_session(public_id, form.plan(), actor=acting(), version=version),
        to=url_for("councils.session", public_id=public_id), told=_("Đã lưu lịch họp."),
    )  # fmt: skip
    found = get_visible(public_id, acting())
    return done or plan_page(form, found, _words(found))


def _words(found: Session | None) -> Words:
    return Words(
        heading=_("Sửa lịch họp") if found else _("Lập phiên họp"),
        title_hint=_("Tên này in trên giấy mời và biên bản. Ví dụ: Họp Hội đồng xét khen thưởng "
                     "năm 2020"),
        save=_("Lưu lịch họp") if found else _("Lập phiên họp"),
        lacking=(_("Đơn vị chưa có Hội đồng"),
                 _("Hãy nhờ quản trị viên của đơn vị lập Hội đồng và ghi các thành viên.")),
    )  # fmt: skip


@bp.get("/sessions/<public_id>")
@signed_in
def session(public_id: str) -> ResponseReturnValue:
    """The session as its secretary runs it, and as a member or the head reads it."""
    found = get_visible(public_id, acting())
    board = read_board(found, acting())
    page = "consultation" if found.is_consultation else "session"
    return render_template(
        f"councils/{page}.html", board=board, session=found, post_name=post_name,
        threshold_words=threshold_words, line_words=line_words, now=clock.now(),
        ruled_words=ruled_words,
        ordinary=_ordinary(found), numbered=board.has_numbered_records, choice_words=choice_words,
        law_text=law_text, outcome_words=outcome_words, mark=mark_of(board.ballots, board.waiting),
    )  # fmt: skip


def _ordinary(found: Session) -> tuple[int, int, bool]:
    council = found.council
    return council.vote_numerator, council.vote_denominator, council.vote_strict


@bp.get("/sessions/<public_id>/progress")
@signed_in
def progress(public_id: str) -> ResponseReturnValue:
    """Who has voted, for htmx; once the ballot is closed the whole page is drawn anew."""
    found = get_visible(public_id, acting())
    if "HX-Request" not in request.headers:
        return redirect(url_for("councils.session", public_id=public_id))
    board = read_vote(found, acting())
    response = make_response(
        render_template(
            "councils/_answers.html" if found.is_consultation else "councils/_progress.html",
            board=board,
            session=found,
            post_name=post_name,
            now=clock.now(),
            runs=secretary_of(acting(), found),
        )
    )
    if board.ballot is None or board.ballot.status is not BallotStatus.OPEN:
        response.headers["HX-Refresh"] = "true"
    return response
