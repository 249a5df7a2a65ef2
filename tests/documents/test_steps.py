"""The table of a paper's steps against a copy written by hand, for every actor and status."""

import pytest

from tests.factories.documents import draw_all
from tests.step_matrix import expected_outcomes, outcomes_of, try_step
from workflow.core.db import db
from workflow.core.errors import NotAllowed
from workflow.documents.states import PaperStatus
from workflow.documents.steps import paper_lifecycle

# trigger: {from: to}, and who may.
EXPECTED = {
    "check": ({"draft": "checked"}, {"secretary"}),
    "redraft": ({"checked": "draft"}, {"secretary"}),
    "reserve": ({"checked": "checked"}, set()),  # only where numbers come first
    "offer": ({"checked": "offered"}, {"secretary"}),
    "sign": ({"offered": "signed"}, {"head"}),
    "decline": ({"offered": "draft"}, {"head"}),
    "release": ({"checked": "draft", "offered": "draft"}, set()),  # only with a number held
    "number": ({"signed": "numbered"}, {"clerk"}),
    "seal": ({"numbered": "sealed"}, {"clerk"}),
    "issue": ({"sealed": "issued"}, {"clerk"}),
    "replace": ({"issued": "replaced"}, {"system"}),
    "revoke": ({"issued": "revoked"}, {"system"}),
    "drop": ({"draft": "dropped", "checked": "dropped"}, {"system"}),
}


@pytest.fixture
def actors(long_an, actor):
    department = long_an.department
    head = actor(long_an.head, department)
    return {
        "stranger": actor(long_an.stranger, long_an.elsewhere),
        "below": actor(long_an.officer, long_an.team3),
        "archivist": actor(long_an.archivist, department),
        "secretary": actor(long_an.secretary, department),
        "head": head,
        "clerk": actor(long_an.clerk, department),
        "system": head.as_system(),
    }


def test_every_step_of_the_table_is_expected():
    assert {step.trigger for step in paper_lifecycle.steps} == set(EXPECTED)


@pytest.mark.parametrize("trigger", EXPECTED)
def test_only_the_right_people_take_a_step_and_only_from_its_status(trigger, make_paper, actors):
    paper = make_paper()
    draw_all()

    found = outcomes_of(paper_lifecycle, paper, trigger, actors)

    assert found == expected_outcomes(paper_lifecycle, *EXPECTED[trigger], actors)
    db.session.rollback()


def test_where_numbers_come_first_the_clerk_reserves(make_paper, actors, long_an):
    paper = make_paper()
    paper.organisation.numbers_first = True
    paper.status = PaperStatus.CHECKED

    outcomes = {
        name: try_step(paper_lifecycle, paper, "reserve", who) for name, who in actors.items()
    }

    assert {name for name, outcome in outcomes.items() if outcome == "checked"} == {"clerk"}
    db.session.rollback()


def test_the_officer_of_a_small_unit_is_its_clerk_besides(make_paper, actors, long_an):
    paper = make_paper(organisation_id=long_an.team3.id)
    paper.status = PaperStatus.SIGNED
    outcomes = {
        name: try_step(paper_lifecycle, paper, "number", who)
        for name, who in list(actors.items())[:1]
    }
    assert outcomes == {"stranger": NotAllowed}
    assert try_step(paper_lifecycle, paper, "number", actors["clerk"]) is NotAllowed
    assert try_step(paper_lifecycle, paper, "number", actors["below"]) == "numbered"
    db.session.rollback()


def test_the_secretary_numbers_a_councils_papers_only(make_paper, actors):
    for owner, expected in ((("session", 1), "numbered"), (("decision", 1), NotAllowed)):
        paper = make_paper(owner=owner)
        paper.status = PaperStatus.SIGNED
        assert try_step(paper_lifecycle, paper, "number", actors["secretary"]) == expected
        db.session.rollback()
