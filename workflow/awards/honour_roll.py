"""What a recipient holds, in the sentences of a report: read from the ledger of honours."""

import csv
import re
from collections.abc import Collection, Sequence
from functools import cache
from pathlib import Path

from workflow.awards.honour_sentences import Held, sentences
from workflow.awards.models import AwardKind, Honour
from workflow.awards.queries import honours_of, honours_of_many, names_of

_ORDER = Path(__file__).with_name("data") / "order_of_honour.csv"
_NOTE = re.compile(r"\s*\([^()]*\)$")
_ANY_MINISTRY = " của bộ, ban, ngành, tỉnh"


@cache
def _places() -> dict[str, int]:
    with _ORDER.open(encoding="utf-8", newline="") as source:
        return {row["code"]: place for place, row in enumerate(csv.DictReader(source))}


def honour_roll(recipient_id: int) -> list[str]:
    """Return a sentence for each award the recipient holds, the highest first."""
    honours = honours_of(recipient_id)
    return roll_of(honours, names_of([one.award_id for one in honours]))


def roll_of(honours: Sequence[Honour], names: dict[int, str]) -> list[str]:
    """Return the same of honours that were read already, with the names of their awards."""
    return sentences(_held(honours, names))


def honour_rolls(recipient_ids: Collection[int]) -> dict[int, list[str]]:
    """Return the same of many recipients, in two queries."""
    honours = honours_of_many(recipient_ids)
    names = names_of(sorted({one.award_id for held in honours.values() for one in held}))
    return {key: sentences(_held(held, names)) for key, held in honours.items()}


def _held(honours: Sequence[Honour], names: dict[int, str]) -> list[Held]:
    places = _places()
    return [
        Held(
            _name(names.get(one.award_id, one.award.code)),
            places.get(one.award.code, len(places)), one.award.kind is AwardKind.TITLE,
            one.year, one.period, one.number_text, dated(one), one.issuer_text,
            struck=bool(one.struck_by),
        )
        for one in honours
    ]  # fmt: skip


def dated(one: Honour) -> str:
    """Return the decision's day as its source writes it, or as it is known."""
    return one.date_text or (f"{one.decided_on:%d/%m/%Y}" if one.decided_on else "")


def _name(name: str) -> str:
    """Return the name without the catalogue's note; which ministry the decision tells."""
    return _NOTE.sub("", name).replace(_ANY_MINISTRY, " cấp bộ, ban, ngành, tỉnh")
