"""Registers: every number with its line, voids with their reason, text cells only."""

import io
import re
import subprocess
import zipfile
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.factories.documents import draw_all
from workflow.archive import registers
from workflow.archive.intake import Received, take_in_decision
from workflow.core import numbers
from workflow.core.db import db
from workflow.core.jobs import Job
from workflow.core.workbooks import workbook
from workflow.documents.engine.conversion import to_pdf
from workflow.documents.engine.rendering import render
from workflow.documents.models import DocumentLink

TEMPLATES = Path(__file__).resolve().parents[2] / "document_templates"
DANGEROUS = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "-2+3",
    "\t=1",
    "http://evil.example",
    "0123",
]


@pytest.fixture
def books(long_an, make_numbered_paper):
    """A year with two papers and a void number between them."""
    here = long_an.department
    make_numbered_paper(here, title=DANGEROUS[0], signer="@x")
    lost = numbers.take(
        here.id, "QĐ", dated=date(2020, 12, 18), holder=("paper", 99_999), act_key="v"
    )
    numbers.void(lost, reason="Người ký trả lại do sai căn cứ")
    make_numbered_paper(here, title="Về việc tặng Giấy khen")
    numbers.take(here.id, "golden:GK", dated=date(2020, 12, 18), holder=("x", 1), act_key="g")
    db.session.commit()
    return here


@pytest.fixture
def clerk(long_an, client_as):
    return client_as(long_an.clerk, long_an.department)


def text_of(answer):
    return answer.get_data(as_text=True)


@pytest.mark.parametrize("url", ["/archive/registers/outgoing/2020", "/archive/registers/incoming",
                                 "/archive/registers/outgoing/2020/workbook?series=QĐ"])  # fmt: skip
def test_strangers_open_no_register(long_an, books, client, client_as, url):
    assert client.get(url).status_code == 302
    assert client_as(long_an.officer, long_an.team3).get(url).status_code == 403


def test_another_department_sees_its_own_empty_books(long_an, books, client_as):
    stranger = client_as(long_an.stranger, long_an.elsewhere)

    assert "Chưa có số nào được cấp" in text_of(stranger.get("/archive/registers/outgoing/2020"))
    url = "/archive/registers/outgoing/2020/workbook?series=QĐ"
    assert stranger.get(url).status_code == 404
    assert (
        stranger.post("/archive/registers/outgoing/2020/print", data={"series": "QĐ"}).status_code
        == 404
    )


def test_the_register_opens_on_a_book_of_the_office_and_its_councils_come_after(books, clerk):
    numbers.take(books.id, "HĐTĐKT", dated=date(2020, 12, 18), holder=("x", 2), act_key="c")
    db.session.commit()

    rows = registers.books_of(books.id, 2020, incoming=False)
    page = text_of(clerk.get("/archive/registers/outgoing"))

    assert [book.series for book in rows] == ["QĐ", "HĐTĐKT"]
    assert '<b aria-current="true">QĐ</b>' in page


def test_every_number_has_its_line_and_a_void_one_its_reason(books, clerk):
    book = registers.get_book(books.id, 2020, "QĐ", incoming=False)

    cells = [registers.outgoing_cells(line) for line in registers.all_lines(book)]

    assert [(c["code"], c["signer"], c["note"]) for c in cells] == [
        ("01/QĐ-CQLTT", "@x", ""),
        ("02", "", "Số không sử dụng: Người ký trả lại do sai căn cứ"),
        ("03/QĐ-CQLTT", "Nguyễn Văn A", ""),
    ]
    page = text_of(clerk.get("/archive/registers/outgoing/2020"))
    assert "Người ký trả lại do sai căn cứ" in page
    assert "golden" not in page


def test_a_long_register_is_read_in_pages(books, clerk):
    for number in range(registers.PAGE):
        numbers.take(books.id, "QĐ", dated=date(2020, 12, 18), holder=("paper", 90_000 + number),
                     act_key=f"m{number}")  # fmt: skip
    db.session.commit()

    first = text_of(clerk.get("/archive/registers/outgoing/2020?series=QĐ"))
    second = text_of(clerk.get("/archive/registers/outgoing/2020?series=QĐ&after=100"))

    assert "after=100" in first
    assert second.count("<tr") == 1 + 3


def test_no_cell_is_evaluated_by_a_spreadsheet():
    heads = [("a", "Cột")]
    content = workbook("=HYPERLINK(1)", heads, [{"a": text} for text in DANGEROUS])

    parts = zipfile.ZipFile(io.BytesIO(content))
    sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    texts = parts.read("xl/sharedStrings.xml").decode()

    assert "<f>" not in sheet
    cells = re.findall(r"<c [^>]*>", sheet)
    assert [cell for cell in cells if 't="s"' not in cell] == []
    assert "hyperlink" not in sheet
    assert "=1+1" in texts
    assert 'quotePrefix="1"' in parts.read("xl/styles.xml").decode()


def test_the_workbook_of_a_year_holds_the_register(books, clerk):
    answer = clerk.get("/archive/registers/outgoing/2020/workbook?series=QĐ")

    parts = zipfile.ZipFile(io.BytesIO(answer.data))
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert "Người ký trả lại" in parts.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in parts.read("xl/worksheets/sheet1.xml").decode()


