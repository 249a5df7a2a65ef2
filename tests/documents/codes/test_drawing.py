"""What is drawn carries its code; what was drafted before codes stays without."""

import shutil

from sqlalchemy import select

from tests.check.conftest import ADDRESS, code_of, decision, public_address  # noqa: F401  fixtures
from tests.decisions.conftest import signs_copies  # noqa: F401  fixture
from tests.factories.documents import small_pdf
from workflow.core import jobs
from workflow.core.db import db
from workflow.core.unit_of_work import unit_of_work
from workflow.decisions.services import drafting
from workflow.documents import contents, generation
from workflow.documents.codes.lettering import grouped
from workflow.documents.codes.marks import marks_of
from workflow.documents.copies import queries as copies
from workflow.documents.copies.models import Copy, CopyForm
from workflow.documents.copies.services import Order, Target
from workflow.documents.copies.whole import make_whole
from workflow.documents.engine.marking import Spot
from workflow.documents.engine.pages import text_of
from workflow.documents.queries import offered_file_of
from workflow.documents.templates import load_templates
from workflow.settings import ROOT


def test_a_decision_and_a_copy_are_drawn_with_codes_of_their_own(
    decision,  # noqa: F811  fixture
    desk,
    make_nominations,
    signs_copies,  # noqa: F811
    tmp_path,
):
    for part in ("decisions", "documents"):
        shutil.copytree(ROOT / "document_templates" / part, tmp_path / part)
    with unit_of_work():
        load_templates(tmp_path)
    with unit_of_work():
        draft = drafting.draft(make_nominations("Lê Thị Hoa"), actor=desk.secretary)
    order = Order(CopyForm.WHOLE, "TL. CỤC TRƯỞNG", "Chánh Văn phòng", "Phạm Thị Dung")
    with unit_of_work():
        make_whole(decision.paper.public_id, order, Target("Cả văn bản", ["VT"]), actor=desk.clerk)
    jobs.run_all()
    copy = db.session.scalars(select(Copy)).one()
    drawn = text_of(contents.read(offered_file_of(draft.paper_id)))
    copied = text_of(contents.read(copies.files_of([copy])[copy.id]))

    assert grouped(code_of("paper", draft.paper_id)) in drawn
    assert grouped(code_of("copy", copy.id)) in copied
    assert copied.index("Phạm Thị Dung") < copied.index("Kiểm tra thật giả")


def test_the_square_says_the_whole_address_and_the_words_where_to_type_the_code(decision):  # noqa: F811
    owner = ("paper", decision.paper_id)
    mark, code = marks_of([owner])[owner], code_of(*owner)

    assert mark.address == f"{ADDRESS}/check/{code}"
    assert mark.words[1:] == ("khenthuong.example.gov.vn/check", grouped(code))
    assert mark.spot is Spot.FOOT


def test_what_has_no_code_is_drawn_as_before():
    plan, pdf = generation.Plan(1, 1, 1, "", "", {}), small_pdf()

    assert generation.marked([plan, plan], [pdf, None]) == [pdf, None]
