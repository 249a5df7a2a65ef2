"""Words a recipient's ledgers are kept in: yearly grades and degrees of discipline."""

from enum import StrEnum


class Grade(StrEnum):
    """Yearly grades of performance, the lowest first (Decree 90/2020 Art 3)."""

    NOT_DONE = "KHTNV"
    DONE = "HTNV"
    WELL = "HTTNV"
    EXCELLENT = "HTXSNV"

    @property
    def rank(self) -> int:
        return list(Grade).index(self)


class DisciplineLevel(StrEnum):
    """Degrees of discipline as the rules of awards tell them apart, the mildest first."""

    REBUKE = "khientrach"
    WARNING = "canhcao"
    ABOVE = "above"

    @property
    def rank(self) -> int:
        return list(DisciplineLevel).index(self)


class Ledger(StrEnum):
    """Books that may be complete for some years and silent for others."""

    HONOURS = "honours"
    GRADES = "grades"
    INITIATIVES = "initiatives"
    DISCIPLINE = "discipline"