def test_the_printed_register_is_drawn_by_a_job(books, clerk):
    url = "/archive/registers/outgoing/2020/print"
    answer = clerk.post(url, data={"series": "QĐ", "idempotency_key": "k"})
    again = clerk.post(url, data={"series": "QĐ", "idempotency_key": "k"})

    assert answer.location == again.location
    assert db.session.scalar(select(func.count(Job.id))) == 1
    draw_all()
    roles = db.session.scalars(
        select(DocumentLink.role).where(DocumentLink.owner_kind == "number_book")
    ).all()
    assert "source" in {role.value for role in roles}


def test_what_cannot_be_is_refused_in_words(books, clerk):
    assert clerk.get("/archive/registers/sideways/2020/workbook?series=QĐ").status_code == 404
    assert clerk.get("/archive/registers/outgoing/2020?series=%00&after=-1").status_code == 400
    assert clerk.get("/archive/registers/outgoing/99999999999999").status_code == 404


def test_dossier_codes_are_no_register_of_papers(long_an):
    for series in ("HS", "QĐ"):
        numbers.open_book(long_an.department.id, series, 2020)

    books = registers.books_of(long_an.department.id, 2020, incoming=False)

    assert [book.series for book in books] == ["QĐ"]


@pytest.fixture
def arrived(long_an, actor, database):
    """Two decisions from outside in the incoming book of 2020, and an empty book of 2021."""
    clerk = actor(long_an.clerk, long_an.department)
    for number, title in (("1365/QĐ-UBND", "Quyết định tặng Bằng khen A & B <x>"),
                          ("12/QĐ-BCT", "Về việc tặng Cờ thi đua")):  # fmt: skip
        take_in_decision(
            Received(number, "26/11/2020", "UBND tỉnh Long An", title, "Bằng khen",
                     date(2020, 12, 1), individuals=2),
            actor=clerk,
        )  # fmt: skip
    numbers.open_book(long_an.department.id, "ĐẾN", 2021)
    db.session.commit()
    return long_an.department


def pdf_text(template, context):
    """Draw the printed register as the worker does, and read the text of its PDF back."""
    docx = render((TEMPLATES / f"{template}.docx").read_bytes(), context, title="Sổ")
    run = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=to_pdf(docx), check=True, capture_output=True
    )
    return " ".join(run.stdout.decode().split())


def test_the_printed_incoming_register_says_what_arrived(arrived):
    book = registers.get_book(arrived.id, 2020, "ĐẾN", incoming=True)

    text = pdf_text(
        "archive/incoming_register", registers.incoming_context(book, arrived, keeper="Hoàng Thị E")
    )

    said = ["SỔ ĐĂNG KÝ VĂN BẢN ĐẾN", "Năm: 2020", "1365/QĐ-UBND", "12/QĐ-BCT", "01/12/2020",
            "Tổng số: 2 số đã cấp, trong đó 0 số không sử dụng, 0 số đã cấp ngoài hệ thống.", "Hoàng Thị E"]  # fmt: skip
    assert [words for words in said if words not in text] == []


def test_the_printed_outgoing_register_gives_the_reason_of_a_void_number(books, long_an):
    book = registers.get_book(books.id, 2020, "QĐ", incoming=False)

    context = registers.outgoing_context(book, books, keeper="Hoàng Thị E")
    text = pdf_text("archive/outgoing_register", context)

    assert [(row["code"], row["note"]) for row in context["rows"] if row["voided"]] == [
        ("02", "Số không sử dụng: Người ký trả lại do sai căn cứ")
    ]
    reason = {"Số không", "sử dụng:", "Người ký", "trả lại do"}
    assert {words for words in reason if words in text} == reason
    assert "Tổng số: 3 số đã cấp, trong đó 1 số không sử dụng, 0 số đã cấp ngoài hệ thống." in text


def test_the_incoming_register_is_printed_as_pdf_by_a_job(arrived, clerk):
    url = "/archive/registers/incoming/2020/print"

    answer = clerk.post(url, data={"series": "ĐẾN", "idempotency_key": "k"})

    assert answer.location.startswith("/archive/registers/incoming/2020?series=")
    draw_all()
    page = text_of(clerk.get(answer.location))
    assert "Bản in đã lập" in page
    assert "van-ban.pdf" in page


def test_the_incoming_register_opens_on_the_newest_year_with_rows(arrived, clerk):
    page = text_of(clerk.get("/archive/registers/incoming"))

    assert "Sổ văn bản đến 2020" in page
    assert registers.years_of(arrived.id, incoming=True) == [2020]
    assert "1365/QĐ-UBND" in page


def test_only_a_clerk_is_led_from_the_register_to_entering_a_paper(
    arrived, clerk, client_as, long_an
):
    secretary = client_as(long_an.secretary, long_an.department)

    pages = [text_of(one.get("/archive/registers/incoming")) for one in (clerk, secretary)]

    assert ['href="/archive/incoming/new"' in page for page in pages] == [True, False]


def test_an_extract_does_not_repeat_the_kind_its_title_begins_with(arrived):
    book = registers.get_book(arrived.id, 2020, "ĐẾN", incoming=True)

    assert [line.subject for line in registers.all_lines(book)] == [
        "Quyết định tặng Bằng khen A & B <x>",
        "Quyết định: Về việc tặng Cờ thi đua",
    ]
