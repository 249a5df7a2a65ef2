"""Read what was rewarded or asked for already: the recipients' other achievements, and quotas."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from workflow.awards.models import Award, AwardKind, AwardVersion, Ground, Honour
from workflow.core.db import db
from workflow.core.text import fold
from workflow.proposals.models import Nomination, Proposal
from workflow.proposals.states import OPEN_NOMINATIONS, NominationStatus

_UNDECIDED = OPEN_NOMINATIONS - {NominationStatus.FORWARDED}  # a forwarded one goes on elsewhere
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


def gather_deeds(proposal: Proposal, rows: Sequence[Nomination]) -> Deeds:
    """Return it in a number of queries that does not grow with the rows."""
    found: dict[int, list[Deed]] = defaultdict(list)
    for deed in _nominated(proposal, rows):
        found[deed.recipient_id].append(deed)
    scarce = {row.award_version.award_id for row in rows if _is_scarce(row.award_version)}
    if not scarce:
        return Deeds(dict(found))
    return Deeds(dict(found), _given(scarce), _asked(proposal, rows, scarce))


def _is_scarce(version: AwardVersion) -> bool:
    return "QUOTA" in version.prerequisite


def _others(proposal: Proposal, rows: Sequence[Nomination]) -> tuple[ColumnElement[bool], ...]:
    """Of other dossiers handed in; a row that continues one of these, or it them, is the same."""
    return (
        Proposal.id != proposal.id, Proposal.submitted_at.is_not(None),
        Nomination.id.not_in(sorted({row.origin_id for row in rows if row.origin_id})),
        or_(
            Nomination.origin_id.is_(None),
            Nomination.origin_id.not_in(sorted({row.id for row in rows})),
        ),
    )  # fmt: skip


def _nominated(proposal: Proposal, rows: Sequence[Nomination]) -> list[Deed]:
    found: Any = db.session.execute(
        select(
            Nomination.recipient_id, Award.id, Award.owner_id, Award.kind, Nomination.year,
            Nomination.ground, Nomination.achievements, Proposal.code, Nomination.status,
        )
        .join(Proposal, Proposal.id == Nomination.proposal_id)
        .join(AwardVersion, AwardVersion.id == Nomination.award_version_id)
        .join(Award, Award.id == AwardVersion.award_id)
        .where(
            *_others(proposal, rows),
            Nomination.recipient_id.in_(sorted({row.recipient_id for row in rows})),
            Nomination.status.in_(_UNDECIDED | {NominationStatus.AWARDED}),
        )
        .order_by(Nomination.id)
    )  # fmt: skip
    return [
        Deed(
            recipient_id, award_id, owner_id, kind, year, ground, words_of(achievements), code,
            given=status is NominationStatus.AWARDED,
        )
        for (
            recipient_id, award_id, owner_id, kind, year, ground, achievements, code, status
        ) in found
    ]  # fmt: skip


def _given(award_ids: set[int]) -> dict[Year, int]:
    found: Any = db.session.execute(
        select(Honour.award_id, Honour.year, func.count())
        .where(Honour.award_id.in_(sorted(award_ids)), Honour.struck_by == "")
        .group_by(Honour.award_id, Honour.year)
    )
    return {(award_id, year): number for award_id, year, number in found}


def _asked(proposal: Proposal, rows: Sequence[Nomination], award_ids: set[int]) -> dict[Year, int]:
    found: Any = db.session.execute(
        select(AwardVersion.award_id, Nomination.year, func.count())
        .join(Proposal, Proposal.id == Nomination.proposal_id)
        .join(AwardVersion, AwardVersion.id == Nomination.award_version_id)
        .where(
            *_others(proposal, rows), AwardVersion.award_id.in_(sorted(award_ids)),
            Nomination.status.in_(_UNDECIDED),
        )
        .group_by(AwardVersion.award_id, Nomination.year)
    )  # fmt: skip
    return {(award_id, year): number for award_id, year, number in found}
