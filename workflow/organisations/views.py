"""Pages of organisations: the tree as an administrator walks it, and each one's life."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from workflow.core import audit, clock
from workflow.core.errors import BadInput
from workflow.core.i18n import _, lazy
from workflow.core.unit_of_work import unit_of_work
from workflow.core.web.access import acting, requires
from workflow.core.web.listing import asked, cut
from workflow.core.web.navigation import add_entry
from workflow.core.web.once import act_key
from workflow.organisations import queries, services
from workflow.organisations.fields import KIND_LABELS, OrganisationFields
from workflow.organisations.forms import (
    EndingForm,
    MergeForm,
    OrganisationForm,
    RenameForm,
    to_choose,
)
from workflow.organisations.models import Organisation
from workflow.organisations.pages import books, holidays

ADMINISTRATOR = "administrator"

bp = Blueprint("organisations", __name__, url_prefix="/organisations")
add_entry("organisations.index", lazy("Tổ chức"), icon="diagram-3", roles={ADMINISTRATOR}, order=80)


@bp.record_once
def _page_groups(state: BlueprintSetupState) -> None:
    """Books and holidays are groups of their own, so that the rail marks the right item."""
    state.app.register_blueprint(books.bp)
    state.app.register_blueprint(holidays.bp)


def _page(template: str, form: Any = None, **values: Any) -> ResponseReturnValue:
    wrong = bool(form is not None and (form.errors or form.form_errors))
    page = render_template(
        f"organisations/{template}.html", form=form, form_errors=wrong, kinds=KIND_LABELS, **values
    )
    return page, 422 if wrong else 200


def _done(organisation: Organisation) -> str:
    return url_for("organisations.detail", public_id=organisation.public_id)


@bp.get("/")
@requires(ADMINISTRATOR)
def index() -> ResponseReturnValue:
    """Walk the tree one level at a time, or search below."""
    actor = acting()
    wanted = asked()
    under_id = request.args.get("under", "")
    own = queries.own_of(actor)
    under = queries.get_visible(under_id, actor) if under_id else own
    found = queries.branches(actor, under=under, text=wanted.text, page=wanted.page)
    rows, more = cut(found, queries.PAGE)
    return _page(
        "index",
        under=under,
        own=own,
        way=queries.line_of(under, actor),
        rows=rows,
        more=more,
        **vars(wanted),
    )


@bp.get("/<public_id>")
@requires(ADMINISTRATOR)
def detail(public_id: str) -> ResponseReturnValue:
    actor = acting()
    organisation = queries.get_visible(public_id, actor)
    return _page(
        "detail", organisation=organisation, way=queries.line_of(organisation, actor),
        beside=queries.beside_of(organisation), history=queries.history(organisation.id),
        journal=audit.journal("organisation", organisation.id)[:20],
    )  # fmt: skip


@bp.route("/<public_id>/create", methods=["GET", "POST"])
@requires(ADMINISTRATOR)
def create(public_id: str) -> ResponseReturnValue:
    """Enter an organisation under this one."""
    actor = acting()
    under = queries.get_visible(public_id, actor)
    form = OrganisationForm(valid_from=clock.today(), place=under.place)
    if form.validate_on_submit():
        try:
            with unit_of_work(act_key()) as work:
                made = services.create(form.fields(), under=public_id, actor=actor)
                work.location = _done(made)
        except BadInput as error:
            form.refuse(error)
        else:
            flash(_("Đã thêm đơn vị. Tiếp theo hãy cấp tài khoản cho người của đơn vị."), "success")
            return redirect(work.location)
    return _page("create", form, under=queries.get_visible(public_id, actor))


@bp.route("/<public_id>/edit", methods=["GET", "POST"])
@requires(ADMINISTRATOR)
def edit(public_id: str) -> ResponseReturnValue:
    actor = acting()
    organisation = queries.get_visible(public_id, actor)
    form = OrganisationForm(data=_as_form(organisation))
    if form.validate_on_submit():
        with unit_of_work(act_key()) as work:
            services.edit(public_id, form.fields(), version=form.stored_version(), actor=actor)
            work.location = url_for("organisations.detail", public_id=public_id)
        flash(_("Đã lưu thông tin đơn vị."), "success")
        return redirect(work.location)
    return _page("edit", form, organisation=organisation)


def _as_form(organisation: Organisation) -> dict[str, Any]:
    values = vars(OrganisationFields.of(organisation))
    return values | {"kind": organisation.kind.value, "version": organisation.version}


@bp.route("/<public_id>/rename", methods=["GET", "POST"])
@requires(ADMINISTRATOR)
def rename(public_id: str) -> ResponseReturnValue:
    actor = acting()
    organisation = queries.get_visible(public_id, actor)
    form = RenameForm(data={"symbol": organisation.symbol})
    if form.validate_on_submit():
        try:
            with unit_of_work(act_key()) as work:
                new = services.rename(
                    public_id, name=form.name.data, short_name=form.short_name.data,
                    symbol=form.symbol.data or "", on=form.data["on"], basis=form.data["basis"],
                    actor=actor,
                )  # fmt: skip
                work.location = _done(new)
        except BadInput as error:
            form.refuse(error)
        else:
            flash(_("Đã đổi tên. Tên cũ còn nguyên trong các văn bản trước ngày này."), "success")
            return redirect(_way_on(work.location))
    return _page("rename", form, organisation=queries.get_visible(public_id, actor))


def _way_on(location: str) -> str:
    """Return the successor's page; whoever worked for the old one has no seat there yet."""
    public_id = location.rpartition("/")[2]
    return location if queries.is_visible(public_id, acting()) else url_for("reports.inbox")


@bp.route("/<public_id>/merge", methods=["GET", "POST"])
@requires(ADMINISTRATOR)
def merge(public_id: str) -> ResponseReturnValue:
    actor = acting()
    organisation = queries.get_visible(public_id, actor)
    form = MergeForm()
    others = [row for row in queries.choices(actor, clock.today()) if row.id != organisation.id]
    form.into.choices = to_choose(others, first=_("Chọn đơn vị"))
    if form.validate_on_submit():
        try:
            with unit_of_work(act_key()) as work:
                into = services.merge(
                    public_id, into=form.data["into"], on=form.data["on"], basis=form.data["basis"],
                    actor=actor,
                )  # fmt: skip
                work.location = _done(into)
        except BadInput as error:
            form.refuse(error)
        else:
            flash(_("Đã nhập đơn vị. Hãy cấp lại vai trò cho người chuyển sang."), "success")
            return redirect(work.location)
    return _page("merge", form, organisation=queries.get_visible(public_id, actor))


@bp.route("/<public_id>/dissolve", methods=["GET", "POST"])
@requires(ADMINISTRATOR)
def dissolve(public_id: str) -> ResponseReturnValue:
    actor = acting()
    form = EndingForm()
    if form.validate_on_submit():
        try:
            with unit_of_work(act_key()) as work:
                old = services.dissolve(
                    public_id, on=form.data["on"], basis=form.data["basis"], actor=actor
                )
                work.location = _done(old)
        except BadInput as error:
            form.refuse(error)
        else:
            flash(_("Đã giải thể. Hồ sơ và văn bản của đơn vị vẫn còn nguyên."), "success")
            return redirect(work.location)
    return _page("dissolve", form, organisation=queries.get_visible(public_id, actor))
