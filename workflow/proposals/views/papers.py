"""Step 4 of the editor: the unit's meeting, the papers written from the dossier, a row's report."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workflow.core.errors import BadInput
from workflow.core.i18n import _
from workflow.core.unit_of_work import unit_of_work
from workflow.core.web.access import acting, requires, signed_in
from workflow.core.web.once import act_key
from workflow.proposals.editing import EDITABLE
from workflow.proposals.forms import MeetingForm
from workflow.proposals.papers import report_of
from workflow.proposals.policies import proposer_of, proposing_unit
from workflow.proposals.printouts import PRINTOUTS
from workflow.proposals.progress import progress_of
from workflow.proposals.queries import (
    find_meeting,
    get_nomination,
    get_visible,
    nominations_of,
)
from workflow.proposals.services import meeting as meetings
from workflow.proposals.services import writing
from workflow.proposals.snapshots import award_names
from workflow.proposals.views.blueprint import bp
from workflow.proposals.views.frame import editable, editor_page


@bp.get("/<public_id>/papers")
@requires("officer", "unit_head", "secretary")
def papers(public_id: str) -> ResponseReturnValue:
    actor = acting()
    proposal = editable(public_id, actor)
    progress = progress_of(proposal)
    wanted = request.args.get("show", PRINTOUTS[0].purpose)
    shown = next((one for one in progress.papers if one.printout.purpose == wanted), None)
    return editor_page(
        "proposals/papers.html", proposal, "papers", actor=actor, progress=progress,
        shown=shown or progress.papers[0],
    )  # fmt: skip


@bp.route("/<public_id>/meeting", methods=["GET", "POST"])
@requires("officer", "secretary")
def meeting(public_id: str) -> ResponseReturnValue:
    actor = acting()
    proposal = editable(public_id, actor)
    rows = nominations_of(proposal.id)
    form = MeetingForm.for_rows(rows)(obj=find_meeting(proposal.id))
    if not form.is_submitted():
        form.seen.data = meetings.seen_mark(proposal)
    if form.validate_on_submit():
        try:
            with unit_of_work(act_key()) as work:
                meetings.record_meeting(
                    public_id, form.meeting(), form.votes(rows), seen=form.seen.data or "",
                    actor=actor,
                )  # fmt: skip
                work.location = url_for("proposals.papers", public_id=public_id)
            flash(_("Đã ghi cuộc họp xét."), "success")
            return redirect(work.location)
        except BadInput as error:
            form.refuse(error)
            proposal = editable(public_id, actor)
            rows = nominations_of(proposal.id)
    return editor_page(
        "proposals/meeting.html", proposal, "papers", actor=actor, form=form, rows=rows,
        form_errors=form.errors, status=422 if form.errors else 200,
    )  # fmt: skip


@bp.post("/<public_id>/write-papers")
@requires("officer", "secretary")
def write_papers(public_id: str) -> ResponseReturnValue:
    with unit_of_work(act_key()) as work:
        writing.write_papers(public_id, actor=acting())
        work.location = url_for("proposals.papers", public_id=public_id)
    flash(_("Đang soạn Tờ trình, Biên bản và Danh sách. Thường mất vài giây."), "info")
    return redirect(work.location)


@bp.get("/<public_id>/report/<nomination_id>")
@signed_in
def report(public_id: str, nomination_id: str) -> ResponseReturnValue:
    """Show the Báo cáo thành tích of one row to whoever may see the dossier."""
    actor = acting()
    proposal = get_visible(public_id, actor)
    row = get_nomination(proposal.id, nomination_id)
    written = proposal.status in EDITABLE
    return render_template(
        "proposals/report.html", proposal=proposal, row=row, shown=report_of(proposal, row),
        award=award_names(proposal, [row])[row.id],
        may_edit=written and proposer_of(actor, proposal),
        in_editor=written and proposing_unit(actor, proposal),
    )  # fmt: skip


@bp.post("/<public_id>/write-report/<nomination_id>")
@requires("officer", "secretary")
def write_report(public_id: str, nomination_id: str) -> ResponseReturnValue:
    with unit_of_work(act_key()) as work:
        writing.write_report(public_id, nomination_id, actor=acting())
        work.location = url_for(
            "proposals.report", public_id=public_id, nomination_id=nomination_id
        )
    flash(_("Đang soạn Báo cáo thành tích. Thường mất vài giây."), "info")
    return redirect(work.location)
