"""The page on which an administrator says which papers share a number book."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, SelectChoice

from workflow.core import clock, series
from workflow.core.errors import BadInput
from workflow.core.i18n import _, lazy
from workflow.core.series import Scheme, Way
from workflow.core.web.access import acting, requires
from workflow.core.web.acting import carry_out
from workflow.core.web.forms import Form, ParagraphField, at_most, required
from workflow.organisations import queries, schemes
from workflow.organisations.models import Organisation

ADMINISTRATOR = "administrator"
NEXT_YEAR, AT_ONCE = "next", "now"

bp = Blueprint("schemes", __name__)


class SchemeForm(Form):
    """Which kinds share a book, and from when."""

    way = RadioField(
        lazy("Cách chia sổ"),
        choices=[
            SelectChoice(Way.COMMON.value, lazy("Một sổ chung cho mọi văn bản hành chính")),
            SelectChoice(Way.GROUPS.value, lazy("Một số loại có sổ riêng, còn lại một sổ")),
            SelectChoice(Way.BY_KIND.value, lazy("Mỗi loại văn bản một sổ")),
        ],
        validators=[required(lazy("Hãy chọn cách chia sổ."))],
    )
    groups = ParagraphField(lazy("Các loại có sổ riêng"), [at_most(400)])
    starts = RadioField(
        lazy("Áp dụng từ"),
        choices=[SelectChoice(NEXT_YEAR, lazy("Ngày 01 tháng 01 năm sau")),
                 SelectChoice(AT_ONCE, lazy("Ngay năm nay"))],
        default=NEXT_YEAR, validators=[required(lazy("Hãy chọn ngày áp dụng."))],
    )  # fmt: skip


@bp.route("/scheme", methods=["GET", "POST"])
@requires(ADMINISTRATOR)
def edit() -> ResponseReturnValue:
    """Show how the office's papers are divided over books, and change it for a year to come."""
    actor = acting()
    public_id = request.args.get("organisation", "")
    office = queries.get_visible(public_id, actor) if public_id else queries.own_of(actor)
    today = clock.today()
    present = schemes.scheme_on(office.id, today)
    form = SchemeForm(
        data={"way": present.way.value, "groups": series.written_out(present.groups or
              series.USUAL.groups), "starts": NEXT_YEAR}
    )  # fmt: skip
    if form.validate_on_submit():
        try:
            return _change(form, office)
        except BadInput as error:
            form.refuse(error)
    used = schemes.begun(office.id, present.series, today.year)
    page = render_template(
        "books/scheme.html", form=form, organisation=office, year=today.year, kinds=series.KINDS,
        copies=series.COPIES, books=_shown(present), used=used,
        rows=[(row, _shown(Scheme(row.way, tuple(map(tuple, row.groups)))))
              for row in schemes.schemes_of(office.id)],
        today=today, form_errors=bool(form.errors),
    )  # fmt: skip
    return page, 422 if form.errors else 200


def _change(form: SchemeForm, office: Organisation) -> ResponseReturnValue:
    return carry_out(
        lambda: schemes.change(
            office.public_id, Way(form.way.data), series.as_typed(form.groups.data or ""),
            at_once=form.starts.data == AT_ONCE, actor=acting(),
        ),
        to=url_for("books.schemes.edit", organisation=office.public_id),
        told=lambda row: _("Đã ghi. Áp dụng cho văn bản từ ngày %(day)s.",
                           day=f"{row.valid_from:%d/%m/%Y}"),
    )  # fmt: skip


def _shown(scheme: Scheme) -> list[tuple[str, str]]:
    """Return each book with the kinds in it; of the common one only what it is."""
    if scheme.way is Way.BY_KIND:
        return [(_("Mỗi loại một sổ"), _("Sổ mang chữ viết tắt của loại: QĐ, TTr, TB, CV …"))]
    named = [(group[0], ", ".join(group)) for group in scheme.groups]
    rest = _("Các loại còn lại") if named else _("Mọi văn bản hành chính")
    return [*named, (series.COMMON, rest)]
