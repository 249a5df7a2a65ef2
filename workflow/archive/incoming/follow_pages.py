"""Pages of the register that follows what arrived: on screen, as xlsx and as a printed PDF."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workflow.archive import registers
from workflow.archive.incoming import followup
from workflow.archive.incoming.beginning import SERIES
from workflow.archive.policies import REGISTER_READERS
from workflow.core import audit, clock
from workflow.core.i18n import _, on_paper
from workflow.core.numbers import NumberBook
from workflow.core.unit_of_work import unit_of_work
from workflow.core.web.access import acting, requires
from workflow.core.web.exports import send_list
from workflow.core.web.listing import asked
from workflow.core.web.once import act_key
from workflow.documents import generation
from workflow.documents.queries import INSIDERS, documents_of, generation_of

bp = Blueprint("follow_up", __name__, url_prefix="/follow-up")
INSIDE = tuple(sorted(INSIDERS))
KEEPERS = tuple(sorted(REGISTER_READERS))
PURPOSE = "followup_register"


def _book(year: int) -> NumberBook:
    return registers.get_book(acting().organisation_id, year, SERIES, incoming=True)


def _shown() -> str:
    """Return which lines are wanted; who does not keep the books sees their own alone."""
    if acting().roles.isdisjoint(REGISTER_READERS):
        return followup.MINE
    wanted = request.args.get("show", followup.ALL)
    known = (followup.ALL, followup.OPEN_ONES, followup.LATE, followup.MINE)
    return wanted if wanted in known else followup.ALL


def _printed(book: NumberBook) -> dict[str, Any]:
    owner = ("number_book", book.id)
    return {
        "job": generation_of(owner, PURPOSE), "links": documents_of(*owner, purpose=PURPOSE),
    }  # fmt: skip


@bp.get("")
@bp.get("/<int(min=1945, max=2199):year>")
@requires(*INSIDE)
def index(year: int | None = None) -> ResponseReturnValue:
    here, actor, question = acting().organisation_id, acting(), asked()
    years = registers.years_of(here, incoming=True)
    shown_year = year or (years[0] if years else clock.today().year)
    book = next(iter(registers.books_of(here, shown_year, incoming=True)), None)
    show, keeps = _shown(), not actor.roles.isdisjoint(REGISTER_READERS)
    lines, more = (
        followup.page_of(
            book, show=show, text=question.text, user_id=actor.user_id, page=question.page
        ) if book else ([], False)
    )  # fmt: skip
    return render_template(
        "archive/incoming/follow_up.html", year=shown_year, book=book, lines=lines, show=show,
        years=sorted({*years, shown_year}, reverse=True), text=question.text, keeps=keeps,
        page=question.page, more=more, counts=followup.count_open(book) if book and keeps else None,
        printed=_printed(book) if book and keeps else {}, is_clerk=actor.has("clerk"),
    )  # fmt: skip


def _heads() -> list[tuple[str, str]]:
    return [(key, str(label)) for key, label in followup.HEADS]


@bp.get("/<int(min=1945, max=2199):year>/workbook")
@requires(*KEEPERS)
def workbook_file(year: int) -> ResponseReturnValue:
    book = _book(year)
    name = registers.organisation_of(book.organisation_id).name
    return send_list(
        f"Sổ theo dõi giải quyết văn bản đến {year}", _heads,
        lambda: [line.cells() for line in followup.all_lines(book)], lambda: [name],
    )  # fmt: skip


@bp.post("/<int(min=1945, max=2199):year>/print")
@requires(*KEEPERS)
def print_register(year: int) -> ResponseReturnValue:
    """Have the year's register drawn as docx and PDF; the page shows how far it is."""
    with unit_of_work(act_key()) as work, on_paper():
        book = _book(year)
        organisation = registers.organisation_of(book.organisation_id)
        generation.request(
            f"archive/{PURPOSE}", followup.context(book, organisation, keeper=acting().name),
            title=f"Sổ theo dõi giải quyết văn bản đến {year}", owner=("number_book", book.id),
            purpose=PURPOSE, organisation_id=organisation.id, actor=acting(),
        )  # fmt: skip
        audit.record("register.print", stream=("number_book", book.id), actor=acting(),
                     detail={"series": PURPOSE, "year": year})  # fmt: skip
        work.location = url_for("archive.follow_up.index", year=year)
    flash(_("Đang lập bản in của sổ. Tải lại trang sau ít giây."), "info")
    return redirect(work.location)
