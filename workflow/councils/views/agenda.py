"""The agenda: which accepted nominations a session takes, and their order."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from workflow.core.errors import BadInput
from workflow.core.i18n import _
from workflow.core.web.access import acting, requires
from workflow.core.web.acting import carry_out
from workflow.councils.agenda import Loose, in_order, parts_of
from workflow.councils.appraising.choices import Outcome, outcome_words
from workflow.councils.appraising.glance import glance_at
from workflow.councils.queries import agenda_of, get_visible, waiting_for_session
from workflow.councils.secrecy import may_be_consulted
from workflow.councils.services.agenda import move_item, place_on_agenda, take_off_agenda
from workflow.councils.services.sessions import must_run
from workflow.councils.views.blueprint import bp
from workflow.proposals.queries import award_text, name_text


@bp.route("/sessions/<public_id>/agenda", methods=["GET", "POST"])
@requires("secretary")
def agenda(public_id: str) -> ResponseReturnValue:
    """What is on the agenda, and what waits for a session, from the lowest award to the highest."""
    refusal = ""
    if request.method == "POST":
        chosen = request.form.getlist("nominations")
        try:
            return carry_out(
                lambda: place_on_agenda(public_id, chosen, actor=acting()),
                to=url_for("councils.agenda", public_id=public_id),
                told=lambda placed: _("Đã xếp %(n)s đề nghị vào phiên họp.", n=placed),
            )
        except BadInput as error:
            refusal = str(error)
    found = get_visible(public_id, acting())
    must_run(acting(), found)
    waiting = waiting_for_session(found.council.organisation_id)
    if found.is_consultation:
        waiting = [one for one in waiting if may_be_consulted(one.award_version, found.council)]
    ready = [Loose(one) for one in in_order(waiting)]
    body = render_template(
        "councils/agenda.html", session=found, parts=parts_of(agenda_of(found.id)),
        ready=parts_of(ready), name_text=name_text, refusal=refusal,
        chosen=request.form.getlist("nominations"), appraisal=glance_at(found, acting()),
        outcome_words=outcome_words, taken_off=Outcome.TAKE_OFF, award_text=award_text,
    )  # fmt: skip
    return body, 422 if refusal else 200


@bp.post("/sessions/<public_id>/agenda/<int:item_id>/move")
@requires("secretary")
def move(public_id: str, item_id: int) -> ResponseReturnValue:
    up = request.form.get("to") == "up"
    return carry_out(
        lambda: move_item(public_id, item_id, up=up, actor=acting()),
        to=url_for("councils.agenda", public_id=public_id, _anchor=f"row{item_id}"),
        told="",
    )


@bp.post("/sessions/<public_id>/agenda/<int:item_id>/take-off")
@requires("secretary")
def take_off(public_id: str, item_id: int) -> ResponseReturnValue:
    return carry_out(
        lambda: take_off_agenda(public_id, item_id, actor=acting()),
        to=url_for("councils.agenda", public_id=public_id),
        told=_("Đã đưa đề nghị ra khỏi phiên họp; có thể xếp vào phiên khác."),
    )
