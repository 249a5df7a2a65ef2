"""Where a dossier is: the offices it passes, what happened at each, and who holds it now."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased, joinedload

from workflow.awards.queries import decider_in, line_of
from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.audit import AuditRecord
from workflow.core.db import db
from workflow.core.i18n import _, ngettext
from workflow.organisations.models import Organisation
from workflow.proposals.models import Nomination, Proposal
from workflow.proposals.states import ProposalStatus as P
from workflow.proposals.steps import nomination_lifecycle, proposal_lifecycle

MILESTONES = frozenset(
    {
        "proposal.submit", "proposal.send_back", "proposal.start_check", "proposal.accept",
        "proposal.send_up", "proposal.decide", "proposal.withdraw", "proposal.arrive",
        "proposal.sign_off", "nomination.place", "nomination.pass", "nomination.fail",
        "nomination.clear", "nomination.strike", "nomination.award", "nomination.refuse",
        "nomination.withdraw", "nomination.revoke",
    }
)  # fmt: skip
_ABOVE = aliased(Nomination)  # made once: an alias of so wide a table is dear to make
_INTERNAL = frozenset({"proposal.sign_off"})  # a milestone at home, nobody else's business
_TONES = {
    "proposal.send_back": "amber", "proposal.withdraw": "stone", "nomination.withdraw": "stone",
    "nomination.fail": "seal", "nomination.refuse": "seal", "nomination.strike": "seal",
    "nomination.revoke": "seal", "nomination.award": "gold", "nomination.pass": "violet",
    "nomination.place": "violet",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One line of the journal. `who` is empty for the acts of another organisation."""

    at: datetime
    head: str
    note: str
    tone: str
    who: str = ""
    number: str = ""

    @property
    def short_time(self) -> str:
        """Return 22/12, 17:00: the year stands beside the office above the lines."""
        return f"{clock.local(self.at):%d/%m, %H:%M}"


@dataclass(frozen=True)
class Stage:
    """An office the dossier passes: "done", "now" or "" while it has not come there yet."""

    name: str
    state: str
    note: str
    lines: list[Line] = field(default_factory=list)
    numbers: tuple[str, ...] = ()  # of the decisions made here


def continued_in(proposal_id: int) -> Sequence[Proposal]:
    """Return the dossiers of higher levels that continue this one, lowest level first."""
    chain = (
        select(Nomination.id, Nomination.proposal_id)
        .where(Nomination.proposal_id == proposal_id)
        .cte("continued", recursive=True)
    )
    chain = chain.union(select(_ABOVE.id, _ABOVE.proposal_id).where(_ABOVE.origin_id == chain.c.id))
    return db.session.scalars(
        select(Proposal)
        .options(joinedload(Proposal.receiving))
        .where(Proposal.id.in_(select(chain.c.proposal_id)), Proposal.id != proposal_id)
        .order_by(Proposal.id)
    ).all()


def _verb(act: str) -> str:
    kind, _dot, step = act.partition(".")
    lifecycle = {"proposal": proposal_lifecycle, "nomination": nomination_lifecycle}.get(kind)
    if lifecycle is not None and step in {one.trigger for one in lifecycle.steps}:
        return lifecycle.label(step)
    return {
        "proposal.open": _("Lập hồ sơ"), "proposal.edit": _("Sửa thông tin chung"),
        "proposal.add_nomination": _("Thêm một đề nghị"),
        "proposal.copy_nominations": _("Chép đề nghị từ hồ sơ trước"),
        "proposal.import_nominations": _("Thêm đề nghị từ Excel"),
        "proposal.edit_nomination": _("Sửa một đề nghị"),
        "proposal.explain_nomination": _("Ghi giải trình cho một đề nghị"),
        "proposal.override": _("Đề nghị xét một trường hợp chưa đủ điều kiện"),
        "proposal.take_override_back": _("Bỏ đề nghị xét một trường hợp"),
        "proposal.remove_nomination": _("Bỏ một đề nghị"),
        "proposal.move_nomination": _("Đổi thứ tự danh sách"),
        "proposal.attach_evidence": _("Gắn minh chứng"),
        "proposal.set_concerned": _("Ghi đối tượng phải hỏi ý kiến cơ quan khác"),
        "proposal.record_confirmation": _("Ghi ý kiến của cơ quan khác"),
        "proposal.remove_evidence": _("Gỡ minh chứng"),
        "proposal.record_meeting": _("Ghi cuộc họp xét của đơn vị"),
        "proposal.write_papers": _("Soạn Tờ trình, Biên bản, Danh sách"),
        "proposal.write_report": _("Soạn Báo cáo thành tích"),
        "proposal.sign_off": _("Thủ trưởng đơn vị ký nội bộ"),
        "proposal.answer_point": _("Trả lời một điểm"), "proposal.tick": _("Đối chiếu thành phần"),
        "proposal.add_point": _("Ghi một điểm cần sửa"),
        "proposal.remove_point": _("Bỏ một điểm cần sửa"),
        "proposal.arrive": _("Tiếp nhận hồ sơ cấp dưới trình"),
    }.get(act, act)  # fmt: skip


