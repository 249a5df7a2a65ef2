"""A person insists on a row: the unit's head on the list, the secretary while checking."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from workflow.core.actors import Actor
from workflow.core.i18n import _
from workflow.core.unit_of_work import unit_of_work
from workflow.core.web.access import acting, requires
from workflow.core.web.once import act_key
from workflow.proposals.editing import EDITABLE
from workflow.proposals.forms import OverrideForm
from workflow.proposals.queries import get_visible
from workflow.proposals.services import overriding
from workflow.proposals.views.blueprint import bp
from workflow.proposals.views.checking import check_page
from workflow.proposals.views.listing import list_page


def _is_draft(public_id: str, actor: Actor) -> bool:
    return get_visible(public_id, actor).status in EDITABLE


def _back(public_id: str, nomination_id: str, *, draft: bool) -> str:
    page = "proposals.nominations" if draft else "proposals.check"
    return url_for(page, public_id=public_id, _anchor=f"row-{nomination_id}")


@bp.post("/<public_id>/override/<nomination_id>")
@requires("unit_head", "secretary")
def override(public_id: str, nomination_id: str) -> ResponseReturnValue:
    actor = acting()
    draft = _is_draft(public_id, actor)
    form = OverrideForm()
    if not form.validate_on_submit():
        if draft:
            return list_page(public_id, insisting=form, row=nomination_id)
        return check_page(public_id, actor, None, insisting=form, row=nomination_id, status=422)
    with unit_of_work(act_key()) as work:
        overriding.override_verdict(
            public_id, nomination_id, form.reason.data, seen=form.seen.data or "",
            version=form.version.data or 0, actor=actor,
        )  # fmt: skip
        work.location = _back(public_id, nomination_id, draft=draft)
    flash(_("Đã ghi lý do đề nghị xét."), "success")
    return redirect(work.location)


@bp.post("/<public_id>/take-override-back/<nomination_id>")
@requires("unit_head", "secretary")
def take_override_back(public_id: str, nomination_id: str) -> ResponseReturnValue:
    actor = acting()
    draft = _is_draft(public_id, actor)
    form = OverrideForm()
    with unit_of_work(act_key()) as work:
        overriding.take_override_back(
            public_id, nomination_id, version=form.version.data or 0, actor=actor
        )
        work.location = _back(public_id, nomination_id, draft=draft)
    flash(_("Đã bỏ đề nghị xét."), "success")
    return redirect(work.location)
