"""Plan a ceremony: its day and place, which lines are handed over there; begin, close, cancel."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm.attributes import flag_modified

from workflow.core import audit, clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import (
    BadInput,
    Difference,
    Incomplete,
    InvalidStep,
    NotAllowed,
    StaleEdit,
    WayOut,
)
from workflow.core.i18n import _
from workflow.decisions.models import DecisionItem
from workflow.decisions.presenting import queries
from workflow.decisions.presenting.models import Ceremony
from workflow.decisions.presenting.placing import free_among
from workflow.decisions.presenting.policies import secretary_of
from workflow.decisions.presenting.services.arranging import call_up
from workflow.decisions.presenting.states import OPEN, HandoverStatus, Way
from workflow.decisions.presenting.steps import ceremony_lifecycle, handover_lifecycle

MOST_TOGETHER = 30
MOST_LINES = 2000
_NAMED = 5


@dataclass(frozen=True)
class Plan:
    """What the secretary says of a ceremony."""

    title: str
    starts_at: datetime
    place: str
    host: str
    per_turn: int


def plan(
    new: Plan, *, items: Collection[str], decisions: Collection[str], way: Way, actor: Actor
) -> Ceremony:
    """Plan a ceremony; decisions may be chosen now or later."""
    if actor.organisation_id is None or not actor.has("secretary"):
        raise NotAllowed(_("Chỉ thư ký của cơ quan lập kế hoạch trao thưởng."))
    _check(new)
    ceremony = Ceremony(
        organisation_id=actor.organisation_id, created_by_id=actor.user_id, **vars(new)
    )
    db.session.add(ceremony)
    db.session.flush()
    audit.record(
        "ceremony.plan", stream=("ceremony", ceremony.id), actor=actor, detail=_said(new),
        after=_said(new),
    )  # fmt: skip
    if items or decisions:
        _place(ceremony, items, decisions, way, actor)
    return ceremony


def _said(plan: Plan) -> dict[str, object]:
    return vars(plan) | {"starts_at": plan.starts_at.isoformat()}


def _check(plan: Plan) -> None:
    if not 1 <= plan.per_turn <= MOST_TOGETHER:
        raise BadInput(
            _("Mỗi đợt từ 1 đến %(most)s tập thể, cá nhân.", most=MOST_TOGETHER), field="per_turn"
        )


def open_plan(public_id: str, version: int, actor: Actor) -> Ceremony:
    """Return the locked ceremony if its plan and order may be changed, as they were read."""
    ceremony = queries.get_for_change(public_id, actor)
    if not secretary_of(actor, ceremony):
        raise NotAllowed(_("Chỉ thư ký của cơ quan tổ chức sửa kế hoạch trao thưởng."))
    if ceremony.status not in OPEN:
        raise InvalidStep(
            _("Buổi trao thưởng đã kết thúc hoặc đã hủy nên không sửa được kế hoạch nữa.")
        )
    if ceremony.version != version:
        raise StaleEdit(
            _("Người khác vừa sửa kế hoạch hoặc thứ tự trao thưởng này. Hãy tải lại trang, xem bản "
              "mới rồi làm lại.")
        )  # fmt: skip
    return ceremony


def changed(ceremony: Ceremony, act: str, *, actor: Actor, **detail: object) -> None:
    """Raise the version and write the journal line."""
    flag_modified(ceremony, "title")  # a change of the lines alone raises the version too
    audit.record(
        f"ceremony.{act}", stream=("ceremony", ceremony.id), actor=actor, detail=dict(detail)
    )


def edit(public_id: str, new: Plan, *, version: int, actor: Actor) -> Ceremony:
    """Change day, place and who organises; what people typed is shown beside what is stored."""
    seen = queries.get_whole(public_id, actor)
    if seen.version != version:
        raise StaleEdit(
            _("Người khác vừa sửa buổi trao thưởng này. Hãy xem cả hai bản rồi sửa lại."),
            [
                Difference(_("Tên buổi trao thưởng"), new.title, seen.title),
                Difference(_("Ngày giờ"), _moment(new.starts_at), _moment(seen.starts_at)),
                Difference(_("Địa điểm"), new.place, seen.place),
                Difference(_("Đơn vị tổ chức"), new.host, seen.host),
                Difference(_("Số người mỗi đợt"), str(new.per_turn), str(seen.per_turn)),
            ],
        )
    ceremony = open_plan(public_id, version, actor)
    _check(new)
    before = _said(Plan(**{key: getattr(ceremony, key) for key in vars(new)}))
    for key, value in vars(new).items():
        setattr(ceremony, key, value)
    flag_modified(ceremony, "title")
    audit.record(
        "ceremony.edit", stream=("ceremony", ceremony.id), actor=actor, detail=_said(new),
        before=before, after=_said(new),
    )  # fmt: skip
    return ceremony


def _moment(at: datetime) -> str:
    return f"{clock.local(at):%d/%m/%Y %H:%M}"


def add_lines(
    public_id: str, *, items: Collection[str], decisions: Collection[str], way: Way, version: int,
    actor: Actor,
) -> int:  # fmt: skip
    """Put lines of issued decisions into the program, each turn where its award ranks."""
    ceremony = open_plan(public_id, version, actor)
    if not items and not decisions:
        raise BadInput(_("Hãy chọn ít nhất một quyết định hoặc một dòng."), field="decisions")
    return _place(ceremony, items, decisions, way, actor)


def _place(
    ceremony: Ceremony, items: Collection[str], decisions: Collection[str], way: Way, actor: Actor
) -> int:
    found = free_among(ceremony.organisation_id, items, decisions)
    if not found or not set(items) <= {item.public_id for item in found}:
        raise InvalidStep(
            _("Có dòng vừa được xếp vào buổi trao thưởng khác hoặc vừa bị hủy bỏ. Hãy tải lại "
              "trang và chọn lại.")
        )  # fmt: skip
    present = len(queries.program_of(ceremony).lines)
    if present + len(found) > MOST_LINES:
        raise BadInput(
            _("Mỗi buổi trao tối đa %(most)s dòng. Hãy chia làm nhiều buổi.", most=MOST_LINES)
        )
    call_up(ceremony, found, way)
    changed(ceremony, "add", actor=actor, names=_few(found), lines=len(found), way=way.value)
    return len(found)


def _few(items: Sequence[DecisionItem]) -> list[str]:
    return [item.name for item in items[:_NAMED]]


def take_out(public_id: str, line_id: str, *, version: int, actor: Actor) -> Ceremony:
    """Let a line go: it may be handed over on another occasion."""
    ceremony = open_plan(public_id, version, actor)
    line = queries.find_line(ceremony.id, line_id, lock=True)
    with handover_lifecycle.step(
        line, "release", actor=actor, stream=("ceremony", ceremony.id), name=line.name
    ):
        line.turn_id = None
    flag_modified(ceremony, "title")
    db.session.flush()
    for turn in queries.empty_turns(ceremony.id):
        db.session.delete(turn)
    return ceremony


def hold(public_id: str, *, actor: Actor) -> Ceremony:
    """Begin to hand over; not before its day."""
    ceremony = queries.get_for_change(public_id, actor)
    with ceremony_lifecycle.step(ceremony, "hold", actor=actor) as detail:
        day = clock.local(ceremony.starts_at).date()
        if clock.today() < day:
            raise InvalidStep(
                _("Chưa đến ngày trao thưởng (%(day)s). Nếu trao sớm hơn, hãy sửa ngày giờ trước.",
                  day=f"{day:%d/%m/%Y}")
            )  # fmt: skip
        lines = queries.program_of(ceremony).lines
        if not lines:
            raise Incomplete(_("Chưa có ai trong danh sách trao thưởng. Hãy thêm quyết định."))
        detail["lines"] = len(lines)
    return ceremony


def close(public_id: str, *, actor: Actor) -> Ceremony:
    """Close once every line has an outcome; refuse with those that have none."""
    ceremony = queries.get_for_change(public_id, actor)
    with ceremony_lifecycle.step(ceremony, "close", actor=actor) as detail:
        program = queries.program_of(ceremony, lock=True)
        waiting = program.open
        if waiting:
            told = ", ".join(line.name or _("không ghi tên") for line in waiting[:_NAMED])
            more = len(waiting) - _NAMED
            refusal = Incomplete(
                _("Còn %(n)s phần thưởng chưa ghi kết quả: %(names)s%(more)s. Hãy ghi đã trao, "
                  "chưa nhận, hoặc giao về đơn vị cho từng người.", n=len(waiting), names=told,
                  more=_(" và %(n)s người khác", n=more) if more > 0 else "")
            )  # fmt: skip
            refusal.way_out = WayOut(
                _("Mở những người chưa ghi"), "ceremonies.floor",
                {"public_id": ceremony.public_id, "show": "open"},
            )  # fmt: skip
            raise refusal
        detail["lines"], detail["uncollected"] = len(program.lines), len(program.uncollected)
    return ceremony


def cancel(public_id: str, reason: str, *, actor: Actor) -> Ceremony:
    """Cancel a planned ceremony; its lines are free for another one."""
    ceremony = queries.get_for_change(public_id, actor)
    with ceremony_lifecycle.step(ceremony, "cancel", actor=actor, reason=reason.strip()) as detail:
        if not reason.strip():
            raise BadInput(_("Hãy ghi lý do hủy buổi trao thưởng."), field="reason")
        lines = queries.program_of(ceremony, lock=True).lines
        settled = [line for line in lines if line.status is not HandoverStatus.WAITING]
        if settled:
            raise InvalidStep(
                _("%(n)s phần thưởng của buổi này đã giao hoặc đã ghi kết quả nên không hủy được. "
                  "Hãy đưa những người còn lại ra khỏi danh sách, hoặc đổi ngày.", n=len(settled))
            )  # fmt: skip
        for line in lines:
            with handover_lifecycle.step(line, "release", actor=actor,
                                         stream=("ceremony", ceremony.id)):  # fmt: skip
                pass
        ceremony.reason, detail["lines"] = reason.strip(), len(lines)
    return ceremony
