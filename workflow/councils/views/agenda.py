"""The agenda: which accepted nominations a session takes, and their order."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workflow.core.errors import BadInput
from workflow.core.i18n import _
from workflow.core.unit_of_work import unit_of_work
from workflow.core.web.access import acting, requires
from workflow.core.web.once import act_key
from workflow.councils.agenda import Loose, in_order, parts_of
from workflow.councils.queries import agenda_of, get_visible
from workflow.councils.services.agenda import move_item, place_on_agenda, take_off_agenda
from workflow.councils.services.sessions import must_run
from workflow.councils.views.blueprint import bp
from workflow.proposals.queries import name_text, ready_for_agenda


@bp.route("/sessions/<public_id>/agenda", methods=["GET", "POST"])
@requires("secretary")
def agenda(public_id: str) -> ResponseReturnValue:
    """What is on the agenda, and what waits for a session, from the lowest award to the highest."""
    refusal = ""
    if request.method == "POST":
        try:
            with unit_of_work(act_key()) as work:
                chosen = request.form.getlist("nominations")
                placed = place_on_agenda(public_id, chosen, actor=acting())
                work.location = url_for("councils.agenda", public_id=public_id)
        except BadInput as error:
            refusal = str(error)
        else:
            flash(_("Đã xếp %(n)s đề nghị vào phiên họp.", n=placed), "success")
            return redirect(work.location)
    found = get_visible(public_id, acting())
    must_run(acting(), found)
    ready = [Loose(one) for one in in_order(ready_for_agenda(found.council.organisation_id))]
    body = render_template(
        "councils/agenda.html", session=found, parts=parts_of(agenda_of(found.id)),
        ready=parts_of(ready), name_text=name_text, refusal=refusal,
        chosen=request.form.getlist("nominations"),
    )  # fmt: skip
    return body, 422 if refusal else 200


@bp.post("/sessions/<public_id>/agenda/<int:item_id>/move")
@requires("secretary")
def move(public_id: str, item_id: int) -> ResponseReturnValue:
    with unit_of_work(act_key()) as work:
        move_item(public_id, item_id, up=request.form.get("to") == "up", actor=acting())
        work.location = url_for("councils.agenda", public_id=public_id, _anchor=f"row{item_id}")
    return redirect(work.location)


@bp.post("/sessions/<public_id>/agenda/<int:item_id>/take-off")
@requires("secretary")
def take_off(public_id: str, item_id: int) -> ResponseReturnValue:
    with unit_of_work(act_key()) as work:
        take_off_agenda(public_id, item_id, actor=acting())
        work.location = url_for("councils.agenda", public_id=public_id)
    flash(_("Đã đưa đề nghị ra khỏi phiên họp; có thể xếp vào phiên khác."), "success")
    return redirect(work.location)
