"""The page of one number book: what it has to account for, and its binding at the year's end."""

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from workflow.archive import bookkeeping, registers, volumes
from workflow.archive.policies import REGISTER_READERS
from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import BadInput, NotVisible
from workflow.core.i18n import _, lazy, on_paper
from workflow.core.numbers import NumberBook
from workflow.core.web.access import acting, requires
from workflow.core.web.acting import carry_out
from workflow.core.web.forms import Form, LineField, at_most, required
from workflow.core.web.navigation import stand_under
from workflow.core.web.numerals import whole_or
from workflow.core.workbooks import XLSX
from workflow.documents.copies.services import SERIES as COPIES
from workflow.documents.engine.texts import file_name
from workflow.documents.policies import clerk_for
from workflow.documents.queries import kind_name
from workflow.documents.releasing import release_number
from workflow.organisations import queries as organisations
from workflow.organisations.models import Organisation

bp = Blueprint("books", __name__, url_prefix="/books")
KEEPERS = ("clerk", "archivist")
_ROLES = tuple(sorted(REGISTER_READERS | {"administrator"}))


class ReleaseForm(Form):
    reason = LineField(lazy("Lý do bỏ trống"), [required(), at_most(300)])


def _reads(actor: Actor, organisation: Organisation) -> bool:
    own = actor.organisation_id == organisation.id
    return own and not actor.roles.isdisjoint(REGISTER_READERS)


def _find(public_id: str) -> tuple[Organisation, NumberBook]:
    """Return a book of the reader's organisation, or of one they administer."""
    organisation = db.session.scalars(
        select(Organisation).where(Organisation.public_id == public_id)
    ).one_or_none()
    actor = acting()
    if organisation is None or not (
        _reads(actor, organisation) or organisations.is_visible(public_id, actor)
    ):
        raise NotVisible(_("Không tìm thấy sổ này."))
    year, series = request.values.get("year", ""), request.values.get("series", "")[:60]
    if not (year.isascii() and year.isdigit() and len(year) == 4):  # noqa: PLR2004
        raise NotVisible(_("Không tìm thấy sổ này."))
    return organisation, registers.any_book(organisation.id, int(year), series)


def _here(organisation: Organisation, book: NumberBook) -> str:
    return url_for("archive.books.detail", public_id=organisation.public_id, year=book.year,
                   series=book.series)  # fmt: skip


def _register_of(book: NumberBook) -> tuple[str, str]:
    """Return the register the book is read in: its name and the endpoint of its page."""
    if book.series == COPIES:
        return _("Sổ bản sao"), "archive.copies.index"
    if book.series == registers.INCOMING:
        return _("Sổ văn bản đến"), "archive.registers.incoming"
    return _("Sổ văn bản đi"), "archive.registers.outgoing"


def _is_changed(book: NumberBook, editions: list[volumes.Edition]) -> bool:
    """Compare in the language of papers, whatever the reader's is."""
    with on_paper():
        return volumes.is_changed(book, editions)


def _page(
    organisation: Organisation, book: NumberBook, refused: ReleaseForm | None = None
) -> ResponseReturnValue:
    actor = acting()
    account, editions = bookkeeping.account_of(book), volumes.editions_of(book)
    hindered = volumes.hindrances(book, account)
    past, reads = book.year < clock.today().year, _reads(actor, organisation)
    keeper = reads and not actor.roles.isdisjoint(KEEPERS)
    last = editions[-1] if editions else None
    register, page = _register_of(book)
    stand_under(page if reads else "books.index")
    body = render_template(
        "archive/book.html", organisation=organisation, book=book, account=account, past=past,
        editions=editions, hindered=hindered, keeper=keeper, kind_name=kind_name,
        reads=reads, may_bind=keeper and not hindered,
        changed=keeper and not hindered and _is_changed(book, editions),
        job=last.drawing.job if last else None, stuck=last is not None and last.is_stuck,
        releasable={line.entry.id for line in account.reserved
                    if past and line.paper and clerk_for(actor, line.paper)},
        register=(register, url_for(page, year=book.year, series=book.series)),
        copies=book.series == COPIES, form_errors=refused is not None,
        release_form=refused or ReleaseForm(formdata=None), shown=bookkeeping.SHOWN,
        asked=request.form.get("paper", ""),
    )  # fmt: skip
    return body, 422 if refused else 200


@bp.get("/<public_id>")
@requires(*_ROLES)
def detail(public_id: str) -> ResponseReturnValue:
    return _page(*_find(public_id))


@bp.post("/<public_id>/release")
@requires("clerk", "secretary")
def release(public_id: str) -> ResponseReturnValue:
    """Void a number held since a past year, with a reason."""
    organisation, book = _find(public_id)
    form = ReleaseForm()
    if form.validate_on_submit():
        try:
            return carry_out(
                lambda: release_number(
                    request.form.get("paper", ""), form.reason.data or "", actor=acting()
                ),
                to=_here(organisation, book),
                told=_("Đã bỏ trống số, kèm lý do. Văn bản trở lại bản thảo."),
            )
        except BadInput as error:
            form.refuse(error)
    return _page(organisation, book, form)


@bp.get("/<public_id>/workbook")
@requires(*sorted(REGISTER_READERS))
def workbook_file(public_id: str) -> ResponseReturnValue:
    """Send the lines of one binding as a sheet, the same its PDF has; those of now for none."""
    organisation, book = _find(public_id)
    wanted = whole_or(0, request.args.get("edition", ""))
    found = [one for one in volumes.editions_of(book) if one.number == wanted]
    if not _reads(acting(), organisation) or (wanted and not found):
        raise NotVisible(_("Không tìm thấy sổ này."))
    with on_paper():
        title, content = volumes.workbook_of(book, found[0] if found else None)
    response = Response(content, mimetype=XLSX)
    named = file_name(title, "xlsx")
    response.headers["Content-Disposition"] = f'attachment; filename="{named}"'
    return response


@bp.post("/<public_id>/bind")
@requires(*KEEPERS)
def bind(public_id: str) -> ResponseReturnValue:
    """Close the register of a past year: one PDF with cover and closing words."""
    organisation, book = _find(public_id)
    if not _reads(acting(), organisation):
        raise NotVisible(_("Không tìm thấy sổ này."))
    where, book_id = _here(organisation, book), book.id

    def act() -> None:
        with on_paper():
            volumes.bind(book_id, actor=acting())

    return carry_out(act, to=where, told=_("Đang đóng sổ. Tải lại trang sau ít giây."))
