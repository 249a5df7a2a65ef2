"""Steps 2 and 3 of the editor: adding and mending rows, and what is written of each."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from workflow.awards.queries import decider_in, line_of, offered_to
from workflow.awards.wording import printed_name
from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.errors import BadInput
from workflow.core.i18n import _
from workflow.core.unit_of_work import unit_of_work
from workflow.core.web.access import acting, requires
from workflow.core.web.numerals import whole
from workflow.core.web.once import act_key
from workflow.documents.queries import documents_of_many
from workflow.documents.states import FileRole
from workflow.organisations.models import Organisation
from workflow.proposals.earlier import unchanged_since, year_of
from workflow.proposals.editing import rules_day
from workflow.proposals.forms import NEWCOMER, AddNominationForm, NominationForm
from workflow.proposals.models import Proposal
from workflow.proposals.progress import progress_of
from workflow.proposals.queries import get_nomination
from workflow.proposals.services import nominating
from workflow.proposals.snapshots import award_names
from workflow.proposals.views.blueprint import bp
from workflow.proposals.views.frame import editable, editor_page
from workflow.recipients.models import RecipientKind
from workflow.recipients.queries import members_of
from workflow.recipients.services import Particulars, register

EDITORS = ("officer", "secretary")
MANY = 300


@bp.get("/<public_id>/achievements")
@requires("officer", "unit_head", "secretary")
def achievements(public_id: str) -> ResponseReturnValue:
    actor = acting()
    proposal = editable(public_id, actor)
    progress = progress_of(proposal)
    return editor_page(
        "proposals/achievements.html", proposal, "achievements", actor=actor, progress=progress,
        awards=award_names(proposal, progress.rows), unchanged=unchanged_since(progress.rows),
        evidence=documents_of_many(
            "nomination", [row.id for row in progress.rows], FileRole.EVIDENCE
        ),
    )  # fmt: skip


def _awards_for(unit: Organisation, kind: RecipientKind, year: int | None) -> list[tuple[int, str]]:
    day = rules_day(year) if year and year in range(1945, clock.today().year + 1) else clock.today()
    line = line_of(unit.id)
    return [
        (one.id, printed_name(one, decider_in(one, line))) for one in offered_to(unit, day, kind)
    ]


def _recipient_id(form: AddNominationForm, kind: RecipientKind, actor: Actor) -> str:
    """Return the chosen recipient's public id, entering a newcomer first."""
    if form.recipient.data != NEWCOMER:
        return str(form.recipient.data)
    particulars = Particulars(name=form.new_name.data or "", post=form.post.data or "")
    try:
        newcomer = register(
            particulars, kind=kind, organisation_id=actor.organisation_id or 0, actor=actor
        )
    except BadInput as error:
        raise BadInput(str(error), field="new_name") from error
    return newcomer.public_id


def _chosen_kind() -> RecipientKind:
    asked = request.args.get("kind", RecipientKind.PERSON.value)
    return RecipientKind(asked) if asked in set(RecipientKind) else RecipientKind.PERSON


@bp.route("/<public_id>/add-nomination", methods=["GET", "POST"])
@requires(*EDITORS)
def add_nomination(public_id: str) -> ResponseReturnValue:
    actor = acting()
    proposal = editable(public_id, actor)
    kind = _chosen_kind()
    form = AddNominationForm()
    form.take_newcomer()
    if not form.is_submitted():
        form.year.data = request.args.get("year", year_of(proposal), type=whole)
        form.recipient.data = request.args.get("recipient", "")
        form.award.data = request.args.get("award", type=whole)
        form.ground.data = proposal.round.ground.value if proposal.round else "merit"
    _offer(form, proposal, kind)
    if form.validate_on_submit():
        try:
            with unit_of_work(act_key()) as work:
                recipient_id = _recipient_id(form, kind, actor)
                row = nominating.add_nomination(public_id, recipient_id, form.row(), actor=actor)
                name = row.recipient.name
                work.location = url_for("proposals.nominations", public_id=public_id)
            flash(_("Đã thêm %(name)s vào danh sách.", name=name), "success")
            if "another" in request.form:
                return redirect(
                    url_for("proposals.add_nomination", public_id=public_id, kind=kind.value)
                )
            return redirect(work.location)
        except BadInput as error:
            form.refuse(error)
            proposal = editable(public_id, actor)
    return editor_page(
        "proposals/add_nomination.html", proposal, "nominations", actor=actor, form=form, kind=kind,
        kinds=list(RecipientKind), form_errors=form.errors, status=422 if form.errors else 200,
    )  # fmt: skip


def _offer(form: AddNominationForm, proposal: Proposal, kind: RecipientKind) -> None:
    form.offer(_awards_for(proposal.proposing, kind, form.year.data))
    people = members_of(proposal.proposing_id, below=True, limit=MANY)
    form.offer_recipients([
        (one.recipient.public_id, f"{one.recipient.name}, {one.membership.post}".rstrip(", "))
        for one in people
        if one.recipient.kind is kind
    ])  # fmt: skip


@bp.route("/<public_id>/edit-nomination/<nomination_id>", methods=["GET", "POST"])
@requires(*EDITORS)
def edit_nomination(public_id: str, nomination_id: str) -> ResponseReturnValue:
    actor = acting()
    proposal = editable(public_id, actor)
    row = get_nomination(proposal.id, nomination_id)
    form = NominationForm(obj=row, data={"award": row.award_version_id})
    if not form.is_submitted():
        form.ground.data = row.ground.value
    form.offer(_awards_for(proposal.proposing, row.recipient.kind, form.year.data))
    if form.validate_on_submit():
        try:
            with unit_of_work(act_key()) as work:
                nominating.edit_nomination(
                    public_id, nomination_id, form.row(), version=form.version.data or 0,
                    actor=actor,
                )  # fmt: skip
                work.location = url_for("proposals.nominations", public_id=public_id)
            flash(_("Đã lưu đề nghị."), "success")
            return redirect(work.location)
        except BadInput as error:
            form.refuse(error)
            proposal = editable(public_id, actor)
            row = get_nomination(proposal.id, nomination_id)
    return editor_page(
        "proposals/edit_nomination.html", proposal, "nominations", actor=actor, form=form, row=row,
        form_errors=form.errors, status=422 if form.errors else 200,
    )  # fmt: skip


@bp.post("/<public_id>/move-nomination/<nomination_id>")
@requires(*EDITORS)
def move_nomination(public_id: str, nomination_id: str) -> ResponseReturnValue:
    with unit_of_work(act_key()) as work:
        up = request.form.get("to") == "up"
        nominating.move_nomination(public_id, nomination_id, up=up, actor=acting())
        work.location = url_for("proposals.nominations", public_id=public_id)
    return redirect(work.location)


@bp.post("/<public_id>/remove-nomination/<nomination_id>")
@requires(*EDITORS)
def remove_nomination(public_id: str, nomination_id: str) -> ResponseReturnValue:
    with unit_of_work(act_key()) as work:
        nominating.remove_nomination(public_id, nomination_id, actor=acting())
        work.location = url_for("proposals.nominations", public_id=public_id)
    flash(_("Đã bỏ dòng này khỏi danh sách."), "success")
    return redirect(work.location)
