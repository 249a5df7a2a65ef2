"""The context of a Phiếu trình: plain values for the docx template."""

from typing import Any

from workflow.core import clock
from workflow.core.written_dates import long_date
from workflow.councils.models import Session
from workflow.decisions import wording
from workflow.decisions.briefing.reading import Facts, paper_line
from workflow.decisions.models import Decision, DecisionItem
from workflow.decisions.printouts import lines, signature
from workflow.documents.headings import heading_of
from workflow.documents.models import PaperSigner
from workflow.recipients.models import RecipientKind

TEMPLATE = "decisions/briefing"


def briefing_context(
    decision: Decision, facts: Facts, *, drafter: str, signer: PaperSigner, pages: int
) -> dict[str, Any]:
    """Return what decisions/briefing needs; the head's own opinion is left to the hand."""
    organisation = decision.organisation
    place = organisation.place
    day = long_date(clock.today())
    return {
        "organisation": heading_of(organisation),
        "date_line": f"{place}, {day}" if place else day,
        "addressee": f"{signer.name}, {signer.post} {organisation.name}",
        "subject": decision.paper.title,
        "summary": _summary(decision, facts),
        "bases": lines(decision.bases),
        "rows": [_row(item, facts) for item in facts.items],
        "doubts": facts.doubts,
        "enclosures": _enclosures(facts, pages),
        "opinions": [
            {"who": one.who, "name": one.name, "date": one.day, "text": one.text}
            for one in facts.opinions
        ],
        "drafter": drafter,
        "signature": signature(organisation, signer.post, signer.name),
    }


def _summary(decision: Decision, facts: Facts) -> list[str]:
    """Return what is put before the head, where it comes from and what was voted."""
    said = wording.counts(item.kind for item in facts.items)
    units = len({one.proposing_id for one in facts.dossiers})
    found = [f"Khen thưởng {said}, hình thức: {decision.award_name}"]
    if facts.dossiers:
        codes = ", ".join(one.code for one in facts.dossiers)
        found.append(f"Đề nghị của {units:02d} đơn vị, {len(facts.dossiers):02d} hồ sơ: {codes}")
    found += [_session(one) for one in facts.sessions]
    voted = [line for item in facts.items if (line := facts.votes.get(item.nomination_id or 0))]
    if voted:
        least = min(voted, key=lambda line: line.agree / max(line.total, 1))
        found.append(f"Số phiếu đồng ý thấp nhất: {least.agree}/{least.total}")
    if facts.struck:
        names = "; ".join(f"{item.name} ({item.reason})" for item in facts.struck)
        found.append(f"Đã đưa ra khỏi danh sách: {names}")
    return found


def _session(session: Session) -> str:
    day = f"{clock.local(session.starts_at):%d/%m/%Y}"
    how = "lấy ý kiến bằng văn bản từ ngày" if session.is_consultation else "họp ngày"
    return f"{session.council.name} {how} {day}"


def _row(item: DecisionItem, facts: Facts) -> dict[str, Any]:
    line = facts.votes.get(item.nomination_id or 0)
    person = item.kind is RecipientKind.PERSON
    where = ", ".join(part for part in (item.post, item.unit_name) if part) if person else ""
    return {
        "ordinal": item.ordinal, "name": item.name, "where": where, "award": item.award_name,
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
