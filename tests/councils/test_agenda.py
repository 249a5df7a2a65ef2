"""The order of the parts of an agenda."""

from tests.factories.proposals import make_nomination
from workflow.core.unit_of_work import unit_of_work
from workflow.councils.agenda import in_order, parts_of
from workflow.councils.queries import agenda_of
from workflow.councils.services import agenda
from workflow.councils.states import SessionStatus
from workflow.proposals.states import ProposalStatus
from workflow.recipients.models import RecipientKind


def test_collectives_stand_before_persons_whichever_row_of_the_catalogue_came_first(
    make_meeting, make_proposal, make_recipient, long_an
):
    meeting = make_meeting(SessionStatus.PLANNED, nominees=0)
    dossier = make_proposal(ProposalStatus.COUNCIL_REVIEW, nominees=0)
    person, collective = long_an.certificate_person, long_an.certificate_collective
    assert person.id < collective.id
    team = make_recipient("Đội 3", kind=RecipientKind.COLLECTIVE)
    rows = [
        make_nomination(dossier, make_recipient("Cá nhân"), person, position=1),
        make_nomination(dossier, team, collective, position=2),
    ]

    assert [row.recipient.name for row in in_order(rows)] == ["Đội 3", "Cá nhân"]
    for row in rows:
        with unit_of_work():
            agenda.place_on_agenda(
                meeting.session.public_id, [row.public_id], actor=meeting.secretary
            )
    placed = agenda_of(meeting.session.id)
    assert [row.nomination.recipient.name for row in placed] == ["Đội 3", "Cá nhân"]
    assert [part.number for part in parts_of(placed)] == [1, 2]
