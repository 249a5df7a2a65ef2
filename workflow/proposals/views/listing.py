"""Step 2 of the editor: the list of nominations, who is eligible, why, and the ways out."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from workflow.accounts.models import Role
from workflow.accounts.queries import users_with
from workflow.awards.catalogue_texts import law_text
from workflow.awards.eligibility.verdicts import Verdict
from workflow.awards.wording import ground_name
from workflow.core import clock
from workflow.core.i18n import _
from workflow.core.unit_of_work import unit_of_work
from workflow.core.web.access import acting, requires
from workflow.core.web.acting import carry_out
from workflow.core.web.numerals import whole
from workflow.core.web.once import act_key
from workflow.documents.queries import documents_of_many
from workflow.documents.states import FileRole
from workflow.proposals.eligibility.alternatives import (
    GRADES,
    INITIATIVES,
    Other,
    Ways,
    ways_out,
)
from workflow.proposals.eligibility.assessing import Assessment, Fix
from workflow.proposals.eligibility.legal import rule_set_of
from workflow.proposals.eligibility.overrides import UNIT_HEAD
from workflow.proposals.eligibility.records import records_of, short_grade
from workflow.proposals.forms import NoteForm, OverrideForm
from workflow.proposals.models import Nomination, Proposal
from workflow.proposals.prize_note import prize_note
from workflow.proposals.progress import Progress, progress_of
from workflow.proposals.queries import get_nomination
from workflow.proposals.services.explaining import explain_nomination as explain
from workflow.proposals.services.nominating import Row, edit_nomination
from workflow.proposals.services.overriding import is_own, role_in
from workflow.proposals.snapshots import award_names
from workflow.proposals.views.blueprint import bp
from workflow.proposals.views.frame import editable, editor_page
from workflow.recipients.queries import posts_in

EDITORS = ("officer", "secretary")
_MOST_WAYS = 3  # buttons beside a reason


@dataclass(frozen=True)
class Option:
    """A way out: what it means, the button, where it leads.

    `posted` is what is sent where it acts at once; `verdict` what the row would be told then.
    """

    text: str
    label: str
    url: str
    posted: dict[str, Any] | None = None
    verdict: str = ""


def _option(fix: Fix, row: Nomination, proposal: Proposal, ways: Ways) -> Option:
    """Return where the way out leads."""

    def link(page: str) -> str:
        return url_for(
            f"proposals.{page}", public_id=proposal.public_id, nomination_id=row.public_id
        )

    if fix is Fix.LEDGER:
        return _to_ledger(row, ways.book, proposal.public_id)
    if fix is Fix.AWARD and ways.other is not None:
        return Option(
            _("Chuyển sang %(award)s:", award=ways.other.name), _("Đổi hình thức"),
            link("switch_award"), posted={"award": ways.other.version.id, "version": row.version},
            verdict="ok" if ways.other.sure else "ask",
        )  # fmt: skip
    remove = (
        Option(_("Không đề nghị lần này"), _("Rút đề nghị"), link("withdraw_nomination"))
        if row.frozen
        else Option(
            _("Không đề nghị lần này"), _("Bỏ dòng này"), link("remove_nomination"), posted={}
        )
    )
    edit = link("edit_nomination")
    return {
        Fix.AWARD: Option(_("Chọn hình thức khác"), _("Đổi hình thức"), f"{edit}#award"),
        Fix.GROUND: Option(_("Xét theo loại khen thưởng khác"), _("Đổi loại"), f"{edit}#ground"),
        Fix.EVIDENCE: Option(
            _("Gắn giấy tờ chứng minh để người xét đối chiếu"), _("Gắn minh chứng"),
            link("evidence"),
        ),
        Fix.REMOVE: remove,
        Fix.PLACE: Option(
            _("Đã ở đơn vị từ trước: ghi ngày về đơn vị"), _("Ghi ngày về đơn vị"),
            url_for(
                "recipients.edit", public_id=row.recipient.public_id,
                dossier=proposal.public_id, _anchor="since",
            ),
        ),
    }[fix]  # fmt: skip


def _to_ledger(row: Nomination, book: str, dossier: str) -> Option:
    """Lead to the page that writes what lacks, or to all ledgers where it is not one thing."""
    person = row.recipient.public_id
    if book == INITIATIVES:
        return Option(
            _("Có thêm sáng kiến: ghi quyết định công nhận"), _("Thêm sáng kiến"),
            url_for("awards.add_initiative", public_id=person, dossier=dossier),
        )  # fmt: skip
    if book == GRADES:
        return Option(
            _("Có kết quả xếp loại chưa ghi: ghi vào sổ"), _("Thêm xếp loại"),
            url_for("recipients.add_row", public_id=person, book=GRADES, dossier=dossier),
        )  # fmt: skip
    return Option(
        _("Có danh hiệu, xếp loại, sáng kiến chưa ghi: ghi vào sổ"), _("Bổ sung dữ liệu"),
        url_for("recipients.ledger", public_id=person, dossier=dossier, _anchor=book or None),
    )  # fmt: skip


def _options(progress: Progress) -> dict[int, list[Option]]:
    ways = ways_out(progress.proposal, progress.rows)
    own = _kept_here(progress)
    found: dict[int, list[Option]] = {}
    for row in progress.rows:
        answer, way = progress.eligibility[row.id], ways.get(row.id, Ways())
        told = [_option(fix, row, progress.proposal, way) for fix in answer.fixes
                if fix is not Fix.PLACE or row.recipient_id in own]  # fmt: skip
        if way.uncovered and not answer.is_refused_by_guard:
            told.insert(0, _covered(row, progress.proposal, way))
        if way.beside is not None and not answer.is_refused_by_guard:
            told.insert(0, _proposed_beside(row, progress.proposal, way.beside))
        found[row.id] = told[:_MOST_WAYS]
    return found


def _kept_here(progress: Progress) -> Collection[int]:
    """Return whose place the unit itself may mend, of those it is asked of."""
    asked = [
        row.recipient_id for row in progress.rows
        if Fix.PLACE in progress.eligibility[row.id].fixes
    ]  # fmt: skip
    return posts_in(asked, progress.proposal.proposing_id, clock.today()) if asked else ()


def _covered(row: Nomination, proposal: Proposal, ways: Ways) -> Option:
    """Lead to the page that says of the whole unit which years are complete."""
    return Option(
        _("Sổ đã có mọi dòng của các năm cần xét: ghi một lần cho cả đơn vị"),
        _("Ghi năm đủ dữ liệu"),
        url_for(
            "coverage.index", chosen=row.recipient.public_id, last=row.year,
            ledger=[one.value for one in ways.uncovered], dossier=proposal.public_id,
        ),
    )  # fmt: skip


def _proposed_beside(row: Nomination, proposal: Proposal, beside: Other) -> Option:
    """Lead to the form of a new row, filled in with who and what."""
    return Option(
        _("Đề nghị kèm %(award)s cùng năm:", award=beside.name), _("Thêm đề nghị này"),
        url_for(
            "proposals.add_nomination", public_id=proposal.public_id,
            kind=row.recipient.kind.value, recipient=row.recipient.public_id,
            award=beside.version.id, year=row.year,
        ),
        verdict="ok" if beside.sure else "ask",
    )  # fmt: skip


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
        evidence=documents_of_many(
            "nomination", [one.id for one in progress.rows], FileRole.EVIDENCE
        ),
        counts=_counts(progress.eligibility.values()), options=_options(progress),
        records=records_of(progress.rows), short_grade=short_grade, prize_note=prize_note,
        wanted=wanted if wanted in set(Verdict) else "", law_text=law_text,
        ground_name=ground_name, may_copy=actor.has("officer") and not proposal.from_transmittal,
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
@requires(*EDITORS)
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


@bp.post("/<public_id>/switch-award/<nomination_id>")
@requires(*EDITORS)
def switch_award(public_id: str, nomination_id: str) -> ResponseReturnValue:
    """Propose the row for another award; all else of it stays."""
    actor = acting()
    row = get_nomination(editable(public_id, actor).id, nomination_id)
    sent = request.form
    meant = Row(
        award_version_id=sent.get("award", 0, type=whole), ground=row.ground, year=row.year,
        period=row.period, post=row.post, achievements=row.achievements,
    )  # fmt: skip
    return carry_out(
        lambda: edit_nomination(
            public_id, nomination_id, meant, version=sent.get("version", 0, type=whole),
            actor=actor,
        ),
        to=url_for("proposals.nominations", public_id=public_id, _anchor=f"row-{nomination_id}"),
        told=_("Đã đổi hình thức đề nghị."),
    )  # fmt: skip
