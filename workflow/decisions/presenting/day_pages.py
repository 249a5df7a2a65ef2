"""Pages of the day itself and after it: who is there, what was handed, what is left to collect."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from workflow.core import clock
from workflow.core.errors import NotVisible
from workflow.core.i18n import _
from workflow.core.web.access import acting, requires
from workflow.core.web.acting import carry_out, carry_out_form
from workflow.decisions.presenting import policies, printouts, queries
from workflow.decisions.presenting.belongings import told
from workflow.decisions.presenting.blueprint import bp
from workflow.decisions.presenting.forms import ReceiptForm, StandInForm
from workflow.decisions.presenting.models import Handover
from workflow.decisions.presenting.queries import Program, Turn
from workflow.decisions.presenting.services import handing
from workflow.decisions.presenting.services.handing import Receipt
from workflow.decisions.presenting.states import OPEN, CeremonyStatus
from workflow.decisions.presenting.steps import handover_lifecycle

SHOWN = ("open", "uncollected")
_BY_FORM = ("collect", "send", "keep")


def _floor(public_id: str, line_id: str = "") -> str:
    shown = request.values.get("show", "")
    return url_for(
        "ceremonies.floor", public_id=public_id, show=shown if shown in SHOWN else None,
        _anchor=f"r-{line_id}" if line_id else None,
    )  # fmt: skip


@bp.get("/<public_id>/floor")
@requires("secretary", "clerk")
def floor(public_id: str) -> ResponseReturnValue:
    """The tick list: everybody in the order they are called, or only those still open."""
    actor = acting()
    ceremony = queries.get_whole(public_id, actor)
    program = queries.program_of(ceremony)
    show = request.args.get("show", "")
    kept = {"open": program.open, "uncollected": program.uncollected}.get(show)
    return render_template(
        "ceremonies/floor.html", ceremony=ceremony, whole=program,
        program=program if kept is None else _only(program, {line.id for line in kept}),
        show=show if kept is not None else "",
        acts={line.id: handing.acts_open(line, actor) for line in program.lines},
        seen=handing.seen_of, told=told, name_of=printouts.name_of, detail_of=printouts.detail_of,
        award_of=printouts.award_of, what_of=printouts.what_of, unit_of=queries.unit_of,
        label=handover_lifecycle.label, may_tick=policies.may_tick(actor, ceremony),
        is_due=clock.today() >= clock.local(ceremony.starts_at).date(),
        is_open=ceremony.status in OPEN, is_held=ceremony.status is CeremonyStatus.HELD,
        is_secretary=policies.secretary_of(actor, ceremony), by_form=_BY_FORM,
    )  # fmt: skip


def _only(program: Program, ids: set[int]) -> Program:
    turns = [
        Turn(turn.row, turn.number, [line for line in turn.lines if line.id in ids])
        for turn in program.turns
    ]
    return Program(
        [turn for turn in turns if turn.lines],
        [line for line in program.at_units if line.id in ids],
    )


@bp.post("/<public_id>/lines/<line_id>/presence")
@requires("secretary", "clerk")
def presence(public_id: str, line_id: str) -> ResponseReturnValue:
    there = request.form.get("presence") == "there"
    seen = request.form.get("seen", "")
    return carry_out(
        lambda: handing.mark_presence(
            public_id, line_id, is_present=there, seen=seen, actor=acting()
        ),
        to=_floor(public_id, line_id), told="",
    )  # fmt: skip


@bp.post("/<public_id>/lines/<line_id>/tick")
@requires("secretary", "clerk")
def tick(public_id: str, line_id: str) -> ResponseReturnValue:
    """One tap: handed over, not collected, or written by mistake."""
    act, seen = request.form.get("act", ""), request.form.get("seen", "")
    return carry_out(
        lambda: handing.settle(public_id, line_id, act, Receipt(), seen=seen, actor=acting()),
        to=_floor(public_id, line_id),
        told="",
    )


@bp.post("/<public_id>/turns/<turn_id>/hand")
@requires("secretary", "clerk")
def hand_turn(public_id: str, turn_id: str) -> ResponseReturnValue:
    return carry_out(
        lambda: handing.hand_turn(public_id, turn_id, actor=acting()),
        to=_floor(public_id, turn_id),
        told=lambda done: _("Đã ghi trao cho %(n)s tập thể, cá nhân của đợt.", n=done),
    )


@bp.route(
    "/<public_id>/lines/<line_id>/<any(hand, collect, send, keep):act>", methods=["GET", "POST"]
)
@requires("secretary", "clerk")
def receipt(public_id: str, line_id: str, act: str) -> ResponseReturnValue:
    """Who took it and signed for it, on which day and paper."""
    ceremony = queries.get_whole(public_id, acting())
    line = queries.find_line(ceremony.id, line_id)
    if act not in handing.acts_open(line, acting()) and request.method == "GET":
        raise NotVisible(
            _("Phần thưởng này đã được ghi hoặc chưa đến bước ghi. Hãy tải lại trang trao nhận.")
        )
    seen = request.form.get("seen") or handing.seen_of(line)
    form = ReceiptForm(data={"on": clock.today(), "receiver": _usual_receiver(line, act)})
    form.receiver.flags.required = act in {"collect", "send"}  # the service asks for it
    form.receipt.flags.required = act == "keep"
    done = carry_out_form(
        form,
        lambda: handing.settle(public_id, line_id, act, form.said(), seen=seen, actor=acting()),
        to=_floor(public_id, line_id),
        told=_("Đã ghi kết quả của %(name)s.", name=printouts.name_of(line)),
    )  # fmt: skip
    if done:
        return done
    ceremony = queries.get_whole(public_id, acting())
    line = queries.find_line(ceremony.id, line_id)
    body = render_template(
        "ceremonies/receipt.html", form=form, form_errors=bool(form.errors), ceremony=ceremony,
        line=line, act=act, label=handover_lifecycle.label(act), seen=seen, told=told,
        name_of=printouts.name_of, detail_of=printouts.detail_of, award_of=printouts.award_of,
        unit_of=queries.unit_of,
    )  # fmt: skip
    return body, 422 if form.errors else 200


def _usual_receiver(line: Handover, act: str) -> str:
    if act not in {"hand", "collect"}:
        return ""
    is_person = line.item.kind.value == "person"
    return line.stand_in or (line.name if is_person else "")


@bp.route("/<public_id>/lines/<line_id>/stand-in", methods=["GET", "POST"])
@requires("secretary", "clerk")
def stand_in(public_id: str, line_id: str) -> ResponseReturnValue:
    """Who comes in the recipient's place."""
    ceremony = queries.get_whole(public_id, acting())
    line = queries.find_line(ceremony.id, line_id)
    form = StandInForm(data={"name": line.stand_in})
    done = carry_out_form(
        form,
        lambda: handing.name_stand_in(public_id, line_id, form.name.data or "", actor=acting()),
        to=_floor(public_id, line_id), told=_("Đã ghi người nhận thay."),
    )  # fmt: skip
    if done:
        return done
    body = render_template(
        "ceremonies/stand_in.html", form=form, form_errors=bool(form.errors), line=line,
        ceremony=queries.get_whole(public_id, acting()), name_of=printouts.name_of,
        detail_of=printouts.detail_of,
    )  # fmt: skip
    return body, 422 if form.errors else 200
