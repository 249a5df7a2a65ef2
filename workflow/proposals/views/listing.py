"""Step 2 of the editor: the list of nominations, who is eligible, why, and the ways out."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from flask import current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from workflow.accounts.models import Role
from workflow.accounts.queries import users_with
from workflow.awards.eligibility.verdicts import Verdict
from workflow.awards.wording import ground_name
from workflow.core import clock
from workflow.core.i18n import _
from workflow.core.unit_of_work import unit_of_work
from workflow.core.web.access import acting, requires
from workflow.core.web.once import act_key
from workflow.documents.queries import documents_of_many
from workflow.proposals.eligibility.assessing import Assessment, Fix
from workflow.proposals.eligibility.legal import law_text, rule_set_of
from workflow.proposals.eligibility.overrides import UNIT_HEAD
from workflow.proposals.forms import NoteForm, OverrideForm
from workflow.proposals.models import Nomination, Proposal
from workflow.proposals.progress import Progress, progress_of
from workflow.proposals.services.explaining import explain_nomination as explain
from workflow.proposals.services.overriding import is_own, role_in
from workflow.proposals.snapshots import award_names
from workflow.proposals.views.blueprint import bp
from workflow.proposals.views.frame import editable, editor_page

LEDGER = "recipients.ledger"


@dataclass(frozen=True)
class Option:
    """A way out: what it means, the button, where it leads; `posted` where it acts at once."""

    text: str
    label: str
    url: str
    posted: bool = False


def _option(fix: Fix, row: Nomination, proposal: Proposal) -> Option | None:
    """Return where the way out leads; None where there is no such page."""

    def link(page: str) -> str:
        return url_for(
            f"proposals.{page}", public_id=proposal.public_id, nomination_id=row.public_id
        )

    if fix is Fix.LEDGER:
        return _to_ledger(row)
    remove = (
        Option(_("Không đề nghị lần này"), _("Rút đề nghị"), link("withdraw_nomination"))
        if row.frozen
        else Option(
            _("Không đề nghị lần này"), _("Bỏ dòng này"), link("remove_nomination"), posted=True
        )
    )
    edit = link("edit_nomination")
    return {
        Fix.AWARD: Option(_("Chuyển sang hình thức khác"), _("Đổi hình thức"), f"{edit}#award"),
        Fix.GROUND: Option(_("Xét theo loại khen thưởng khác"), _("Đổi loại"), f"{edit}#ground"),
        Fix.EVIDENCE: Option(
            _("Gắn giấy tờ chứng minh để người xét đối chiếu"), _("Gắn minh chứng"),
            link("evidence"),
        ),
        Fix.REMOVE: remove,
    }[fix]  # fmt: skip


def _to_ledger(row: Nomination) -> Option | None:
    if LEDGER not in current_app.view_functions:
        return None
    return Option(
        _("Dữ liệu còn thiếu: nhập danh hiệu, xếp loại, sáng kiến đã có"), _("Bổ sung dữ liệu"),
        url_for(LEDGER, public_id=row.recipient.public_id),
    )  # fmt: skip


def _options(progress: Progress) -> dict[int, list[Option]]:
    return {
        row.id: [
            option for fix in progress.eligibility[row.id].fixes
            if (option := _option(fix, row, progress.proposal))
        ]
        for row in progress.rows
    }  # fmt: skip


def _counts(answers: Iterable[Assessment]) -> list[tuple[str, int]]:
    """Return how many rows have each answer; answers nobody got are left out."""
    found = Counter(one.verdict for one in answers)
    return [(verdict.value, found[verdict]) for verdict in Verdict if found[verdict]]


@bp.get("/<public_id>/nominations")
@requires("officer", "unit_head", "secretary")
def nominations(public_id: str) -> ResponseReturnValue:
    return list_page(public_id)


def list_page(
    public_id: str, refused: NoteForm | None = None, row: str = "",
    insisting: OverrideForm | None = None,
) -> ResponseReturnValue:  # fmt: skip
    """Draw the list; a refused form comes back beside its row."""
    actor = acting()
    wrong = refused or insisting
    proposal = editable(public_id, actor)
    progress = progress_of(proposal)
    wanted = request.args.get("elig", "")
    return editor_page(
        "proposals/nominations.html", proposal, "nominations", actor=actor, progress=progress,
        awards=award_names(proposal, progress.rows),
        evidence=documents_of_many("nomination", [one.id for one in progress.rows]),
        counts=_counts(progress.eligibility.values()), options=_options(progress),
        wanted=wanted if wanted in set(Verdict) else "", law_text=law_text,
        ground_name=ground_name,
        rule_sets={year: rule_set_of(year) for year in sorted({one.year for one in progress.rows})},
        refused=refused, refused_row=row, insisting=insisting,
        insistable={
            one.id for one in progress.rows
            if role_in(actor, proposal, one) and not is_own(actor, one)
            and progress.eligibility[one.id].is_open_to(UNIT_HEAD)
        },
        own={one.id for one in progress.rows if is_own(actor, one)},
        askable=_askable(progress),
        may_take_back={one.id for one in progress.rows if role_in(actor, proposal, one)},
        form_errors=wrong.errors if wrong else None, status=422 if wrong else 200,
    )  # fmt: skip


def _askable(progress: Progress) -> set[int]:
    """Return the rows the unit has a head to insist on: nobody does so on the own award."""
    unit_id = progress.proposal.proposing_id
    heads = {one.id for one in users_with(Role.UNIT_HEAD, unit_id, clock.today())}
    return {
        row.id for row in progress.rows
        if progress.eligibility[row.id].is_open_to(UNIT_HEAD) and heads - {row.recipient.user_id}
    }  # fmt: skip


@bp.post("/<public_id>/explain-nomination/<nomination_id>")
@requires("officer", "secretary")
def explain_nomination(public_id: str, nomination_id: str) -> ResponseReturnValue:
    form = NoteForm()
    if not form.validate_on_submit():
        return list_page(public_id, form, nomination_id)
    with unit_of_work(act_key()) as work:
        explain(
            public_id, nomination_id, form.note.data or "", version=form.version.data or 0,
            actor=acting(),
        )  # fmt: skip
        work.location = url_for(
            "proposals.nominations", public_id=public_id, _anchor=f"row-{nomination_id}"
        )
    flash(_("Đã lưu giải trình."), "success")
    return redirect(work.location)
