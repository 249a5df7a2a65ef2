"""Pages of the accounts an administrator keeps: who, which roles, links, sessions."""

from collections import defaultdict
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workflow.accounts import queries, services
from workflow.accounts.forms import EndGrantForm, GrantForm, NewUserForm, PersonForm
from workflow.accounts.labels import ROLE_LABELS
from workflow.accounts.models import RoleGrant, User
from workflow.accounts.policies import administers
from workflow.accounts.services import Link
from workflow.core import audit, clock
from workflow.core.errors import BadInput
from workflow.core.i18n import _, lazy
from workflow.core.unit_of_work import unit_of_work
from workflow.core.web.access import acting, requires
from workflow.core.web.listing import asked, cut
from workflow.core.web.navigation import add_entry
from workflow.core.web.once import act_key
from workflow.organisations import queries as organisations

ADMINISTRATOR = "administrator"

bp = Blueprint("users", __name__, url_prefix="/users")
add_entry("users.index", lazy("Tài khoản"), icon="people", roles={ADMINISTRATOR}, order=82)


def _page(template: str, form: Any = None, **values: Any) -> ResponseReturnValue:
    wrong = bool(form is not None and form.errors)
    page = render_template(
        f"users/{template}.html", form=form, form_errors=wrong, role_labels=ROLE_LABELS,
        today=clock.today(), **values,
    )  # fmt: skip
    return page, 422 if wrong else 200


def _detail(public_id: str) -> str:
    return url_for("users.detail", public_id=public_id)


@bp.get("/")
@requires(ADMINISTRATOR)
def index() -> ResponseReturnValue:
    actor = acting()
    wanted = asked()
    public_id = request.args.get("organisation", "")
    under = organisations.get_visible(public_id, actor) if public_id else None
    found = queries.people(actor, under=under, text=wanted.text, page=wanted.page)
    rows, more = cut(found, queries.PAGE)
    grants: defaultdict[int, list[RoleGrant]] = defaultdict(list)
    for grant in queries.grants_of(rows, actor):
        grants[grant.user_id].append(grant)
    return _page("index", rows=rows, grants=grants, more=more, under=under, **vars(wanted))


@bp.get("/<public_id>")
@requires(ADMINISTRATOR)
def detail(public_id: str) -> ResponseReturnValue:
    actor = acting()
    user = queries.get_visible(public_id, actor)
    return _page(
        "detail", user=user, grants=queries.grants_of([user], actor), own=user.id == actor.user_id,
        whole=administers(actor, user), journal=audit.journal("account", user.id)[:20],
    )  # fmt: skip


def _show_link(user: User, link: Link) -> ResponseReturnValue:
    """Show the link this once: only its digest is stored."""
    url = url_for("accounts.enter", token=link.token, _external=True)
    return render_template("users/link.html", user=user, url=url, expires_at=link.expires_at)


@bp.route("/create", methods=["GET", "POST"])
@requires(ADMINISTRATOR)
def create() -> ResponseReturnValue:
    """Enter a person with a first role, and show the invitation link once."""
    actor = acting()
    form = NewUserForm(
        data={"valid_from": clock.today(), "organisation": request.args.get("organisation", "")}
    )
    form.offer(organisations.choices(actor, clock.today()))
    if form.validate_on_submit():
        login, name, title = form.login.data, form.name.data, form.title.data or ""
        try:
            with unit_of_work(act_key()) as work:
                user, link = services.create(login, name, title, form.grant(), actor=actor)
                work.location = _detail(user.public_id)
        except BadInput as error:
            form.refuse(error)
        else:
            return _show_link(user, link)
    return _page("create", form)


@bp.route("/<public_id>/edit", methods=["GET", "POST"])
@requires(ADMINISTRATOR)
def edit(public_id: str) -> ResponseReturnValue:
    actor = acting()
    user = queries.get_visible(public_id, actor)
    form = PersonForm(data={"name": user.name, "title": user.title, "version": user.version})
    if form.validate_on_submit():
        name, title, version = form.name.data, form.title.data or "", form.stored_version()
        with unit_of_work(act_key()) as work:
            services.edit(public_id, name, title, version=version, actor=actor)
            work.location = _detail(public_id)
        flash(_("Đã lưu."), "success")
        return redirect(work.location)
    return _page("edit", form, user=user)


@bp.post("/<public_id>/send-link")
@requires(ADMINISTRATOR)
def send_link(public_id: str) -> ResponseReturnValue:
    """Make a fresh link for the person and show it once; earlier ones end."""
    with unit_of_work(act_key()) as work:
        user, link = services.send_link(public_id, actor=acting())
        work.location = _detail(public_id)
    return _show_link(user, link)


@bp.route("/<public_id>/grant-role", methods=["GET", "POST"])
@requires(ADMINISTRATOR)
def grant_role(public_id: str) -> ResponseReturnValue:
    actor = acting()
    user = queries.get_visible(public_id, actor)
    form = GrantForm(data={"valid_from": clock.today()})
    form.offer(organisations.choices(actor, clock.today()))
    if form.validate_on_submit():
        try:
            with unit_of_work(act_key()) as work:
                services.grant_role(public_id, form.grant(), actor=actor)
                work.location = _detail(public_id)
        except BadInput as error:
            form.refuse(error)
        else:
            flash(_("Đã cấp vai trò."), "success")
            return redirect(work.location)
    return _page("grant_role", form, user=user)


@bp.route("/<public_id>/end-grant", methods=["GET", "POST"])
@requires(ADMINISTRATOR)
def end_grant(public_id: str) -> ResponseReturnValue:
    actor = acting()
    user = queries.get_visible(public_id, actor)
    form = EndGrantForm(
        data={"grant": request.args.get("grant"), "last_day": clock.today() - services.A_DAY}
    )
    grant = services.find_grant(user, form.grant_id(), actor)
    if form.validate_on_submit():
        try:
            with unit_of_work(act_key()) as work:
                services.end_grant(
                    public_id, form.grant_id(), last_day=form.data["last_day"], actor=actor
                )
                work.location = _detail(public_id)
        except BadInput as error:
            form.refuse(error)
        else:
            flash(_("Đã ghi ngày kết thúc vai trò."), "success")
            return redirect(work.location)
    return _page("end_grant", form, user=user, grant=grant)


def _act(public_id: str, act: Any, sentence: str) -> ResponseReturnValue:
    with unit_of_work(act_key()) as work:
        act(public_id, actor=acting())
        work.location = _detail(public_id)
    flash(sentence, "success")
    return redirect(work.location)


@bp.post("/<public_id>/deactivate")
@requires(ADMINISTRATOR)
def deactivate(public_id: str) -> ResponseReturnValue:
    return _act(public_id, services.deactivate, _("Đã ngừng tài khoản, có hiệu lực ngay."))


@bp.post("/<public_id>/reactivate")
@requires(ADMINISTRATOR)
def reactivate(public_id: str) -> ResponseReturnValue:
    return _act(public_id, services.reactivate, _("Tài khoản hoạt động lại."))


@bp.post("/<public_id>/end-sessions")
@requires(ADMINISTRATOR)
def end_sessions(public_id: str) -> ResponseReturnValue:
    return _act(public_id, services.end_sessions, _("Đã đăng xuất người này khỏi mọi máy."))
