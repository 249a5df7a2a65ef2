"""Pages of award rounds."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workflow.core import clock
from workflow.core.errors import BadInput
from workflow.core.i18n import _, lazy
from workflow.core.unit_of_work import unit_of_work
from workflow.core.web.access import acting, requires
from workflow.core.web.navigation import add_entry
from workflow.core.web.numerals import whole
from workflow.core.web.once import act_key
from workflow.emulation import queries, services
from workflow.emulation.fields import GROUND_LABELS, RoundFields
from workflow.emulation.forms import NewRoundForm, RoundForm
from workflow.organisations.forms import to_choose
from workflow.organisations.queries import choices

ADMINISTRATOR = "administrator"

bp = Blueprint("emulation", __name__, url_prefix="/rounds")
add_entry("emulation.index", lazy("Đợt khen thưởng"), icon="award", roles={ADMINISTRATOR}, order=84)


def _page(template: str, form: Any = None, **values: Any) -> ResponseReturnValue:
    wrong = bool(form is not None and form.errors)
    page = render_template(
        f"emulation/{template}.html", form=form, form_errors=wrong, grounds=GROUND_LABELS, **values
    )
    return page, 422 if wrong else 200


@bp.get("/")
@requires(ADMINISTRATOR)
def index() -> ResponseReturnValue:
    number = max(request.args.get("page", 0, type=whole), 0)
    found = queries.rounds(acting(), page=number)
    rows, more = found[: queries.PAGE], len(found) > queries.PAGE
    return _page("index", rows=rows, more=more, page=number, now=clock.now(), today=clock.today())


@bp.route("/create", methods=["GET", "POST"])
@requires(ADMINISTRATOR)
def create() -> ResponseReturnValue:
    actor = acting()
    form = NewRoundForm(data={"year": clock.today().year, "opens_on": clock.today()})
    offered = choices(actor, clock.today())
    form.organisation.choices = to_choose(offered)
    if request.method == "GET":
        own = [row.public_id for row in offered if row.id == actor.organisation_id]
        form.organisation.data = own[0] if own else None
    if form.validate_on_submit():
        try:
            with unit_of_work(act_key()) as work:
                services.create(form.data["organisation"], form.fields(), actor=actor)
                work.location = url_for("emulation.index")
        except BadInput as error:
            form.refuse(error)
        else:
            flash(_("Đã mở đợt. Các đơn vị thấy đợt này từ ngày bắt đầu nhận hồ sơ."), "success")
            return redirect(work.location)
    return _page("create", form)


@bp.route("/<public_id>/edit", methods=["GET", "POST"])
@requires(ADMINISTRATOR)
def edit(public_id: str) -> ResponseReturnValue:
    actor = acting()
    award_round = queries.get_visible(public_id, actor)
    stored = vars(RoundFields.of(award_round))
    form = RoundForm(
        data=stored | {"ground": award_round.ground.value, "version": award_round.version}
    )
    if form.validate_on_submit():
        try:
            with unit_of_work(act_key()) as work:
                services.edit(public_id, form.fields(), version=form.stored_version(), actor=actor)
                work.location = url_for("emulation.index")
        except BadInput as error:
            form.refuse(error)
        else:
            flash(_("Đã lưu đợt."), "success")
            return redirect(work.location)
    return _page("edit", form, award_round=queries.get_visible(public_id, actor))
