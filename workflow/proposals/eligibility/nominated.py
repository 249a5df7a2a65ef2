"""Read, once for all questions, what else the recipients of some dossiers are nominated for."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import and_, or_, select

from workflow.awards.models import Award, AwardKind, AwardVersion, Ground
from workflow.core.db import db
from workflow.proposals.models import Nomination, Proposal
from workflow.proposals.states import OPEN_NOMINATIONS, NominationStatus
from workflow.recipients.models import Membership, Recipient, RecipientKind

UNDECIDED = OPEN_NOMINATIONS - {NominationStatus.FORWARDED}  # a forwarded one goes on elsewhere
SETTLED = {
    NominationStatus.PASSED: True, NominationStatus.NOT_PASSED: False,
    NominationStatus.NOT_AWARDED: False,
}  # fmt: skip

Dossier = tuple[Proposal, Sequence[Nomination]]


class Nominated(NamedTuple):
    """A row wherever it lies, those of the dossiers asked for among them."""

    id: int
    recipient_id: int
    code: str
    award_id: int
    owner_id: int | None
    kind: AwardKind
    year: int
    ground: Ground
    status: NominationStatus
    origin_id: int | None
    proposal_id: int
    proposal_code: str
    receiving_id: int
    handed_in: bool
    achievements: str


def nominated_of(dossiers: Sequence[Dossier], *, settling: bool = False) -> list[Nominated]:
    """Return what is open of the recipients or of a collective's people, and what they were given.

    With `settling` also what a council passed or refused. Asked by recipient alone: an office's
    dossiers are many, a person's rows are few.
    """
    rows = [row for _proposal, held in dossiers for row in held]
    ids = sorted({row.recipient_id for row in rows})
    open_ones = OPEN_NOMINATIONS | set(SETTLED if settling else ())
    found: Any = db.session.execute(
        select(
            Nomination.id, Nomination.recipient_id, Award.code, Award.id, Award.owner_id,
            Award.kind, Nomination.year, Nomination.ground, Nomination.status,
            Nomination.origin_id, Proposal.id, Proposal.code, Proposal.receiving_id,
            Proposal.submitted_at.is_not(None), Nomination.achievements,
        )
        .join(Proposal, Proposal.id == Nomination.proposal_id)
        .join(AwardVersion, AwardVersion.id == Nomination.award_version_id)
        .join(Award, Award.id == AwardVersion.award_id)
        .where(
            Nomination.recipient_id.in_(_and_members(ids, rows)),
            or_(
                Nomination.status.in_(sorted(open_ones)),
                and_(
                    Nomination.status == NominationStatus.AWARDED, Nomination.recipient_id.in_(ids)
                ),
            ),
        )
        .order_by(Nomination.id)
    )  # fmt: skip
    return [Nominated(*row) for row in found]


def others(
    proposal: Proposal, rows: Sequence[Nomination], nominated: Iterable[Nominated]
) -> tuple[list[Nominated], list[Nominated]]:
    """Return what other dossiers that were handed in say: of other rows, and of these very ones.

    A row that continues one of `rows`, or that one of them continues, is the same one.
    """
    origins, mine = {row.origin_id for row in rows}, {row.id for row in rows}
    of_others: list[Nominated] = []
    same: list[Nominated] = []
    for one in nominated:
        if one.proposal_id != proposal.id and one.handed_in:
            continued = one.id in origins or one.origin_id in mine
            (same if continued else of_others).append(one)
    return of_others, same


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
