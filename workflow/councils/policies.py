"""Who may see and run a session, and who keeps the councils."""

from sqlalchemy import exists, or_, select

from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.councils.models import Ballot, Council, Session
from workflow.councils.queries import as_member, proposals_before_member, visible_to
from workflow.councils.states import SessionStatus
from workflow.organisations.queries import is_administered
from workflow.proposals.models import Nomination


def secretary_of(actor: Actor, session: Session) -> bool:
    """The secretary of the organisation whose council sits."""
    return actor.has("secretary") and actor.organisation_id == session.council.organisation_id


def secretary_of_ballot(actor: Actor, ballot: Ballot) -> bool:
    """The secretary who runs this ballot's session."""
    return secretary_of(actor, ballot.session)


def system_or_secretary_of(actor: Actor, session: Session) -> bool:
    """The rule that follows from the last paper issued, or the secretary's own word."""
    return actor.is_system or secretary_of(actor, session)


def administrator_of(actor: Actor, council: Council) -> bool:
    """The administrator of the council's organisation, or of one above it."""
    return is_administered(council.organisation_id, actor)


def may_view_session_id(actor: Actor, session_id: int) -> bool:
    """Its secretary, the head, and the council's members see the session."""
    seen = visible_to(actor).with_only_columns(Session.id).where(Session.id == session_id)
    return db.session.scalar(seen) is not None


def may_read_packet(actor: Actor, session_id: int) -> bool:
    """Members who were called and the council's secretary; of a void session nobody."""
    there = [as_member(actor)]
    if actor.has("secretary"):
        own = select(Council.id).where(Council.organisation_id == actor.organisation_id)
        there.append(Session.council_id.in_(own))
    seen = exists().where(
        Session.id == session_id, Session.status != SessionStatus.VOID, or_(*there)
    )
    return bool(db.session.scalar(select(seen)))


def may_view_session_files(actor: Actor, session_id: int) -> bool:
    """Those who see the session open its files, and the clerk, who numbers its papers."""
    if may_view_session_id(actor, session_id):
        return True
    if not actor.has("clerk"):
        return False
    here = exists().where(
        Session.id == session_id,
        Session.council_id == Council.id,
        Council.organisation_id == actor.organisation_id,
    )
    return bool(db.session.scalar(select(here)))


def member_may_view_proposal(actor: Actor, proposal_id: int) -> bool:
    """A member reads a dossier that is before a council they sit in."""
    listed = proposals_before_member(actor).where(Nomination.proposal_id == proposal_id).limit(1)
    return db.session.scalar(listed) is not None
