"""What the minutes say of the appraisal before the session: counts and what came of it."""

from collections import Counter, defaultdict

from workflow.councils.appraising.choices import Outcome, Recommendation
from workflow.councils.appraising.models import AppraisalResult
from workflow.councils.appraising.queries import appraisal_of, results_of, sheets_of
from workflow.councils.models import Session
from workflow.proposals.queries import award_text, name_text

_RECOMMENDED = {
    Recommendation.REWARD: "đề nghị khen",
    Recommendation.AGAINST: "không đề nghị khen",
    Recommendation.DISCUSS: "cần trao đổi",
}


def lines_for_minutes(session: Session) -> list[str]:
    """Return how many sheets said what, and each result that is more than “put to the vote”."""
    appraisal = appraisal_of(session.id)
    if appraisal is None:
        return []
    sheets = [one for one in sheets_of(appraisal.id) if one.handed_in_at is not None]
    if not sheets:
        return []
    counts = Counter(one.recommendation for one in sheets)
    said = ", ".join(
        f"{counts[one]:02d} phiếu {words}" for one, words in _RECOMMENDED.items() if counts[one]
    )
    rows = len({one.nomination_id for one in sheets})
    members = len({one.user_id for one in sheets})
    return [
        f"Trước phiên họp, {members:02d} thành viên Hội đồng đã thẩm định {rows:02d} đề nghị: "
        f"{said}.",
        *_results(list(results_of(appraisal.id))),
    ]


def _results(results: list[AppraisalResult]) -> list[str]:
    found: defaultdict[Outcome, list[AppraisalResult]] = defaultdict(list)
    for one in results:
        found[one.outcome].append(one)
    lines = []
    if found[Outcome.VOTE]:
        number = len(found[Outcome.VOTE])
        lines.append(f"Kết quả thẩm định: {number:02d} đề nghị đưa ra biểu quyết.")
    discussed, off = found[Outcome.DISCUSS], found[Outcome.TAKE_OFF]
    return [
        *lines,
        *(f"{_named(one)}: trao đổi tại phiên họp rồi biểu quyết{_why(one)}." for one in discussed),
        *(f"{_named(one)}: đưa ra khỏi chương trình họp{_why(one)}." for one in off),
    ]


def _named(one: AppraisalResult) -> str:
    return f"{name_text(one.nomination)}, {award_text(one.nomination)}"


def _why(one: AppraisalResult) -> str:
    return f" ({one.note.rstrip(' .')})" if one.note.strip() else ""
