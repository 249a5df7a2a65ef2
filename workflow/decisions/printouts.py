"""The contexts of a decision and of its certificates: plain values for the docx templates."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from workflow.awards.models import Award, AwardKind
from workflow.awards.wording import decided_name
from workflow.core.db import db
from workflow.core.written_dates import long_date
from workflow.decisions import money_words, naming, wording
from workflow.decisions.families import Family
from workflow.decisions.models import Decision, DecisionItem
from workflow.decisions.money import money_of
from workflow.documents.filling import BLANK_NUMBER, blank_day
from workflow.documents.headings import heading_of, whole_place
from workflow.organisations.models import Organisation
from workflow.recipients.models import RecipientKind


def lines(text: str) -> list[str]:
    """Return the filled lines of a text kept one a line."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def _collective(item: DecisionItem, award: str, *, money: bool) -> dict[str, Any]:
    return {
        "ordinal": item.ordinal, "name": item.name, "award": award,
        "prize": money_words.printed(item.prize_amount) if money else "",
    }  # fmt: skip


def _individual(item: DecisionItem, award: str, *, money: bool) -> dict[str, Any]:
    return _collective(item, award, money=money) | {"post": item.post, "unit": item.unit_name}


def numbered(organisation: Organisation, number: str, dated: date) -> dict[str, str]:
    """Return the fields the clerk's act fills."""
    day = long_date(dated)
    return {"number": number, "date_text": day, "date_line": f"{organisation.place}, {day}"}


def unnumbered(organisation: Organisation, year: int) -> dict[str, str]:
    """Return the same fields, empty as on the sheet before it has a number."""
    day = blank_day(year)
    return {"number": BLANK_NUMBER, "date_text": day, "date_line": f"{organisation.place}, {day}"}


def conferring(decision: Decision, items: Sequence[DecisionItem]) -> wording.Conferring:
    award = db.session.get(Award, items[0].award_id) if items and items[0].award_id else None
    kind = award.kind if award else AwardKind.FORM
    return confers(decision.award_name, kind, decision.organisation)


def confers(award: str, kind: AwardKind, organisation: Organisation) -> wording.Conferring:
    """Return what is conferred by its printed name: a title may name who decides."""
    printed = decided_name(award, organisation) if kind is AwardKind.TITLE else award
    return wording.Conferring(printed, kind)


def decision_context(
    decision: Decision, items: Sequence[DecisionItem], *, signer: dict[str, str], symbol: str,
    destinations: Iterable[str], year: int,
) -> dict[str, Any]:  # fmt: skip
    """Return the context of `decisions/decision` or `decisions/recognition`, not numbered yet.

    The money of each line is written into the line: what is printed is what is kept.
    """
    money = money_of(decision, items)
    for item, line in zip(items, money.lines, strict=True):
        item.prize_amount = line.amount
    organisation = decision.organisation
    conferred = conferring(decision, items)
    award = wording.listed(conferred, organisation)
    people = [item for item in items if item.kind is RecipientKind.PERSON]
    others = [item for item in items if item.kind is not RecipientKind.PERSON]
    return {
        "organisation": heading_of(organisation),
        "symbol": symbol,
        "issuer": wording.issuer(organisation),
        "subject": decision.subject,
        "authority_caps": whole_place(wording.issuer(organisation).upper()),
        "bases": lines(decision.bases),
        **_articles(decision, items, money=money.shown),
        "destinations": list(destinations),
        "signature": signer,
        "annex_subject": _annex_subject(decision, items),
        "collectives": [_collective(item, award, money=money.shown) for item in others],
        "individuals": [_individual(item, award, money=money.shown) for item in people],
        "prizes": money_words.on_sheet(money, items),
        **unnumbered(organisation, year),
    }


def _articles(
    decision: Decision, items: Sequence[DecisionItem], *, money: bool
) -> dict[str, list[str]]:  # fmt: skip
    """Return the articles, and the names where they stand among them."""
    written = lines(decision.articles)
    inside = naming.stand_inside(written, items)
    said = wording.counts(item.kind for item in items)
    articles = [
        text.replace(wording.COUNTS, said) for text in naming.placed(written, inside=inside)
    ]
    return {"articles": articles, "inside": naming.lines(items, money=money) if inside else []}


def _annex_subject(decision: Decision, items: Sequence[DecisionItem]) -> str:
    nouns = wording.nouns(item.kind for item in items)
    return f"{nouns[:1].upper()}{nouns[1:]} được {_conferred(decision)}{_year(items)}"


def _year(items: Iterable[DecisionItem]) -> str:
    """Return “ năm 2020” when all are rewarded for one year."""
    years = {item.year for item in items}
    return f" năm {years.pop()}" if len(years) == 1 and None not in years else ""


def _conferred(decision: Decision) -> str:
    """Return “tặng Giấy khen” out of the subject, which people may have edited."""
    first = decision.subject.splitlines()[0] if decision.subject else decision.award_name
    return first.removeprefix("Về việc ").partition(" cho ")[0]


def certificate_context(
    item: DecisionItem, *, family: Family, signer: dict[str, str], number: str, symbol: str,
    dated: date, reads: Mapping[str, str] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Return the context of `decisions/certificate` for one awarded line.

    `reads` holds what a letter corrected, by the line's columns.
    """
    decision = item.decision
    organisation = decision.organisation
    head_post = organisation.head_post or "Thủ trưởng"
    award = decision.award_name
    if family.certifies:
        award = decided_name(award, organisation)
    said = {"name": item.name, "post": item.post, "unit_name": item.unit_name} | dict(reads or {})
    return {
        "authority_caps": f"{head_post}\n{organisation.name}".upper(),
        "heading_caps": family.heading_caps,
        "verb_caps": "DANH HIỆU" if family.certifies else "TẶNG",
        "award_caps": award.upper(),
        "recipient": {"name": said["name"], "detail": _detail(item.kind, said, organisation)},
        "achievement": decision.achievement,
        "symbol": symbol,
        "register_number": f"{item.ordinal:02d}",
        "signature": signer,
        "again": "",  # what a certificate made a second time says of it
        **numbered(organisation, number, dated),
    }


def _detail(kind: RecipientKind, said: Mapping[str, str], organisation: Organisation) -> str:
    """Return who a person is, where a household lives, to whom a collective belongs."""
    where = {
        RecipientKind.PERSON: [said["post"], said["unit_name"], organisation.name],
        RecipientKind.HOUSEHOLD: [said["unit_name"], organisation.name],
    }.get(kind, [organisation.name])
    return ", ".join(dict.fromkeys(part for part in where if part and part != said["name"]))
