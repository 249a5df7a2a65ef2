"""Words the ledgers of awards are kept in."""

from enum import StrEnum


class Scope(StrEnum):
    """How far an initiative is recognised to work, the narrowest first."""

    GRASSROOTS = "grassroots"
    MINISTRY_PROVINCE = "ministry-province"
    NATIONAL = "national"

    @property
    def rank(self) -> int:
        return list(Scope).index(self)


class ImportPhase(StrEnum):
    """How far the import of a long table is."""

    PLANNING = "planning"
    PLANNED = "planned"
    WRITING = "writing"
    WRITTEN = "written"
