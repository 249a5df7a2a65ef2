"""Where to look in a generated database: the people measured as, and the objects they open."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus

from sqlalchemy import Select, select

from bench.acts import READY
from workflow.accounts.models import User
from workflow.archive.models import Record, RecordRecipient
from workflow.core.db import db
from workflow.councils.models import Ballot, BallotItem, Council, Elector, Session
from workflow.councils.states import BallotStatus, SessionStatus
from workflow.decisions.models import Decision, DecisionItem
from workflow.documents.models import Paper
from workflow.organisations.models import Organisation, OrganisationKind
from workflow.proposals.models import Nomination, Proposal
from workflow.proposals.states import ProposalStatus

SAMPLE = 30


@dataclass(frozen=True)
class BallotPaper:
    """One member's paper in an open ballot."""

    ballot: str
    login: str
    items: tuple[int, ...]


@dataclass(frozen=True)
class Landmarks:
    """Ids of places and public ids of objects; the sample of each kind is spread over all."""

    ministry_id: int
    office_id: int
    unit_id: int
    own_dossiers: Sequence[str]
    received_dossiers: Sequence[str]
    past_sessions: Sequence[str]
    open_sessions: Sequence[str]
    decisions: Sequence[str]
    own_decisions: Sequence[str]
    records: Sequence[str]
    numbers: Sequence[str]
    names: Sequence[str]
    ready_dossiers: Sequence[tuple[int, str]]
    papers: Sequence[BallotPaper]

    def of(self, path: str, public_ids: Iterable[str]) -> list[str]:
        return [f"{path}/{public_id}" for public_id in public_ids]

    def searches(self, texts: Iterable[str]) -> list[str]:
        return [f"/archive?q={quote_plus(text)}" for text in texts]


def _spread(rows: Select[Any]) -> list[Any]:
    found = list(db.session.scalars(rows).all())
    return found[:: max(len(found) // SAMPLE, 1)][:SAMPLE]


def find() -> Landmarks:
    """Look everything up in the generated database of the present application context."""
    of_kind = select(Organisation.id).order_by(Organisation.id)
    ministry = db.session.scalars(
        of_kind.where(Organisation.kind == OrganisationKind.MINISTRY)
    ).one()
    departments = of_kind.where(Organisation.kind == OrganisationKind.DEPARTMENT)
    office = db.session.scalars(departments).first() or 0
    units = db.session.scalars(of_kind.where(Organisation.parent_id == office)).all()
    dossiers = select(Proposal.public_id).order_by(Proposal.id)
    received = dossiers.where(Proposal.receiving_id == office, Proposal.submitted_at.is_not(None))
    sessions = select(Session.public_id).join(Council).where(Council.organisation_id == office)
    decisions = select(Decision.public_id).where(Decision.organisation_id == office)
    own = decisions.where(
        Decision.id.in_(
            select(DecisionItem.decision_id)
            .join(Nomination, DecisionItem.nomination_id == Nomination.id)
            .join(Proposal, Nomination.proposal_id == Proposal.id)
            .where(Proposal.proposing_id == units[0])
        )
    )
    records = select(Record.public_id).where(Record.organisation_id == office)
    return Landmarks(
        ministry, office, units[0],
        own_dossiers=_spread(dossiers.where(Proposal.proposing_id == units[0])),
        received_dossiers=_spread(received.where(Proposal.status != ProposalStatus.WITHDRAWN)),
        past_sessions=_spread(sessions.where(Session.status == SessionStatus.MINUTED)),
        open_sessions=_spread(sessions.where(Session.status == SessionStatus.SITTING)),
        decisions=_spread(decisions.order_by(Decision.id)), own_decisions=_spread(own),
        records=_spread(records.order_by(Record.id)),
        numbers=_spread(select(Paper.number_text).join(Record, Record.paper_id == Paper.id)
                        .where(Record.organisation_id == office).order_by(Paper.id)),
        names=_spread(select(RecordRecipient.name).join(Record)
                      .where(Record.organisation_id == office).order_by(RecordRecipient.id)),
        ready_dossiers=_ready(),
        papers=_papers(),
    )  # fmt: skip


def _ready() -> list[tuple[int, str]]:
    """Return the dossiers ready to be handed in, each with its unit."""
    asked = select(Proposal.proposing_id, Proposal.public_id).where(Proposal.title == READY)
    rows = db.session.execute(asked.order_by(Proposal.id))
    return [(unit_id, public_id) for unit_id, public_id in rows]


def _papers() -> list[BallotPaper]:
    rows = db.session.execute(
        select(Ballot.id, Ballot.public_id, User.login)
        .join(Elector, Elector.ballot_id == Ballot.id)
        .join(User, Elector.user_id == User.id)
        .where(Ballot.status == BallotStatus.OPEN)
        .order_by(Ballot.id, Elector.rank)
    ).all()
    items: dict[int, list[int]] = {}
    for ballot_id, item_id in db.session.execute(
        select(BallotItem.ballot_id, BallotItem.id).where(
            BallotItem.ballot_id.in_({row.id for row in rows})
        )
    ):
        items.setdefault(ballot_id, []).append(item_id)
    return [BallotPaper(row.public_id, row.login, tuple(items[row.id])) for row in rows]
