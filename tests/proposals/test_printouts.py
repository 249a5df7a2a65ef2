"""The unit's papers say what the dossier says, in the shape their templates expect."""

import json
from pathlib import Path

import pytest

from tests.factories.proposals import make_nomination
from workflow.core.db import db
from workflow.proposals.papers import papers_of
from workflow.proposals.printouts import PRINTOUTS, _percent, gather
from workflow.proposals.queries import nominations_of

SAMPLES = Path("document_templates/proposals")


def shape(value):
    """Names of fields, all the way down; a list is judged by its first item."""
    if isinstance(value, dict):
        return {key: shape(item) for key, item in value.items()}
    if isinstance(value, list):
        return [shape(value[0])] if value and isinstance(value[0], dict) else []
    return None


def without_empty(expected, found):
    """Leave out of `expected` the lists that are rightly empty in `found`."""
    return {key: [] if found.get(key) == [] else item for key, item in expected.items()}


@pytest.mark.parametrize("printout", PRINTOUTS, ids=lambda one: one.purpose)
def test_each_context_has_the_fields_of_its_sample(make_proposal, printout):
    sample = json.loads((SAMPLES / f"{printout.purpose}.sample.json").read_text())

    context = shape(printout.context(gather(make_proposal(nominees=2))))

    assert context == without_empty(shape(sample), context)


def test_a_hostile_name_stays_a_plain_value(make_proposal):
    proposal = make_proposal()
    nominations_of(proposal.id)[0].recipient.name = "A & B <x> {{ 7*7 }}"
    db.session.commit()

    context = PRINTOUTS[2].context(gather(proposal))

    assert context["individuals"][0]["name"] == "A & B <x> {{ 7*7 }}"


def test_papers_turn_stale_when_the_content_changes(make_proposal, draw_papers):
    proposal = make_proposal()
    before = [one.state.value for one in papers_of(proposal)]
    draw_papers(proposal)
    drawn = [one.state.value for one in papers_of(proposal)]
    nominations_of(proposal.id)[0].achievements = "Thêm 12 vụ"
    db.session.commit()

    after = [one.state.value for one in papers_of(proposal)]

    assert (before, drawn, after) == (["missing"] * 3, ["ready"] * 3, ["ready", "ready", "stale"])


@pytest.mark.parametrize(("agree", "present", "text"), [
    (14, 14, "100%"), (11, 14, "78,6%"), (8, 14, "57,1%"), (0, 14, "0%"), (0, 0, "0%"),
])  # fmt: skip
def test_a_share_is_written_as_papers_write_it(agree, present, text):
    assert _percent(agree, present) == text


def test_a_person_with_two_rows_is_one_person_in_letter_and_list(make_proposal, long_an):
    proposal = make_proposal(nominees=2)
    plain = PRINTOUTS[0].context(gather(proposal))["opening"]
    first = nominations_of(proposal.id)[0]
    make_nomination(proposal, first.recipient, long_an.certificate_person, position=3)

    told = PRINTOUTS[0].context(gather(proposal))["opening"]
    listed = PRINTOUTS[2].context(gather(proposal))

    assert (listed["counted"], len(listed["individuals"])) == ("02 cá nhân (03 lượt đề nghị)", 3)
    assert plain.endswith("khen thưởng cho 02 cá nhân, cụ thể như sau:")
    assert told.endswith("khen thưởng cho 02 cá nhân (03 lượt đề nghị), cụ thể như sau:")
