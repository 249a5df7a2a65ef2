"""Read what was rewarded or asked for already: the recipients' other achievements, and quotas."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import func, select

from workflow.awards.models import Award, AwardKind, AwardVersion, Ground, Honour
from workflow.core.db import db
from workflow.core.text import fold
from workflow.proposals.models import Nomination, Proposal
from workflow.proposals.states import OPEN_NOMINATIONS, NominationStatus

_UNDECIDED = OPEN_NOMINATIONS - {NominationStatus.FORWARDED}  # a forwarded one goes on elsewhere
_TELLING = 40  # characters; shorter texts are phrases everybody writes
Year = tuple[int, int]  # an award and a year
Dossier = tuple[Proposal, Sequence[Nomination]]


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


class _Told(NamedTuple):
    """A row wherever it lies, with what it takes to say whether it is another one."""

    id: int
    origin_id: int | None
    proposal_id: int
    handed_in: bool
    undecided: bool
    deed: Deed


def gather_deeds(dossiers: Sequence[Dossier]) -> dict[int, Deeds]:
    """Return it for each dossier in a number of queries that does not grow with them."""
    rows = [row for _proposal, held in dossiers for row in held]
    told = _nominated({row.recipient_id for row in rows})
    scarce = {row.award_version.award_id for row in rows if _is_scarce(row.award_version)}
    given = _given(scarce) if scarce else {}
    asked = _asked(scarce) if scarce else []
    return {
        proposal.id: Deeds(
            _by_recipient(one.deed for one in _others(proposal, held, told)), given,
            _elsewhere(proposal, held, told, asked),
        )
        for proposal, held in dossiers
    }  # fmt: skip


def _is_scarce(version: AwardVersion) -> bool:
    return "QUOTA" in version.prerequisite


def _by_recipient(deeds: Iterable[Deed]) -> dict[int, list[Deed]]:
    found: dict[int, list[Deed]] = defaultdict(list)
    for deed in deeds:
        found[deed.recipient_id].append(deed)
    return dict(found)


def _is_same(one: _Told, rows: Sequence[Nomination]) -> bool:
    """A row that continues one of these, or that one of them continues, is the same one."""
    origins, mine = {row.origin_id for row in rows}, {row.id for row in rows}
    return one.id in origins or one.origin_id in mine


def _others(proposal: Proposal, rows: Sequence[Nomination], told: Iterable[_Told]) -> list[_Told]:
    """Return what other dossiers that were handed in say."""
    return [
        one for one in told
        if one.proposal_id != proposal.id and one.handed_in and not _is_same(one, rows)
    ]  # fmt: skip


def _elsewhere(
    proposal: Proposal, rows: Sequence[Nomination], told: Iterable[_Told],
    asked: Iterable[tuple[int, int, int, int]],
) -> dict[Year, int]:  # fmt: skip
    """Return how often each scarce award is asked for by others; the same row counts once."""
    found: dict[Year, int] = defaultdict(int)
    for award_id, year, proposal_id, number in asked:
        if proposal_id != proposal.id:
            found[award_id, year] += number
    for one in told:
        same = one.proposal_id != proposal.id and one.undecided and one.handed_in
        if same and _is_same(one, rows) and (one.deed.award_id, one.deed.year) in found:
            found[one.deed.award_id, one.deed.year] -= 1
    return dict(found)


def _nominated(recipient_ids: set[int]) -> list[_Told]:
    found: Any = db.session.execute(
        select(
            Nomination.id, Nomination.origin_id, Proposal.id.label("proposal_id"),
            Proposal.submitted_at.is_not(None).label("handed_in"),
            Nomination.status, Nomination.recipient_id, Award.id.label("award_id"),
            Award.owner_id, Award.kind, Nomination.year, Nomination.ground,
            Nomination.achievements, Proposal.code,
        )
        .join(Proposal, Proposal.id == Nomination.proposal_id)
        .join(AwardVersion, AwardVersion.id == Nomination.award_version_id)
        .join(Award, Award.id == AwardVersion.award_id)
        .where(
            Nomination.recipient_id.in_(sorted(recipient_ids)),
            Nomination.status.in_(_UNDECIDED | {NominationStatus.AWARDED}),
        )
        .order_by(Nomination.id)
    )  # fmt: skip
    return [
        _Told(
            one.id, one.origin_id, one.proposal_id, bool(one.handed_in),
            one.status in _UNDECIDED,
            Deed(
                one.recipient_id, one.award_id, one.owner_id, one.kind, one.year, one.ground,
                words_of(one.achievements), one.code,
                given=one.status is NominationStatus.AWARDED,
            ),
        )
        for one in found
    ]  # fmt: skip


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
            Nomination.status.in_(_UNDECIDED),
        )
        .group_by(AwardVersion.award_id, Nomination.year, Proposal.id)
    )  # fmt: skip
    return [tuple(row) for row in found]
