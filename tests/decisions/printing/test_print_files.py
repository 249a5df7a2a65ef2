"""The file a clerk prints: of the lines chosen, in their order, as the office prints them."""

import pytest
from sqlalchemy import select

from tests.decisions.amending.conftest import Mending
from tests.factories.documents import draw_all
from tests.journeys.acts import rows_of_workbook
from workflow.core import jobs
from workflow.core.db import db
from workflow.core.errors import BadInput, Incomplete, InvalidStep, NotAllowed, NotVisible
from workflow.core.unit_of_work import unit_of_work
from workflow.decisions.models import ItemStatus
from workflow.decisions.printing.fitting import refuse_boxes
from workflow.decisions.printing.models import CertificatePrinting, Layout
from workflow.decisions.printing.queries import may_view_printing_id
from workflow.decisions.printing.services import KIND, ask_print, redraw
from workflow.decisions.printing.working import print_certificates
from workflow.decisions.queries import items_of
from workflow.documents.contents import read
from workflow.documents.engine.pages import page_count, text_of
from workflow.documents.models import DocumentLink, Drawing

NAMES = ("Trần Quốc Bảo", "A & B <x> {{ 7*7 }}", "Đặng Hữu Nghĩa")


@pytest.fixture
def decision(desk, make_nominations):
    return desk.issued(make_nominations(*NAMES))


@pytest.fixture
def ask(desk, decision):
    jobs.handles(KIND)(print_certificates)

    def do(chosen=None, actor=None):
        with unit_of_work():
            made = ask_print(decision.public_id, chosen, actor=actor or desk.clerk)
        jobs.run_all()
        return made and db.session.get_one(CertificatePrinting, made.id, populate_existing=True)

    return do


def test_onto_printed_sheets_only_the_values_go_and_the_version_used_is_kept(choose, ask, decision):
    choose()
    items = items_of(decision.id)

    made = ask([items[2].public_id, items[1].public_id])

    pages = text_of(read(made.document)).split("\f")
    assert (len(pages) - 1, made.document.pages, made.stock_version.number) == (2, 2, 1)
    assert NAMES[1] in pages[0] and NAMES[2] in pages[1]
    assert "Quyết định số 01/QĐ-CQLTT" in pages[0] and "Số sổ vàng: 02" in pages[0]
    assert "CỘNG HÒA" not in pages[0] and "GIẤY KHEN" not in pages[0]


def test_whole_pages_are_bound_in_the_order_of_the_golden_book_without_page_numbers(ask):
    made = ask()

    content = read(made.document)
    assert (page_count(content), text_of(content).strip(), made.stock_version) == (3, "", None)
    assert made.document.title == "Giấy khen theo Quyết định 01/QĐ-CQLTT, 3 tờ"


def test_a_correction_is_printed_onto_sheets_and_whole_pages_wait_for_their_new_drawing(
    desk, choose, ask, decision, client_as, long_an
):
    before = ask()
    mending = Mending(desk, decision)
    letter = mending.correct(0, "Trần Quốc Bão")
    mending.issue(letter)
    assert ask() is None
    draw_all()
    after = ask()
    assert after.document.pages == 3
    page = client_as(long_an.clerk, long_an.department).get(
        f"/decisions/{decision.public_id}?view=certificates"
    )
    assert before.id < after.id and page.text.count("đã được đính chính sau khi lập") == 1
    choose()
    page = text_of(read(ask([items_of(decision.id)[0].public_id]).document))
    assert ("Trần Quốc Bão" in page, NAMES[0] in page) == (True, False)


def test_a_page_drawn_before_its_words_or_its_layout_changed_is_drawn_again_by_itself(
    choose, ask, decision
):
    """Also what was drawn before letters were drawn by themselves: nobody must think of it."""
    drawings = db.session.scalars(
        select(Drawing).where(Drawing.owner_kind == "certificate").order_by(Drawing.id)
    ).all()
    drawings[0].digest, drawings[0].context = "as of another day", {}
    db.session.commit()

    assert ask() is None
    assert [one.round for one in drawings] == [2, 1, 1]
    draw_all()
    assert ask().document.pages == 3
    choose(on_stock=False, layout=Layout.FINE_GOLD)
    assert ask() is None
    assert [one.round for one in drawings] == [3, 2, 2]


def test_what_a_printed_sheet_cannot_take_is_told_with_the_row_before_a_file_is_made(
    desk, choose, make_nominations, ask
):
    decision = desk.issued(make_nominations("Tập thể " * 40, "Lý Thị 鄧", "Vừa Đủ"))
    long, odd, fits = items_of(decision.id)
    choose()

    with pytest.raises(Incomplete) as told, unit_of_work():
        ask_print(decision.public_id, None, actor=desk.clerk)

    assert "Lý Thị 鄧: phông chữ in lên phôi không có chữ “鄧” ở ô “Tên người, tập thể”" in str(
        told.value
    )
    assert "…: “Tên người, tập thể” dài quá chỗ của nó dù đã thu nhỏ" in str(told.value)
    assert "Mẫu giấy khen" in str(told.value) and "Vừa Đủ" not in str(told.value)
    assert (long.name, odd.name) == (("Tập thể " * 40).strip(), "Lý Thị 鄧")
    choose(on_stock=False, version=1)
    with pytest.raises(Incomplete, match="không phông nào trên máy chủ có chữ “\U000e0fff”"):
        refuse_boxes([{"recipient": "Lý Thị \U000e0fff"}])  # no alphabet has it
    refuse_boxes([{"recipient": "Đặng Ưởng Ẵm – “1”… ½"}])
    draw_all()
    with unit_of_work():
        assert ask_print(decision.public_id, [fits.public_id], actor=desk.clerk) is not None


