"""Whose honours a title taken back is missed by, beside the holder's own."""

from datetime import date

import pytest

from tests.factories.story import make_award_version
from workflow.awards.eligibility.verdicts import Verdict
from workflow.awards.leaning import dependents_of
from workflow.awards.models import Ground, Honour
from workflow.awards.services import Revocation, confer
from workflow.core.actors import SYSTEM
from workflow.core.db import db
from workflow.core.unit_of_work import unit_of_work
from workflow.decisions.services.revoking import revoke_honour
from workflow.decisions.tasks import tasks_for
from workflow.organisations.models import OrganisationKind
from workflow.recipients.models import (
    Coverage,
    Lineage,
    Membership,
    RecipientKind,
    Strength,
)
from workflow.recipients.states import Ledger, LineageKind

TAKEN_BACK = Revocation("12/QĐ-CQLTT", date(2020, 12, 18), "Khai báo sai thành tích")


@pytest.fixture
def team(long_an, make_recipient):
    """The collective of team 3 with two people, whose award asks seven in ten to hold the LĐTT."""
    found = make_recipient("Đội 3", organisation=long_an.team3, kind=RecipientKind.COLLECTIVE)
    found.organisation_id = long_an.team3.id
    version = make_award_version("TTLDTT", "Tập thể lao động tiên tiến", "collective",
                                 OrganisationKind.DEPARTMENT, "Cục trưởng",
                                 prerequisite="SHARE:LDTT:0.70")  # fmt: skip
    db.session.add_all([
        Strength(recipient_id=found.id, year=2019, members=2),
        Coverage(recipient_id=found.id, ledger=Ledger.HONOURS, first_year=2010, last_year=2020,
                 from_the_start=True),
    ])  # fmt: skip
    db.session.commit()

    def give(year, recipient=found):
        honour = confer(
            recipient_id=recipient.id, award_id=version.award_id, ground=Ground.MERIT, year=year,
            number_text=f"{year}/QĐ", date_text="", decided_on=date(year, 12, 18),
            issuer_text="Cục", decision_item_id=None, actor=SYSTEM,
        )  # fmt: skip
        db.session.commit()
        return honour

    return found, give


@pytest.mark.parametrize("struck", [False, True])
def test_a_persons_title_is_missed_by_the_collective_that_counted_it(
    hold, team, long_an, make_recipient, awards, struck
):
    _collective, give = team
    other = make_recipient("Người thứ hai", organisation=long_an.team3)
    db.session.add(Honour(recipient_id=other.id, award_id=awards["LDTT"], year=2019))
    give(2019)
    give(2018)  # another year: its share was of other titles
    worker = hold("LDTT", 2019)
    if struck:
        worker.struck_by, worker.struck_on = "12/QĐ", date(2020, 12, 18)
        db.session.commit()

    found = dependents_of(worker)

    assert [
        (one.name, one.honour.year, one.honour.recipient.name, one.without) for one in found
    ] == [("Tập thể lao động tiên tiến", 2019, "Đội 3", Verdict.NOT_ELIGIBLE)]


@pytest.mark.parametrize("change", ["other title", "on no merit", "not there that year"])
def test_a_title_no_share_counted_is_missed_by_no_collective(hold, team, change):
    _collective, give = team
    give(2019)
    worker = hold("CSTDCS" if change == "other title" else "LDTT", 2019)
    if change == "on no merit":
        worker.ground = Ground.SUDDEN
    if change == "not there that year":
        db.session.query(Membership).filter_by(recipient_id=worker.recipient_id).update(
            {"valid_from": date(2020, 1, 1)}
        )
    db.session.commit()

    assert [one.name for one in dependents_of(worker)] == []


def test_what_a_collective_held_under_a_former_name_is_missed_by_what_it_became(
    team, long_an, make_recipient
):
    earlier, give = team
    later = make_recipient("Đội 3 mới", organisation=long_an.team3, kind=RecipientKind.COLLECTIVE)
    version = make_award_version("BKBT_TT", "Bằng khen tập thể", "collective",
                                 OrganisationKind.MINISTRY, "Bộ trưởng",
                                 prerequisite="TTLDTT:1")  # fmt: skip
    db.session.add_all([
        Lineage(recipient_id=later.id, predecessor_id=earlier.id, kind=LineageKind.RENAMED,
                on=date(2019, 6, 1), source="1/QĐ"),
        Honour(recipient_id=later.id, award_id=version.award_id, year=2020, ground=Ground.MERIT),
    ])  # fmt: skip
    db.session.commit()

    found = dependents_of(give(2018))

    assert [(one.name, one.honour.recipient.name) for one in found] == [
        ("Bằng khen tập thể", "Đội 3 mới")
    ]


def test_the_office_that_decided_for_the_collective_is_told_too(
    desk, make_nominations, hold, person, team, client_as, long_an
):
    collective, give = team
    desk.issued(make_nominations("Người khác"))
    honour = db.session.query(Honour).one()
    honour.recipient_id, honour.award_id, honour.year = collective.id, give(2018).award_id, 2019
    worker = hold("LDTT", 2019)
    with unit_of_work():
        revoke_honour(person.public_id, worker.id, TAKEN_BACK, actor=desk.secretary)

    told = [task.title for task in tasks_for(desk.secretary) if task.endpoint == "honours.show"]
    page = client_as(long_an.secretary, long_an.department).get(
        f"/honours/{person.public_id}/{worker.id}"
    )

    assert told == ["Xem lại khen thưởng của Trần Quốc Bảo"]
    assert f"/honours/{collective.public_id}/{honour.id}" in page.text
