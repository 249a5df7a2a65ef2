"""What is written and attached for one row: achievements, texts to take over, evidence."""

from dataclasses import replace
from typing import Any

from flask import current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from workflow.awards.catalogue_texts import demand_text
from workflow.awards.honour_roll import honour_roll
from workflow.core.actors import Actor
from workflow.core.errors import BadInput
from workflow.core.i18n import _
from workflow.core.text import fold
from workflow.core.unit_of_work import unit_of_work
from workflow.core.web.access import acting, requires
from workflow.core.web.once import act_key
from workflow.documents.contents import current_store
from workflow.documents.intake import take_in
from workflow.documents.queries import documents_of
from workflow.documents.states import FileRole
from workflow.proposals.earlier import earlier_texts
from workflow.proposals.forms import AchievementsForm, EvidenceForm, result_name
from workflow.proposals.models import Nomination, Proposal
from workflow.proposals.progress import progress_of
from workflow.proposals.queries import get_nomination
from workflow.proposals.required import count_words, forms_of
from workflow.proposals.services import nominating
from workflow.proposals.snapshots import award_names
from workflow.proposals.views.blueprint import bp
from workflow.proposals.views.frame import editable, editor_page

EDITORS = ("officer", "secretary")
LEDGER, OUTLINE = "ledger", "outline"


def _evidence_page(
    proposal: Proposal, row: Nomination, *, actor: Actor, status: int = 200, **forms: Any
) -> ResponseReturnValue:
    text = forms.get("form") or AchievementsForm(formdata=None, obj=row)
    progress = progress_of(proposal)
    asked = progress.forms[row.id]
    upload = forms.get("upload") or EvidenceForm(formdata=None)
    upload.offer(asked.file_items)
    if forms.get("form") is not None:  # what is typed, not what is stored
        asked = replace(asked, words=count_words(text.achievements.data or ""))
    return editor_page(
        "proposals/evidence.html", proposal, "achievements", actor=actor, row=row, form=text,
        asked=asked, progress=progress, result_name=result_name, demand_text=demand_text,
        upload=upload, form_errors=text.errors or upload.errors, status=status,
        files=documents_of("nomination", row.id, FileRole.EVIDENCE),
        award=award_names(proposal, [row])[row.id], texts=earlier_texts(row),
        honours=honour_roll(row.recipient_id), inserted=forms.get("inserted", False),
    )  # fmt: skip


def _outline(typed: str, row: Nomination) -> str:
    """Return the headings of the report that do not stand in what was typed."""
    said = fold(typed)
    parts = forms_of([row])[row.id].parts
    return "\n\n".join(f"{one.heading}:" for one in parts if fold(one.heading) not in said)


def _with_inserted(typed: str, row: Nomination) -> str:
    """Return what was typed with the text asked for below it; nothing is saved, nothing is lost."""
    wanted = request.form["insert"]
    texts = {one.public_id: one.achievements for one in earlier_texts(row)}
    if wanted == LEDGER:
        texts = {LEDGER: "\n".join(honour_roll(row.recipient_id))}
    if wanted == OUTLINE:
        texts = {OUTLINE: _outline(typed, row)}
    text = texts.get(wanted, "")
    if not text or text in typed:
        return typed
    return f"{typed.rstrip()}\n\n{text}".lstrip()


@bp.route("/<public_id>/evidence/<nomination_id>", methods=["GET", "POST"])
@requires("officer", "unit_head", "secretary")
def evidence(public_id: str, nomination_id: str) -> ResponseReturnValue:
    actor = acting()
    proposal = editable(public_id, actor)
    row = get_nomination(proposal.id, nomination_id)
    if request.method == "GET":
        return _evidence_page(proposal, row, actor=actor)
    form = AchievementsForm()
    if "insert" in request.form:
        form.achievements.data = _with_inserted(form.achievements.data or "", row)
        return _evidence_page(proposal, row, actor=actor, form=form, inserted=True)
    if form.validate_on_submit():
        with unit_of_work(act_key()) as work:
            nominating.write_achievements(
                public_id, nomination_id, form.achievements.data,
                version=form.version.data or 0, actor=actor,
            )  # fmt: skip
            work.location = url_for("proposals.achievements", public_id=public_id)
        flash(_("Đã lưu thành tích."), "success")
        return redirect(work.location)
    return _evidence_page(proposal, row, actor=actor, form=form, status=422)


@bp.post("/<public_id>/attach-evidence/<nomination_id>")
@requires(*EDITORS)
def attach_evidence(public_id: str, nomination_id: str) -> ResponseReturnValue:
    actor = acting()
    proposal = editable(public_id, actor)
    row = get_nomination(proposal.id, nomination_id)
    upload = EvidenceForm()
    if upload.validate_on_submit():
        sent = upload.file.data
        limit = current_app.config["SETTINGS"].max_upload_bytes
        try:
            taken = take_in(sent.stream, sent.filename, store=current_store(), limit=limit)
            with unit_of_work(act_key()) as work:
                nominating.attach_evidence(
                    public_id, nomination_id, taken, title=upload.title.data or "",
                    item=upload.item.data or "", actor=actor,
                )  # fmt: skip
                work.location = url_for(
                    "proposals.evidence", public_id=public_id, nomination_id=nomination_id
                )
            flash(_("Đã gắn minh chứng."), "success")
            return redirect(work.location)
        except BadInput as error:
            upload.refuse(BadInput(str(error), field=error.field or "file"))
            proposal = editable(public_id, actor)
            row = get_nomination(proposal.id, nomination_id)
    return _evidence_page(proposal, row, actor=actor, upload=upload, status=422)


@bp.post("/<public_id>/remove-evidence/<nomination_id>")
@requires(*EDITORS)
def remove_evidence(public_id: str, nomination_id: str) -> ResponseReturnValue:
    with unit_of_work(act_key()) as work:
        nominating.remove_evidence(
            public_id, nomination_id, request.form.get("document", ""), actor=acting()
        )
        work.location = url_for(
            "proposals.evidence", public_id=public_id, nomination_id=nomination_id
        )
    flash(_("Đã gỡ minh chứng."), "success")
    return redirect(work.location)
