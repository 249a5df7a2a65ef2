"""Copies of an issued decision: numbers of one book, whose lines, who may, requests, voids."""

import io
import shutil
import threading
from datetime import date

import pytest
from docx import Document as Docx
from sqlalchemy import select

from tests.factories.archive import statements
from tests.factories.documents import draw_all
from workflow.archive import copy_register, registers
from workflow.core import jobs, numbers
from workflow.core.db import db
from workflow.core.errors import BadInput, Incomplete, InvalidStep, NotAllowed, NotVisible
from workflow.core.unit_of_work import unit_of_work
from workflow.decisions.extracts.printouts import lines_context, shared_context
from workflow.decisions.extracts.services import Per, make_extracts
from workflow.decisions.models import ItemStatus
from workflow.decisions.queries import items_of
from workflow.documents import contents
from workflow.documents.copies import asking, queries, services
from workflow.documents.copies.models import Copy, CopyForm, CopyRun
from workflow.documents.copies.printouts import block_context
from workflow.documents.copies.services import Order, Target
from workflow.documents.copies.whole import make_whole
from workflow.documents.engine.pages import page_count, text_of
from workflow.documents.engine.rendering import render
from workflow.documents.models import Drawing
from workflow.documents.queries import signed_file_of
from workflow.documents.states import Direction, FileRole
from workflow.documents.superseding import revoke_paper
from workflow.documents.templates import load_templates
from workflow.settings import ROOT

NAMES = ("Trần Quốc Bảo", "A & B <x> {{ 7*7 }}", "Đặng Hữu Nghĩa")
ORDER = {
    form: Order(form, "TL. CỤC TRƯỞNG", "Chánh Văn phòng", "Phạm Thị Dung") for form in CopyForm
}
TARGET = Target("Cả văn bản", ["Công đoàn cơ sở", "Lưu: VT"], 2)


@pytest.fixture
def issued(desk, make_nominations, long_an, signs_copies):
    """A decision over two people of team 3 and one of team 1; copies are signed by order."""
    ids = make_nominations(*NAMES[:2]) + make_nominations(NAMES[2], proposing=long_an.team1)
    return desk.issued(ids)


@pytest.fixture
def officer(long_an, actor):
    return actor(long_an.officer, long_an.team3)


def extract(decision, actor, per=Per.RECIPIENT, chosen=None, order=None, request=""):
    lines = chosen or [item.public_id for item in items_of(decision.id)]
    with unit_of_work():
        return make_extracts(
            decision.public_id, lines, per, order or ORDER[CopyForm.EXTRACT], request=request,
            actor=actor,
        )  # fmt: skip


def whole(decision, actor, form=CopyForm.WHOLE, **fields):
    with unit_of_work():
        return make_whole(decision.paper.public_id, ORDER[form], TARGET, actor=actor, **fields)


def numbered():
    rows = db.session.execute(select(Copy.number_text).order_by(Copy.id))
    return [row.number_text for row in rows]


def test_every_form_of_copy_takes_its_number_from_one_book(issued, desk, archivist):
    whole(issued, desk.clerk)
    draw_all()
    [first] = db.session.scalars(select(Copy)).all()
    extract(issued, archivist)
    whole(issued, desk.clerk, CopyForm.FURTHER, of=first.public_id)

    assert numbered() == [
        "01/SY-CQLTT", "02/TrS-CQLTT", "03/TrS-CQLTT", "04/TrS-CQLTT", "05/SL-CQLTT",
    ]  # fmt: skip
    assert {copy.dated for copy in db.session.scalars(select(Copy))} == {date(2020, 12, 18)}
    assert numbers.gaps(copy_register.book_of(issued.organisation_id, 2020)) == []


def test_an_extract_for_one_person_holds_that_line_and_goes_to_the_unit(issued, desk, long_an):
    extract(issued, desk.clerk)

    rows = db.session.scalars(select(Copy).order_by(Copy.id)).all()
    assert [copy.destinations for copy in rows] == [
        [NAMES[0], long_an.team3.name, "Lưu: VT"], [NAMES[1], long_an.team3.name, "Lưu: VT"],
        [NAMES[2], long_an.team1.name, "Lưu: VT"],
    ]  # fmt: skip
    assert [copy.for_organisation_id for copy in rows] == [
        long_an.team3.id, long_an.team3.id, long_an.team1.id,
    ]  # fmt: skip
    drawings = db.session.scalars(
        select(Drawing).where(Drawing.owner_kind == "copy").order_by(Drawing.owner_id)
    )
    shown = [
        [(line["ordinal"], line["name"]) for line in drawing.context["individuals"]]
        for drawing in drawings
    ]
    assert shown == [[(1, NAMES[0])], [(2, NAMES[1])], [(3, NAMES[2])]]


