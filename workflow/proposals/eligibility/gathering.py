"""Read, for all rows of a dossier at once, what their eligibility hangs on."""

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from workflow.awards.eligibility.facts import Facts
from workflow.awards.ledgers import Pending, facts_of
from workflow.awards.models import Award, AwardVersion, Ground
from workflow.core import clock
from workflow.core.db import db
from workflow.proposals.eligibility.deeds import NONE_KNOWN, Deeds, gather_deeds
from workflow.proposals.models import Nomination, Proposal
from workflow.proposals.states import OPEN_NOMINATIONS, NominationStatus
from workflow.recipients.models import Hold, Membership, Recipient, RecipientKind
from workflow.recipients.queries import trees_of

_CODE = re.compile(r"[A-Z][A-Z0-9_]+")
_UNDECIDED = OPEN_NOMINATIONS - {NominationStatus.FORWARDED}  # a forwarded one goes on elsewhere
_SETTLED = {
    NominationStatus.PASSED: True, NominationStatus.NOT_PASSED: False,
    NominationStatus.NOT_AWARDED: False,
}  # fmt: skip

Dossier = tuple[Proposal, Sequence[Nomination]]


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


class _Proposed(NamedTuple):
    """A row that is not decided yet, wherever it lies."""

    id: int
    recipient_id: int
    code: str
    award_id: int
    year: int
    ground: Ground
    status: NominationStatus
    origin_id: int | None
    proposal_id: int
    receiving_id: int
    handed_in: bool


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
    proposed = _proposed(rows, OPEN_NOMINATIONS | set(_SETTLED if settling else ()))
    names, holds = _names(codes), _holds(ids)
    facts = facts_of(ids, _pending(dossiers, proposed, settling=settling))
    deeds = gather_deeds(dossiers)
    places = _places(ids, sorted({proposal.proposing_id for proposal, _held in dossiers}))
    return {
        proposal.id: Found(
            versions, names, facts, holds, places[proposal.proposing_id],
            _beside(proposal, held, proposed), deeds[proposal.id],
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


def _proposed(
    rows: Sequence[Nomination], statuses: Collection[NominationStatus]
) -> list[_Proposed]:
    """Return what is proposed of them, or of a collective's people, and stands in `statuses`.

    Asked by recipient alone: an office's dossiers are many, a person's open rows are few.
    """
    ids = sorted({row.recipient_id for row in rows})
    found = db.session.execute(
        select(
            Nomination.id, Nomination.recipient_id, Award.code, Award.id, Nomination.year,
            Nomination.ground, Nomination.status, Nomination.origin_id, Proposal.id,
            Proposal.receiving_id, Proposal.submitted_at.is_not(None),
        )
        .join(Proposal, Proposal.id == Nomination.proposal_id)
        .join(AwardVersion, AwardVersion.id == Nomination.award_version_id)
        .join(Award, Award.id == AwardVersion.award_id)
        .where(
            Nomination.recipient_id.in_(_and_members(ids, rows)),
            Nomination.status.in_(sorted(statuses)),
        )
        .order_by(Nomination.id)
    )  # fmt: skip
    return [_Proposed(*row) for row in found]


def _pending(
    dossiers: Sequence[Dossier], proposed: Sequence[_Proposed], *, settling: bool
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
                passed=_SETTLED.get(one.status) if settling else None)
        for one in proposed
        if one.receiving_id in office and (settling or one.year in years)
        and one.ground is Ground.MERIT and (one.handed_in or one.proposal_id in own)
    ]  # fmt: skip


def _and_members(ids: Sequence[int], rows: Sequence[Nomination]) -> Any:
    """A rule may ask for a share of a collective's people; persons are looked up as they are."""
    if all(row.recipient.kind is RecipientKind.PERSON for row in rows):
        return ids
    people = (
        select(Membership.recipient_id)
        .join(Recipient, Recipient.organisation_id == Membership.organisation_id)
        .where(Recipient.id.in_(ids))
    )
    return select(Recipient.id).where(Recipient.id.in_(ids)).union_all(people)


def _holds(ids: Sequence[int]) -> dict[int, list[Hold]]:
    today = clock.today()
    found: dict[int, list[Hold]] = defaultdict(list)
    rows = select(Hold).where(
        Hold.recipient_id.in_(ids), Hold.starts_on <= today,
        or_(Hold.ends_on.is_(None), Hold.ends_on >= today),
    )  # fmt: skip
    for hold in db.session.scalars(rows.order_by(Hold.id)):
        found[hold.recipient_id].append(hold)
    return found


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


def _beside(
    proposal: Proposal, rows: Sequence[Nomination], proposed: Sequence[_Proposed]
) -> set[Beside]:
    """A row that continues one of these rows, or that one of them continues, is the same one."""
    mine = {row.id for row in rows}
    origins = {row.origin_id for row in rows}
    return {
        Beside(one.recipient_id, one.award_id, one.year, one.ground)
        for one in proposed
        if one.proposal_id != proposal.id and one.handed_in and one.status in _UNDECIDED
        and one.id not in origins and one.origin_id not in mine
    }  # fmt: skip
