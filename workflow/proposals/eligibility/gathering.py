"""Read, for all rows of a dossier at once, what their eligibility hangs on."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from workflow.awards.eligibility.facts import Facts
from workflow.awards.ledgers import Pending, facts_of
from workflow.awards.models import Award, AwardVersion, Ground
from workflow.core.db import db
from workflow.proposals.eligibility.deeds import NONE_KNOWN, Deeds, gather_deeds
from workflow.proposals.eligibility.nominated import (
    SETTLED,
    UNDECIDED,
    Dossier,
    Nominated,
    nominated_of,
    others,
)
from workflow.proposals.models import Nomination, Proposal
from workflow.proposals.states import NominationStatus
from workflow.recipients.holding import open_holds
from workflow.recipients.models import Hold, Membership
from workflow.recipients.queries import trees_of

_CODE = re.compile(r"[A-Z][A-Z0-9_]+")


@dataclass(frozen=True)
class Place:
    """Where a recipient belonged, and whether that lies within the proposing unit."""

    within: bool
    first: date
    last: date | None

    def touches(self, year: int) -> bool:
        return self.first.year <= year and (self.last is None or year <= self.last.year)


@dataclass(frozen=True)
class Beside:
    """The same award for the same recipient and year in a dossier that is under way."""

    recipient_id: int
    award_id: int
    year: int
    ground: Ground


@dataclass(frozen=True)
class Found:
    """Everything read: by recipient, by award, and the names of the awards the rules speak of."""

    versions: dict[int, list[AwardVersion]]
    names: dict[str, str]
    facts: dict[int, Facts]
    holds: dict[int, list[Hold]]
    places: dict[int, list[Place]]
    beside: set[Beside]
    deeds: Deeds = NONE_KNOWN

    def version_of(self, award_id: int, year: int) -> AwardVersion | None:
        """Return what the rules said of the award on the last day of the achievement's year."""
        day = date(year, 12, 31)
        for version in self.versions.get(award_id, []):
            if version.valid_from <= day and (version.valid_to is None or day <= version.valid_to):
                return version
        return None


def gather_facts(proposal: Proposal, rows: Sequence[Nomination]) -> Found:
    """Return it in a number of queries that does not grow with the rows."""
    return gather_for([(proposal, rows)])[proposal.id]


def gather_for(dossiers: Sequence[Dossier], *, settling: bool = False) -> dict[int, Found]:
    """Return it for rows of several dossiers of one office, in as many queries as for one.

    `settling` counts what the office's council said already: what it passed is held from then
    on, what it did not pass will not come any more.
    """
    rows = [row for _proposal, held in dossiers for row in held]
    ids = sorted({row.recipient_id for row in rows})
    versions = _versions({row.award_version.award_id for row in rows})
    codes = {
        code
        for held in versions.values()
        for one in held
        for code in _CODE.findall(one.prerequisite)
    }  # fmt: skip
    nominated = nominated_of(dossiers, settling=settling)
    names, holds = _names(codes), open_holds(ids)
    facts = facts_of(ids, _pending(dossiers, nominated, settling=settling))
    deeds = gather_deeds(dossiers, nominated)
    places = _places(ids, sorted({proposal.proposing_id for proposal, _held in dossiers}))
    return {
        proposal.id: Found(
            versions, names, facts, holds, places[proposal.proposing_id],
            _beside(others(proposal, held, nominated)[0]), deeds[proposal.id],
        )
        for proposal, held in dossiers
    }  # fmt: skip


def _versions(award_ids: set[int]) -> dict[int, list[AwardVersion]]:
    found: dict[int, list[AwardVersion]] = defaultdict(list)
    rows = (
        select(AwardVersion)
        .options(joinedload(AwardVersion.award))
        .where(AwardVersion.award_id.in_(sorted(award_ids)))
        .order_by(AwardVersion.valid_from.desc())
    )
    for version in db.session.scalars(rows):
        found[version.award_id].append(version)
    return found


def _names(codes: set[str]) -> dict[str, str]:
    rows = db.session.execute(
        select(Award.code, AwardVersion.name)
        .join(AwardVersion, AwardVersion.award_id == Award.id)
        .where(Award.code.in_(sorted(codes)))
        .order_by(AwardVersion.valid_from)
    )
    return dict(rows.all())


def _pending(
    dossiers: Sequence[Dossier], nominated: Sequence[Nominated], *, settling: bool
) -> list[Pending]:
    """Return what may yet be won at the same office for the same years.

    Of other units only what they have handed in: a draft has proposed nothing. Before the
    council any year counts, so that a row reads the same whichever rows are asked of with it.
    """
    years = {row.year for _proposal, held in dossiers for row in held}
    own = {proposal.id for proposal, _held in dossiers}
    office = {proposal.receiving_id for proposal, _held in dossiers}
    return [
        Pending(one.recipient_id, one.code, one.year,
                passed=SETTLED.get(one.status) if settling else None)
        for one in nominated
        if one.status is not NominationStatus.AWARDED  # the ledger holds what was given
        and one.receiving_id in office and (settling or one.year in years)
        and one.ground is Ground.MERIT and (one.handed_in or one.proposal_id in own)
    ]  # fmt: skip


def _places(ids: Sequence[int], unit_ids: Sequence[int]) -> dict[int, dict[int, list[Place]]]:
    """Return, by proposing unit and recipient, where each belonged and whether within the unit."""
    tree = trees_of(unit_ids).subquery()
    rows: Any = db.session.execute(
        select(
            Membership.id, Membership.recipient_id, Membership.valid_from, Membership.valid_to,
            tree.c.root,
        )
        .outerjoin(tree, tree.c.id == Membership.organisation_id)
        .where(Membership.recipient_id.in_(ids))
        .order_by(Membership.id)
    )  # fmt: skip
    held: dict[int, tuple[int, date, date | None]] = {}
    within: dict[int, set[int]] = defaultdict(set)
    for membership_id, recipient_id, first, last, root in rows:
        held[membership_id] = (recipient_id, first, last)
        within[membership_id].add(root)
    found: dict[int, dict[int, list[Place]]] = {unit: defaultdict(list) for unit in unit_ids}
    for unit, places in found.items():
        for membership_id, (recipient_id, first, last) in held.items():
            places[recipient_id].append(Place(unit in within[membership_id], first, last))
    return found


def _beside(others_say: Iterable[Nominated]) -> set[Beside]:
    return {
        Beside(one.recipient_id, one.award_id, one.year, one.ground)
        for one in others_say
        if one.status in UNDECIDED
    }