def test_a_file_made_before_an_annulment_says_so_and_the_next_one_leaves_the_line_out(
    desk, choose, ask, decision, long_an, client_as
):
    choose()
    page = f"/decisions/{decision.public_id}?view=certificates"
    clerk = client_as(long_an.clerk, long_an.department)
    ask()
    warning = "không in tệp này nữa"
    assert warning not in clerk.get(page).text
    mending = Mending(desk, decision)
    mending.issue(mending.annul(0))
    assert warning in clerk.get(page).text
    assert ask().document.pages == 2
    rows = rows_of_workbook(clerk.get(f"/decisions/{decision.public_id}/export").data)
    notes = [row[-1] for row in rows]
    assert [bool(note) and "Kết luận số 05/KL" in note for note in notes[-3:]] == [
        True, False, False,
    ]  # fmt: skip


def test_a_repeated_job_makes_no_second_file(choose, ask):
    choose()
    made = ask()
    print_certificates(jobs.Run(made.job_id, 0, {"printing": made.id}))
    again = db.session.get_one(CertificatePrinting, made.id, populate_existing=True)
    assert again.document_id == made.document_id


def test_what_is_taken_back_before_the_file_is_made_is_not_printed(desk, choose, decision):
    jobs.handles(KIND)(print_certificates)
    choose()
    with unit_of_work():
        two = [ask_print(decision.public_id, chosen, actor=desk.clerk)
               for chosen in (None, [items_of(decision.id)[0].public_id])]  # fmt: skip
    items_of(decision.id)[0].status = ItemStatus.REVOKED
    db.session.commit()
    jobs.run_all()

    made, none = two
    assert (made.document.pages, made.document.title[-5:], len(made.certificates)) == (
        2,
        " 2 tờ",
        2,
    )
    assert (none.document_id, "không còn hiệu lực" in none.job.error) == (None, True)


def test_pages_not_drawn_yet_and_empty_choices_are_refused(desk, make_nominations, ask, decision):
    with pytest.raises(BadInput):
        ask([])
    later = desk.sign(desk.offer(desk.draft(make_nominations("Tạ Thị Út"))))
    with pytest.raises(InvalidStep), unit_of_work():
        ask_print(later.public_id, None, actor=desk.clerk)
    for link in db.session.scalars(
        select(DocumentLink).where(DocumentLink.owner_kind == "certificate").limit(2)
    ):
        db.session.delete(link)
    db.session.commit()
    with pytest.raises(Incomplete):
        ask()
    assert db.session.scalars(select(CertificatePrinting)).all() == []


def test_only_clerk_and_secretary_of_the_office_print_and_open_the_file(
    desk, choose, ask, decision
):
    choose()
    with pytest.raises(NotVisible):
        ask(actor=desk.stranger)
    with pytest.raises(NotAllowed):
        ask(actor=desk.head)
    made = ask(actor=desk.secretary)
    who = (desk.stranger, desk.head, desk.clerk, desk.secretary)
    assert [may_view_printing_id(one, made.id) for one in who] == [False, False, True, True]


def test_a_certificate_that_could_not_be_drawn_is_tried_again_when_asked(desk, decision):
    drawing = db.session.scalars(
        select(Drawing).where(Drawing.owner_kind == "certificate").order_by(Drawing.id)
    ).first()
    drawing.drawn_round, drawing.job.state, drawing.job.attempts = 0, jobs.JobState.FAILED, 5
    db.session.commit()

    with unit_of_work():
        redraw(decision.public_id, actor=desk.clerk)

    again = db.session.get_one(Drawing, drawing.id, populate_existing=True)
    assert (again.round, again.job.state, again.job.attempts) == (1, jobs.JobState.WAITING, 0)


def test_the_page_offers_the_file_to_the_clerk_alone(
    desk, choose, ask, decision, client_as, long_an
):
    choose()
    url = f"/decisions/{decision.public_id}?view=certificates"
    clerk = client_as(long_an.clerk, long_an.department)
    head = client_as(long_an.head, long_an.department)
    sent = clerk.post(f"/decisions/{decision.public_id}/certificates/print", data={"all": "1"})
    jobs.run_all()
    draw_all()

    page = clerk.get(url).text

    assert sent.status_code == 302
    assert "Tải tệp in" in page and "In chữ lên phôi 297 × 210 mm, bản 1." in page
    assert "Lập tệp in" not in head.get(url).text
