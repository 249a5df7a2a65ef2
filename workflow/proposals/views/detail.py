"""The page of one dossier, for everybody who may see it: where, with whom, until when."""

from collections.abc import Sequence
from datetime import datetime

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from workflow.awards.catalogue_texts import law_text
from workflow.awards.wording import ground_name
from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.i18n import _
from workflow.core.web.access import acting, signed_in
from workflow.core.web.exports import send_list
from workflow.documents.queries import documents_of, documents_of_many, papers_of
from workflow.proposals.eligibility.freezing import kept_of
from workflow.proposals.journey import holder_of, stages_of
from workflow.proposals.models import Nomination, Proposal
from workflow.proposals.papers import evidence_among, reports_among
from workflow.proposals.queries import get_visible, nominations_of, points_of
from workflow.proposals.rounds import rounds_open_to
from workflow.proposals.snapshots import award_names
from workflow.proposals.states import ProposalStatus as P
from workflow.proposals.steps import nomination_lifecycle, proposal_lifecycle
from workflow.proposals.views.blueprint import bp


def _due(proposal: Proposal) -> datetime | None:
    """Return until when whoever holds the dossier has time."""
    award_round = proposal.round
    if award_round is None:
        return None
    if proposal.status in (P.DRAFT, P.RETURNED):
        return award_round.due_at
    day = {P.SUBMITTED: award_round.check_by, P.CHECKING: award_round.check_by,
           P.COUNCIL_REVIEW: award_round.meets_on}.get(proposal.status)  # fmt: skip
    return clock.start_of(day) if day else None


def _action(proposal: Proposal, actor: Actor) -> tuple[str, str] | None:
    """Return the one filled button: what this person should do with the dossier now."""
    open_steps = proposal_lifecycle.open_to(actor, proposal)
    public_id = proposal.public_id
    if "submit" in open_steps and proposal.status is P.RETURNED:
        return _("Sửa và trả lời"), url_for("proposals.points", public_id=public_id)
    if "submit" in open_steps:
        return _("Tiếp tục soạn"), url_for("proposals.nominations", public_id=public_id)
    if actor.has("unit_head") and proposal.status in (P.DRAFT, P.RETURNED):
        return _("Đọc và ký nội bộ"), url_for("proposals.signing", public_id=public_id)
    if {"start_check", "accept"} & set(open_steps):
        return _("Kiểm tra hồ sơ"), url_for("proposals.check", public_id=public_id)
    return None


def _again(proposal: Proposal, rows: Sequence[Nomination], actor: Actor) -> str:
    """Say how the unit begins again from a withdrawn dossier: at once, in another round, or not."""
    own = actor.has("officer") and actor.organisation_id == proposal.proposing_id
    if proposal.status is not P.WITHDRAWN or not own or not rows or proposal.from_transmittal:
        return ""
    still_open = {one.id for one in rounds_open_to(proposal.proposing_id)}
    return "here" if proposal.round_id in still_open else "elsewhere"


def _withdrawable(row: Nomination, actor: Actor) -> bool:
    submitted = row.proposal.status not in (P.DRAFT, P.WITHDRAWN)
    return submitted and "withdraw" in nomination_lifecycle.open_to(actor, row)


@bp.get("/<public_id>")
@signed_in
def detail(public_id: str) -> ResponseReturnValue:
    actor = acting()
    proposal = get_visible(public_id, actor)
    rows = nominations_of(proposal.id)
    everything = request.args.get("journal") == "all"
    stages = stages_of(proposal, rows, actor, everything=everything)
    due = _due(proposal)
    attached = documents_of_many("nomination", [row.id for row in rows])
    return render_template(
        "proposals/detail.html", proposal=proposal, rows=rows, stages=stages,
        holder=holder_of(stages), everything=everything, due=due,
        days_left=(clock.local(due).date() - clock.today()).days if due else None,
        awards=_awards(proposal, rows), action=_action(proposal, actor),
        files=documents_of("proposal", proposal.id), numbered=papers_of("proposal", proposal.id),
        evidence=evidence_among(attached), reports=reports_among(attached),
        points=points_of(proposal.id, sent=True), kept={row.id: kept_of(row) for row in rows},
        law_text=law_text,
        may_withdraw="withdraw" in proposal_lifecycle.open_to(actor, proposal),
        withdrawable={row.id for row in rows if _withdrawable(row, actor)},
        again=_again(proposal, rows, actor),
    )  # fmt: skip


@bp.get("/<public_id>/export")
@signed_in
def export(public_id: str) -> ResponseReturnValue:
    """Send the dossier's list with headings a list of candidates is read by."""
    proposal = get_visible(public_id, acting())
    rows = nominations_of(proposal.id)
    return send_list(
        f"Danh sách đề nghị khen thưởng {proposal.code}", _heads,
        lambda: (
            _cells(number, row, award)
            for awards in [_awards(proposal, rows)]
            for number, row in enumerate(rows, start=1)
            for award in [awards[row.id]]
        ),
    )  # fmt: skip


def _heads() -> list[tuple[str, str]]:
    return [
        ("number", _("TT")), ("name", _("Họ và tên")), ("code", _("Số hiệu")),
        ("post", _("Chức vụ")), ("unit", _("Đơn vị")),
        ("award", _("Danh hiệu, hình thức đề nghị")), ("ground", _("Loại khen thưởng")),
        ("year", _("Năm")), ("period", _("Giai đoạn")), ("achievements", _("Thành tích")),
        ("votes", _("Số phiếu đồng ý")),
    ]  # fmt: skip


def _cells(number: int, row: Nomination, award: str) -> dict[str, str]:
    return {
        "number": str(number), "name": (row.frozen or {}).get("name") or row.recipient.name,
        "code": row.recipient.employee_code, "post": row.post, "unit": row.unit_name,
        "award": award, "ground": ground_name(row.ground), "year": str(row.year),
        "period": row.period, "achievements": row.achievements,
        "votes": "" if row.unit_agree is None else str(row.unit_agree),
    }  # fmt: skip


def _awards(proposal: Proposal, rows: Sequence[Nomination]) -> dict[int, str]:
    """Return each award as frozen at submission, or as it reads in the draft."""
    frozen = {row.id: row.frozen["award"] for row in rows if row.frozen}
    return award_names(proposal, [row for row in rows if row.id not in frozen]) | frozen