def test_an_extract_for_a_unit_holds_its_people_under_one_number(issued, desk, long_an):
    run = extract(issued, desk.clerk, Per.UNIT)

    assert numbered() == ["01/TrS-CQLTT", "02/TrS-CQLTT"]
    names = [[line["name"] for line in one["values"]["individuals"]] for one in run.targets]
    assert names == [list(NAMES[:2]), [NAMES[2]]]


def test_the_extract_repeats_the_decision_and_says_who_made_it(issued, desk):
    run = extract(issued, desk.clerk, chosen=[items_of(issued.id)[1].public_id])
    [copy] = db.session.scalars(select(Copy)).all()
    template = (ROOT / "document_templates/decisions/extract.docx").read_bytes()
    context = shared_context(issued) | lines_context(issued, {2}) | block_context(copy, run)

    document = Docx(io.BytesIO(render(template, context, title="Trích sao")))

    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    text = "\n".join([*(p.text for p in document.paragraphs), *cells])
    said = (
        "Số: 01/QĐ-CQLTT", "Long An, ngày 18 tháng 12 năm 2020", "Điều 1. ", "Điều 3. ", "(Đã ký)",
        "TRÍCH SAO", "Số: 01/TrS-CQLTT", "TL. CỤC TRƯỞNG", "CHÁNH VĂN PHÒNG", "Phạm Thị Dung",
        NAMES[1],
    )  # fmt: skip
    assert [one for one in said if one not in text] == []
    assert [one for one in (NAMES[0], NAMES[2], "49") if one in text] == []


def test_many_extracts_are_numbered_by_a_worker_that_may_die_anywhere(issued, desk, monkeypatch):
    monkeypatch.setattr(services, "AT_ONCE", 2)
    run = extract(issued, desk.clerk)
    assert numbered() == []
    with unit_of_work():  # a worker numbers two and dies before it says so
        services.number_next(run.id)

    jobs.run_all(1)
    with unit_of_work():  # another one comes late
        services.number_next(run.id)

    assert numbered() == ["01/TrS-CQLTT", "02/TrS-CQLTT", "03/TrS-CQLTT"]
    drawn = select(Drawing.owner_id).where(Drawing.owner_kind == "copy").order_by(Drawing.owner_id)
    assert db.session.scalars(drawn).all() == db.session.scalars(
        select(Copy.id).order_by(Copy.id)
    ).all()  # fmt: skip


def test_what_came_as_a_true_copy_is_copied_further(
    desk, long_an, signs_copies, make_numbered_paper, give_file
):
    paper = make_numbered_paper(
        long_an.department, direction=Direction.INCOMING, issuer_text="UBND tỉnh"
    )
    with pytest.raises(Incomplete), unit_of_work():
        make_whole(paper.public_id, ORDER[CopyForm.FURTHER], TARGET, actor=desk.clerk)
    give_file(paper, FileRole.RECEIVED)

    with unit_of_work():
        make_whole(paper.public_id, ORDER[CopyForm.FURTHER], TARGET, actor=desk.clerk)

    assert numbered() == ["01/SL-CQLTT"]


