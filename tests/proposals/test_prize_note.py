"""The prize money told on a nomination: only what the tables know for sure."""

from datetime import UTC, datetime

import pytest

from tests.factories.story import make_award_version
from workflow.core import clock
from workflow.core.db import db
from workflow.organisations.models import OrganisationKind
from workflow.proposals.models import Nomination
from workflow.proposals.prize_note import prize_note


@pytest.mark.parametrize(("code", "day", "told"), [
    ("LDTT", datetime(2025, 12, 29, 1, tzinfo=UTC),
     "Tiền thưởng kèm theo nếu quyết định hôm nay: 710.000 đồng."),
    ("LDTT", datetime(2026, 7, 2, 1, tzinfo=UTC), ""),
    ("LDTT", datetime(2020, 12, 29, 1, tzinfo=UTC), ""),
    ("GKX", datetime(2025, 12, 29, 1, tzinfo=UTC), ""),
])  # fmt: skip
def test_money_is_told_only_where_it_is_known(database, make_nominations, code, day, told):
    version = make_award_version(code, "A", "individual", OrganisationKind.DEPARTMENT, "Cục trưởng")
    (row,) = make_nominations("Trần Quốc Bảo", version=version)
    clock.move_to(day)
    db.session.commit()

    assert prize_note(db.session.get_one(Nomination, row)) == told
