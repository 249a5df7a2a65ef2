"""Registers: every number with its line, voids with their reason, text cells only."""

import io
import re
import zipfile
from datetime import date

import pytest
from sqlalchemy import func, select

from tests.factories.documents import draw_all
from workflow.archive import registers
from workflow.archive.workbooks import workbook
from workflow.core import numbers
from workflow.core.db import db
from workflow.core.jobs import Job
from workflow.documents.models import DocumentLink

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
