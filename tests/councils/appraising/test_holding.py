"""A ballot that waits for its appraisal where the council's rules say so, and one that does not."""

import pytest

from workflow.core.db import db
from workflow.core.errors import Incomplete
from workflow.core.unit_of_work import unit_of_work
from workflow.councils.appraising.choices import Outcome
from workflow.councils.appraising.queries import rule_of
from workflow.councils.services import opening
from workflow.councils.states import SessionStatus


@pytest.fixture
def held(appraising):
    """A sitting council of two rows whose rules hold the ballot back."""
    one = appraising(status=SessionStatus.SITTING, nominees=2)
    rule_of(one.meeting.council.id).holds_ballot = True
    db.session.commit()
    return one


def opens(one):
    with unit_of_work():
        return opening.open_ballot(one.id, actor=one.secretary)


def test_the_vote_waits_until_every_sheet_is_in_or_a_result_is_written(held):
    with pytest.raises(Incomplete, match="Còn 2 đề nghị chưa thẩm định xong, .* Bùi Thị H1"):
        opens(held)
    held.assign(3, 4)
    held.hands_in(3)
    with pytest.raises(Incomplete, match="Còn 2 đề nghị"):
        opens(held)
    held.hands_in(4)
    with pytest.raises(Incomplete, match="Còn 1 đề nghị chưa thẩm định xong, .* Bùi Thị H2"):
        opens(held)
    held.hands_in(3, name="Bùi Thị H2")
    held.records(held.secretary, Outcome.VOTE, Bùi_Thị_H2=1)
    assert opens(held).status.value == "open"


def test_where_the_rules_do_not_hold_it_back_the_vote_opens(held):
    rule_of(held.meeting.council.id).holds_ballot = False
    db.session.commit()
    assert opens(held).status.value == "open"


def test_the_page_says_so_and_offers_no_button(held, long_an, client_as):
    secretary = client_as(long_an.secretary, long_an.department)
    page = f"/councils/sessions/{held.id}"
    told, button = "2 đề nghị chưa thẩm định xong", f"{page}/open-ballot"
    shown = secretary.get(page).text
    assert (told in shown, button in shown) == (True, False)
    held.assign(3, 4)
    for at in (3, 4):
        for name in ("Bùi Thị H1", "Bùi Thị H2"):
            held.hands_in(at, name=name)
    shown = secretary.get(page).text
    assert ("chưa thẩm định xong" in shown, button in shown) == (False, True)
