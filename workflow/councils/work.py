"""All that councils ask of a person. Few are ever called to one: that is asked first."""

from sqlalchemy import exists, or_, select

from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.tasks import Task
from workflow.councils import tasks as sessions
from workflow.councils.appraising import tasks as appraisals
from workflow.councils.appraising.models import AppraisalSheet
from workflow.councils.models import Attendance, Elector
from workflow.councils.publishing import queries as publications
from workflow.councils.recusing import board as recusals
from workflow.councils.sealed import tasks as secret_ballots
from workflow.councils.sealed.models import Teller


def was_called(actor: Actor) -> bool:
    """Say whether the actor was ever called to a session, a ballot, a count or an appraisal."""
    if actor.user_id is None:
        return False
    rows = (Attendance, Elector, Teller, AppraisalSheet)
    called = or_(*(exists().where(one.user_id == actor.user_id) for one in rows))
    return bool(db.session.scalar(select(called)))


def tasks_for(actor: Actor) -> list[Task]:
    """Return what waits for the actor; who was never called has no work of a member."""
    called = was_called(actor)
    members = [*secret_ballots.tasks_for(actor), *recusals.tasks_for(actor)] if called else []
    return [
        *sessions.tasks_for(actor, called=called), *members,
        *appraisals.tasks_for(actor, called=called), *publications.tasks_for(actor),
    ]  # fmt: skip
