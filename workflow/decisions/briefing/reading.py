"""What the product knows of a draft decision, gathered for its Phiếu trình."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload

from workflow.accounts.models import User
from workflow.core import clock
from workflow.core.db import db
from workflow.councils.models import Session, TallyLine
from workflow.decisions.candidates import sessions_of, unsigned_behind
from workflow.decisions.models import Decision, DecisionItem, ItemStatus
from workflow.decisions.prizes_shown import prizes_of
from workflow.decisions.queries import items_of, struck_of, votes_of
from workflow.documents.models import Paper
from workflow.documents.queries import kind_name
from workflow.proposals.eligibility.freezing import kept_from
from workflow.proposals.eligibility.insisting import beside_achievements
from workflow.proposals.models import Proposal, SignOff


@dataclass(frozen=True)
class Said:
    """What one office or person said of the draft, and when."""

    who: str
    name: str
    at: datetime | None
    text: str

    @property
    def day(self) -> str:
        return f"{clock.local(self.at):%d/%m/%Y}" if self.at else ""


@dataclass(frozen=True)
class Facts:
    items: Sequence[DecisionItem]
    struck: Sequence[DecisionItem]
    votes: dict[int, TallyLine]
    sessions: list[Session]
    dossiers: list[Proposal]
    papers: list[Paper]
    opinions: list[Said]
    doubts: list[str]
    left_out: list[str]  # whose award ends when this decision replaces another


def read(decision: Decision) -> Facts:
    """Gather the facts in a constant number of queries. Call it in the words of papers."""
    items = items_of(decision.id)
    put = sessions_of(item.nomination_id for item in items if item.nomination_id is not None)
    sessions = sorted({one.id: one for one in put.values()}.values(), key=lambda one: one.id)
    dossiers = dossiers_of(
        {item.nomination.proposal_id for item in items if item.nomination is not None}
    )
    votes = votes_of(decision.id)
    return Facts(
        items, struck_of(decision.id), votes, sessions, dossiers, papers_of(dossiers, sessions),
        [*units_of(dossiers), *_checks(decision)],
        [*_doubts(decision, items), *_insisted(items, votes)], _left_out(decision, items),
    )  # fmt: skip


def _left_out(decision: Decision, items: Iterable[DecisionItem]) -> list[str]:
    if decision.replaces_id is None:
        return []
    kept = {item.replaces_id for item in items}
    return [
        one.name for one in items_of(decision.replaces_id)
        if one.status is ItemStatus.AWARDED and one.id not in kept
    ]  # fmt: skip


def dossiers_of(ids: Collection[int]) -> list[Proposal]:
    """Return the dossiers with who proposed, in the order of those."""
    rows = select(Proposal).where(Proposal.id.in_(ids)).options(joinedload(Proposal.proposing))
    return list(db.session.scalars(rows.order_by(Proposal.proposing_id, Proposal.id)))


def papers_of(dossiers: Sequence[Proposal], sessions: Sequence[Session]) -> list[Paper]:
    """Return the numbered papers the draft rests on: of its dossiers and of its sessions."""
    owners = or_(
        and_(Paper.owner_kind == "proposal", Paper.owner_id.in_([one.id for one in dossiers])),
        and_(Paper.owner_kind == "session", Paper.owner_id.in_([one.id for one in sessions])),
    )
    rows = select(Paper).where(owners, Paper.number_text.is_not(None)).order_by(Paper.id)
    return list(db.session.scalars(rows))


def units_of(dossiers: Sequence[Proposal]) -> list[Said]:
    """Return who signed off each dossier for its unit."""
    rows = db.session.scalars(
        select(SignOff)
        .where(SignOff.proposal_id.in_([one.id for one in dossiers]), SignOff.voided_at.is_(None))
        .options(joinedload(SignOff.user))
        .order_by(SignOff.id)
    )
    signed = {row.proposal_id: row for row in rows}
    return [
        Said(one.proposing.name, signed[one.id].user.name, signed[one.id].at,
             f"Đề nghị khen thưởng theo hồ sơ {one.code}.")
        for one in dossiers if one.id in signed
    ]  # fmt: skip


def said(one: Said) -> dict[str, str]:
    """Return it as a row of the Phiếu trình."""
    return {"who": one.who, "name": one.name, "date": one.day, "text": one.text}


def _checks(decision: Decision) -> list[Said]:
    rows = (
        (decision.content_checked_by_id, decision.content_checked_at, "Kiểm tra nội dung",
         "Tên, hình thức khen khớp với hồ sơ và biên bản."),
        (decision.form_checked_by_id, decision.form_checked_at, "Kiểm tra thể thức",
         "Thể thức, kỹ thuật trình bày theo Nghị định số 30/2020/NĐ-CP."),
    )  # fmt: skip
    found = []
    for user_id, at, who, text in rows:
        user = db.session.get(User, user_id) if user_id else None
        if user is not None:
            found.append(Said(who, user.name, at, text))
    return found


def _doubts(decision: Decision, items: Sequence[DecisionItem]) -> list[str]:
    found = [f"{one.name}: chưa có chữ ký" for one in unsigned_behind(items)]
    prizes = prizes_of(decision, items)
    if prizes is not None and prizes.unknown:
        found.append(f"Tiền thưởng chưa xác định: {', '.join(prizes.reasons)}")
    return found


def _insisted(items: Sequence[DecisionItem], votes: dict[int, TallyLine]) -> list[str]:
    """Return whom somebody put forward against the verdict on eligibility, and why."""
    found = []
    for item in items:
        line = votes.get(item.nomination_id or 0)
        kept = kept_from(line.eligibility) if line is not None else None
        if kept is not None and kept.override is not None and not kept.override.void:
            found.append(f"{item.name}: {beside_achievements(kept.override)}")
    return found


def paper_line(paper: Paper) -> str:
    """Return “Biên bản số 12/BB-HĐTĐKT ngày 28/12/2020”."""
    day = f" ngày {paper.dated:%d/%m/%Y}" if paper.dated else ""
    return f"{kind_name(paper.kind)} số {paper.number_text}{day}"