def test_two_people_who_copy_at_once_get_numbers_of_their_own(app, issued, desk, archivist):
    barrier, told, paper = threading.Barrier(2), [], issued.paper.public_id
    db.session.rollback()

    def act(actor):
        with app.app_context():
            barrier.wait(10)
            with unit_of_work():
                run = make_whole(paper, ORDER[CopyForm.WHOLE], TARGET, actor=actor)
            told.append(services.told_by(run))
            db.session.remove()

    threads = [threading.Thread(target=act, args=(one,)) for one in (desk.clerk, archivist)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert sorted(told) == [
        "Đã cấp số 01/SY-CQLTT cho bản sao.", "Đã cấp số 02/SY-CQLTT cho bản sao.",
    ]  # fmt: skip


def test_only_the_office_that_keeps_the_paper_copies_it(issued, desk, officer):
    with pytest.raises(NotVisible):
        whole(issued, desk.stranger)
    for person in (officer, desk.secretary, desk.head):
        with pytest.raises(NotAllowed):
            whole(issued, person)
    assert whole(issued, desk.clerk).size == 1


def test_what_is_not_issued_is_not_copied(desk, make_nominations):
    with pytest.raises(InvalidStep) as refusal:
        whole(desk.draft(make_nominations(*NAMES)), desk.clerk)

    assert str(refusal.value) == "Văn bản chưa ban hành nên chưa sao được. Hãy phát hành trước."


def test_a_revoked_decision_is_copied_only_knowingly_and_the_copy_says_so(issued, desk):
    with unit_of_work():
        revoke_paper(issued.paper_id, "Sai căn cứ", actor=desk.clerk)
    with pytest.raises(BadInput) as refusal:
        whole(issued, desk.clerk)
    known = Order(CopyForm.EXTRACT, "", "Cục trưởng", "Nguyễn Văn A", known=True)

    run = extract(issued, desk.clerk, order=known)

    assert (refusal.value.field, numbers.next_number(issued.organisation_id, "SAO", 2020)) == (
        "known", 4,
    )  # fmt: skip
    assert run.mark == "Văn bản này đã bị hủy bỏ, bản sao chỉ dùng để tra cứu."


def test_a_line_taken_back_is_extracted_only_with_the_mark(issued, desk):
    line = items_of(issued.id)[1]
    line.status = ItemStatus.REVOKED
    db.session.commit()
    with pytest.raises(BadInput):
        extract(issued, desk.clerk)

    known = Order(CopyForm.EXTRACT, "", "Cục trưởng", "Nguyễn Văn A", known=True)
    run = extract(issued, desk.clerk, order=known)

    copies = db.session.scalars(select(Copy).order_by(Copy.ordinal))
    assert [block_context(copy, run)["copy"]["mark"] for copy in copies] == [
        "", "Khen thưởng ở dòng 02 của danh sách đã bị hủy bỏ.", "",
    ]  # fmt: skip


def test_a_void_copy_keeps_its_number_and_leaves_the_unit(issued, desk, officer):
    extract(issued, desk.clerk)
    draw_all()
    mine = queries.copies_of(issued.paper_id, officer)[0]
    assert [copy.number_text for copy in mine] == ["02/TrS-CQLTT", "01/TrS-CQLTT"]

    with unit_of_work():
        services.void(mine[0].public_id, "Ghi nhầm nơi nhận", actor=desk.clerk)

    left = queries.copies_of(issued.paper_id, officer)[0]
    assert [copy.number_text for copy in left] == ["01/TrS-CQLTT"]
    book = copy_register.book_of(issued.organisation_id, 2020)
    cells = [copy_register.cells(line) for line in copy_register.all_lines(book)]
    assert [(row["code"], row["form"], row["note"]) for row in cells] == [
        ("01/TrS-CQLTT", "Trích sao", ""),
        ("02/TrS-CQLTT", "Trích sao", "Số không sử dụng: Ghi nhầm nơi nhận"),
        ("03/TrS-CQLTT", "Trích sao", ""),
    ]
    context = copy_register.context(book, issued.organisation, keeper="Hoàng Thị Êm")
    assert context["counts"] == {"total": 3, "voided": 1, "outside": 0}
    outgoing = registers.books_of(issued.organisation_id, 2020, incoming=False)
    assert "SAO" not in {one.series for one in outgoing}


def test_a_unit_asks_the_clerk_makes_and_the_unit_reads_its_copy(issued, desk, officer):
    paper = issued.paper.public_id
    with unit_of_work():
        request = asking.ask(paper, CopyForm.EXTRACT, "Lưu hồ sơ cán bộ", actor=officer)
    with pytest.raises(InvalidStep):
        asking.ask(paper, CopyForm.EXTRACT, "Lần nữa", actor=officer)
    assert [(task.verb, task.note) for task in asking.tasks_for(desk.clerk)] == [
        ("Làm bản sao", "Lưu hồ sơ cán bộ")
    ]
    assert asking.tasks_for(officer) == asking.tasks_for(desk.secretary) == []

    mine = [item.public_id for item in items_of(issued.id)[:2]]
    extract(issued, desk.clerk, Per.UNIT, chosen=mine, request=request.public_id)

    assert asking.tasks_for(desk.clerk) == []
    [copy] = queries.copies_of(issued.paper_id, officer)[0]
    assert (copy.number_text, queries.get_visible(copy.public_id, officer)) == (
        "01/TrS-CQLTT", copy,
    )  # fmt: skip
    with pytest.raises(NotVisible):
        queries.get_visible(copy.public_id, desk.stranger)


def test_the_copies_of_one_run_are_printed_together_without_the_void_ones(
    issued, desk, long_an, client_as
):
    run = extract(issued, desk.clerk)
    page = f"/copies/runs/{run.public_id}/print"
    clerk = client_as(long_an.clerk, long_an.department)
    assert clerk.get(page).status_code == 409  # not drawn yet
    draw_all()
    first = db.session.scalars(select(Copy).order_by(Copy.id)).first()
    with unit_of_work():
        services.void(first.public_id, "Sai", actor=desk.clerk)

    made = clerk.get(page)

    assert (made.mimetype, page_count(made.data)) == ("application/pdf", 2)
    assert client_as(long_an.officer, long_an.team3).get(page).status_code == 403


def test_a_request_is_refused_in_words_the_unit_reads(issued, desk, long_an, officer, client_as):
    paper = issued.paper.public_id
    team = client_as(long_an.officer, long_an.team3)
    asked = {"form": "TrS", "purpose": "Lưu <b>hồ sơ</b>", "idempotency_key": "one"}
    assert team.post(f"/papers/{paper}/copies/ask", data=asked).status_code == 302
    [request] = queries.asked_of(issued.paper_id, officer)
    page = f"/copies/requests/{request.public_id}/refuse"
    clerk = client_as(long_an.clerk, long_an.department)

    assert "Lưu &lt;b&gt;hồ sơ&lt;/b&gt;" in clerk.get(f"/papers/{paper}/copies").text
    assert clerk.post(page, data={"reason": ""}).status_code == 422
    assert clerk.post(page, data={"reason": "Đã gửi bản chính"}).status_code == 302

    assert "Không sao: Đã gửi bản chính" in team.get(f"/papers/{paper}/copies").text
    assert client_as(long_an.stranger, long_an.elsewhere).get(page).status_code in (403, 404)
    with pytest.raises(InvalidStep):
        asking.refuse(request.public_id, "Lần nữa", actor=desk.clerk)


def test_a_unit_downloads_the_extracts_of_its_own_people_alone(issued, desk, long_an, client_as):
    extract(issued, desk.clerk)
    draw_all()
    rows = db.session.scalars(select(Copy).order_by(Copy.ordinal)).all()
    files = queries.files_of(rows)
    team = client_as(long_an.officer, long_an.team3)

    seen = [team.get(f"/documents/{files[row.id].public_id}/download").status_code for row in rows]

    assert seen == [200, 200, 404]


def test_a_true_copy_is_drawn_behind_the_signed_file_which_stays_as_it_is(issued, desk, tmp_path):
    shutil.copytree(ROOT / "document_templates/documents", tmp_path / "documents")
    with unit_of_work():
        load_templates(tmp_path)
    signed = signed_file_of(issued.paper_id)
    before = contents.read(signed)
    whole(issued, desk.clerk)

    jobs.run_all()

    [copy] = db.session.scalars(select(Copy)).all()
    made = queries.files_of([copy])[copy.id]
    text = " ".join(text_of(contents.read(made)).split())
    said = ("SAO Y", "Số: 01/SY-CQLTT", "ngày 18 tháng 12 năm 2020", "- Công đoàn cơ sở;",
            "TL. CỤC TRƯỞNG CHÁNH VĂN PHÒNG", "Phạm Thị Dung")  # fmt: skip
    assert [one for one in said if one not in text] == []
    assert made.pages == (signed.pages or 0) + 1  # the stand-in sheet is blank: no end to find
    assert contents.read(signed) == before


def test_the_pages_take_people_from_the_paper_to_the_copy(issued, signs_copies, long_an, client_as):
    clerk = client_as(long_an.clerk, long_an.department)
    here = f"/papers/{issued.paper.public_id}/copies"
    sent = {
        "destinations": "Công đoàn\nLưu: VT", "quantity": "0", "form": "SY",
        "signer": signs_copies.public_id, "idempotency_key": "one",
    }  # fmt: skip

    assert here in clerk.get(f"/decisions/{issued.public_id}").text
    refused = clerk.post(here, data=sent)
    done = [clerk.post(here, data=sent | {"quantity": "2"}) for _twice in range(2)]

    assert (refused.status_code, [one.status_code for one in done]) == (422, [302, 302])
    assert numbered() == ["01/SY-CQLTT"]
    again = clerk.get(here).text
    chosen = f'selected value="{signs_copies.public_id}"'
    assert ("01/SY-CQLTT" in again, chosen in again) == (True, True)
    assert "01/SY-CQLTT" in clerk.get("/archive/registers/copies/2020").text
    assert client_as(long_an.stranger, long_an.elsewhere).get(here).status_code == 404
    lines = [item.public_id for item in items_of(issued.id)]
    chosen = clerk.get(f"/decisions/{issued.public_id}/extracts").text
    assert [f'value="{line}" checked' in chosen for line in lines] == [True] * 3
    drawn = clerk.post(
        f"/decisions/{issued.public_id}/extracts", data=sent | {"per": "recipient", "lines": lines}
    )
    assert (drawn.status_code, drawn.location) == (302, here)


def test_the_list_of_copies_asks_no_more_for_more_of_them(issued, desk, long_an, client_as):
    clerk = client_as(long_an.clerk, long_an.department)
    asked = []
    for _more in range(2):
        extract(issued, desk.clerk)
        draw_all()
        db.session.rollback()
        with statements() as ran:
            assert clerk.get(f"/papers/{issued.paper.public_id}/copies").status_code == 200
        asked.append(len(ran))

    assert asked[0] == asked[1]
    assert db.session.query(CopyRun).count() == 2
