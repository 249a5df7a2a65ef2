"""Read what was rewarded or asked for already: the recipients' other achievements, and quotas."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sqlalchemy import func, select

from workflow.awards.models import AwardKind, AwardVersion, Ground, Honour
from workflow.core.db import db
from workflow.core.text import fold
from workflow.proposals.eligibility.nominated import UNDECIDED, Dossier, Nominated, others
from workflow.proposals.models import Nomination, Proposal
from workflow.proposals.states import NominationStatus

_TOLD = UNDECIDED | {NominationStatus.AWARDED}
_TELLING = 40  # characters; shorter texts are phrases everybody writes
Year = tuple[int, int]  # an award and a year


@dataclass(frozen=True)
class Deed:
    """What somebody was nominated for: the award, the year, the words of it."""

    recipient_id: int
    award_id: int
    owner_id: int | None  # whose award it is: a union rewards what the office does not
    kind: AwardKind
    year: int
    ground: Ground
    words: str = ""  # folded; empty where they tell nothing
    source: str = ""  # the dossier
    given: bool = False


@dataclass(frozen=True)
class Deeds:
    """By recipient what else there is, and how often an award was given and asked for in a year."""

    of: dict[int, list[Deed]] = field(default_factory=dict)
    given: dict[Year, int] = field(default_factory=dict)
    asked: dict[Year, int] = field(default_factory=dict)


NONE_KNOWN = Deeds()


@lru_cache(maxsize=512)
def words_of(achievements: str) -> str:
    """Return the words of an achievement as they are compared; empty for a common phrase."""
    words = " ".join(fold(achievements).split())
    return words if len(words) >= _TELLING else ""


def deed_of(row: Nomination) -> Deed:
    award = row.award_version.award
    return Deed(
        row.recipient_id,
        award.id,
        award.owner_id,
        award.kind,
        row.year,
        row.ground,
        words_of(row.achievements),
    )


def gather_deeds(dossiers: Sequence[Dossier], nominated: Sequence[Nominated]) -> dict[int, Deeds]:
    """Return it for each dossier in a number of queries that does not grow with them."""
    rows = [row for _proposal, held in dossiers for row in held]
    scarce = {row.award_version.award_id for row in rows if _is_scarce(row.award_version)}
    given = _given(scarce) if scarce else {}
    asked = _asked(scarce) if scarce else []
    told = [one for one in nominated if one.status in _TOLD]
    found = {}
    for proposal, held in dossiers:
        of_others, same = others(proposal, held, told)
        found[proposal.id] = Deeds(
            _by_recipient(of_others, {row.recipient_id for row in held}), given,
            _elsewhere(proposal.id, same, asked),
        )  # fmt: skip
    return found


def _is_scarce(version: AwardVersion) -> bool:
    return "QUOTA" in version.prerequisite


def _by_recipient(told: Iterable[Nominated], recipients: set[int]) -> dict[int, list[Deed]]:
    found: dict[int, list[Deed]] = defaultdict(list)
    for one in told:
        if one.recipient_id in recipients:
            found[one.recipient_id].append(
                Deed(
                    one.recipient_id, one.award_id, one.owner_id, one.kind, one.year, one.ground,
                    words_of(one.achievements), one.proposal_code,
                    given=one.status is NominationStatus.AWARDED,
                )
            )  # fmt: skip
    return dict(found)


def _elsewhere(
    proposal_id: int, same: Iterable[Nominated], asked: Iterable[tuple[int, int, int, int]]
) -> dict[Year, int]:
    """Return how often each scarce award is asked for by others; the same row counts once."""
    found: dict[Year, int] = defaultdict(int)
    for award_id, year, asking_id, number in asked:
        if asking_id != proposal_id:
            found[award_id, year] += number
    for one in same:
        if one.status in UNDECIDED and (one.award_id, one.year) in found:
            found[one.award_id, one.year] -= 1
    return dict(found)


def _given(award_ids: set[int]) -> dict[Year, int]:
    found: Any = db.session.execute(
        select(Honour.award_id, Honour.year, func.count())
        .where(Honour.award_id.in_(sorted(award_ids)), Honour.struck_by == "")
        .group_by(Honour.award_id, Honour.year)
    )
    return {(award_id, year): number for award_id, year, number in found}


def _asked(award_ids: set[int]) -> list[tuple[int, int, int, int]]:
    """Return award, year, dossier and how many undecided rows of it ask for the award."""
    found: Any = db.session.execute(
        select(AwardVersion.award_id, Nomination.year, Proposal.id, func.count())
        .join(Proposal, Proposal.id == Nomination.proposal_id)
        .join(AwardVersion, AwardVersion.id == Nomination.award_version_id)
        .where(
            AwardVersion.award_id.in_(sorted(award_ids)), Proposal.submitted_at.is_not(None),
            Nomination.status.in_(UNDECIDED),
        )
        .group_by(AwardVersion.award_id, Nomination.year, Proposal.id)
    )  # fmt: skip
    return [tuple(row) for row in found]
