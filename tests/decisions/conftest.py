"""A person whose ledger is complete, awards that lean on each other, and honours to hold."""

from datetime import date

import pytest

from tests.factories.story import make_award_version
from workflow.accounts.delegating.states import Way
from workflow.awards.models import AwardKind, Ground
from workflow.awards.services import confer
from workflow.core.actors import SYSTEM
from workflow.core.db import db
from workflow.organisations.models import OrganisationKind
from workflow.recipients.models import (
    Coverage,
)
from workflow.recipients.states import Ledger


@pytest.fixture
def awards(long_an):
    """LĐTT asks nothing; CSTĐCS the LĐTT of its year; Bằng khen two CSTĐCS in a row."""
    made = {
        "LDTT": make_award_version("LDTT", "Lao động tiên tiến", "individual",
                                   OrganisationKind.DEPARTMENT, "Cục trưởng"),
        "CSTDCS": make_award_version("CSTDCS", "Chiến sĩ thi đua cơ sở", "individual",
                                     OrganisationKind.DEPARTMENT, "Cục trưởng",
                                     prerequisite="LDTT:1 same_year"),
        "BK": make_award_version("BK_THU", "Bằng khen", "individual",
                                 OrganisationKind.MINISTRY, "Bộ trưởng",
                                 prerequisite="CSTDCS:2 consecutive|LDTT:5 consecutive"),
    }  # fmt: skip
    made["LDTT"].award.kind = made["CSTDCS"].award.kind = AwardKind.TITLE
    db.session.commit()
    return {key: version.award_id for key, version in made.items()}


@pytest.fixture
def person(long_an, make_recipient):
    """A person of team 3 whose ledger of honours is complete."""
    found = make_recipient("Trần Quốc Bảo", organisation=long_an.team3)
    db.session.add(
        Coverage(recipient_id=found.id, ledger=Ledger.HONOURS, first_year=2010, last_year=2020,
                 from_the_start=True)
    )  # fmt: skip
    db.session.commit()
    return found


@pytest.fixture
def hold(person, awards):
    def give(code, year, ground=Ground.MERIT, item=None):
        honour = confer(
            recipient_id=person.id, award_id=awards[code], ground=ground, year=year,
            number_text=f"{year % 100}/QĐ-CQLTT", date_text=f"20/12/{year}",
            decided_on=min(date(year, 12, 20), date(2020, 12, 18)), issuer_text="Cục",
            decision_item_id=item, actor=SYSTEM,
        )  # fmt: skip
        db.session.commit()
        return honour

    return give


@pytest.fixture
def signs_copies(long_an, make_user, delegate):
    """The head of the office, who signs copies by the head's order."""
    office = make_user(long_an.department, "archivist", name="Phạm Thị Dung")
    delegate(long_an.department, office, Way.BY_ORDER, post="Chánh Văn phòng")
    return office


@pytest.fixture
def archivist(long_an, actor):
    return actor(long_an.archivist, long_an.department)
