"""Steps 5 and 6 of the editor: sign-off, last check, handing in; answering points; taking back."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workflow.core import clock
from workflow.core.errors import BadInput, NotAllowed
from workflow.core.i18n import _
from workflow.core.unit_of_work import unit_of_work
from workflow.core.web.access import acting, requires, signed_in
from workflow.core.web.once import act_key
from workflow.proposals.forms import AnswerForm, ReasonForm, SignForm, SubmitForm
from workflow.proposals.inspection import inspect
from workflow.proposals.outcomes import withdraw_nomination as take_back
from workflow.proposals.policies import head_of_proposer, may_take_back, proposing_unit
from workflow.proposals.progress import progress_of
from workflow.proposals.queries import get_nomination, get_visible, points_of
from workflow.proposals.services import submission
from workflow.proposals.snapshots import award_names, content_digest
from workflow.proposals.views.blueprint import bp
from workflow.proposals.views.frame import editable, editor_page, linked, to_do


@bp.get("/<public_id>/signing")
@requires("officer", "unit_head", "secretary")
def signing(public_id: str) -> ResponseReturnValue:
    actor = acting()
    proposal = editable(public_id, actor)
    progress = progress_of(proposal)
    blocking = [one for one in progress.missing if one.step not in {"signing", "points"}]
    form = SignForm(formdata=None, seen=content_digest(proposal))
    return editor_page(
        "proposals/signing.html", proposal, "signing", actor=actor, progress=progress, form=form,
        may_sign=head_of_proposer(actor, proposal), todo=to_do(progress, blocking),
        awards=award_names(proposal, progress.rows), holds=not progress.lacking("signing"),
    )  # fmt: skip


@bp.post("/<public_id>/sign-off")
@requires("unit_head")
def sign_off(public_id: str) -> ResponseReturnValue:
    with unit_of_work(act_key()) as work:
        submission.sign_off(public_id, seen=request.form.get("seen", ""), actor=acting())
        work.location = url_for("proposals.submit", public_id=public_id)
    flash(_("Đã ký nội bộ. Cán bộ thi đua có thể nộp hồ sơ."), "success")
    return redirect(work.location)


@bp.route("/<public_id>/submit", methods=["GET", "POST"])
@requires("officer", "unit_head", "secretary")
def submit(public_id: str) -> ResponseReturnValue:
    actor = acting()
    form = SubmitForm()
    if form.validate_on_submit():
        try:
            with unit_of_work(act_key()) as work:
                submission.submit(public_id, late_reason=form.late_reason.data or "", actor=actor)
                work.location = url_for("proposals.detail", public_id=public_id)
            flash(
                _("Đã nộp lúc %(hour)s. Thư ký Hội đồng đang giữ hồ sơ.",
                  hour=f"{clock.local(clock.now()):%H:%M}"), "success",
            )  # fmt: skip
            return redirect(work.location)
        except BadInput as error:
            form.refuse(error)
    proposal = editable(public_id, actor)
    progress = progress_of(proposal)
    return editor_page(
        "proposals/submit.html", proposal, "submit", actor=actor, form=form, progress=progress,
        inspected=linked(inspect(progress), proposal),
        form_errors=form.errors, status=422 if form.errors else 200,
    )  # fmt: skip


@bp.route("/<public_id>/withdraw", methods=["GET", "POST"])
@requires("officer", "unit_head", "secretary")
def withdraw(public_id: str) -> ResponseReturnValue:
    actor = acting()
    form = ReasonForm()
    if form.validate_on_submit():
        with unit_of_work(act_key()) as work:
            submission.withdraw(public_id, form.reason.data, actor=actor)
            work.location = url_for("proposals.detail", public_id=public_id)
        flash(_("Đã rút hồ sơ."), "success")
        return redirect(work.location)
    proposal = get_visible(public_id, actor)
    if not proposing_unit(actor, proposal):
        raise NotAllowed(_("Chỉ đơn vị đề nghị rút hồ sơ của mình."))
    page = render_template(
        "proposals/withdraw.html", form=form, proposal=proposal, form_errors=form.errors
    )
    return page, 422 if form.errors else 200


@bp.route("/<public_id>/withdraw-nomination/<nomination_id>", methods=["GET", "POST"])
@signed_in
def withdraw_nomination(public_id: str, nomination_id: str) -> ResponseReturnValue:
    actor = acting()
    form = ReasonForm()
    if form.validate_on_submit():
        with unit_of_work(act_key()) as work:
            row = get_nomination(get_visible(public_id, actor).id, nomination_id)
            take_back(row, form.reason.data, actor=actor)
            work.location = url_for("proposals.detail", public_id=public_id)
        flash(_("Đã rút đề nghị này."), "success")
        return redirect(work.location)
    proposal = get_visible(public_id, actor)
    row = get_nomination(proposal.id, nomination_id)
    if not may_take_back(actor, row):
        raise NotAllowed(_("Chỉ đơn vị đề nghị hoặc thư ký nơi nhận rút được đề nghị này."))
    page = render_template(
        "proposals/withdraw_nomination.html", form=form, proposal=proposal, row=row,
        form_errors=form.errors,
    )  # fmt: skip
    return page, 422 if form.errors else 200


@bp.get("/<public_id>/points")
@requires("officer", "unit_head", "secretary")
def points(public_id: str) -> ResponseReturnValue:
    return _points_page(public_id)


def _points_page(
    public_id: str, form: AnswerForm | None = None, point_id: int = 0
) -> ResponseReturnValue:
    actor = acting()
    proposal = editable(public_id, actor)
    return editor_page(
        "proposals/points.html", proposal, "submit", actor=actor,
        points=points_of(proposal.id, sent=True), refused=form, refused_id=point_id,
        form_errors=form.errors if form else None, status=422 if form else 200,
    )  # fmt: skip


@bp.post("/<public_id>/answer-point/<int:point_id>")
@requires("officer", "secretary")
def answer_point(public_id: str, point_id: int) -> ResponseReturnValue:
    form = AnswerForm()
    if not form.validate_on_submit():
        return _points_page(public_id, form, point_id)
    with unit_of_work(act_key()) as work:
        submission.answer_point(public_id, point_id, form.answer.data, actor=acting())
        work.location = url_for("proposals.points", public_id=public_id)
    flash(_("Đã ghi câu trả lời."), "success")
    return redirect(work.location)
