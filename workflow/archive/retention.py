"""How long award papers are kept, by who decided. The periods are data: retention.csv."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from workflow.archive.models import Level
from workflow.core.numbering_text import squeeze
from workflow.documents.states import PaperKind
from workflow.organisations.models import OrganisationKind

_SOURCE = Path(__file__).with_name("retention.csv")
_STATE_SYMBOLS = ("ttg", "ctn")
_MINISTRY_SYMBOLS = ("ubnd", "bct", "bnv", "btc", "bgddt", "byt", "bca", "bqp")
_MINISTRY_KINDS = {OrganisationKind.MINISTRY, OrganisationKind.COMMITTEE}


@dataclass(frozen=True)
class Period:
    """One row of the table: a number of years, or for ever where there is none."""

    key: str
    years: int | None
    label: str
    group: str
    source: str

    def until(self, year: int) -> str:
        """Return “20 năm, đến hết 2041”: the period counts from the year of completion."""
        return self.label if self.years is None else f"{self.label}, đến hết {year + self.years}"


@cache
def table() -> dict[str, Period]:
    with _SOURCE.open(encoding="utf-8", newline="") as source:
        rows = csv.DictReader(source)
        return {
            row["key"]: Period(
                row["key"], int(row["years"]) if row["years"] else None,
                row["label"], row["group"], row["source"],
            )
            for row in rows
        }  # fmt: skip


def level_of_organisation(kind: OrganisationKind) -> Level:
    return Level.MINISTRY_PROVINCE if kind in _MINISTRY_KINDS else Level.OFFICE


def level_of_symbol(symbol: str) -> Level:
    """Guess who decided from the end of a number written elsewhere: QĐ-TTg, QĐ-UBND, QĐ-BCT."""
    plain = squeeze(symbol)
    if plain.endswith(_STATE_SYMBOLS):
        return Level.STATE
    return Level.MINISTRY_PROVINCE if plain.endswith(_MINISTRY_SYMBOLS) else Level.OFFICE


def period_of(kind: PaperKind, level: Level, year: int) -> str:
    """Return the sentence a record carries: the dossier's period, then that of the filed copy."""
    rows = table()
    kept = rows["kept_decision" if kind is PaperKind.DECISION else "kept_other"]
    if kind is not PaperKind.DECISION:
        return kept.until(year)
    return f"Hồ sơ: {rows[level.value].until(year)}. Bản lưu quyết định: {kept.label}."
