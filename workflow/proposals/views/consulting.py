"""Other offices' word on a nominee: whom it concerns, when each was asked, what it answered."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from workflow.awards.catalogue_texts import demand_text
from workflow.awards.demands import is_verified
from workflow.core.errors import BadInput
from workflow.core.i18n import _
from workflow.core.unit_of_work import unit_of_work
from workflow.core.web.access import acting, requires
from workflow.core.web.once import act_key
from workflow.documents.queries import documents_of
from workflow.documents.states import FileRole
from workflow.proposals.forms import ConfirmationForm
from workflow.proposals.queries import get_nomination
from workflow.proposals.required import Opinion
from workflow.proposals.services import consulting
from workflow.proposals.services.consulting import opinion_of
from workflow.proposals.views.blueprint import bp
from workflow.proposals.views.frame import editable, editor_page

EDITORS = ("officer", "secretary")


def _row_url(public_id: str, nomination_id: str) -> str:
    return url_for(
        "proposals.evidence", public_id=public_id, nomination_id=nomination_id, _anchor="opinions"
    )


@bp.post("/<public_id>/set-concerned/<nomination_id>")
@requires(*EDITORS)
def set_concerned(public_id: str, nomination_id: str) -> ResponseReturnValue:
    with unit_of_work(act_key()) as work:
        consulting.set_concerned(
            public_id, nomination_id, concerned=request.form.get("concerned") == "yes",
            actor=acting(),
        )  # fmt: skip
        work.location = _row_url(public_id, nomination_id)
    return redirect(work.location)


@bp.route("/<public_id>/confirmation/<nomination_id>", methods=["GET", "POST"])
@requires(*EDITORS)
def confirmation(public_id: str, nomination_id: str) -> ResponseReturnValue:
    actor = acting()
    proposal = editable(public_id, actor)
    row = get_nomination(proposal.id, nomination_id)
    office = request.args.get("office", "")
    if not office:
        return redirect(_row_url(public_id, nomination_id))
    opinion = opinion_of(row, office)
    form = ConfirmationForm(data=_stored(opinion))
    form.offer(documents_of("nomination", row.id, FileRole.EVIDENCE))
    if form.validate_on_submit():
        try:
            with unit_of_work(act_key()) as work:
                consulting.record_confirmation(
                    public_id, nomination_id, office, form.heard(),
                    version=form.version.data or 0, actor=actor,
                )  # fmt: skip
                work.location = _row_url(public_id, nomination_id)
            flash(_("Đã lưu ý kiến."), "success")
            return redirect(work.location)
        except BadInput as error:
            form.refuse(error)
            proposal = editable(public_id, actor)
            row = get_nomination(proposal.id, nomination_id)
            opinion = opinion_of(row, office)
    return editor_page(
        "proposals/confirmation.html", proposal, "achievements", actor=actor, row=row, form=form,
        demand=opinion.demand, demand_text=demand_text, verified=is_verified(opinion.demand),
        back=_row_url(public_id, nomination_id),
        form_errors=form.errors, status=422 if form.errors else 200,
    )  # fmt: skip


def _stored(opinion: Opinion) -> dict[str, object]:
    kept = opinion.kept
    if kept is None:
        return {"version": 0}
    return {
        "asked_on": kept.asked_on, "answered_on": kept.answered_on, "version": kept.version,
        "answered_by": kept.answered_by, "result": kept.result.value if kept.result else "",
        "document": kept.document.public_id if kept.document else "",
    }  # fmt: skip
