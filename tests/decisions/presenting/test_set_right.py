"""A ceremony over decisions that are set right meanwhile: corrected, annulled, replaced."""

import pytest

from tests.decisions.presenting.conftest import PEOPLE
from workflow.core import clock
from workflow.core.db import db
from workflow.core.unit_of_work import unit_of_work
from workflow.decisions.amending.models import Amendment, AmendmentKind, AmendmentLine, Part
from workflow.decisions.models import DecisionItem, ItemStatus
from workflow.decisions.presenting import papers, printouts
from workflow.documents.models import Paper
from workflow.documents.states import PaperKind, PaperStatus


@pytest.fixture
def correct():
    """Write an issued letter down at once."""

    def make(line, part, reads):
        item = db.session.get_one(DecisionItem, line.item_id)
        paper = Paper(
            organisation_id=item.decision.organisation_id, kind=PaperKind.LETTER, title="Đính chính",
            purpose="amendment", series="CV", symbol="CQLTT", status=PaperStatus.ISSUED,
        )  # fmt: skip
        letter = Amendment(
            decision_id=item.decision_id, paper=paper, kind=AmendmentKind.CORRECT,
            applied_at=clock.now(),
        )  # fmt: skip
        db.session.add_all([
            letter, AmendmentLine(amendment=letter, item_id=item.id, part=part, reads=reads),
        ])  # fmt: skip
        item.note = f"nay đọc là {reads}"
        db.session.commit()

    return make


def _set(line, status, reason=""):
    rows = DecisionItem.__table__.update().where(DecisionItem.id == line.item_id)
    db.session.execute(rows.values(status=status, reason=reason))
    db.session.commit()


def test_every_list_and_card_says_the_corrected_name_and_unit(stage, correct, desk):
    hostile = "A & B <x> {{ 7*7 }}"
    correct(stage.line(PEOPLE[0]), Part.NAME, hostile)
    correct(stage.line(PEOPLE[1]), Part.UNIT, "Đội 4")
    ceremony, program = stage.ceremony, stage.program
    said = {
        kind: papers.context_of(kind, ceremony, program, desk.secretary) for kind in papers.KINDS
    }
    told = {
        "calling_list": [r for turn in said["calling_list"]["turns"] for r in turn["rows"]],
        "receipts": said["receipts"]["rows"], "tent_cards": said["tent_cards"]["cards"],
        "labels": [card for pair in said["labels"]["pairs"] for card in pair],
        "workbook": printouts.sheet_rows(program),
    }  # fmt: skip
    for kind, rows in told.items():
        detail = "post" if kind == "workbook" else "detail"
        found = {row["name"]: row[detail] for row in rows}
        assert (hostile in found, PEOPLE[0] in found, found[PEOPLE[1]]) == (True, False, "Đội 4")
    stage.hold()
    stage.tick(PEOPLE[0], "hand")
    assert stage.line(PEOPLE[0]).receiver == hostile


def test_the_line_of_a_replacing_decision_brings_no_second_envelope(stage, issue, plan):
    stage.hold()
    stage.tick(PEOPLE[0], "hand")
    old = [stage.line(name) for name in PEOPLE[:2]]
    new = issue(*PEOPLE[:2])
    items = db.session.query(DecisionItem).filter_by(decision_id=new.id)
    for item, line in zip(items.order_by(DecisionItem.ordinal), old, strict=True):
        item.replaces_id = line.item_id
        _set(line, ItemStatus.REPLACED, "Thay thế bằng Quyết định số 3/QĐ-CQLTT")
    later = plan(new)
    assert [later.line(name).has_envelope for name in PEOPLE[:2]] == [False, True]
    assert {line.name for line in stage.program.void} == set(PEOPLE[:2])

    newest = issue(*PEOPLE[:2])  # and again: the envelope went with the first of the three
    placed = [later.line(name) for name in PEOPLE[:2]]
    items = db.session.query(DecisionItem).filter_by(decision_id=newest.id)
    for item, line in zip(items.order_by(DecisionItem.ordinal), placed, strict=True):
        item.replaces_id = line.item_id
        _set(line, ItemStatus.REPLACED, "Thay thế bằng Quyết định số 4/QĐ-CQLTT")
    again = plan(newest)
    assert [again.line(name).has_envelope for name in PEOPLE[:2]] == [False, True]


def test_a_paper_drawn_before_an_annulment_says_so_until_it_is_drawn_again(stage, desk):
    def draw():
        with unit_of_work():
            papers.draw(stage.key, "receipts", actor=desk.secretary)

    def old():
        found = papers.papers_of(stage.ceremony, stage.program, desk.clerk)
        return [one.kind for one in found if one.is_old]

    draw()
    assert old() == []
    _set(stage.line(PEOPLE[0]), ItemStatus.REVOKED)
    assert old() == ["receipts"]
    draw()
    assert old() == []
