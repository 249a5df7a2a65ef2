"""Pages of the table of holidays and worked Saturdays."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workflow.core import clock
from workflow.core.errors import BadInput
from workflow.core.i18n import _, lazy
from workflow.core.unit_of_work import unit_of_work
from workflow.core.web.access import acting, requires
from workflow.core.web.navigation import add_entry
from workflow.core.web.once import act_key
from workflow.core.working_days import DayKind
from workflow.organisations import holidays
from workflow.organisations.forms import HolidayForm
from workflow.organisations.policies import keeps_holidays

ADMINISTRATOR = "administrator"

bp = Blueprint("holidays", __name__, url_prefix="/holidays")
add_entry(
    "holidays.index", lazy("Ngày nghỉ"), icon="calendar-check", roles={ADMINISTRATOR}, order=90
)


def _year(raw: str) -> int:
    return int(raw) if raw.isdecimal() and 1945 <= int(raw) < 2200 else clock.today().year  # noqa: PLR2004


def _draw(form: HolidayForm, year: int) -> ResponseReturnValue:
    page = render_template(
        "holidays/index.html", form=form, year=year, days=holidays.days_of(year),
        may_edit=keeps_holidays(acting()), form_errors=bool(form.errors),
    )  # fmt: skip
    return page, 422 if form.errors else 200


@bp.route("/", methods=["GET", "POST"])
@requires(ADMINISTRATOR)
def index() -> ResponseReturnValue:
    """Show a year; the top organisation's administrator adds a day."""
    form = HolidayForm()
    if form.validate_on_submit():
        day: date = form.data["day"]
        try:
            with unit_of_work(act_key()) as work:
                holidays.add(day, DayKind(form.kind.data), form.name.data, actor=acting())
                work.location = url_for("holidays.index", year=day.year)
        except BadInput as error:
            form.refuse(error)
        else:
            flash(_("Đã thêm ngày vào bảng."), "success")
            return redirect(work.location)
    return _draw(form, _year(request.args.get("year", "")[:4]))


@bp.post("/remove")
@requires(ADMINISTRATOR)
def remove() -> ResponseReturnValue:
    try:
        day = date.fromisoformat(request.form.get("day", ""))
    except ValueError as error:
        raise BadInput(_("Ngày này không có thật. Hãy tải lại trang.")) from error
    with unit_of_work(act_key()) as work:
        holidays.remove(day, actor=acting())
        work.location = url_for("holidays.index", year=day.year)
    flash(_("Đã bỏ ngày khỏi bảng."), "success")
    return redirect(work.location)
