"""Pages of the registers: outgoing and incoming, on screen, as xlsx and as a printed PDF."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workflow.archive import registers
from workflow.archive.bookkeeping import doubts_of
from workflow.archive.policies import REGISTER_READERS, clerk_of_own
from workflow.core import audit, clock
from workflow.core.errors import NotVisible
from workflow.core.i18n import _, lazy, on_paper
from workflow.core.numbers import NumberBook
from workflow.core.unit_of_work import unit_of_work
from workflow.core.web.access import acting, requires
from workflow.core.web.navigation import add_entry
from workflow.core.web.once import act_key
from workflow.core.workbooks import XLSX, workbook
from workflow.documents import generation
from workflow.documents.engine.texts import file_name
from workflow.documents.queries import documents_of, generation_of

bp = Blueprint("registers", __name__, url_prefix="/registers")
OUTGOING, INCOMING = "outgoing", "incoming"
_BY_HAND = {"keeper", "copies", "received_by"}
_PAPER_ALONE = {True: _BY_HAND | {"sent_on"}, False: _BY_HAND}  # of the incoming register, or not
_ROLES = tuple(sorted(REGISTER_READERS))
add_entry(
    "archive.registers.outgoing", lazy("Sổ văn bản đi"), icon="journal-arrow-up",
    roles=set(_ROLES), order=65,
)  # fmt: skip
add_entry(
    "archive.registers.incoming", lazy("Sổ văn bản đến"), icon="journal-arrow-down",
    roles=set(_ROLES), order=66,
)  # fmt: skip


def _series() -> str:
    return request.values.get("series", "")[:60]


def _book(year: int, series: str, *, incoming: bool) -> NumberBook:
    return registers.get_book(acting().organisation_id, year, series, incoming=incoming)


def _page(year: int | None, *, incoming: bool) -> ResponseReturnValue:
    here = acting().organisation_id
    years = registers.years_of(here, incoming=incoming)
    shown_year = year or (years[0] if years else clock.today().year)
    books = registers.books_of(here, shown_year, incoming=incoming)
    series = _series() or (books[0].series if books else "")
    book = _book(shown_year, series, incoming=incoming) if books else None
    after = request.args.get("after", "")
    start = int(after) if after.isascii() and after.isdigit() and len(after) < 9 else 0  # noqa: PLR2004
    lines, following = registers.page_of(book, after=start) if book else ([], 0)
    return render_template(
        f"archive/registers/{'incoming' if incoming else 'outgoing'}.html",
        year=shown_year, years=sorted({*years, shown_year}, reverse=True), books=books, book=book,
        rows=[(line, _cells(line, incoming=incoming)) for line in lines],
        heads=_shown_heads(incoming=incoming),
        counts=registers.count_lines(book) if book else None, following=following, start=start,
        doubts=[] if incoming or not book else doubts_of(book, lines),
        organisation=registers.organisation_of(here) if book else None,
        printed=_printed(book, incoming=incoming) if book else {},
        may_take_in=incoming and clerk_of_own(acting()),
    )  # fmt: skip


def _shown_heads(*, incoming: bool) -> list[tuple[str, str]]:
    """Return the columns a screen has room for; paper and xlsx have those filled in by hand."""
    return [head for head in _heads(incoming=incoming) if head[0] not in _PAPER_ALONE[incoming]]


def _heads(*, incoming: bool) -> list[tuple[str, str]]:
    heads = registers.INCOMING_HEADS if incoming else registers.OUTGOING_HEADS
    return [(key, str(label)) for key, label in heads]


def _cells(line: registers.Line, *, incoming: bool) -> dict[str, str]:
    return registers.incoming_cells(line) if incoming else registers.outgoing_cells(line)


def _purpose(*, incoming: bool) -> str:
    """Return what tells the printed register apart, which is also its template's name."""
    return "incoming_register" if incoming else "outgoing_register"


def _printed(book: NumberBook, *, incoming: bool) -> dict[str, Any]:
    """Return the job that draws the printed register, and its files once they are there."""
    owner, purpose = ("number_book", book.id), _purpose(incoming=incoming)
    return {
        "job": generation_of(owner, purpose),
        "links": documents_of(*owner, purpose=purpose),
    }


def _way(way: str) -> bool:
    """Return whether the address means the incoming register. Raises NotVisible for neither."""
    if way not in {OUTGOING, INCOMING}:
        raise NotVisible(_("Không có sổ này."))
    return way == INCOMING


def _register_name(*, incoming: bool) -> str:
    return _("Sổ đăng ký văn bản đến") if incoming else _("Sổ đăng ký văn bản đi")


@bp.get("/outgoing")
@bp.get("/outgoing/<int(min=1945, max=2199):year>")
@requires(*_ROLES)
def outgoing(year: int | None = None) -> ResponseReturnValue:
    return _page(year, incoming=False)


@bp.get("/incoming")
@bp.get("/incoming/<int(min=1945, max=2199):year>")
@requires(*_ROLES)
def incoming(year: int | None = None) -> ResponseReturnValue:
    return _page(year, incoming=True)


@bp.get("/<way>/<int(min=1945, max=2199):year>/workbook")
@requires(*_ROLES)
def workbook_file(way: str, year: int) -> ResponseReturnValue:
    is_incoming = _way(way)
    book = _book(year, _series(), incoming=is_incoming)
    name = registers.organisation_of(book.organisation_id).name
    with on_paper():
        kind = _register_name(incoming=is_incoming)
        content = workbook(
            f"{kind} {book.series} {year}, {name}", _heads(incoming=is_incoming),
            (_cells(line, incoming=is_incoming) for line in registers.all_lines(book)),
        )  # fmt: skip
    response = Response(content, mimetype=XLSX)
    response.headers["Content-Disposition"] = (
        f'attachment; filename="{file_name(f"{kind} {book.series} {year}", "xlsx")}"'
    )
    return response


@bp.post("/<way>/<int(min=1945, max=2199):year>/print")
@requires(*_ROLES)
def print_register(way: str, year: int) -> ResponseReturnValue:
    """Have the year's register drawn as docx and PDF; the page shows how far it is."""
    series, is_incoming = _series(), _way(way)
    purpose = _purpose(incoming=is_incoming)
    with unit_of_work(act_key()) as work, on_paper():
        book = _book(year, series, incoming=is_incoming)
        organisation = registers.organisation_of(book.organisation_id)
        draw = registers.incoming_context if is_incoming else registers.outgoing_context
        generation.request(
            f"archive/{purpose}", draw(book, organisation, keeper=acting().name),
            title=f"{_register_name(incoming=is_incoming)} {series} {year}",
            owner=("number_book", book.id), purpose=purpose,
            organisation_id=organisation.id, actor=acting(),
        )  # fmt: skip
        audit.record("register.print", stream=("number_book", book.id), actor=acting(),
                     detail={"series": series, "year": year})  # fmt: skip
        work.location = url_for(f"archive.registers.{way}", year=year, series=series)
    flash(_("Đang lập bản in của sổ. Tải lại trang sau ít giây."), "info")
    return redirect(work.location)
