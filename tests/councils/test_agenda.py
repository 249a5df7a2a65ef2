"""The order of the parts of an agenda."""

import pytest

from tests.factories.proposals import make_nomination
from workflow.awards.models import Route
from workflow.core.errors import InvalidStep
from workflow.core.unit_of_work import unit_of_work
from workflow.councils.agenda import in_order, parts_of
from workflow.councils.queries import agenda_of
from workflow.councils.services import agenda
from workflow.councils.states import SessionStatus
from workflow.proposals.states import NominationStatus, ProposalStatus
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


def test_an_award_without_a_council_is_neither_offered_nor_placed(
    make_meeting, make_proposal, make_recipient, long_an, client_as
):
    meeting = make_meeting(SessionStatus.PLANNED, nominees=0)
    dossier = make_proposal(ProposalStatus.COUNCIL_REVIEW, nominees=0)
    long_an.certificate_collective.route = Route.DIRECT
    team = make_recipient("Đội Trực tiếp", kind=RecipientKind.COLLECTIVE)
    direct = make_nomination(dossier, team, long_an.certificate_collective, position=1)
    person = make_recipient("Cá nhân Chờ họp")
    other = make_nomination(dossier, person, long_an.certificate_person, position=2)
    client = client_as(long_an.secretary, long_an.department)
    url = f"/councils/sessions/{meeting.session.public_id}/agenda"

    page = client.get(url).text
    assert ("Cá nhân Chờ họp" in page, "Đội Trực tiếp" in page) == (True, False)
    both = [direct.public_id, other.public_id]
    with pytest.raises(InvalidStep, match="không qua Hội đồng"), unit_of_work():
        agenda.place_on_agenda(meeting.session.public_id, both, actor=meeting.secretary)
    refused = client.post(url, data={"nominations": both})
    assert (refused.status_code, "đưa thẳng đề nghị cho Đội Trực tiếp" in refused.text) == (
        409, True,
    )  # fmt: skip
    assert agenda_of(meeting.session.id) == []
    assert direct.status is other.status is NominationStatus.PROPOSED
