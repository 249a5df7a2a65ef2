"""Who sees which decisions, in lists and one by one alike, and what waits for whom."""

import pytest

from workflow.core.db import db
from workflow.core.unit_of_work import unit_of_work
from workflow.decisions.models import Decision
from workflow.decisions.policies import may_view_certificate_id, may_view_id
from workflow.decisions.queries import (
    Stage,
    certificates_of,
    count_stage,
    decision_of_nomination,
    list_page,
    visible_to,
)
from workflow.decisions.services import checking
from workflow.decisions.tasks import tasks_for
from workflow.proposals.models import Nomination

NAMES = ("Trần Quốc Bảo", "Nguyễn Thị Ánh Tuyết")


@pytest.fixture
def readers(desk, actor, make_user):
    people = desk.people
    return {
        "stranger": desk.stranger,
        "nobody": actor(people.officer, None),
        "other unit": actor(make_user(people.team1, "officer"), people.team1),
        "proposing unit": actor(people.officer, people.team3),
        "auditor": actor(make_user(people.department, "auditor"), people.department),
        "secretary": desk.secretary,
        "archivist": actor(people.archivist, people.department),
    }


def _seen(actor):
    return {decision.id for decision in db.session.scalars(visible_to(actor))}


def test_lists_and_single_records_agree_on_who_sees_what(desk, readers, make_nominations):
    draft = desk.draft(make_nominations("Lê Hoàng Phúc")).id
    issued = desk.issued(make_nominations(*NAMES)).id
    both = {draft, issued}
    expected = {
        "stranger": set(), "nobody": set(), "other unit": set(), "proposing unit": {issued},
        "auditor": set(), "secretary": both, "archivist": both,
    }  # fmt: skip
    assert {name: _seen(reader) for name, reader in readers.items()} == expected
    single = {
        name: {one for one in both if may_view_id(reader, one)} for name, reader in readers.items()
    }
    assert single == expected
    certificate = certificates_of(issued)[0].id
    assert {n for n, reader in readers.items() if may_view_certificate_id(reader, certificate)} == {
        "proposing unit", "secretary", "archivist",
    }  # fmt: skip


def test_the_unit_below_sees_the_decision_its_nomination_ended_in_higher_up(
    desk, readers, make_nominations, long_an
):
    below = make_nominations("Trần Quốc Bảo", proposing=long_an.team3)[0]
    above = make_nominations("Trần Quốc Bảo", proposing=long_an.team1)[0]
    db.session.get(Nomination, above).origin_id = below
    db.session.get(Nomination, below).status = "forwarded"
    db.session.commit()

    decision = desk.issued([above])

    assert _seen(readers["proposing unit"]) == {decision.id}
    assert _seen(readers["other unit"]) == {decision.id}
    assert decision_of_nomination(below) is None


def test_the_list_goes_on_from_its_cursor(desk, make_nominations, monkeypatch):
    monkeypatch.setattr("workflow.decisions.queries.PAGE", 2)
    names = ["Một", "Hai", "Ba"]
    drafts = [desk.draft(make_nominations(name)).id for name in names]
    first, cursor = list_page(desk.secretary, None)
    second, end = list_page(desk.secretary, Stage.DRAFTING, before=cursor)
    shown = [[row.decision.id for row in rows] for rows in (first, second)]
    assert (shown, end) == ([[drafts[2], drafts[1]], [drafts[0]]], "")
    assert count_stage(desk.secretary, Stage.DRAFTING) == 3


def _verbs(actor):
    return [(task.title, task.verb) for task in tasks_for(actor)]


def test_each_persons_inbox_names_their_own_next_act(desk, make_nominations):
    ids = make_nominations(*NAMES)
    title = "Quyết định tặng Giấy khen cho 02 cá nhân"
    waiting = ("2 đề nghị chờ soạn quyết định", "Soạn quyết định")
    assert (_verbs(desk.stranger), _verbs(desk.secretary)) == ([], [waiting])

    draft = desk.draft(ids)
    assert _verbs(desk.secretary) == [(title, "Kiểm tra nội dung")]
    assert (_verbs(desk.clerk), _verbs(desk.head)) == ([], [])

    with unit_of_work():
        checking.check_content(draft.public_id, desk.digest(draft), actor=desk.secretary)
    assert _verbs(desk.clerk) == [(title, "Kiểm tra thể thức")]

    with unit_of_work():
        checking.check_form(draft.public_id, desk.digest(draft), actor=desk.clerk)
    assert _verbs(desk.secretary) == [(title, "Trình ký")]

    with unit_of_work():
        checking.offer(draft.public_id, actor=desk.secretary)
    assert _verbs(desk.head) == [(title, "Đọc và ký")]
    assert _verbs(desk.secretary) == [(title, "")]

    desk.sign(desk.again(draft))
    assert [_verbs(one) for one in (desk.secretary, desk.clerk, desk.head)] == [[], [], []]
    assert db.session.query(Decision).count() == 1