def _note(act: str, detail: dict[str, Any], count: int) -> str:
    if act.startswith("nomination."):
        words = [ngettext("%(num)s đề nghị", "%(num)s đề nghị", count)]
        if detail.get("total"):
            words.append(_("%(agree)s trên %(total)s đồng ý", agree=detail.get("agree", 0),
                           total=detail["total"]))  # fmt: skip
        words += [str(detail[key]) for key in ("issuer", "reason") if detail.get(key)]
        return " · ".join(words)
    if act == "proposal.send_back":
        return ngettext("%(num)s điểm cần sửa", "%(num)s điểm cần sửa", detail.get("points", 0))
    if act == "proposal.import_nominations":
        return ngettext("%(num)s đề nghị", "%(num)s đề nghị", detail.get("rows", 0))
    if act == "proposal.submit":
        return _("bản nộp lần %(n)s", n=detail.get("revision", 1))
    told = {"proposal.withdraw": "reason", "proposal.override": "reason",
            "proposal.arrive": "sender"}.get(act, "")  # fmt: skip
    return str(detail.get(told, ""))


def _lines(records: Sequence[AuditRecord], actor: Actor, *, everything: bool) -> list[Line]:
    """Return what the actor may read of one stream, newest first, like acts told once."""

    def told(one: AuditRecord) -> bool:
        if one.organisation_id != actor.organisation_id and not one.by_system:
            return one.act in MILESTONES - _INTERNAL
        return everything or one.act in MILESTONES

    def alike(one: AuditRecord) -> tuple[Any, ...]:
        minute = one.at.replace(second=0, microsecond=0)
        number = str(one.detail.get("number") or "")
        votes = (one.detail.get("agree"), one.detail.get("total"))
        revision = one.detail.get("revision")  # two ways to the council are two lines
        return number, one.act, minute, one.organisation_id, votes, revision

    lines = []
    for (number, act, _at, owner, *_more), group in groupby(filter(told, records), key=alike):
        same = list(group)
        newest = same[0]
        who = newest.actor_name if owner == actor.organisation_id else ""
        lines.append(
            Line(
                newest.at, _verb(act), _note(act, newest.detail, len(same)),
                _TONES.get(act, "green"), who, number,
            )
        )  # fmt: skip
    return lines


def _records(proposal_ids: Sequence[int]) -> dict[int, list[AuditRecord]]:
    rows = db.session.scalars(
        select(AuditRecord)
        .where(AuditRecord.stream_kind == "proposal", AuditRecord.stream_id.in_(proposal_ids))
        .order_by(AuditRecord.at.desc(), AuditRecord.id.desc())
    )
    found: dict[int, list[AuditRecord]] = {one: [] for one in proposal_ids}
    for row in rows:
        found[row.stream_id].append(row)
    return found


