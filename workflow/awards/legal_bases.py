"""Which legal bases (căn cứ) a paper of a given day cites: dated rows, not constants."""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

SOURCE = Path(__file__).with_name("data") / "legal_bases.csv"


@dataclass(frozen=True)
class LegalBasis:
    """One law or decree as papers cite it, and the days it is cited on."""

    text: str
    valid_from: date
    valid_to: date | None

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def read(source: Path = SOURCE) -> tuple[LegalBasis, ...]:
    """Return the bases in the order papers cite them: laws before decrees."""
    with source.open(encoding="utf-8", newline="") as rows:
        return tuple(
            LegalBasis(
                row["text"],
                date.fromisoformat(row["valid_from"]),
                date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            )
            for row in csv.DictReader(rows)
        )


_BASES = read()


def cited_on(day: date) -> list[str]:
    """Return the lines a paper of `day` begins with; people may edit them."""
    return [basis.text for basis in _BASES if basis.holds_on(day)]
