"""What the ledgers hold of the nominees of a session, in the lines a member reads."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from workflow.awards.eligibility.facts import Facts
from workflow.awards.honour_roll import honour_rolls
from workflow.awards.ledgers import facts_of
from workflow.core.i18n import _
from workflow.recipients.wording import GRADES, LEVELS


@dataclass(frozen=True)
class Holding:
    """One ledger of one recipient: what it is called and its lines, newest first."""

    name: str
    lines: tuple[str, ...]


def holdings_of(recipient_ids: Collection[int]) -> dict[int, list[Holding]]:
    """Return the ledgers that hold anything, by recipient, in a constant number of queries."""
    rolls, facts = honour_rolls(recipient_ids), facts_of(recipient_ids)
    return {one: _holdings(rolls[one], facts[one]) for one in recipient_ids}


def _holdings(roll: Iterable[str], facts: Facts) -> list[Holding]:
    found = [
        (_("Khen thưởng đã nhận"), list(roll)),
        (_("Xếp loại hằng năm"), _grades(facts)),
        (_("Sáng kiến, đề tài"), _works(facts)),
        (_("Thứ hạng trong cụm, khối thi đua"), _ranks(facts)),
        (_("Kỷ luật"), _discipline(facts)),
        (_("Thời gian vắng mặt"), [one.source.text for one in facts.absences]),
    ]
    return [Holding(name, tuple(lines)) for name, lines in found if lines]


def _grades(facts: Facts) -> list[str]:
    newest = sorted(facts.grades, key=lambda one: -one.year)
    return [f"{GRADES[one.grade]} ({one.source.text or one.year})" for one in newest]


def _works(facts: Facts) -> list[str]:
    """An initiative an earlier award used up is told as such: it counts for no other."""
    told = [
        (one.year, _("%(what)s (đã dùng cho khen thưởng trước)", what=one.source.text)
         if one.used else one.source.text)
        for one in facts.initiatives
    ]  # fmt: skip
    told += [(one.year, one.source.text) for one in facts.works]
    return [text for _year, text in sorted(told, key=lambda one: -one[0])]


def _ranks(facts: Facts) -> list[str]:
    newest = sorted(facts.ranks, key=lambda one: -one.year)
    return [
        _("Năm %(year)s: thứ %(place)s", year=one.year, place=one.place)
        + (f" ({one.source.text})" if one.source.text else "")
        for one in newest
    ]


def _discipline(facts: Facts) -> list[str]:
    newest = sorted(facts.discipline, key=lambda one: -one.first_year)
    return [
        f"{LEVELS[one.level]}, {_years(one.first_year, one.last_year)}"
        + (f" ({one.source.text})" if one.source.text else "")
        for one in newest
    ]


def _years(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"