def _of(records: Sequence[AuditRecord], organisation_id: int, office_id: int) -> list[AuditRecord]:
    """Return the acts at one office; the system's acts belong to the office that received."""
    return [
        one for one in records
        if (office_id if one.by_system else one.organisation_id) == organisation_id
    ]  # fmt: skip


def _future(
    proposal: Proposal, reached: set[int], nominations: Sequence[Nomination]
) -> list[Organisation]:
    """Return the offices above that the farthest-going nomination still has to pass."""
    line = line_of(proposal.receiving_id)
    deciders = [decider_in(one.award_version, line) for one in nominations]
    farthest = max((line.index(one) for one in deciders if one is not None), default=0)
    return [one for one in line[: farthest + 1] if one.id not in reached]


def stages_of(
    proposal: Proposal, nominations: Sequence[Nomination], actor: Actor, *, everything: bool
) -> list[Stage]:
    """Return the offices from the unit up, with what the actor may read of each."""
    higher = list(continued_in(proposal.id))
    records = _records([proposal.id, *(one.id for one in higher)])
    own = records[proposal.id]
    at_home = proposal.status in (P.DRAFT, P.RETURNED)
    stages = []
    if proposal.proposing_id != proposal.receiving_id:
        lines = _lines(
            _of(own, proposal.proposing_id, proposal.receiving_id), actor, everything=everything
        )
        state = "now" if at_home else "done"
        stages.append(Stage(proposal.proposing.name, state, _unit_note(proposal), lines))
    levels = [proposal, *higher]
    for level in levels:
        lines = _lines(
            _of(records[level.id], level.receiving_id, level.receiving_id), actor,
            everything=everything,
        )  # fmt: skip
        ended = level.status in (P.DECIDED, P.SUBMITTED_UPWARD)
        state = "" if level.submitted_at is None else "done" if ended else "now"
        if level.status is P.WITHDRAWN:  # the office finished nothing
            state = ""
        if level is proposal and proposal.status is P.RETURNED:
            state = "done"
        stages.append(Stage(level.receiving.name, state, _office_note(level), lines))
    reached = {proposal.proposing_id, *(one.receiving_id for one in levels)}
    future = [] if proposal.status is P.DECIDED else _future(proposal, reached, nominations)
    return _with_decisions(stages) + [Stage(one.name, "", _("Chưa đến")) for one in future]


def _with_decisions(stages: Sequence[Stage]) -> list[Stage]:
    """Give each office the decisions made there: an award is told down to every level below."""
    told: set[str] = set()
    found = []
    for stage in reversed(stages):
        numbers = {line.number: None for line in reversed(stage.lines) if line.tone == "gold"}
        own = tuple(one for one in numbers if one and one not in told)
        told |= set(own)
        found.append(replace(stage, numbers=own))
    return found[::-1]


def _unit_note(proposal: Proposal) -> str:
    if proposal.status is P.DRAFT:
        return _("Đang soạn, chưa nộp")
    if proposal.status is P.RETURNED:
        return _("Đang bổ sung theo yêu cầu")
    if proposal.status is P.WITHDRAWN:
        return _("Đã rút")
    if proposal.submitted_at is None:
        return _("Đã nộp")
    return _("Đã nộp ngày %(day)s", day=f"{clock.local(proposal.submitted_at):%d/%m/%Y}")


def _office_note(level: Proposal) -> str:
    return {
        P.DRAFT: _("Chưa đến"), P.SUBMITTED: _("Chờ thư ký kiểm tra"),
        P.CHECKING: _("Thư ký đang kiểm tra"), P.RETURNED: _("Đã trả lại, đồng hồ tạm dừng"),
        P.COUNCIL_REVIEW: _("Hội đồng đang xét"), P.SUBMITTED_UPWARD: _("Đã trình cấp trên"),
        P.DECIDED: _("Đã có kết quả"), P.WITHDRAWN: _("Đã rút"),
    }[level.status]  # fmt: skip


def holder_of(stages: Sequence[Stage]) -> Stage | None:
    """Return who holds the dossier now: the farthest office that has not finished with it."""
    return next((one for one in reversed(stages) if one.state == "now"), None)
