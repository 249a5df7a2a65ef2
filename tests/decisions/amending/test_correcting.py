"""A letter of correction: its own number, what it adds to list and ledger, what stays as printed."""

import pytest

from tests.decisions.amending.conftest import NAMES, fields_of
from workflow.awards.models import Honour
from workflow.core.db import db
from workflow.core.errors import BadInput, InvalidStep, NotVisible
from workflow.core.unit_of_work import unit_of_work
from workflow.decisions.amending import drafting, queries
from workflow.decisions.amending.drafting import Mistake
from workflow.decisions.amending.models import Part
from workflow.decisions.printing.contexts import contexts_of
from workflow.decisions.queries import items_of
from workflow.documents.states import PaperKind, PaperStatus

NOTE = (
    "Đính chính theo Công văn số 01/CQLTT-TCHC ngày 18/12/2020: họ và tên, tên tập thể ghi “Trần "
    "Quốc Bảo”, nay đọc là “Trần Quốc Bão”"
)


def test_a_letter_of_its_own_says_what_the_line_should_read_and_the_line_stays(decision, mending):
    sheet = decision.paper.context
    letter = mending.correct(0, "Trần Quốc Bão")
    context = letter.paper.context
    assert (letter.paper.kind, context["symbol"], context["subject"], context["sentences"]) == (
        PaperKind.LETTER, "CQLTT-TCHC", "V/v đính chính\nQuyết định số 01/QĐ-CQLTT",
        ["Số thứ tự 01, Trần Quốc Bảo: họ và tên, tên tập thể đã ghi “Trần Quốc Bảo”, đính chính "
         "thành “Trần Quốc Bão”"],
    )  # fmt: skip
    assert set(context) == fields_of("correction")
    assert context["opening"].startswith("Ngày 18 tháng 12 năm 2020, Cục trưởng Cục")
    assert items_of(decision.id)[0].note == ""

    mending.issue(letter)

    item = items_of(decision.id)[0]
    honour = db.session.query(Honour).filter_by(decision_item_id=item.id).one()
    assert (item.name, item.note, honour.note) == (NAMES[0], NOTE, NOTE)
    assert (decision.paper.status, decision.paper.context) == (PaperStatus.ISSUED, sheet)
    assert queries.corrected(item.id) == {Part.NAME: "Trần Quốc Bão"}
    assert [one.word for one in queries.mends_of(decision.id)] == ["correct"]
    printed = contexts_of(decision, items_of(decision.id))
    assert [one["recipient"]["name"] for _item, one in printed] == ["Trần Quốc Bão", *NAMES[1:]]


def test_a_correction_that_corrects_nothing_is_refused(mending):
    for part, written, reads in (
        (Part.NAME, "", "Trần Quốc Bảo"), (Part.BORN, "", "02/03/1985"), (Part.OTHER, "x", ""),
    ):  # fmt: skip
        with pytest.raises(BadInput) as refusal:
            mending.correct(0, reads, part=part, written=written)
        assert refusal.value.field == "mistakes"


def test_words_of_the_text_are_corrected_without_a_line_and_many_stand_in_a_table(
    desk, decision, mending
):
    mistakes = [Mistake("", Part.OTHER, f"năm 202{n}", "năm 2020") for n in range(1, 5)]
    with unit_of_work():
        letter = drafting.correct(
            decision.public_id, mistakes, addressees="Các Đội", unit_symbol="",
            actor=desk.secretary,
        )  # fmt: skip
    context = letter.paper.context
    assert (context["symbol"], context["sentences"], len(context["corrections"])) == (
        "CQLTT", [], 4,
    )  # fmt: skip
    assert context["corrections"][0]["place"] == "Phần lời của Quyết định"
    with pytest.raises(NotVisible), unit_of_work():
        drafting.correct(
            decision.public_id, [Mistake("nobody", Part.NAME, "", "x")], addressees="Các Đội",
            unit_symbol="", actor=desk.secretary,
        )  # fmt: skip


def test_a_letter_and_a_replacement_do_not_cross(desk, mending):
    """What a letter is about to correct is not copied wrong; what is replaced is not corrected."""
    letter = mending.correct(0, "Trần Quốc Bão")
    with pytest.raises(InvalidStep) as refusal:
        mending.replace(0, 1, 2)
    assert "đã đính chính" in str(refusal.value)
    with unit_of_work():
        drafting.drop(letter.public_id, actor=desk.secretary)
    mending.replace(0, 1)
    with pytest.raises(InvalidStep) as refusal:
        mending.correct(0, "Trần Quốc Bão")
    assert "đang được soạn để thay thế" in str(refusal.value)


def test_a_line_taken_back_is_not_corrected_any_more(desk, mending):
    letter = mending.correct(0, "Trần Quốc Bão")
    mending.issue(mending.annul(0))
    with pytest.raises(InvalidStep) as refusal:
        mending.correct(0, "Bảo")
    assert "nên không đính chính" in str(refusal.value)
    with pytest.raises(InvalidStep) as refusal:
        mending.issue(letter)
    assert "không còn hiệu lực khen thưởng" in str(refusal.value)
    assert mending.correct(1, "Nguyễn Thị Ánh").paper.status is PaperStatus.DRAFT
