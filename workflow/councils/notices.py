"""The context of the result notice: what passed, what did not and exactly why.

Document text is never translated, so nothing here goes through gettext.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from workflow.awards.eligibility.verdicts import Verdict
from workflow.core import clock
from workflow.core.written_dates import long_date
from workflow.councils.models import BallotItem, Seat, Session, TallyLine, TallyRuling
from workflow.councils.printouts import by_word, council_heading, signature
from workflow.councils.rounds import ruling_words
from workflow.councils.tally import Threshold, percent_words, share_words
from workflow.documents.filling import BLANK_NUMBER, blank_day
from workflow.proposals.eligibility.freezing import kept_from
from workflow.proposals.queries import award_text, name_text


def result_notice(
    session: Session, *, chair: Seat, items: Sequence[BallotItem],
    tallies: Mapping[int, TallyLine], units: Sequence[str], symbol: str,
    without_recused: bool, rulings: Mapping[int, TallyRuling],
) -> dict[str, Any]:  # fmt: skip
    """Return the context of `councils/result_notice`."""
    council = session.council
    place, day = council.organisation.place, clock.today()
    began = clock.local(session.opened_at or session.starts_at).date()
    ended = clock.local(session.adjourned_at or session.starts_at).date()
    held = f"kết quả phiên họp {long_date(began)}"
    if session.is_consultation:
        held = (
            f"kết quả lấy ý kiến thành viên bằng văn bản, từ {long_date(began)} đến hết "
            f"{long_date(ended)}"
        )
    passed = [item for item in items if tallies[item.id].passed]
    failed = [item for item in items if not tallies[item.id].passed]
    return {
        "organisation": council_heading(council) | {"name": council.name},
        "number": BLANK_NUMBER, "symbol": symbol,
        "date_line": f"{place}, {blank_day(day.year)}" if place else blank_day(day.year),
        "subject": f"Kết quả {session.title[:1].lower()}{session.title[1:]}",
        "opening": f"{council.name} thông báo {held} như sau:",
        "passed": [_row(n, item, tallies[item.id]) for n, item in enumerate(passed, 1)],
        "failed": [
            _row(n, item, tallies[item.id])
            | {"reason": _why(item, tallies[item.id], rulings, without_recused=without_recused)}
            for n, item in enumerate(failed, 1)
        ],
        "closing": "Đề nghị được thông qua trình người có thẩm quyền xem xét, quyết định"
        if passed else "Hội đồng thông báo để các đơn vị biết",
        "destinations": [*units, "Thành viên Hội đồng", f"Lưu: VT, {council.symbol}"],
        "signature": signature(chair),
    }  # fmt: skip


def _why(
    item: BallotItem, line: TallyLine, rulings: Mapping[int, TallyRuling], *, without_recused: bool
) -> str:
    """Say why an item did not pass, and what was decided where the count did not settle it."""
    said = reason(item, line, without_recused=without_recused)
    return f"{said}; {ruling_words(rulings[line.id])}" if line.id in rulings else said


def _row(ordinal: int, item: BallotItem, line: TallyLine) -> dict[str, Any]:
    nomination = item.nomination
    unit = ", ".join(word for word in (nomination.post, nomination.unit_name) if word)
    return {
        "ordinal": ordinal, "name": name_text(nomination), "unit": unit,
        "award": award_text(nomination), "votes": f"{line.agree}/{line.total}",
        "percent": percent_words(line.agree, line.total)
        + (", theo quyết định của người chủ trì" if by_word([item], {item.id: line}) else ""),
    }  # fmt: skip


def reason(item: BallotItem, line: TallyLine, *, without_recused: bool = False) -> str:
    """Say why an item did not pass: the votes it had and needed, of whom, and what it lacked."""
    rule = Threshold(item.numerator, item.denominator, item.strict)
    share = share_words(rule.numerator, rule.denominator)
    whom = f"tổng số {line.total} thành viên"
    if without_recused:
        whom = f"{line.total} thành viên được biểu quyết"
    said = (
        f"Được {line.agree} phiếu đồng ý trên {whom}; cần ít nhất {rule.needed(line.total)} "
        f"phiếu ({'trên' if rule.strict else 'từ'} {share})"
    )
    kept = kept_from(line.eligibility) if line.eligibility else None
    if kept is not None and kept.verdict is Verdict.NOT_ELIGIBLE:
        said += f"; chưa đủ điều kiện: {kept.heading}"
    return said
