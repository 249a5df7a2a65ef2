"""Words a recipient's ledgers are kept in: grades, discipline, absences, former names."""

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


class LineageKind(StrEnum):
    """How one collective became another; only a renaming leaves it the same collective."""

    RENAMED = "renamed"
    MERGED = "merged"
    SPLIT = "split"


class AbsenceKind(StrEnum):
    STUDY = "study"
    MATERNITY = "maternity"
    WOUNDS = "wounds"  # treatment of wounds from rescue or combat
    ILLNESS = "illness"
    POSTING = "posting"
    UNJUSTIFIED = "unjustified"
    OTHER = "other"


class Counts(StrEnum):
    """Whether the time of an absence counts as time worked; what nobody said stays unknown."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


# TT 01/2024/TT-BNV: maternity leave and treatment of such wounds count as time worked.
SETTLED = {
    AbsenceKind.MATERNITY: Counts.YES, AbsenceKind.WOUNDS: Counts.YES,
    AbsenceKind.UNJUSTIFIED: Counts.NO,
}  # fmt: skip


class Ledger(StrEnum):
    """Books that may be complete for some years and silent for others."""

    HONOURS = "honours"
    GRADES = "grades"
    INITIATIVES = "initiatives"
    DISCIPLINE = "discipline"
