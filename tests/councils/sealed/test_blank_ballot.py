"""The blank paper for absent members: printed by secretary and tellers, the same for everybody."""

from tests.councils.sealed.test_tellers_page import MEMBER, TELLER
from workflow.councils.states import SessionStatus


def url_of(vault):
    return f"/councils/sessions/{vault.meeting.session.public_id}/blank-ballot"


def test_secretary_and_tellers_print_it_and_nobody_else(make_vault, client_as, long_an, client):
    vault = make_vault()
    url = url_of(vault)

    assert client.get(url).status_code == 302
    assert client_as(long_an.stranger, long_an.elsewhere).get(url).status_code == 404
    assert client_as(long_an.head, long_an.department).get(url).status_code == 403
    assert client_as(vault.meeting.members[MEMBER]).get(url).status_code == 403
    secretary = client_as(long_an.secretary, long_an.department)
    teller = client_as(vault.meeting.members[TELLER])
    assert secretary.get(url).data == teller.get(url).data  # no sheet is told from another
    papers = url.replace("blank-ballot", "ballot-papers")
    assert papers in secretary.get(url.removesuffix("/blank-ballot")).text
    assert url in secretary.get(papers).text


def test_it_has_a_box_for_each_answer_of_each_row_and_no_members_name(
    make_vault, client_as, long_an
):
    vault = make_vault()
    page = client_as(long_an.secretary, long_an.department).get(url_of(vault)).text

    assert page.count('role="img"></i>') == 3 * 3
    assert [f"Bùi Thị H{n}<" in page for n in (1, 2, 3)] == [True, True, True]
    assert [user.name for user in vault.meeting.members if user.name in page] == []


def test_without_a_row_to_vote_on_there_is_no_paper(make_meeting, client_as, long_an):
    secretary = client_as(long_an.secretary, long_an.department)
    for meeting in (make_meeting(SessionStatus.PLANNED), make_meeting(nominees=0)):
        page = f"/councils/sessions/{meeting.session.public_id}"
        refused = secretary.get(f"{page}/blank-ballot")
        assert refused.status_code == 409
        assert "không có đề nghị nào chờ bỏ phiếu" in refused.text
        assert "ballot-papers" not in secretary.get(page).text
