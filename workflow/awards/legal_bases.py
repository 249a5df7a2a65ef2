"""Which laws a paper of a given day cites (căn cứ): dated rows, not constants."""

import csv
from datetime import date
from pathlib import Path

_SOURCE = Path(__file__).with_name("data") / "legal_bases.csv"


def cited_on(day: date) -> list[str]:
    """Return the laws and decrees in force on `day`, laws before decrees."""
    with _SOURCE.open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    return [
        row["text"]
        for row in rows
        if row["valid_from"] <= day.isoformat() <= (row["valid_to"] or "9999-12-31")
    ]
