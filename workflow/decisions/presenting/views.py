"""Pages of award ceremonies: planning, the order of honour, what is handed, the papers."""

from collections.abc import Callable
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from workflow.core import clock
from workflow.core.db import db
from workflow.core.i18n import _
from workflow.core.web.access import acting, requires, signed_in
from workflow.core.web.acting import carry_out, carry_out_form
from workflow.core.web.exports import send_list
from workflow.core.web.numerals import whole_or
from workflow.core.written_dates import long_moment
from workflow.decisions import wording
from workflow.decisions.presenting import papers, placing, policies, printouts, queries
from workflow.decisions.presenting.belongings import needed_for, told
from workflow.decisions.presenting.blueprint import bp
from workflow.decisions.presenting.forms import (
    USUAL_PER_TURN,
    ChooseForm,
    LineForm,
    NewForm,
    PlanForm,
    ReasonForm,
    TurnForm,
)
from workflow.decisions.presenting.models import Ceremony, Handover
from workflow.decisions.presenting.services import describing, planning
from workflow.decisions.presenting.states import OPEN, CeremonyStatus, Way
from workflow.organisations.models import Organisation

_VIEWS = ("order", "prepare", "papers")


@bp.get("/")
@signed_in
def index() -> ResponseReturnValue:
    actor = acting()
    rows, following = queries.list_of(actor, request.args.get("before", ""))
    own = [one.id for one in rows if not queries.in_office(actor, one)]
    whole = [one.id for one in rows if one.id not in own]
    numbers = queries.standings(whole) if whole else {}
    if own:
        numbers |= queries.standings(own, queries.own_lines(actor.organisation_id or 0))
    return render_template(
        "ceremonies/index.html", rows=rows, following=following, numbers=numbers,
        may_plan=actor.has("secretary"), none=queries.Standing(),
    )  # fmt: skip


def _here(public_id: str, view: str | None = None, anchor: str | None = None) -> str:
    return url_for("ceremonies.detail", public_id=public_id, view=view, _anchor=anchor)


@bp.route("/plan", methods=["GET", "POST"])
@requires("secretary")
def plan() -> ResponseReturnValue:
    organisation = db.session.get_one(Organisation, acting().organisation_id)
    form = NewForm(data={"host": organisation.name, "version": 0, "way": Way.STAGE.value,
                         "per_turn": USUAL_PER_TURN})  # fmt: skip
    done = carry_out_form(
        form, lambda: planning.plan(form.plan(), actor=acting(), **form.chosen()),
        to=lambda ceremony: _here(ceremony.public_id),
        told=_("Đã lập buổi trao thưởng. Thứ tự dưới đây là đề xuất; sửa được bằng tay."),
    )  # fmt: skip
    if done:
        return done
    body = render_template(
        "ceremonies/plan.html", form=form, form_errors=bool(form.errors),
        offered=placing.offered_to(organisation.id), chosen=_chosen(form),
        counts_of=_counts_of,
    )  # fmt: skip
    return body, 422 if form.errors else 200


def _chosen(form: ChooseForm) -> set[str]:
    """Return what is ticked: what was sent, or the decision the person came from."""
    if form.is_submitted():
        return {*(form.decisions.data or ()), *(form.items.data or ())}
    return {request.args.get("decision", "")}


def _counts_of(offered: placing.Offered) -> str:
    return wording.counts_shown([
        (kind, sum(item.count for item in offered.items if item.kind is kind))
        for kind in wording.ORDER
    ])  # fmt: skip


@bp.get("/<public_id>")
@signed_in
def detail(public_id: str) -> ResponseReturnValue:
    actor = acting()
    ceremony = queries.get_visible(public_id, actor)
    if not queries.in_office(actor, ceremony):
        return _for_unit(ceremony)
    view = request.args.get("view", "")
    program = queries.program_of(ceremony)
    secretary = policies.secretary_of(actor, ceremony)
    return render_template(
        "ceremonies/detail.html", ceremony=ceremony, program=program,
        view=view if view in _VIEWS else "order",
        may_change=secretary and ceremony.status in OPEN,
        is_due=clock.today() >= clock.local(ceremony.starts_at).date(),
        is_secretary=secretary, may_tick=policies.may_tick(actor, ceremony),
        needed=needed_for(program.lines),
        by_turn=[needed_for(turn.lines) for turn in program.turns],
        papers=papers.papers_of(ceremony, program, actor) if view == "papers" else [],
        **_words(),
    )  # fmt: skip


def _words() -> dict[str, Callable[..., Any]]:
    return {
        "told": told, "name_of": printouts.name_of, "detail_of": printouts.detail_of,
        "award_of": printouts.award_of, "call_of": printouts.call_of, "what_of": printouts.what_of,
        "unit_of": queries.unit_of,
    }  # fmt: skip


