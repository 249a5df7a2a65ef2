"""A session that votes on its first row by name and on its last in secret."""

from sqlalchemy import select

from tests.factories.councils import member_actor
from workflow.core.db import db
from workflow.core.unit_of_work import unit_of_work
from workflow.councils.models import AgendaItem
from workflow.councils.services import counting, opening
from workflow.councils.services.ballots import Answer, cast_votes
from workflow.councils.services.closing import close_ballot
from workflow.councils.states import Choice
from workflow.councils.voting import items_of


def secret_last_row(meeting, long_an):
    """Let the award of the last row on the agenda be voted on in secret alone."""
    long_an.minister_person.secret_ballot = True
    rows = db.session.scalars(select(AgendaItem).order_by(AgendaItem.position)).all()
    rows[-1].nomination.award_version = long_an.minister_person
    db.session.commit()


def count_by_name(meeting, voters=6):
    """Vote by name on what may be, and count it."""
    with unit_of_work():
        ballot = opening.open_ballot(meeting.session.public_id, actor=meeting.secretary)
    answers = {item.id: Answer(Choice.AGREE) for item in items_of(ballot.id)}
    for member in meeting.members[:voters]:
        with unit_of_work():
            cast_votes(ballot.public_id, answers, actor=member_actor(member))
    with unit_of_work():
        close_ballot(ballot.public_id, actor=meeting.secretary)
    with unit_of_work():
        counting.count_ballot(ballot.public_id, actor=meeting.secretary)
    return ballot
