"""Step 2 of the editor, from Excel: give a list of candidates, look at it, add the good rows."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from workflow.awards.importing import asked, keeping
from workflow.awards.importing.fault_book import fault_book
from workflow.awards.importing.forms import TableForm
from workflow.awards.importing.keeping import Kept
from workflow.awards.importing.packing import Packed
from workflow.awards.importing.rows import label
from workflow.awards.importing.showing import findings_of
from workflow.core.actors import Actor
from workflow.core.errors import BadInput, NotAllowed
from workflow.core.i18n import _, ngettext, on_paper
from workflow.core.unit_of_work import unit_of_work
from workflow.core.web.access import acting, requires
from workflow.core.web.once import act_key
from workflow.proposals.importing.planning import plan
from workflow.proposals.importing.services import import_candidates
from workflow.proposals.models import Proposal
from workflow.proposals.policies import proposer_of
from workflow.proposals.views.blueprint import bp
from workflow.proposals.views.frame import editable, editor_page

EDITORS = ("officer", "secretary")


def _own(public_id: str, actor: Actor) -> Proposal:
    proposal = editable(public_id, actor)
    if not proposer_of(actor, proposal):
        raise NotAllowed(_("Chỉ cán bộ thi đua của đơn vị đề nghị được sửa hồ sơ."))
    return proposal


@bp.route("/<public_id>/import-nominations", methods=["GET", "POST"])
@requires(*EDITORS)
def import_nominations(public_id: str) -> ResponseReturnValue:
    actor = acting()
    proposal = _own(public_id, actor)
    form = TableForm()
    if form.validate_on_submit():
        try:
            packed, name, source = asked.given(form)
            return _look(proposal, packed, name, source)
        except BadInput as error:
            form.refuse(error)
    return editor_page(
        "proposals/import.html", proposal, "nominations", actor=actor, form=form,
        form_errors=form.errors, status=422 if form.errors else 200,
    )  # fmt: skip


@bp.post("/<public_id>/import-nominations/sheet")
@requires(*EDITORS)
def import_another_sheet(public_id: str) -> ResponseReturnValue:
    proposal = _own(public_id, acting())
    kept = keeping.read_mark(request.form.get("mark", ""), acting())
    packed = asked.other_sheet(kept, request.form.get("sheet", ""))
    return _look(proposal, packed, kept.name, kept.source)


@bp.post("/<public_id>/import-nominations/check")
@requires(*EDITORS)
def check_import(public_id: str) -> ResponseReturnValue:
    proposal = _own(public_id, acting())
    kept = keeping.read_mark(request.form.get("mark", ""), acting())
    return _dry_run(proposal, keeping.fetch(kept.digest), kept)


@bp.post("/<public_id>/import-nominations/write")
@requires(*EDITORS)
def write_import(public_id: str) -> ResponseReturnValue:
    mark, actor = request.form.get("mark", ""), acting()
    _own(public_id, actor)
    with unit_of_work(act_key()) as work:
        table, _name = keeping.recall(mark, actor)
        added = import_candidates(
            table, public_id, actor=actor, mend=asked.mend(), choices=asked.choices()
        )
        keeping.forget(mark, actor)
        work.location = url_for("proposals.nominations", public_id=public_id)
    flash(ngettext("Đã thêm %(num)s đề nghị vào danh sách.",
                   "Đã thêm %(num)s đề nghị vào danh sách.", added), "success")  # fmt: skip
    return redirect(work.location)


@bp.post("/<public_id>/import-nominations/faults")
@requires(*EDITORS)
def import_faults(public_id: str) -> ResponseReturnValue:
    proposal = _own(public_id, acting())
    table, name = keeping.recall(request.form.get("mark", ""), acting())
    with on_paper():
        made = plan(table, proposal, actor=acting(), mend=asked.mend(), choices=asked.choices())
        content = fault_book(table, made)
    return asked.send_faults(content, name)


def _look(proposal: Proposal, packed: Packed, name: str, source: str) -> ResponseReturnValue:
    kept = asked.kept_for_now(packed, name, source)
    return _dry_run(_own(proposal.public_id, acting()), packed, kept)


def _dry_run(proposal: Proposal, packed: Packed, kept: Kept) -> ResponseReturnValue:
    table, choices, actor, mend = packed.table(), asked.choices(), acting(), asked.mend()
    made = plan(table, proposal, actor=actor, mend=mend, choices=choices)
    return editor_page(
        "proposals/import_check.html", proposal, "nominations", actor=actor,
        found=findings_of(made, table), name=kept.name, mark=keeping.mark_of(kept, actor),
        mend=mend, choices=choices, prefix=asked.CHOICE, label=label,
        can_change_sheet=bool(kept.source),
    )  # fmt: skip
