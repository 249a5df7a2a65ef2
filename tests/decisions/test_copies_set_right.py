"""What copies say of a decision that was annulled, replaced or corrected, also in part or since."""

import pytest
from sqlalchemy import select

from tests.decisions.amending.conftest import Mending
from tests.decisions.test_copies import NAMES, TARGET, extract, whole
from workflow.core.db import db
from workflow.core.errors import BadInput
from workflow.core.unit_of_work import unit_of_work
from workflow.decisions.models import ItemStatus
from workflow.decisions.queries import items_of
from workflow.documents.copies import services
from workflow.documents.copies.models import Copy, CopyForm
from workflow.documents.copies.printouts import block_context
from workflow.documents.copies.services import Order
from workflow.documents.copies.whole import make_whole
from workflow.documents.superseding import replace_paper, revoke_paper


@pytest.fixture
def issued(desk, make_nominations, signs_copies):
    return desk.issued(make_nominations(*NAMES))


KNOWN = {form: Order(form, "", "Cục trưởng", "Nguyễn Văn A", known=True) for form in CopyForm}


def _marks(run):
    rows = db.session.scalars(select(Copy).where(Copy.run_id == run.id).order_by(Copy.ordinal))
    return [block_context(copy, run)["copy"]["mark"] for copy in rows]


def test_a_decision_annulled_in_part_is_copied_whole_only_knowingly(issued, desk):
    items_of(issued.id)[1].status = ItemStatus.REVOKED
    db.session.commit()
    with pytest.raises(BadInput):
        whole(issued, desk.clerk)
    with unit_of_work():
        run = make_whole(issued.paper.public_id, KNOWN[CopyForm.WHOLE], TARGET, actor=desk.clerk)
    assert _marks(run) == ["Khen thưởng ở dòng 02 của danh sách đã bị hủy bỏ."]


def test_copies_say_what_a_letter_corrected_and_earlier_ones_are_marked_on_their_page(issued, desk):
    before = extract(issued, desk.clerk)
    Mending(desk, issued).issue(Mending(desk, issued).correct(0, "Trần Quốc Bão"))
    note = items_of(issued.id)[0].note
    assert _marks(extract(issued, desk.clerk)) == [f"Dòng 01: {note}.", "", ""]
    assert _marks(whole(issued, desk.clerk)) == [
        "Văn bản này được đính chính tại Công văn số 01/CQLTT-TCHC ngày 18/12/2020."
    ]
    old = db.session.scalars(select(Copy).where(Copy.run_id == before.id).order_by(Copy.ordinal))
    assert [services.since_copied(copy) for copy in old] == [f"Dòng 01: {note}.", "", ""]


def test_what_is_numbered_after_an_annulment_says_so_though_it_was_asked_for_before(
    issued, desk, monkeypatch
):
    monkeypatch.setattr(services, "AT_ONCE", 2)
    run = extract(issued, desk.clerk)
    with unit_of_work():
        services.number_next(run.id)
    with unit_of_work():
        for item in items_of(issued.id):
            item.status = ItemStatus.REVOKED
        revoke_paper(issued.paper_id, "Sai căn cứ", actor=desk.clerk)
    with unit_of_work():
        services.number_next(run.id)
    whole_mark = "Văn bản này đã bị hủy bỏ, bản sao chỉ dùng để tra cứu."
    line = "Khen thưởng ở dòng {} của danh sách đã bị hủy bỏ."
    assert _marks(run) == ["", "", f"{whole_mark} {line.format('03')}"]
    first = db.session.scalars(select(Copy).order_by(Copy.id)).first()
    assert services.since_copied(first) == f"{whole_mark} {line.format('01')}"


def test_the_lines_of_a_replaced_decision_are_extracted_for_reference(issued, desk):
    with unit_of_work():
        for item in items_of(issued.id):
            item.status = ItemStatus.REPLACED
        replace_paper(issued.paper_id, issued.paper_id, actor=desk.clerk)
    with pytest.raises(BadInput):
        extract(issued, desk.clerk)
    marks = _marks(extract(issued, desk.clerk, order=KNOWN[CopyForm.EXTRACT]))
    said = "Văn bản này đã được thay thế bằng văn bản số 01/QĐ-CQLTT, bản sao chỉ dùng để tra cứu."
    assert marks == [said] * 3
