"""What the session's papers say of a secret ballot."""

from workflow.core.unit_of_work import unit_of_work
from workflow.councils.services import papers, sessions
from workflow.councils.states import Choice

A, D = Choice.AGREE, Choice.DISAGREE


def test_the_papers_of_a_secret_ballot_name_its_tellers_and_no_vote(make_vault):
    vault = make_vault()
    for at in range(7):
        vault.cast(at, D if at == 0 else A)
    vault.close().count()
    session = vault.meeting.session.public_id
    with unit_of_work():
        sessions.adjourn(session, actor=vault.meeting.secretary)
    with unit_of_work():
        count, minutes = papers.draft_minutes(session, actor=vault.meeting.secretary)
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
