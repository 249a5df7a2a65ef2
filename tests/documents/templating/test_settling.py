"""A version is proposed by one and settled by another; what is refused changes nothing."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from tests.councils.test_races import at_once
from tests.documents.templating.conftest import DAY, NAME
from tests.factories.documents import draw_all, small_pdf
from tests.step_matrix import expected_outcomes, outcomes_of
from workflow.core import audit, jobs
from workflow.core.db import db
from workflow.core.errors import BadInput, Incomplete, InvalidStep, NotAllowed, NotVisible
from workflow.core.unit_of_work import unit_of_work
from workflow.documents.engine.errors import ConversionFailed
from workflow.documents.models import DocumentTemplate, Drawing
from workflow.documents.templates import current_template
from workflow.documents.templating import queries, services
from workflow.documents.templating.steps import template_lifecycle
from workflow.documents.templating.trying import AFTER, BEFORE, LONG

EXPECTED = {
    "approve": ({"proposed": "approved"}, {"second", "top"}),
    "reject": ({"proposed": "rejected"}, {"second", "top"}),
    "withdraw": ({"proposed": "withdrawn"}, {"first", "second", "top"}),
    "overtake": ({"proposed": "withdrawn"}, {"system"}),
}


@pytest.mark.parametrize("trigger", EXPECTED)
def test_every_step_is_open_to_those_in_the_table_alone(trigger, propose, people, long_an, actor):
    actors = {name: getattr(people, name) for name in ("first", "second", "top", "below")}
    actors |= {
        "stranger": actor(long_an.stranger, long_an.elsewhere),
        "secretary": actor(long_an.secretary, long_an.department),
        "system": people.first.as_system(),
    }
    template = propose()
    moves, allowed = EXPECTED[trigger]

    assert outcomes_of(template_lifecycle, template, trigger, actors) == expected_outcomes(
        template_lifecycle, moves, allowed, actors
    )


def test_the_table_has_no_other_step():
    assert {step.trigger for step in template_lifecycle.steps} == set(EXPECTED)


def test_who_proposed_a_version_does_not_approve_it(propose, approve, people):
    made = propose()

    with pytest.raises(NotAllowed, match="người khác phải duyệt"):
        approve(made, by=people.first)
    assert made.status.value == "proposed"
    assert approve(made).settled_by_id == people.users["second"].id
    assert [one.act for one in audit.journal("document_template", made.id)][:1] == [
        "document_template.approve"
    ]


def test_one_person_with_two_accounts_does_not_approve_their_own(
    propose, approve, people, make_recipient
):
    second = people.users["second"]
    for user in (people.users["first"], second):
        make_recipient("Lê Văn A", user=user).citizen_id = "080123456789"
    db.session.commit()
    made = propose()

    assert template_lifecycle.open_to(people.second, made) == ["withdraw"]
    with pytest.raises(NotAllowed, match="người khác phải duyệt"):
        approve(made, by=people.second)
    assert second not in queries.approvers_of(made, DAY)
    assert [queries.count_to_settle(who) for who in (people.second, people.top)] == [0, 1]
    assert approve(made, by=people.top).status.value == "approved"


def test_an_administrator_below_or_elsewhere_does_not_see_it(
    propose, approve, people, long_an, actor
):
    made = propose()

    for stranger in (people.below, actor(long_an.stranger, long_an.elsewhere)):
        with pytest.raises(NotVisible):
            approve(made, by=stranger)
    assert approve(made, by=people.top).status.value == "approved"


def test_two_who_approve_at_once_approve_it_once(propose, approve, people):
    made = propose()
    approve(made)

    with pytest.raises(InvalidStep, match="Đã duyệt"):
        approve(made, by=people.top)


def test_two_who_approve_and_one_who_refuses_at_the_same_moment_settle_it_once(
    app, propose, people
):
    made = propose().public_id
    draw_all()
    outcomes = at_once(
        app,
        [
            lambda: services.approve(made, actor=people.second),
            lambda: services.approve(made, actor=people.top),
            lambda: services.reject(made, "Thiếu nơi nhận", actor=people.top_second),
        ],
    )

    assert sorted(outcomes) == ["accepted", "refused", "refused"]
    row = db.session.query(DocumentTemplate).filter_by(public_id=made).one()
    acts = [one.act for one in audit.journal("document_template", row.id)]
    settled = "reject" if row.status.value == "rejected" else "approve"
    assert [act for act in acts if act not in {"document.draw", "document_template.propose"}] == [
        f"document_template.{settled}"
    ]


def test_a_newer_proposal_overtakes_the_one_that_waits(propose, approve, people):
    older, newer = propose(), propose("GIẤY MỜI HỌP", by=people.second)

    assert (older.status.value, newer.status.value) == ("withdrawn", "proposed")
    with pytest.raises(InvalidStep, match="Đã rút"):
        approve(older)
    assert approve(newer, by=people.first).version == 2


def test_a_proposal_older_than_what_was_approved_is_not_approved(propose, approve, people):
    older, newer = propose(), propose("GIẤY MỜI HỌP")
    older.status = older.status.PROPOSED  # as where both were sent before this rule
    db.session.commit()
    approve(newer)

    with pytest.raises(InvalidStep, match="gửi sau bản này"):
        approve(older)


def test_a_version_does_not_hold_in_the_past(propose):
    with pytest.raises(BadInput, match="lùi ngày"):
        propose(day=DAY - timedelta(days=1))
    assert db.session.query(DocumentTemplate).count() == 1


def test_nobody_approves_pages_nobody_could_look_at(propose, people, instant_pdf):
    made = propose()
    with pytest.raises(Incomplete, match="Dựng lại"), unit_of_work():
        services.approve(made.public_id, actor=people.second)

    instant_pdf.fails = ConversionFailed(0, reason="no pdf")
    db.session.execute(update(jobs.Job).values(attempts=jobs.MAX_ATTEMPTS - 1))
    db.session.commit()
    jobs.run_all()
    pages = queries.pages_of(made)
    assert {name: one.job.state.value for name, one in pages.items()} == dict.fromkeys(
        (BEFORE, AFTER, LONG), "failed"
    )
    assert (pages[AFTER].is_stuck, "Không chuyển được" in pages[AFTER].job.error) == (True, True)
    with pytest.raises(Incomplete), unit_of_work():
        services.approve(made.public_id, actor=people.second)

    instant_pdf.fails = None
    with unit_of_work():
        services.draw_again(made.public_id, actor=people.second)
    jobs.run_all()
    with unit_of_work():
        assert services.approve(made.public_id, actor=people.second).status.value == "approved"


def test_a_pdf_without_pages_is_not_approved(propose, people, instant_pdf):
    instant_pdf.content = small_pdf(pages=0)
    made = propose()
    jobs.run_all()

    with pytest.raises(Incomplete), unit_of_work():
        services.approve(made.public_id, actor=people.second)


def test_a_field_no_longer_offered_keeps_a_version_from_approval(propose, approve):
    made = propose(fields=("number", "so_cu"))

    with pytest.raises(Incomplete, match="so_cu"):
        approve(made)


def test_a_refused_version_leaves_what_holds_and_says_why(propose, people, shipped, long_an):
    made = propose()
    with pytest.raises(BadInput, match="lý do"), unit_of_work():
        services.reject(made.public_id, " ", actor=people.second)

    with unit_of_work():
        services.reject(made.public_id, "Thiếu nơi nhận", actor=people.second)

    assert (made.status.value, made.decline_reason) == ("rejected", "Thiếu nơi nhận")
    assert current_template(NAME, DAY, long_an.department.id).id == shipped.id


def test_who_could_approve_is_named_nearest_first(propose, people):
    found = [user.name for user in queries.approvers_of(propose(), DAY)]

    assert found == ["Quản trị second", "Quản trị top", "Quản trị top_second"]


def test_it_waits_in_the_inbox_of_everybody_who_may_approve_it(propose, approve, people):
    made = propose()

    waits = {
        name: [task.values["public_id"] for task in queries.tasks_for(getattr(people, name))]
        for name in ("first", "second", "top", "below")
    }
    assert waits == {
        "first": [], "second": [made.public_id], "top": [made.public_id], "below": [],
    }  # fmt: skip
    approve(made)
    assert queries.count_to_settle(people.second) == 0


def test_pages_are_tried_before_after_and_with_awkward_data(propose):
    made = propose()
    draw_all()

    wished = db.session.query(Drawing).filter_by(owner_kind="document_template", owner_id=made.id)
    assert {(one.purpose, one.template_id) for one in wished} == {
        (BEFORE, made.based_on_id), (AFTER, made.id), (LONG, made.id),
    }  # fmt: skip
    assert {name: one.is_there for name, one in queries.pages_of(made).items()} == dict.fromkeys(
        (BEFORE, AFTER, LONG), True
    )
