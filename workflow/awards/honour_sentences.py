"""The sentences a report tells honours in: how often, which years, by which decisions.

Values in, plain Vietnamese out: what is written into a report is no translated text.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from workflow.core.text import fold

Time = tuple[int, int, str]  # known before unknown, the year it ends in, the period as written


@dataclass(frozen=True)
class Held:
    """One honour of the ledger; `place` is that of its award in the order of honour."""

    award: str
    place: int
    is_title: bool
    year: int | None
    period: str = ""
    number: str = ""
    dated: str = ""
    issuer: str = ""
    struck: bool = False

    @property
    def time(self) -> Time:
        return (self.year is None and not self.period, self.year or 0, self.period)


@dataclass(frozen=True)
class _Given:
    """What is told of one time: how often, and each decision that is known."""

    time: Time
    count: int
    decisions: tuple[str, ...]


def sentences(held: Iterable[Held]) -> list[str]:
    """Return a sentence for each award, the highest first. Struck honours are never told.

    The same honour entered twice is told once: a title is given once a year, and an entry
    without a number is taken for the one whose number is known.
    """
    groups: dict[tuple[int, str], list[Held]] = defaultdict(list)
    for one in held:
        if not one.struck:
            groups[one.place, one.award].append(one)
    return [_sentence(award, group) for (_place, award), group in sorted(groups.items())]


def _sentence(award: str, group: Sequence[Held]) -> str:
    times: dict[Time, list[Held]] = defaultdict(list)
    for one in group:
        times[one.time].append(one)
    given = [_given(time, same) for time, same in sorted(times.items())]
    verb = "đạt" if group[0].is_title else "được tặng"
    count = sum(one.count for one in given)
    return f"{count} lần {verb} {award} ({_times([one.time for one in given])}): {_basis(given)}."


def _given(time: Time, same: Sequence[Held]) -> _Given:
    by_number: dict[str, list[Held]] = defaultdict(list)
    for one in same:
        if one.number:
            by_number[_bare(one.number)].append(one)
    decisions = tuple(_decision(by_number[key]) for key in sorted(by_number))
    once = same[0].is_title or not decisions
    return _Given(time, 1 if once else len(decisions), decisions)


def _bare(number: str) -> str:
    """Return a decision's number so that blanks, marks and case do not tell two apart."""
    return fold(number).replace(" ", "").removeprefix("quyetdinh").removeprefix("so")


def _decision(same: Sequence[Held]) -> str:
    """Return number, date and issuer; of two entries of one decision what either knows."""
    number = min(one.number for one in same)
    dated = min((one.dated for one in same if one.dated), default="")
    issuer = min((one.issuer for one in same if one.issuer), default="")
    named = number if fold(number).startswith("quyet dinh") else f"Quyết định số {number}"
    when = dated if not dated or dated.startswith("ngày") else f"ngày {dated}"
    return " ".join(part for part in (named, when, f"của {issuer}" if issuer else "") if part)


def _times(times: Sequence[Time]) -> str:
    """Return “các năm 2013, 2015, giai đoạn 2016–2018, chưa rõ năm”."""
    years = [str(year) for unknown, year, period in times if not unknown and not period]
    parts = [f"{'các năm' if len(years) > 1 else 'năm'} {', '.join(years)}"] if years else []
    parts += [f"giai đoạn {period}" for _unknown, _year, period in times if period]
    parts += ["chưa rõ năm" for unknown, _year, _period in times if unknown]
    return ", ".join(parts)


def _basis(given: Sequence[_Given]) -> str:
    """Return the decisions, each with its time, then the times no decision is known of."""
    known = [one for one in given if one.decisions]
    unknown = [one.time for one in given if not one.decisions]
    if not known:
        return "chưa rõ số quyết định"
    several = len(given) > 1
    told = [
        f"{decision} ({_times([one.time])})" if several else decision
        for one in known
        for decision in one.decisions
    ]
    return "; ".join(told + ([f"{_times(unknown)} chưa rõ số quyết định"] if unknown else []))
