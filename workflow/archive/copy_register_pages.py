"""Pages of the register of copies: on screen, as xlsx and as a printed PDF."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workflow.archive import copy_register as register
from workflow.archive.policies import REGISTER_READERS
from workflow.archive.registers import count_lines, organisation_of
from workflow.core import audit, clock
from workflow.core.errors import NotVisible
from workflow.core.i18n import _, lazy, on_paper
from workflow.core.numbers import NumberBook
from workflow.core.unit_of_work import unit_of_work
from workflow.core.web.access import acting, requires
from workflow.core.web.navigation import add_entry
from workflow.core.web.numerals import whole_or
from workflow.core.web.once import act_key
from workflow.core.workbooks import XLSX, workbook
from workflow.documents import generation
from workflow.documents.engine.texts import file_name
from workflow.documents.queries import documents_of, generation_of

bp = Blueprint("copies", __name__, url_prefix="/registers/copies")
PURPOSE = "copy_register"
_BY_HAND = ("received_by",)
_ROLES = tuple(sorted(REGISTER_READERS))
add_entry(
    "archive.copies.index", lazy("Sổ bản sao"), icon="files", roles=set(_ROLES), order=67,
)  # fmt: skip


@bp.get("")
@bp.get("/<int(min=1945, max=2199):year>")
@requires(*_ROLES)
def index(year: int | None = None) -> ResponseReturnValue:
    here = acting().organisation_id
    years = register.years_of(here)
    shown = year or (years[0] if years else clock.today().year)
    book = register.book_of(here, shown)
    start = whole_or(0, request.args.get("after", ""))
    lines, following = register.page_of(book, after=start) if book else ([], 0)
    owner = ("number_book", book.id if book else 0)
    return render_template(
        "archive/registers/copies.html", year=shown, book=book,
        years=sorted({*years, shown}, reverse=True), start=start, following=following,
        heads=[(key, str(label)) for key, label in register.HEADS if key not in _BY_HAND],
        rows=[(line, register.cells(line)) for line in lines],
        counts=count_lines(book) if book else None,
        organisation=organisation_of(here) if book else None,
        job=generation_of(owner, PURPOSE), links=documents_of(*owner, purpose=PURPOSE),
    )  # fmt: skip


def _book(year: int) -> NumberBook:
    book = register.book_of(acting().organisation_id, year)
    if book is None:
        raise NotVisible(_("Đơn vị bạn không có sổ bản sao năm %(year)s.", year=year))
    return book


@bp.get("/<int(min=1945, max=2199):year>/workbook")
@requires(*_ROLES)
def workbook_file(year: int) -> ResponseReturnValue:
    book = _book(year)
    with on_paper():
        name = _("Sổ đăng ký bản sao")
        content = workbook(
            f"{name} {year}, {organisation_of(book.organisation_id).name}",
            [(key, str(label)) for key, label in register.HEADS],
            (register.cells(line) for line in register.all_lines(book)),
        )  # fmt: skip
        wanted = file_name(f"{name} {year}", "xlsx")
    response = Response(content, mimetype=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{wanted}"'
    return response


@bp.post("/<int(min=1945, max=2199):year>/print")
@requires(*_ROLES)
def print_register(year: int) -> ResponseReturnValue:
    """Have the year's register drawn as docx and PDF; the page shows how far it is."""
    with unit_of_work(act_key()) as work, on_paper():
        book = _book(year)
        organisation = organisation_of(book.organisation_id)
        generation.request(
            "archive/copy_register",
            register.context(book, organisation, keeper=acting().name),
            title=f"{_('Sổ đăng ký bản sao')} {year}", owner=("number_book", book.id),
            purpose=PURPOSE, organisation_id=book.organisation_id, actor=acting(),
        )  # fmt: skip
        audit.record("register.print", stream=("number_book", book.id), actor=acting(),
                     detail={"series": book.series, "year": year})  # fmt: skip
        work.location = url_for("archive.copies.index", year=year)
    flash(_("Đang lập bản in của sổ. Tải lại trang sau ít giây."), "info")
    return redirect(work.location)
