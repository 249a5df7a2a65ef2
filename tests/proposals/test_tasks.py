"""What waits for whom: the right verb for the right person, in two queries."""

import pytest

from workflow.proposals.queries import tasks_for
from workflow.proposals.states import ProposalStatus as P


@pytest.mark.parametrize(("status", "role", "verb"), [
    (P.DRAFT, "officer", "Tiếp tục"),
    (P.DRAFT, "unit_head", "Đọc và ký"),
    (P.RETURNED, "officer", "Sửa và trả lời"),
    (P.SUBMITTED, "officer", ""),
    (P.SUBMITTED, "secretary", "Kiểm tra"),
    (P.CHECKING, "secretary", "Kiểm tra tiếp"),
])  # fmt: skip
def test_each_person_is_told_their_own_verb(make_proposal, long_an, actor, status, role, verb):
    make_proposal(status)
    place = long_an.department if role == "secretary" else long_an.team3

    assert [task.verb for task in tasks_for(actor(getattr(long_an, role), place))] == [verb]


@pytest.mark.parametrize("status", list(P))
def test_a_stranger_is_told_nothing(make_proposal, long_an, actor, status):
    make_proposal(status)

    assert tasks_for(actor(long_an.stranger, long_an.elsewhere)) == []


def test_a_signed_draft_waits_to_be_handed_in(ready, long_an, actor):
    (task,) = tasks_for(actor(long_an.officer, long_an.team3))

    assert (task.verb, task.endpoint) == ("Nộp hồ sơ", "proposals.submit")