def _for_unit(ceremony: Ceremony) -> ResponseReturnValue:
    """Show a unit what its own people are handed, when and where; nobody else's."""
    program = queries.program_of(ceremony, queries.own_lines(acting().organisation_id or 0))
    return render_template("ceremonies/own.html", ceremony=ceremony, program=program, **_words())


@bp.route("/<public_id>/edit", methods=["GET", "POST"])
@requires("secretary")
def edit(public_id: str) -> ResponseReturnValue:
    ceremony = queries.get_whole(public_id, acting())
    form = PlanForm(obj=ceremony)
    done = carry_out_form(
        form,
        lambda: planning.edit(
            public_id, form.plan(), version=form.version.data or 0, actor=acting()
        ),
        to=_here(public_id), told=_("Đã lưu kế hoạch trao thưởng."),
    )  # fmt: skip
    if done:
        return done
    ceremony = queries.get_whole(public_id, acting())
    body = render_template(
        "ceremonies/edit.html", form=form, ceremony=ceremony, form_errors=bool(form.errors)
    )
    return body, 422 if form.errors else 200


@bp.route("/<public_id>/add", methods=["GET", "POST"])
@requires("secretary")
def add(public_id: str) -> ResponseReturnValue:
    ceremony = queries.get_whole(public_id, acting())
    form = ChooseForm(data={"version": ceremony.version, "way": Way.STAGE.value})
    done = carry_out_form(
        form,
        lambda: planning.add_lines(
            public_id, version=form.version.data or 0, actor=acting(), **form.chosen()
        ),
        to=_here(public_id),
        told=lambda added: _("Đã thêm %(n)s dòng, xếp theo thứ tự vinh dự.", n=added),
    )  # fmt: skip
    if done:
        return done
    ceremony = queries.get_whole(public_id, acting())
    body = render_template(
        "ceremonies/add.html", form=form, ceremony=ceremony, form_errors=bool(form.errors),
        offered=placing.offered_to(ceremony.organisation_id), chosen=_chosen(form),
        counts_of=_counts_of,
    )  # fmt: skip
    return body, 422 if form.errors else 200


@bp.post("/<public_id>/arrange")
@requires("secretary")
def arrange(public_id: str) -> ResponseReturnValue:
    """Every change of the order; the form says which version of it was on the page."""
    act, target = request.form.get("act", ""), request.form.get("target", "")[:40]
    version = whole_or(0, request.form.get("version", ""))
    return carry_out(
        lambda: describing.rearrange(public_id, act, target, version=version, actor=acting()),
        to=_here(public_id, anchor=f"r-{target}" if target else None),
        told=_("Đã xếp lại theo thứ tự vinh dự.") if act == "anew" else _("Đã đổi thứ tự."),
    )


@bp.route("/<public_id>/turns/<turn_id>", methods=["GET", "POST"])
@requires("secretary")
def turn(public_id: str, turn_id: str) -> ResponseReturnValue:
    """Who hands over to a turn, and what is called out."""
    ceremony = queries.get_whole(public_id, acting())
    row = queries.find_turn(ceremony.id, turn_id)
    form = TurnForm(data={"version": ceremony.version, "name": row.presenter_name,
                          "post": row.presenter_post, "call": row.call})  # fmt: skip
    done = carry_out_form(
        form,
        lambda: describing.describe_turn(
            public_id, turn_id, form.presenting(), everywhere=form.everywhere.data,
            version=form.version.data or 0, actor=acting(),
        ),
        to=_here(public_id, anchor=f"r-{turn_id}"), told=_("Đã ghi người trao và lời dẫn."),
    )  # fmt: skip
    if done:
        return done
    ceremony = queries.get_whole(public_id, acting())
    drawn = next(
        (one for one in queries.program_of(ceremony).turns if one.row.public_id == turn_id), None
    )
    body = render_template(
        "ceremonies/turn.html", form=form, ceremony=ceremony, turn=drawn,
        form_errors=bool(form.errors), **_words(),
    )  # fmt: skip
    return body, 422 if form.errors else 200


