"""Too few tellers, codes or papers for a secret to be one, and enough of them."""

import pytest
from sqlalchemy import select

from tests.councils.sealed.conftest import Vault
from workflow.core.db import db
from workflow.core.errors import BadInput, Incomplete, NotAllowed
from workflow.councils.models import TallyLine
from workflow.councils.states import BallotStatus, Choice

D = Choice.DISAGREE


def lines():
    rows = db.session.scalars(select(TallyLine).order_by(TallyLine.ballot_item_id))
    return [(r.agree, r.disagree, r.other, r.recused, r.silent, r.total, r.passed) for r in rows]


def test_a_board_of_tellers_with_nobody_in_it_is_not_taken_for_a_ballot_without_one(
    make_meeting, keys
):
    vault = Vault(make_meeting(), keys)
    with pytest.raises(BadInput, match="Hãy chọn người kiểm phiếu"):
        vault.prepare((), 2)
    vault.prepare((), 0)


@pytest.mark.parametrize(("members", "most"), [(5, 4), (5, 0), (9, 7)])
def test_a_council_larger_than_its_rule_says_never_votes_without_tellers(
    make_meeting, keys, members, most
):
    vault = Vault(make_meeting(members=members, absent=0), keys)
    vault.meeting.council.without_tellers_up_to = most
    db.session.commit()

    with pytest.raises(BadInput, match=f"từ {most} thành viên trở xuống"):
        vault.prepare((), 0)
    vault.meeting.council.without_tellers_up_to = members
    db.session.commit()
    assert vault.prepare((), 0).meeting.ballot.status is BallotStatus.DRAFT


@pytest.mark.parametrize(("most", "offered"), [(8, False), (9, True)])
def test_the_page_offers_it_to_tiny_councils_only(make_meeting, client_as, long_an, most, offered):
    meeting = make_meeting(members=9)
    meeting.council.without_tellers_up_to = most
    db.session.commit()
    desk = client_as(long_an.secretary, long_an.department)

    page = desk.get(f"/councils/sessions/{meeting.session.public_id}/secret")

    assert ('value="file"' in page.get_data(as_text=True)) is offered


def test_fewer_codes_than_the_councils_rules_ask_for_are_refused(make_meeting, keys):
    vault = Vault(make_meeting(), keys)
    vault.meeting.council.tellers_needed = 3
    db.session.commit()
    with pytest.raises(BadInput, match="cần ít nhất 3 mã"):
        vault.prepare((2, 3, 4), 2)
    vault.prepare((2, 3, 4), 3)


def test_a_box_of_two_papers_is_not_closed_for_its_totals_would_tell_who_chose_what(make_vault):
    vault = make_vault(absent=0)
    for at in (4, 5):
        vault.cast(at, D)
        with pytest.raises(Incomplete, match="con số tổng cho biết ai bỏ phiếu thế nào"):
            vault.close()
    assert vault.meeting.ballot.status is BallotStatus.OPEN
    vault.cast(6)
    vault.close().count()
    assert lines() == [(1, 2, 0, 0, 6, 9, False)] * 3


def test_the_closing_page_says_so_and_leads_to_calling_it_off(make_vault, long_an, client_as):
    vault = make_vault()
    secretary = client_as(long_an.secretary, long_an.department)
    page = f"/councils/sessions/{vault.meeting.session.public_id}/close-ballot"
    told, off = "chưa đóng hòm được", f"/councils/ballots/{vault.id}/call-off"
    vault.cast(0)
    shown = secretary.get(page).text
    assert (told in shown, off in shown) == (True, True)
    form = {"ballot": vault.id}
    assert secretary.post(page, data=form).status_code == 409
    vault.fill()
    shown = secretary.get(page).text
    assert (told in shown, off in shown) == (False, False)
    assert secretary.post(page, data=form).status_code == 302


def test_a_row_one_voter_keeps_out_of_needs_a_further_paper(make_vault):
    vault = make_vault(own=True)  # the second member is nominated
    vault.cast(1, but=[vault.meeting.items[0].id])
    vault.cast(4)
    vault.cast(5)
    with pytest.raises(Incomplete, match="Dòng 1, Bùi Thị H1: hòm mới có 2 phiếu"):
        vault.close()
    vault.cast(6)
    vault.close()


def test_an_empty_box_tells_nothing_and_is_closed(make_vault):
    assert make_vault().close().meeting.ballot.status is BallotStatus.CLOSED


def test_a_council_of_two_holds_no_secret_ballot(make_meeting, keys):
    with pytest.raises(NotAllowed, match="không bỏ phiếu kín được"):
        Vault(make_meeting(members=2, absent=0), keys).prepare((), 0)
    Vault(make_meeting(members=3, absent=0), keys).prepare((), 0)
