"""The tellers' page: what each step asks of them, totals at the end, and nobody else's business."""

import pytest

from tests.councils.sealed.conftest import Vault
from tests.factories.councils import member_actor
from workflow.core.errors import InvalidStep
from workflow.core.unit_of_work import unit_of_work
from workflow.councils.sealed.tasks import tasks_for
from workflow.councils.services.reminding import remind
from workflow.councils.services.secret.preparing import draw
from workflow.councils.states import Choice

TELLER, OTHER_TELLER, MEMBER = 2, 4, 6


def url_of(vault):
    return f"/councils/ballots/{vault.id}/tellers"


@pytest.fixture
def teller_of(client_as):
    return lambda vault, at=TELLER: client_as(vault.meeting.members[at])


def test_strangers_and_members_are_kept_out_tellers_and_secretary_are_not(
    make_vault, long_an, client_as, client
):
    vault = make_vault()
    url = url_of(vault)

    assert client.get(url).status_code == 302
    assert client_as(long_an.stranger, long_an.elsewhere).get(url).status_code == 404
    assert client_as(vault.meeting.members[MEMBER]).get(url).status_code == 403
    assert client_as(long_an.head, long_an.department).get(url).status_code == 403
    secretary = client_as(long_an.secretary, long_an.department)
    for person in (secretary, client_as(vault.meeting.members[OTHER_TELLER])):
        assert person.get(url).status_code == 200
        session = f"/councils/sessions/{vault.meeting.session.public_id}"
        assert url in person.get(session).text
    member = client_as(vault.meeting.members[MEMBER])
    page = member.get(f"/councils/sessions/{vault.meeting.session.public_id}").text
    assert ("Cần 2 trên 3 người để mở kết quả." in page, url in page) == (True, False)


def test_each_step_says_what_is_to_be_done_and_a_draft_says_who_lacks_a_code(make_vault, teller_of):
    draft = make_vault(opened=False)
    page = teller_of(draft).get(url_of(draft)).text
    assert page.count("Đã nhận mã kiểm phiếu") == 3
    assert "Đồng chí đã nhận mã." in page

    vault = make_vault()
    vault.cast(0)
    page = teller_of(vault).get(url_of(vault)).text
    assert f"/councils/ballots/{vault.id}/envelopes" in page
    assert "Thành viên 09" in page  # whose envelope is awaited
    vault.fill().close()
    page = teller_of(vault).get(url_of(vault)).text
    assert "Hòm đã đóng với 4 phiếu niêm phong." in page
    assert f"/councils/ballots/{vault.id}/count" in page
    assert "Tổng số từng đề nghị" not in page


def test_totals_stand_there_once_counted_with_threshold_and_outcome(make_vault, teller_of):
    vault = make_vault()
    for at in range(6):
        vault.cast(at, Choice.DISAGREE if at == 0 else Choice.AGREE)
    vault.close().count()

    page = teller_of(vault).get(url_of(vault)).text

    assert "Tổng số từng đề nghị" in page
    assert "trên tổng số 9 thành viên" in page
    assert page.count('<td class="num">5</td><td class="num">1</td><td class="num">0</td>') == 3
    assert page.count(" Đạt</span>") == 3
    assert vault.codes[1] not in page


def test_every_teller_has_a_place_for_the_own_code_and_may_leave_it_empty(make_vault, teller_of):
    vault = make_vault()
    vault.fill().close()
    client = teller_of(vault)
    page = client.get(f"/councils/ballots/{vault.id}/count").text
    assert [f"Mã của Thành viên {at:02d}" in page for at in (3, 4, 5)] == [True, True, True]

    codes = {"code_1": vault.codes[1], "code_2": "", "code_3": vault.codes[3]}
    wrong = client.post(f"/councils/ballots/{vault.id}/count", data=codes | {"code_3": "03-AAAA"})
    assert wrong.status_code == 422
    assert vault.codes[1] not in wrong.text
    assert client.post(f"/councils/ballots/{vault.id}/count", data=codes).status_code == 302
    assert "Tổng số từng đề nghị" in client.get(url_of(vault)).text


def test_the_closing_page_says_how_the_box_is_opened_and_what_absent_papers_become(
    make_vault, client_as, long_an
):
    vault = make_vault()
    secretary = client_as(long_an.secretary, long_an.department)
    url = f"/councils/sessions/{vault.meeting.session.public_id}"

    page = secretary.get(f"{url}/close-ballot").text

    assert "cần 2 trên 3 người kiểm phiếu cùng gõ mã để mở" in page
    assert "Thành viên 09 (vắng, phiếu giấy chưa vào hòm)" in page
    assert "Bỏ phiếu kín" in secretary.get(url).text


def test_tellers_without_a_code_are_reminded_and_the_voters_not_with_them(
    make_meeting, keys, client_as, long_an
):
    vault = Vault(make_meeting(), keys).prepare()
    meeting = vault.meeting
    desk = client_as(long_an.secretary, long_an.department)
    home = f"/councils/sessions/{meeting.session.public_id}"
    with unit_of_work():
        vault.codes[1] = draw(vault.id, actor=member_actor(meeting.members[2]))

    assert "Nhắc 2 người" in desk.get(home).text
    assert desk.post(f"/councils/ballots/{vault.id}/remind").status_code == 302

    notes = [[one.note for one in tasks_for(member_actor(meeting.members[at]))] for at in (2, 3)]
    assert notes == [[], ["Thư ký nhắc lúc 14:00, 28/12/2020"]]
    assert "Đã nhắc lúc 14:00" in desk.get(home).text
    vault.draw_all()
    with pytest.raises(InvalidStep, match="mọi người kiểm phiếu đã nhận mã"), unit_of_work():
        remind(vault.id, actor=meeting.secretary)
    assert vault.open().meeting.ballot.reminded_at is None
