"""A book accounts for every number that is no ordinary one, and is bound when its year is over."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime

import docx
import pytest
from sqlalchemy import select

from tests.archive.test_registers import TEMPLATES, pdf_text
from tests.factories.documents import draw_all
from workflow.archive import bookkeeping, registers, volumes
from workflow.archive.intake import Received, take_in_decision
from workflow.core import audit, clock, numbers
from workflow.core.db import db
from workflow.core.errors import BadInput, InvalidStep
from workflow.core.jobs import JobState
from workflow.core.numbers import BookState
from workflow.core.unit_of_work import unit_of_work
from workflow.documents.engine.rendering import render
from workflow.documents.models import Paper
from workflow.documents.services import number_paper
from workflow.documents.states import PaperStatus

DAY = date(2020, 12, 18)
NEXT_YEAR = datetime(2021, 1, 4, 1, tzinfo=UTC)


def text(answer):
    return answer.get_data(as_text=True)


@pytest.fixture
def clerk(long_an, client_as):
    return client_as(long_an.clerk, long_an.department)


@pytest.fixture
def held(long_an, actor, make_paper):
    """A number held since 2020 for a paper nobody signed; the office numbers first."""
    long_an.department.numbers_first = True
    db.session.commit()
    paper = make_paper()
    paper.status = PaperStatus.CHECKED
    db.session.commit()
    with unit_of_work():
        number_paper(paper.public_id, DAY, actor=actor(long_an.clerk, long_an.department))
    return paper


@pytest.fixture
def year(long_an, make_numbered_paper):
    """A book of 2020 with a paper, a void number and another paper, read on 4 January 2021."""
    here = long_an.department
    make_numbered_paper(here, title="Quyết định A & B <x>")
    lost = numbers.take(here.id, "QĐ", dated=DAY, holder=("paper", 99_999), act_key="v")
    numbers.void(lost, reason="Trình ký lại do sai căn cứ")
    make_numbered_paper(here, title="Về việc tặng Giấy khen")
    db.session.commit()
    clock.move_to(NEXT_YEAR)
    db.session.commit()
    return registers.get_book(here.id, 2020, "QĐ", incoming=False)


def page_of(long_an, more=""):
    return f"/archive/books/{long_an.department.public_id}{more}?year=2020&series=QĐ"


def test_strangers_neither_read_nor_close_a_book(statuses, year, long_an, client_as):
    assert statuses(page_of(long_an)) == [302, 403, 404]
    assert statuses(page_of(long_an, "/bind"), "post") == [401, 403, 404]
    assert statuses(page_of(long_an, "/release"), "post", {"paper": "x", "reason": "x"}) == [
        401, 403, 404,
    ]  # fmt: skip
    secretary = client_as(long_an.secretary, long_an.department)
    assert secretary.post(page_of(long_an, "/bind")).status_code == 403
    assert volumes.editions_of(year) == []


def test_whoever_administers_reads_the_numbers_and_no_titles(year, admin, clerk, long_an):
    pages = [text(one.get(page_of(long_an))) for one in (clerk, admin)]

    assert ["sai căn cứ" in page for page in pages] == [True, True]
    assert ["Đóng sổ lần 1" in page for page in pages] == [True, False]


def test_a_held_number_is_shown_with_its_paper_and_accounted_for_in_the_new_year(
    held, clerk, long_an, actor
):
    keeper = actor(long_an.clerk, long_an.department)
    release = {"paper": held.public_id, "reason": "Không ban hành nữa"}
    assert held.title in text(clerk.get(page_of(long_an)))
    assert bookkeeping.tasks_for(keeper) == []
    assert clerk.post(page_of(long_an, "/release"), data=release).status_code == 409
    clock.move_to(NEXT_YEAR)
    db.session.commit()

    assert [task.title for task in bookkeeping.tasks_for(keeper)] == [
        "Sổ QĐ năm 2020 còn số đang giữ"
    ]
    book = numbers.find_book(long_an.department.id, "QĐ", 2020)
    with pytest.raises(InvalidStep, match="01/QĐ-CQLTT"):
        volumes.bind(book.id, actor=keeper)
    bare = clerk.post(page_of(long_an, "/release"), data=release | {"reason": " "})
    assert bare.status_code == 422
    assert clerk.post(page_of(long_an, "/release"), data=release).status_code == 302
    db.session.expire_all()
    assert (held.status, held.number_text, held.decline_reason) == (
        PaperStatus.DRAFT, None, "Không ban hành nữa",
    )  # fmt: skip
    assert [(e.state.value, e.reason) for e in numbers.list_entries(book.id)] == [
        ("void", "Không ban hành nữa")
    ]
    assert bookkeeping.tasks_for(keeper) == []
    assert audit.journal("paper", held.id)[0].act == "paper.release"


def test_a_running_year_is_not_closed(long_an, make_numbered_paper, clerk):
    make_numbered_paper(long_an.department)

    answer = clerk.post(page_of(long_an, "/bind"))
    assert (answer.status_code, "01/01/2021" in text(answer)) == (409, True)


def test_a_past_year_is_bound_once_and_again_only_when_it_changed(year, clerk, long_an):
    assert clerk.post(page_of(long_an, "/bind")).status_code == 302
    draw_all()
    again = clerk.post(page_of(long_an, "/bind"))
    assert (again.status_code, "không thay đổi" in text(again)) == (409, True)
    page = text(clerk.get(page_of(long_an)))
    assert ("SHA-256" in page, "Đóng sổ lần 2" in page) == (True, False)
    db.session.scalars(select(Paper)).first().title = "Quyết định đã đính chính"
    db.session.commit()

    assert clerk.post(page_of(long_an, "/bind")).status_code == 302
    draw_all()
    editions = volumes.editions_of(year)
    assert [(one.number, one.pdf is not None) for one in editions] == [(1, True), (2, True)]
    assert editions[0].pdf.document.file.digest != editions[1].pdf.document.file.digest


def test_a_binding_whose_drawing_failed_is_asked_for_again(year, clerk, long_an):
    clerk.post(page_of(long_an, "/bind"))
    [edition] = volumes.editions_of(year)
    edition.drawing.job.state, edition.drawing.job.error = JobState.FAILED, "Hết chỗ"
    db.session.commit()
    page = text(clerk.get(page_of(long_an)))
    assert ("Lập lại bản đóng" in page, "Chưa lập được" in page) == (True, True)

    assert clerk.post(page_of(long_an, "/bind")).status_code == 302
    draw_all()

    assert [one.pdf is not None for one in volumes.editions_of(year)] == [True]


def test_the_bound_volume_has_cover_every_number_and_closing_words(year, long_an, actor):
    volumes.bind(year.id, actor=actor(long_an.clerk, long_an.department))
    context = volumes.editions_of(year)[0].drawing.context

    printed = pdf_text("archive/bound_outgoing", context)

    said = ["SỔ ĐĂNG KÝ VĂN BẢN ĐI", "NĂM 2020", "Từ số 01 đến số 03", "Số trang: 3", "Trang 2/3",
            "A & B", "CHỨNG NHẬN ĐÓNG SỔ", "Sổ này đăng ký 3 số",
            "2 số có văn bản, 1 số không sử dụng và 0 số đã cấp ngoài", "0 số chèn",
            "Đóng sổ lần 1, theo tình trạng của sổ ngày 04/01/2021.", "Sổ gồm 3 trang",
            "Hoàng Thị E", "CỤC TRƯỞNG"]  # fmt: skip
    assert [words for words in said if words not in printed] == []


def test_what_is_entered_after_the_binding_says_so_and_the_next_binding_names_it(
    year, long_an, actor, clerk
):
    keeper = actor(long_an.clerk, long_an.department)
    volumes.bind(year.id, actor=keeper)
    year.state = BookState.SHUT
    numbers.skip(year, 4, dated=date(2020, 12, 31), reason="Cấp trên giấy khi mất điện")
    year.state = BookState.OPEN
    db.session.commit()

    line = list(registers.all_lines(year))[-1]
    told = ("Số đã cấp ngoài hệ thống: Cấp trên giấy khi mất điện; "
            "Ghi sau khi đóng sổ lần 1 ngày 04/01/2021")  # fmt: skip
    assert (line.note, line.is_void, registers.count_lines(year)) == (told, False, (4, 1, 1))
    page = text(clerk.get("/archive/registers/outgoing/2020?series=QĐ"))
    assert "1 số không sử dụng, có lý do, 1 số đã cấp ngoài hệ thống" in page
    volumes.bind(year.id, actor=keeper)
    context = volumes.editions_of(year)[1].drawing.context
    assert (context["counts"]["outside"], context["since"]) == (
        1, "Bản này thay bản đóng lần 1 ngày 04/01/2021, thêm số 04.",
    )  # fmt: skip


def test_a_decision_of_a_bound_year_is_entered_there_only_when_the_clerk_knows(long_an, actor):
    here, keeper = long_an.department, actor(long_an.clerk, long_an.department)
    numbers.take(here.id, "ĐẾN", dated=DAY, holder=("paper", 90_000), act_key="x")
    clock.move_to(NEXT_YEAR)
    db.session.commit()
    book = registers.get_book(here.id, 2020, "ĐẾN", incoming=True)
    volumes.bind(book.id, actor=keeper)
    sheet = Received("12/QĐ-UBND", "20/12/2020", "UBND tỉnh", "Tặng Bằng khen", "Bằng khen",
                     date(2020, 12, 21), individuals=1)  # fmt: skip
    with pytest.raises(BadInput, match="năm 2020 đã đóng lần 1 ngày 04/01/2021"):
        take_in_decision(sheet, actor=keeper)

    filed = take_in_decision(replace(sheet, late_confirmed=True), actor=keeper)
    entry = filed.paper.number_entry
    assert (entry.number, entry.note) == (2, "Ghi sau khi đóng sổ lần 1 ngày 04/01/2021")


def test_a_page_of_the_register_keeps_12a_with_12(long_an, make_numbered_paper, monkeypatch):
    monkeypatch.setattr(registers, "PAGE", 2)
    here = long_an.department
    for key, suffix in enumerate(("", "a", "b", "")):
        number = 1 if suffix or not key else 2
        book = numbers.open_book(here.id, "QĐ", 2020) if not key else book  # noqa: F821
        db.session.add(
            numbers.NumberEntry(
                book_id=book.id, number=number, suffix=suffix, dated=DAY, holder_kind="x",
                holder_id=key, act_key=f"p{key}",
            )
        )  # fmt: skip
    db.session.flush()

    first, after = registers.page_of(book)
    second, end = registers.page_of(book, after=after)

    assert [[line.code for line in page] for page in (first, second)] == [
        ["01", "01a", "01b"], ["02"],
    ]  # fmt: skip
    assert (after, end) == (1, 0)


def test_the_register_says_what_is_doubtful(year, clerk, long_an):
    page = "/archive/registers/outgoing/2020?series=QĐ"
    assert "Cần xem lại" not in text(clerk.get(page))
    first, second = db.session.scalars(select(Paper).order_by(Paper.id)).all()
    second.number_text = first.number_text
    second.number_entry.dated = date(2020, 12, 17)
    second.symbol = first.symbol
    db.session.commit()

    lines = list(registers.all_lines(year))
    found = bookkeeping.doubts_of(year, lines)
    assert [(line.entry.number, [doubt.kind for doubt in kinds]) for line, kinds in found] == [
        (3, ["order", "date"]),
    ]  # fmt: skip
    assert "sớm hơn số đứng trước (02, ngày 18/12/2020)" in text(clerk.get(page))


def test_the_book_of_what_arrived_is_bound_by_the_same_act(long_an, actor, make_numbered_paper):
    for key in range(2):
        numbers.take(
            long_an.department.id,
            "ĐẾN",
            dated=DAY,
            holder=("paper", 90_000 + key),
            act_key=f"{key}",
        )
    clock.move_to(NEXT_YEAR)
    db.session.commit()
    book = registers.get_book(long_an.department.id, 2020, "ĐẾN", incoming=True)

    volumes.bind(book.id, actor=actor(long_an.clerk, long_an.department))

    drawing = volumes.editions_of(book)[0].drawing
    whole = render(
        (TEMPLATES / "archive/bound_incoming.docx").read_bytes(), drawing.context, title="Sổ"
    )
    words = docx.Document(io.BytesIO(whole)).element.body.xpath("string()")
    assert ("SỔ ĐĂNG KÝ VĂN BẢN ĐẾN" in words, "đăng ký 2 số" in words) == (True, True)
