"""Ties decided, further rounds not held, ballots called off: each with a reason on record."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workflow.core.errors import BadInput
from workflow.core.i18n import _
from workflow.core.web.access import acting, requires, signed_in
from workflow.core.web.acting import carry_out, carry_out_form
from workflow.councils.board_reading import read_vote
from workflow.councils.forms import CallOffForm, StopRoundsForm, read_decided
from workflow.councils.queries import get_visible
from workflow.councils.services import ruling
from workflow.councils.services.calling_off import UNCOUNTED, call_off
from workflow.councils.services.refusals import must_meet
from workflow.councils.services.sessions import must_run
from workflow.councils.views.blueprint import bp
from workflow.councils.views.secret import key_folder
from workflow.councils.views.wording import line_words
from workflow.councils.voting import get_ballot, progress_of
from workflow.proposals.queries import award_text, name_text


@bp.route("/sessions/<public_id>/ties", methods=["GET", "POST"])
@signed_in
def ties(public_id: str) -> ResponseReturnValue:
    """The ties of the last count: who presides decides each, with a reason on record."""
    board = read_vote(get_visible(public_id, acting()), acting())
    refusal: BadInput | None = None
    if request.method == "POST":
        words = read_decided(request.form, [row.id for row in board.tied])
        try:
            return carry_out(
                lambda: ruling.rule_ties(public_id, words, actor=acting()),
                to=url_for("councils.session", public_id=public_id),
                told=lambda n: _("Đã ghi quyết định đối với %(n)s đề nghị.", n=n),
            )
        except BadInput as error:
            refusal = error
        board = read_vote(get_visible(public_id, acting()), acting())
    body = render_template(
        "councils/ties.html", board=board, session=board.session, refusal=refusal,
        typed=request.form, line_words=line_words, name_text=name_text, form_errors=refusal,
        award_text=award_text,
    )  # fmt: skip
    return body, 422 if refusal else 200


@bp.route("/sessions/<public_id>/stop-rounds", methods=["GET", "POST"])
@requires("secretary")
def stop_rounds(public_id: str) -> ResponseReturnValue:
    """Say why no further round is held; what was short of its threshold fails."""
    found = get_visible(public_id, acting())
    must_run(acting(), found)
    form = StopRoundsForm()
    done = carry_out_form(
        form, lambda: ruling.stop_rounds(public_id, form.reason.data, actor=acting()),
        to=url_for("councils.session", public_id=public_id),
        told=_("Đã ghi: không bỏ phiếu thêm vòng."),
    )  # fmt: skip
    if done:
        return done
    board = read_vote(get_visible(public_id, acting()), acting())
    body = render_template(
        "councils/stop_rounds.html", board=board, session=board.session, form=form,
        form_errors=form.errors, name_text=name_text, line_words=line_words,
        award_text=award_text, to_chair=ruling.left_to_the_chair(board.session),
    )  # fmt: skip
    return body, 422 if form.errors else 200


@bp.route("/ballots/<public_id>/call-off", methods=["GET", "POST"])
@requires("secretary")
def call_off_ballot(public_id: str) -> ResponseReturnValue:
    """Say why a ballot that was opened is not counted; the council votes anew."""
    ballot = get_ballot(public_id, acting())
    must_run(acting(), ballot.session)
    must_meet(ballot.session)
    back = url_for("councils.session", public_id=ballot.session.public_id)
    if ballot.status not in UNCOUNTED:
        flash(_("Cuộc bỏ phiếu này không còn hủy được."), "info")
        return redirect(back)
    form, keys = CallOffForm(), key_folder()
    done = carry_out_form(
        form, lambda: call_off(public_id, form.reason.data, keys, actor=acting()), to=back,
        told=_("Đã hủy cuộc bỏ phiếu. Không phiếu nào được đếm; các đề nghị chờ bỏ phiếu lại."),
    )  # fmt: skip
    if done:
        return done
    ballot = get_ballot(public_id, acting())
    body = render_template(
        "councils/call_off.html", ballot=ballot, session=ballot.session, form=form,
        progress=progress_of(ballot.id), form_errors=form.errors,
    )  # fmt: skip
    return body, 422 if form.errors else 200
