"""What the session's papers say of a secret ballot."""

from tests.councils.sealed.conftest import drafted
from tests.factories.councils import member_actor
from workflow.core.unit_of_work import unit_of_work
from workflow.councils.records import unsigned_records
from workflow.councils.services.secret.casting import enter_envelopes
from workflow.councils.states import Choice

A, D = Choice.AGREE, Choice.DISAGREE


def test_the_papers_of_a_secret_ballot_name_its_tellers_and_no_vote(make_vault):
    vault = make_vault()
    for at in range(7):
        vault.cast(at, D if at == 0 else A)
    vault.close().count()
    count, minutes = drafted(vault)
    told = count.context
    assert (told["title"], told["vote_mode"], told["is_secret"], told["named_votes"]) == (
        "BIÊN BẢN KIỂM PHIẾU", "Bỏ phiếu kín", True, [],
    )  # fmt: skip
    assert [one["name"] for one in told["tellers"]] == [
        vault.meeting.members[at].name for at in (2, 3, 4)
    ]
    assert told["ballots"]["returned"] == 7
    assert minutes.context["vote_mode"] == "Bỏ phiếu kín"
    assert minutes.context["content"][-2:] == [
        "Hội đồng tiến hành bỏ phiếu kín từng đề nghị.",
        "Ban kiểm phiếu gồm: Thành viên 03, Thành viên 04, Thành viên 05.",
    ]


def test_an_envelope_is_counted_as_an_absent_members_paper(make_vault):
    vault = make_vault()
    for at in range(4):
        vault.cast(at)
    absent = vault.meeting.members[8]
    with unit_of_work():
        enter_envelopes(
            vault.id, [absent.id], [vault.meeting.answers()], beside=vault.codes[2],
            actor=member_actor(vault.meeting.members[2]),
        )  # fmt: skip
    vault.close().count()

    count, _minutes = drafted(vault)

    assert count.context["ballots"] == {
        "members": 9, "issued": 8, "returned": 4, "valid": 4, "invalid": 0, "written": 1,
    }  # fmt: skip


def test_the_count_says_which_rows_somebody_kept_out_of(make_vault):
    vault = make_vault(own=True)  # the second member is nominated
    for at in range(6):
        vault.cast(at, but=[vault.meeting.items[0].id] if at == 1 else ())
    vault.close().count()

    count, minutes = drafted(vault)

    assert count.context["notes"] == [
        "Số thành viên không tham gia biểu quyết ở từng đề nghị: Bùi Thị H1 (01)."
    ]
    assert "Người được xét không biểu quyết về mình: Thành viên 02." in minutes.context["content"]


def test_the_pages_call_the_paper_of_a_secret_count_by_its_name(make_vault, client_as, long_an):
    vault = make_vault()
    vault.cast(0)
    session = vault.meeting.session
    page = f"/councils/sessions/{session.public_id}"
    secretary = client_as(long_an.secretary, long_an.department)
    names = ("Biên bản kiểm phiếu", "Bảng tổng hợp biểu quyết")

    def told():
        shown = secretary.get(page).text
        return [name in shown for name in names]

    assert told() == [True, False]
    vault.fill().close().count()
    papers_of_count, _minutes = drafted(vault)
    assert told() == [True, False]
    assert papers_of_count.title.startswith("Biên bản kiểm phiếu: ")
    assert [one.name for one in unsigned_records([session])] == [
        "Biên bản kiểm phiếu", "Biên bản họp Hội đồng",
    ]  # fmt: skip


def test_a_vote_by_name_keeps_its_table(make_meeting, client_as, long_an):
    meeting = make_meeting(ballot=True)
    page = f"/councils/sessions/{meeting.session.public_id}"
    shown = client_as(long_an.secretary, long_an.department).get(page).text

    assert ("Biên bản kiểm phiếu" in shown, "Bảng tổng hợp biểu quyết" in shown) == (False, True)
    assert [one.name for one in unsigned_records([meeting.session])] == [
        "Bảng tổng hợp biểu quyết", "Biên bản họp Hội đồng",
    ]  # fmt: skip
