"""What the unit proposed before: dossiers whose rows can be carried over, and what was written."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from workflow.awards.models import AwardVersion
from workflow.awards.queries import decider_in, fits, line_of, offered_to
from workflow.awards.wording import printed_name
from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import NotVisible
from workflow.core.i18n import _
from workflow.organisations.models import Organisation
from workflow.proposals.editing import rules_day
from workflow.proposals.models import Nomination, Proposal
from workflow.proposals.queries import nominations_of, visible_to
from workflow.proposals.states import ProposalStatus
from workflow.recipients.models import Membership, RecipientKind
from workflow.recipients.queries import tree_of

SOURCES = 30
TEXTS = 3


@dataclass(frozen=True)
class Carry:
    """An earlier row as it would stand in a dossier now, and what stands in its way.

    `version` is what the rules of the new year say of the same award, None where the unit is
    no longer offered it; `left` says that the person has no place in the unit today.
    """

    row: Nomination
    version: AwardVersion | None
    award: str
    post: str
    left: bool
    listed: bool

    @property
    def possible(self) -> bool:
        return self.version is not None and not self.listed

    @property
    def proposed(self) -> bool:
        """Tell whether it is taken along unless somebody says otherwise."""
        return self.possible and not self.left


def year_of(proposal: Proposal) -> int:
    """Return the year a new row is for: that of the round, never one to come."""
    this_year = clock.today().year
    return min(proposal.round.year if proposal.round else this_year, this_year)


def sources_for(actor: Actor, besides: int = 0) -> Sequence[Proposal]:
    """Return the own unit's earlier dossiers that have rows, withdrawn ones too, newest first."""
    rows = (
        visible_to(actor)
        .where(
            Proposal.proposing_id == actor.organisation_id, Proposal.id != besides,
            Proposal.from_transmittal.is_(False), Proposal.status != ProposalStatus.DRAFT,
            Proposal.id.in_(select(Nomination.proposal_id)),
        )
        .options(joinedload(Proposal.round))
        .order_by(Proposal.id.desc())
        .limit(SOURCES)
    )  # fmt: skip
    return db.session.scalars(rows).all()


def get_source(public_id: str, actor: Actor) -> Proposal:
    """Return an earlier dossier of the own unit."""
    found = db.session.scalars(
        visible_to(actor).where(
            Proposal.public_id == public_id, Proposal.proposing_id == actor.organisation_id,
            Proposal.from_transmittal.is_(False), Proposal.status != ProposalStatus.DRAFT,
        )
    ).one_or_none()  # fmt: skip
    if found is None:
        raise NotVisible(_("Không tìm thấy hồ sơ này trong các hồ sơ trước của đơn vị."))
    return found


def carried(source: Proposal, proposal: Proposal) -> list[Carry]:
    """Return the rows of `source` as they would stand in `proposal`, in constant queries."""
    unit = db.session.get_one(Organisation, proposal.proposing_id)
    year, line = year_of(proposal), line_of(unit.id)
    rules = {one.award_id: one for one in offered_to(unit, rules_day(year))}
    rows = nominations_of(source.id)
    present = {(one.recipient_id, one.award_version.award_id, one.year)
               for one in nominations_of(proposal.id)}  # fmt: skip
    posts = _posts([row.recipient_id for row in rows], unit.id)
    found = []
    for row in rows:
        version = rules.get(row.award_version.award_id)
        if version is not None and not fits(version, row.recipient.kind):
            version = None
        said = version or row.award_version
        person = row.recipient.kind is RecipientKind.PERSON
        found.append(
            Carry(
                row, version, printed_name(said, decider_in(said, line)),
                posts.get(row.recipient_id) or row.post,
                left=person and row.recipient_id not in posts,
                listed=(row.recipient_id, said.award_id, year) in present,
            )
        )  # fmt: skip
    return found


def _posts(recipient_ids: Collection[int], unit_id: int) -> dict[int, str]:
    """Return the post held today, within the unit, by each who has a place there."""
    today = clock.today()
    rows = db.session.execute(
        select(Membership.recipient_id, Membership.post)
        .where(
            Membership.recipient_id.in_(sorted(set(recipient_ids))),
            Membership.organisation_id.in_(tree_of(unit_id)), Membership.valid_from <= today,
            or_(Membership.valid_to.is_(None), Membership.valid_to >= today),
        )
        .order_by(Membership.id)
    )  # fmt: skip
    return dict(rows.all())


def _written_before(row: Nomination) -> list[Nomination]:
    found = db.session.scalars(
        select(Nomination)
        .join(Proposal, Proposal.id == Nomination.proposal_id)
        .options(joinedload(Nomination.proposal), joinedload(Nomination.award_version))
        .where(
            Nomination.recipient_id == row.recipient_id, Nomination.id != row.id,
            Proposal.proposing_id == row.proposal.proposing_id, Nomination.achievements != "",
        )
        .order_by(Nomination.year.desc(), Nomination.id.desc())
        .limit(TEXTS * 4)
    )  # fmt: skip
    return list(found)


def earlier_texts(row: Nomination) -> list[Nomination]:
    """Return the unit's other rows of the same recipient whose text may be used again.

    The same text is told once, by its newest row.
    """
    told: dict[str, Nomination] = {}
    for one in _written_before(row):
        told.setdefault(one.achievements, one)
    return list(told.values())[:TEXTS]


def unchanged_since(rows: Sequence[Nomination]) -> dict[int, int]:
    """Return, by row, the year whose text it still carries word for word, other years only."""
    if not rows:
        return {}
    written = {(row.recipient_id, row.achievements): row for row in rows if row.achievements}
    others = db.session.execute(
        select(Nomination.recipient_id, Nomination.achievements, Nomination.year)
        .where(
            Nomination.recipient_id.in_(sorted({row.recipient_id for row in rows})),
            Nomination.proposal_id != rows[0].proposal_id, Nomination.achievements != "",
        )
        .order_by(Nomination.year)
    )  # fmt: skip
    found = {}
    for recipient_id, text, year in others:
        row = written.get((recipient_id, text))
        if row is not None and row.year != year:
            found[row.id] = year
    return found
