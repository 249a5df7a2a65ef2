"""Pages of persons and collectives: the unit's list, one of them, entering and mending."""

from itertools import groupby

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workflow.awards.queries import honours_of, names_of
from workflow.core import clock
from workflow.core.errors import BadInput, NotAllowed
from workflow.core.i18n import _, lazy
from workflow.core.unit_of_work import unit_of_work
from workflow.core.web.access import acting, requires, signed_in
from workflow.core.web.navigation import add_entry
from workflow.core.web.numerals import whole
from workflow.core.web.once import act_key
from workflow.recipients import services
from workflow.recipients.forms import EditForm, RegisterForm
from workflow.recipients.models import RecipientKind
from workflow.recipients.policies import keeper_in
from workflow.recipients.queries import (
    PAGE,
    find_membership,
    get_visible,
    members_of,
    memberships_of,
)

bp = Blueprint("recipients", __name__, url_prefix="/recipients")
add_entry(
    "recipients.index", lazy("Tập thể, cá nhân"), icon="people", roles={"officer", "secretary"},
    order=27,
)  # fmt: skip


@bp.get("")
@requires("officer", "unit_head", "secretary", "head", "clerk", "archivist")
def index() -> ResponseReturnValue:
    words = request.args.get("q", "")[:100]
    page = max(request.args.get("page", 1, type=whole), 1)
    actor = acting()
    rows = members_of(
        actor.organisation_id or 0, words=words, below=True, limit=PAGE + 1,
        offset=(page - 1) * PAGE,
    )  # fmt: skip
    return render_template(
        "recipients/index.html", rows=rows[:PAGE], words=words, page=page,
        has_more=len(rows) > PAGE, may_add=keeper_in(actor, actor.organisation_id or 0),
    )  # fmt: skip


@bp.route("/register", methods=["GET", "POST"])
@requires("officer", "secretary")
def register() -> ResponseReturnValue:
    form = RegisterForm()
    if form.validate_on_submit():
        try:
            with unit_of_work(act_key()) as work:
                recipient = services.register(
                    form.particulars(), kind=RecipientKind(form.kind.data),
                    organisation_id=acting().organisation_id or 0, actor=acting(),
                )  # fmt: skip
                name = recipient.name
                work.location = url_for("recipients.index")
            flash(_("Đã thêm %(name)s vào danh sách của đơn vị.", name=name), "success")
            return redirect(work.location)
        except BadInput as error:
            form.refuse(error)
    status = 422 if form.errors else 200
    page = render_template("recipients/register.html", form=form, form_errors=form.errors)
    return page, status


@bp.get("/<public_id>")
@signed_in
def detail(public_id: str) -> ResponseReturnValue:
    actor = acting()
    recipient = get_visible(public_id, actor)
    honours = honours_of(recipient.id)
    here = actor.organisation_id or 0
    may_edit = keeper_in(actor, here) and find_membership(recipient.id, here, clock.today())
    return render_template(
        "recipients/detail.html", recipient=recipient, may_edit=bool(may_edit),
        held=sum(1 for one in honours if not one.struck_by),
        years=[(year, list(rows)) for year, rows in groupby(honours, key=lambda one: one.year)],
        names=names_of([honour.award_id for honour in honours]),
        places=memberships_of(recipient.id),
    )  # fmt: skip


@bp.route("/<public_id>/edit", methods=["GET", "POST"])
@requires("officer", "secretary")
def edit(public_id: str) -> ResponseReturnValue:
    actor = acting()
    recipient = get_visible(public_id, actor)
    place = find_membership(recipient.id, actor.organisation_id or 0, clock.today())
    if place is None:
        raise NotAllowed(_("Chỉ đơn vị nơi người này công tác mới được sửa thông tin."))
    form = EditForm(obj=recipient, data={"post": place.post})
    if form.validate_on_submit():
        try:
            with unit_of_work(act_key()) as work:
                services.edit(
                    public_id, form.particulars(), version=form.version.data or 0,
                    left_on=form.left_on.data, actor=actor,
                )  # fmt: skip
                work.location = url_for("recipients.detail", public_id=public_id)
            flash(_("Đã lưu thông tin."), "success")
            return redirect(work.location)
        except BadInput as error:
            form.refuse(error)
            recipient = get_visible(public_id, actor)
    status = 422 if form.errors else 200
    page = render_template(
        "recipients/edit.html", form=form, recipient=recipient, form_errors=form.errors
    )
    return page, status
