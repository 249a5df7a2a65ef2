"""Pages of number books, by organisation and year."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workflow.core import clock
from workflow.core.errors import BadInput
from workflow.core.i18n import _, lazy
from workflow.core.series import KINDS
from workflow.core.unit_of_work import unit_of_work
from workflow.core.web.access import acting, requires
from workflow.core.web.acting import carry_out_form
from workflow.core.web.navigation import add_entry
from workflow.core.web.numerals import whole
from workflow.core.web.once import act_key
from workflow.organisations import books, queries
from workflow.organisations.forms import BookForm, LostForm, SkipForm, to_choose
from workflow.organisations.pages import schemes

ADMINISTRATOR = "administrator"
SERIES = tuple(dict.fromkeys(("QĐ", "VB", "HĐTĐKT", *KINDS)))

bp = Blueprint("books", __name__, url_prefix="/books")
bp.register_blueprint(schemes.bp)
add_entry("books.index", lazy("Sổ văn bản"), icon="hash", roles={ADMINISTRATOR}, order=88)


def _year(raw: int | None) -> int:
    this_year = clock.today().year
    return raw if raw is not None and 1945 <= raw < 2200 else this_year  # noqa: PLR2004


@bp.get("/")
@requires(ADMINISTRATOR)
def index() -> ResponseReturnValue:
    actor = acting()
    public_id = request.args.get("organisation", "")
    own = queries.own_of(actor)
    organisation = queries.get_visible(public_id, actor) if public_id else own
    year = _year(request.args.get("year", type=whole))
    kept = books.books_of(organisation, year)
    return render_template(
        "books/index.html", organisation=organisation, year=year, this_year=clock.today().year,
        choices=queries.choices(actor, clock.today()), books=kept,
        paper_books={book.series for book in kept if books.holds_papers(book)},
    )  # fmt: skip


@bp.route("/create", methods=["GET", "POST"])
@requires(ADMINISTRATOR)
def create() -> ResponseReturnValue:
    """Open a book with its first number: the year an office starts in the middle of a book."""
    actor = acting()
    form = BookForm(
        data={
            "organisation": request.args.get("organisation", ""), "first": 1,
            "year": _year(request.args.get("year", type=whole)),
        }
    )  # fmt: skip
    form.organisation.choices = to_choose(queries.choices(actor, clock.today()))
    if form.validate_on_submit():
        where = {"organisation": form.organisation.data, "year": form.year.data}
        try:
            with unit_of_work(act_key()) as work:
                book = books.open_new(
                    form.organisation.data, form.series.data, form.data["year"],
                    first=form.data["first"], actor=actor,
                )  # fmt: skip
                work.location = url_for("books.index", **where)
                said = _("Sổ “%(s)s” sẽ cấp số %(n)s trước tiên.", s=book.series, n=book.first)
        except BadInput as error:
            form.refuse(error)
        else:
            flash(said, "success")
            return redirect(work.location)
    page = render_template(
        "books/create.html", form=form, series=SERIES, form_errors=bool(form.errors)
    )
    return page, 422 if form.errors else 200


@bp.post("/<public_id>/shut")
@requires(ADMINISTRATOR)
def shut(public_id: str) -> ResponseReturnValue:
    """Give no more numbers from a book while it is compared with paper."""
    return _turn(public_id, to_open=False)


@bp.post("/<public_id>/reopen")
@requires(ADMINISTRATOR)
def reopen(public_id: str) -> ResponseReturnValue:
    return _turn(public_id, to_open=True)


@bp.route("/<public_id>/skip", methods=["GET", "POST"])
@requires(ADMINISTRATOR)
def skip(public_id: str) -> ResponseReturnValue:
    """Enter the numbers this database does not know of, so that none is given twice."""
    series, year = request.args.get("series", ""), _year(request.args.get("year", type=whole))
    book = books.get_book(public_id, series, year, acting())
    form = SkipForm(data={"reason": _("Đã cấp trước khi khôi phục dữ liệu")})
    if form.validate_on_submit():
        try:
            with unit_of_work(act_key()) as work:
                books.skip(
                    public_id, series, year, form.data["up_to"], dated=form.data["dated"],
                    reason=form.data["reason"], actor=acting(), known=bool(form.known.data),
                )  # fmt: skip
                work.location = url_for("books.index", organisation=public_id, year=year)
        except BadInput as error:
            form.refuse(error)
        else:
            flash(_("Đã ghi. Khi đối chiếu xong, hãy mở lại sổ."), "success")
            return redirect(work.location)
    page = render_template(
        "books/skip.html", form=form, book=book, public_id=public_id, form_errors=bool(form.errors)
    )
    return page, 422 if form.errors else 200


@bp.route("/<public_id>/lost", methods=["GET", "POST"])
@requires(ADMINISTRATOR)
def lost(public_id: str) -> ResponseReturnValue:
    """Enter one number the book lacks: an inserted one, or one between two others."""
    series, year = request.args.get("series", ""), _year(request.args.get("year", type=whole))
    book = books.get_book(public_id, series, year, acting())
    form = LostForm(
        data={"number": request.args.get("number", "")[:60],
              "reason": _("Đã cấp trước khi khôi phục dữ liệu")}
    )  # fmt: skip
    done = carry_out_form(
        form,
        lambda: books.enter_lost(
            public_id, series, year, form.number.data or "", dated=form.data["dated"],
            reason=form.data["reason"], actor=acting(), known=bool(form.known.data),
        ),
        to=url_for("books.skip", public_id=public_id, series=series, year=year),
        told=lambda shown: _("Đã ghi số %(number)s. Khi đối chiếu xong, hãy mở lại sổ.",
                             number=shown),
    )  # fmt: skip
    if done is not None:
        return done
    page = render_template(
        "books/lost.html", form=form, book=book, public_id=public_id, form_errors=bool(form.errors)
    )
    return page, 422 if form.errors else 200


def _turn(public_id: str, *, to_open: bool) -> ResponseReturnValue:
    series, year = request.form.get("series", ""), _year(request.form.get("year", type=whole))
    turn = books.reopen if to_open else books.shut
    with unit_of_work(act_key()) as work:
        turn(public_id, series, year, actor=acting())
        work.location = url_for("books.index", organisation=public_id, year=year)
    flash(_("Đã mở lại sổ.") if to_open else _("Đã khóa sổ. Không ai cấp được số."), "success")
    return redirect(work.location)
