"""The context of the Tờ trình that goes up: plain values for the docx template."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflow.accounts.delegating.blocks import Block
from workflow.awards.legal_bases import cited_on
from workflow.core.series import symbol_for
from workflow.core.text import normalise
from workflow.core.written_dates import long_date
from workflow.decisions import wording
from workflow.decisions.printouts import unnumbered
from workflow.documents.headings import heading_of
from workflow.organisations.models import Organisation
from workflow.proposals.eligibility.insisting import beside_achievements, sentence
from workflow.proposals.eligibility.overrides import Override
from workflow.proposals.models import Nomination
from workflow.proposals.queries import award_text, name_text
from workflow.recipients.models import RecipientKind

TEMPLATE = "exchange/submission_upward"


@dataclass(frozen=True)
class Vote:
    """What the council's count says of one nomination."""

    agree: int
    total: int


Insisted = Mapping[int, Override]  # by nomination: who was put forward against a verdict


@dataclass(frozen=True)
class Letter:
    """What the secretary settles about the letter; everything else follows from the list."""

    sender: Organisation
    receiver: Organisation
    decider: Organisation
    subject: str
    opening: str
    signature: Block
    day: date
    has_council: bool


def _is_person(row: Nomination) -> bool:
    return row.recipient.kind is RecipientKind.PERSON


def awards_of(rows: Sequence[Nomination]) -> list[str]:
    """Return the awards asked for, each once, in the order of the list."""
    return list(dict.fromkeys(award_text(row) for row in rows))


def usual_title(rows: Sequence[Nomination], limit: int = 2) -> str:
    """Return “Đề nghị tặng Bằng khen … cho 02 cá nhân”, the trích yếu to begin with."""
    awards = awards_of(rows)
    named = ", ".join(awards) if len(awards) <= limit else "các hình thức khen thưởng cấp trên"
    return f"Đề nghị tặng {named} cho {wording.counts(row.recipient.kind for row in rows)}"


def usual_opening(sender: Organisation, receiver: Organisation, decider: Organisation,
                  rows: Sequence[Nomination], met_on: Sequence[date]) -> str:  # fmt: skip
    """Return the paragraph before the list, which the secretary may rewrite."""
    days = " và ".join(long_date(day) for day in met_on)
    met = (
        f"Hội đồng Thi đua - Khen thưởng {sender.name} đã họp {days} và bỏ phiếu thông qua. "
        if days else ""
    )  # fmt: skip
    named = ", ".join(awards_of(rows))
    if decider.id == receiver.id:
        asked = f"{wording.issuer(receiver)} xem xét, tặng {named} cho"
    else:
        asked = f"{receiver.name} xem xét, trình {wording.issuer(decider)} tặng {named} cho"
    return f"{met}{sender.name} kính đề nghị {asked}:"


def _summary(rows: Sequence[Nomination]) -> list[dict[str, Any]]:
    return [
        {
            "award": award,
            "collectives": sum(award_text(r) == award and not _is_person(r) for r in rows),
            "individuals": sum(award_text(r) == award and _is_person(r) for r in rows),
        }
        for award in awards_of(rows)
    ]


def _vote(row: Nomination, votes: dict[int, Vote]) -> dict[str, Any]:
    vote = votes.get(row.id)
    return {"agree": vote.agree if vote else "", "total": vote.total if vote else ""}


def _collective(
    ordinal: int, row: Nomination, votes: dict[int, Vote], insisted: Insisted
) -> dict[str, Any]:
    said = [row.achievements]
    if row.id in insisted:
        said.append(beside_achievements(insisted[row.id]))
    return {
        "ordinal": ordinal, "name": name_text(row), "award": award_text(row),
        "achievements": "\n".join(said).strip(), **_vote(row, votes),
    }  # fmt: skip


def _individual(
    ordinal: int, row: Nomination, votes: dict[int, Vote], insisted: Insisted
) -> dict[str, Any]:
    told = _collective(ordinal, row, votes, insisted)
    return told | {"post": row.post, "unit": row.unit_name}


def _named(rows: Sequence[Nomination], insisted: Insisted) -> str:
    """Name before the closing those who go up against a verdict, with the reason that was given."""
    cases = [(name_text(r), award_text(r), insisted[r.id]) for r in rows if r.id in insisted]
    return sentence(cases, who="")


def _attachments(has_council: bool) -> list[str]:
    told = ["Danh sách đề nghị khen thưởng (kèm theo)", "Báo cáo thành tích và minh chứng"]
    return [*told, "Biên bản họp và kết quả bỏ phiếu của Hội đồng"] if has_council else told


def letter_context(
    letter: Letter, rows: Sequence[Nomination], votes: dict[int, Vote], insisted: Insisted
) -> dict[str, Any]:
    """Return the context of `exchange/submission_upward`, collectives first, without number."""
    others = [row for row in rows if not _is_person(row)]
    people = [row for row in rows if _is_person(row)]
    decider = wording.issuer(letter.decider)
    addressees = [letter.receiver.name]
    if letter.decider.id != letter.receiver.id:
        addressees.append(decider)
    return {
        "organisation": heading_of(letter.sender),
        "symbol": symbol_of(letter.sender),
        "issuer": letter.sender.name,
        "subject": f"Về việc {letter.subject[:1].lower()}{letter.subject[1:]}",
        "addressees": addressees,
        "bases": cited_on(letter.day),
        "opening": normalise(letter.opening),
        "counts": {"collectives": len(others), "individuals": len(people)},
        "summary": _summary(rows),
        "attachments": _attachments(letter.has_council),
        "insisted": _named(rows, insisted).strip(),
        "closing": f"{letter.sender.name} kính trình {letter.receiver.name} xem xét, quyết định",
        "destinations": ["Như trên", "Lưu: VT"],
        "signature": letter.signature,
        "annex_subject": letter.subject,
        "collectives": [
            _collective(n, row, votes, insisted) for n, row in enumerate(others, start=1)
        ],
        "individuals": [
            _individual(n, row, votes, insisted)
            for n, row in enumerate(people, start=len(others) + 1)
        ],
        **unnumbered(letter.sender, letter.day.year),
    }


def symbol_of(organisation: Organisation) -> str:
    return symbol_for("TTr", organisation.symbol)