@bp.route("/<public_id>/lines/<line_id>/things", methods=["GET", "POST"])
@requires("secretary")
def things(public_id: str, line_id: str) -> ResponseReturnValue:
    """What one line is handed, and whether on the stage or at its unit."""
    ceremony = queries.get_whole(public_id, acting())
    line = queries.find_line(ceremony.id, line_id)
    form = LineForm(data=_line_data(ceremony, line))
    done = carry_out_form(
        form,
        lambda: describing.describe_line(
            public_id, line_id, form.things(), Way(form.way.data),
            same_award=form.same_award.data, version=form.version.data or 0, actor=acting(),
        ),
        to=_here(public_id, anchor=f"r-{line_id}"),
        told=lambda changed: _("Đã ghi hiện vật của %(n)s người.", n=changed),
    )  # fmt: skip
    if done:
        return done
    ceremony = queries.get_whole(public_id, acting())
    body = render_template(
        "ceremonies/things.html", form=form, ceremony=ceremony,
        line=queries.find_line(ceremony.id, line_id), form_errors=bool(form.errors), **_words(),
    )  # fmt: skip
    return body, 422 if form.errors else 200


def _line_data(ceremony: Ceremony, line: Handover) -> dict[str, Any]:
    names = ("certificate", "has_frame", "has_flag", "has_envelope", "has_flowers", "other")
    kept = {name: getattr(line, name) for name in names}
    return kept | {"version": ceremony.version, "way": line.way.value}


@bp.post("/<public_id>/lines/<line_id>/take-out")
@requires("secretary")
def take_out(public_id: str, line_id: str) -> ResponseReturnValue:
    version = whole_or(0, request.form.get("version", ""))
    return carry_out(
        lambda: planning.take_out(public_id, line_id, version=version, actor=acting()),
        to=_here(public_id), told=_("Đã đưa ra khỏi danh sách; trao được vào dịp khác."),
    )  # fmt: skip


@bp.post("/<public_id>/hold")
@requires("secretary")
def hold(public_id: str) -> ResponseReturnValue:
    return carry_out(
        lambda: planning.hold(public_id, actor=acting()),
        to=url_for("ceremonies.floor", public_id=public_id),
        told=_("Đã bắt đầu trao. Ghi từng người hoặc cả đợt ở trang này."),
    )


@bp.post("/<public_id>/close")
@requires("secretary")
def close(public_id: str) -> ResponseReturnValue:
    return carry_out(
        lambda: planning.close(public_id, actor=acting()), to=_here(public_id),
        told=_("Đã kết thúc. Phần thưởng chưa nhận nằm trong việc cần làm cho tới khi trao hết."),
    )  # fmt: skip


@bp.route("/<public_id>/cancel", methods=["GET", "POST"])
@requires("secretary")
def cancel(public_id: str) -> ResponseReturnValue:
    form = ReasonForm()
    ceremony = queries.get_whole(public_id, acting())
    done = carry_out_form(
        form, lambda: planning.cancel(public_id, form.reason.data or "", actor=acting()),
        to=_here(public_id), told=_("Đã hủy. Những người trong danh sách xếp được vào buổi khác."),
    )  # fmt: skip
    if done:
        return done
    ceremony = queries.get_whole(public_id, acting())
    body = render_template(
        "ceremonies/cancel.html", form=form, ceremony=ceremony, form_errors=bool(form.errors),
        planned=ceremony.status is CeremonyStatus.PLANNED,
    )  # fmt: skip
    return body, 422 if form.errors else 200


@bp.post("/<public_id>/print")
@requires("secretary", "clerk")
def draw_paper(public_id: str) -> ResponseReturnValue:
    kind = request.form.get("paper", "")
    return carry_out(
        lambda: papers.draw(public_id, kind, actor=acting()), to=_here(public_id, "papers"),
        told=_("Đang lập giấy tờ. Tải lại trang sau ít giây."),
    )  # fmt: skip


@bp.get("/<public_id>/export")
@signed_in
def export(public_id: str) -> ResponseReturnValue:
    """Send the order of honour as a workbook, to the office."""
    ceremony = queries.get_whole(public_id, acting())
    program = queries.program_of(ceremony)
    return send_list(
        f"Danh sách trao thưởng {ceremony.title}", _heads, lambda: _cells(program),
        lambda: [long_moment(ceremony.starts_at), ceremony.place],
    )  # fmt: skip


def _heads() -> list[tuple[str, str]]:
    return [
        ("number", _("TT")), ("turn", _("Đợt")), ("name", _("Tập thể, cá nhân")),
        ("post", _("Chức vụ, đơn vị")), ("award", _("Danh hiệu, hình thức")),
        ("decision", _("Quyết định số")), ("things", _("Hiện vật")),
        ("money", _("Tiền thưởng (đồng)")), ("presenter", _("Người trao")),
        ("stand_in", _("Người nhận thay")), ("result", _("Kết quả")), ("receiver", _("Ký nhận")),
    ]  # fmt: skip


def _cells(program: queries.Program) -> list[dict[str, str]]:
    return printouts.sheet_rows(program)
