"""The context of a Phiếu trình: plain values for the docx template."""

from collections.abc import Collection, Sequence
from typing import Any

from workflow.core import clock
from workflow.councils.models import Session, TallyLine
from workflow.decisions import wording
from workflow.decisions.briefing.frame import frame, where
from workflow.decisions.briefing.reading import Facts, paper_line, said
from workflow.decisions.models import Decision, DecisionItem
from workflow.decisions.printouts import lines
from workflow.proposals.models import Proposal


def briefing_context(decision: Decision, facts: Facts, *, pages: int) -> dict[str, Any]:
    """Return what decisions/briefing needs; the head's own opinion is left to the hand."""
    return frame(decision.paper) | {
        "summary": _summary(decision, facts),
        "bases": lines(decision.bases),
        "rows": [_row(item, facts) for item in facts.items],
        "voted": True,
        "doubts": facts.doubts,
        "enclosures": _enclosures(facts, pages),
        "opinions": [said(one) for one in facts.opinions],
    }


def _summary(decision: Decision, facts: Facts) -> list[str]:
    """Return what is put before the head, where it comes from and what was voted."""
    counted = wording.counts(item.kind for item in facts.items)
    found = [f"Khen thưởng {counted}, hình thức: {decision.award_name}"]
    found += _replacing(decision, facts)
    found += dossiers_line(facts.dossiers)
    found += [session_line(one) for one in facts.sessions]
    found += least_votes(
        [line for item in facts.items if (line := facts.votes.get(item.nomination_id or 0))]
    )
    if facts.struck:
        names = "; ".join(f"{item.name} ({item.reason})" for item in facts.struck)
        found.append(f"Đã đưa ra khỏi danh sách: {names}")
    return found


def dossiers_line(dossiers: Sequence[Proposal]) -> list[str]:
    """Return how many units ask, in which dossiers."""
    if not dossiers:
        return []
    units = len({one.proposing_id for one in dossiers})
    codes = ", ".join(one.code for one in dossiers)
    return [f"Đề nghị của {units:02d} đơn vị, {len(dossiers):02d} hồ sơ: {codes}"]


def least_votes(voted: Collection[TallyLine]) -> list[str]:
    """Return the poorest count of those voted on."""
    if not voted:
        return []
    least = min(voted, key=lambda line: line.agree / max(line.total, 1))
    return [f"Số phiếu đồng ý thấp nhất: {least.agree}/{least.total}"]


def _replacing(decision: Decision, facts: Facts) -> list[str]:
    """Return which decision this one takes the place of, and whose award ends with it."""
    if decision.replaces is None:
        return []
    found = [f"Thay thế {paper_line(decision.replaces.paper)}"]
    if facts.left_out:
        found.append(f"Không giữ lại, khen thưởng bị hủy bỏ: {'; '.join(facts.left_out)}")
    return found


def session_line(session: Session) -> str:
    day = f"{clock.local(session.starts_at):%d/%m/%Y}"
    how = "lấy ý kiến bằng văn bản từ ngày" if session.is_consultation else "họp ngày"
    return f"{session.council.name} {how} {day}"


def _row(item: DecisionItem, facts: Facts) -> dict[str, Any]:
    line = facts.votes.get(item.nomination_id or 0)
    return {
        "ordinal": item.ordinal, "name": item.name, "where": where(item), "award": item.award_name,
        "votes": f"{line.agree}/{line.total}" if line else "",
    }  # fmt: skip


def _enclosures(facts: Facts, pages: int) -> list[str]:
    long = f" ({pages:02d} trang)" if pages else ""
    dossiers = len(facts.dossiers)
    return [
        f"Dự thảo Quyết định kèm danh sách{long}",
        *(paper_line(one) for one in facts.papers),
        *([f"{dossiers:02d} hồ sơ đề nghị khen thưởng"] if dossiers else []),
    ]
