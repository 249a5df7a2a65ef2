"""What may go into a decision now: passed here or on the direct route, decided here, undecided."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from workflow.awards.models import AwardVersion, Route
from workflow.awards.queries import decides_here
from workflow.awards.wording import form_name
from workflow.core.db import db
from workflow.councils.models import AgendaItem, Session
from workflow.councils.records import UnsignedRecord, unsigned_records
from workflow.councils.states import SessionStatus
from workflow.decisions.models import DecisionItem
from workflow.decisions.queries import live_nominations
from workflow.organisations.models import Organisation
from workflow.proposals.models import Nomination, Proposal
from workflow.proposals.queries import passed_undecided, ready_for_agenda


@dataclass(frozen=True)
class Group:
    """Nominations one decision may gather: same award, round and session."""

    award: str
    round_name: str
    session: Session | None
    nominations: tuple[Nomination, ...]


def is_direct(nomination: Nomination) -> bool:
    """Tell whether the award's route needs no council."""
    return nomination.award_version.route is Route.DIRECT


def candidates(organisation: Organisation) -> list[Nomination]:
    """Return every nomination a decision of the organisation may take now, in dossier order."""
    ready = [n for n in ready_for_agenda(organisation.id) if is_direct(n)]
    found = [*passed_undecided(organisation.id), *ready]
    mine = [n for n in found if decides_here(n.award_version, organisation)]
    taken = live_nominations([n.id for n in mine])
    return [n for n in loaded(n.id for n in mine) if n.id not in taken]


def loaded(nomination_ids: Iterable[int], *, lock: bool = False) -> Sequence[Nomination]:
    """Return the nominations with what their lines print, locked if asked; in dossier order."""
    ids = tuple(nomination_ids)
    if lock:
        _lock(ids)
    return db.session.scalars(
        select(Nomination)
        .join(Nomination.proposal)
        .where(Nomination.id.in_(ids))
        .options(
            joinedload(Nomination.recipient),
            joinedload(Nomination.award_version).joinedload(AwardVersion.award),
            joinedload(Nomination.proposal).joinedload(Proposal.proposing),
            joinedload(Nomination.proposal).joinedload(Proposal.round),
        )
        .order_by(Proposal.proposing_id, Proposal.id, Nomination.position, Nomination.id)
    ).all()


def _lock(ids: Sequence[int]) -> None:
    """Lock the dossiers, then the nominations, each in order: nobody waits in a circle."""
    dossiers = select(Nomination.proposal_id).where(Nomination.id.in_(ids))
    rows = (
        select(Proposal).where(Proposal.id.in_(dossiers)).order_by(Proposal.id),
        select(Nomination).where(Nomination.id.in_(ids)).order_by(Nomination.id),
    )
    for row in rows:
        db.session.scalars(row.with_for_update().execution_options(populate_existing=True)).all()


def sessions_of(nomination_ids: Iterable[int]) -> dict[int, Session]:
    """Return the council session each nomination was last put to."""
    rows = db.session.execute(
        select(AgendaItem.nomination_id, Session)
        .join(Session, AgendaItem.session_id == Session.id)
        .options(joinedload(Session.council))
        .where(
            AgendaItem.nomination_id.in_(tuple(nomination_ids)),
            Session.status != SessionStatus.VOID,
        )
        .order_by(Session.starts_at, Session.id)
    )
    return {nomination_id: session for nomination_id, session in rows}  # noqa: C416


def unsigned_behind(items: Iterable[DecisionItem]) -> list[UnsignedRecord]:
    """Return the minutes and counts nobody has signed, of the sessions these lines come from."""
    put = sessions_of(item.nomination_id for item in items if item.nomination_id is not None)
    return unsigned_records(put.values())


def grouped(nominations: Sequence[Nomination]) -> list[Group]:
    """Return the nominations by award, round and session, in the order they came."""
    sessions = sessions_of(n.id for n in nominations)
    groups: dict[tuple[str, int | None, int | None], list[Nomination]] = {}
    for nomination in nominations:
        session = sessions.get(nomination.id)
        key = (
            form_name(nomination.award_version), nomination.proposal.round_id,
            session.id if session else None,
        )  # fmt: skip
        groups.setdefault(key, []).append(nomination)
    return [
        Group(
            award,
            rows[0].proposal.round.name if rows[0].proposal.round else "",
            sessions.get(rows[0].id),
            tuple(rows),
        )
        for (award, _round, _session), rows in groups.items()
    ]
