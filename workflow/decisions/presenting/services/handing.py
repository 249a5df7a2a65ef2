"""What happens on the day and after it: who is there, what was handed to whom, what is left.

A tick says what the page showed before it: two people may tick at once, and neither overwrites
what the other has written of the same line.
"""

from dataclasses import dataclass, replace
from datetime import date

from workflow.core import audit, clock
from workflow.core.actors import Actor
from workflow.core.errors import BadInput, Difference, InvalidStep, NotAllowed, StaleEdit
from workflow.core.i18n import _
from workflow.core.labels import label_here
from workflow.core.text import one_line
from workflow.decisions.presenting import queries
from workflow.decisions.presenting.models import Ceremony, Handover
from workflow.decisions.presenting.policies import may_tick
from workflow.decisions.presenting.states import CeremonyStatus as C
from workflow.decisions.presenting.states import HandoverStatus as H
from workflow.decisions.presenting.steps import handover_lifecycle
from workflow.recipients.models import RecipientKind

# What may be said of a line, by how far the ceremony is.
ACTS = {
    C.PLANNED: ("collect", "send", "undo"),
    C.HELD: ("hand", "miss", "collect", "send", "undo"),
    C.CLOSED: ("collect", "send", "keep", "reopen"),
    C.CANCELLED: (),
}
RESULTS = {step.trigger: step.dest for step in handover_lifecycle.steps}
GIVEN = ("hand", "collect", "send")


@dataclass(frozen=True)
class Receipt:
    """Who took it and signed for it, when, and on which paper."""

    receiver: str = ""
    on: date | None = None
    receipt: str = ""


def seen_of(line: Handover) -> str:
    """Return what a page shows of a line, for its ticks to say it again."""
    there = {True: "there", False: "away", None: "unknown"}[line.is_present]
    return f"{line.status.value}:{there}"


def acts_open(line: Handover, actor: Actor) -> list[str]:
    """Return what the actor may say of the line now."""
    acts = ACTS[line.ceremony.status]
    found = [act for act in handover_lifecycle.open_to(actor, line) if act in acts]
    return [act for act in found if act not in (*GIVEN, "miss")] if line.is_void else found


def _open(public_id: str, line_id: str, actor: Actor) -> tuple[Ceremony, Handover]:
    ceremony = queries.get_for_change(public_id, actor, shared=True)
    if not may_tick(actor, ceremony):
        raise NotAllowed(_("Chỉ thư ký và văn thư của cơ quan tổ chức ghi việc trao nhận."))
    return ceremony, queries.find_line(ceremony.id, line_id, lock=True)


def _stale(line: Handover, wanted: str, now: str) -> StaleEdit:
    who = line.settled_by or _("Người khác")
    return StaleEdit(
        _("%(who)s vừa ghi kết quả của %(name)s. Hãy xem cả hai bản rồi ghi lại nếu cần.",
          who=who, name=line.name),
        [Difference(line.name, wanted, now)],
    )  # fmt: skip


def mark_presence(
    public_id: str, line_id: str, *, is_present: bool, seen: str, actor: Actor
) -> Handover:
    """Note who has come; said twice, it is said once."""
    ceremony, line = _open(public_id, line_id, actor)
    if ceremony.status not in {C.PLANNED, C.HELD}:
        raise InvalidStep(_("Buổi trao thưởng đã kết thúc hoặc đã hủy nên không điểm danh nữa."))
    if line.is_present is is_present:
        return line
    words = {True: _("Có mặt"), False: _("Vắng"), None: _("Chưa điểm danh")}
    if seen.partition(":")[2] != seen_of(line).partition(":")[2]:
        raise _stale(line, words[is_present], words[line.is_present])
    line.is_present = is_present
    audit.record(
        "ceremony.presence", stream=("ceremony", ceremony.id), actor=actor,
        subject=("handover", line.id),
        detail={"name": line.name, "present": is_present},
    )  # fmt: skip
    return line


def name_stand_in(public_id: str, line_id: str, name: str, *, actor: Actor) -> Handover:
    """Note who comes in the recipient's place; an empty name takes it back."""
    ceremony, line = _open(public_id, line_id, actor)
    if ceremony.status not in {C.PLANNED, C.HELD}:
        raise InvalidStep(_("Buổi trao thưởng đã kết thúc hoặc đã hủy nên không sửa người nhận."))
    line.stand_in = one_line(name)
    audit.record(
        "ceremony.stand_in", stream=("ceremony", ceremony.id), actor=actor,
        subject=("handover", line.id), detail={"name": line.name, "stand_in": line.stand_in},
    )  # fmt: skip
    return line


def settle(
    public_id: str, line_id: str, act: str, said: Receipt, *, seen: str, actor: Actor
) -> Handover:
    """Write what became of one line; the same said by two people is said once."""
    ceremony, line = _open(public_id, line_id, actor)
    if act not in RESULTS or act not in ACTS[ceremony.status]:
        raise InvalidStep(
            _("Buổi trao thưởng đang ở bước “%(status)s” nên chưa ghi được kết quả này.",
              status=label_here("ceremony", ceremony.status.value).text)
        )  # fmt: skip
    if line.status is RESULTS[act] and said in {Receipt(), _kept(line)}:
        return line
    if seen.partition(":")[0] != line.status.value:
        wanted, now = (
            label_here("handover", status.value).text for status in (RESULTS[act], line.status)
        )
        raise _stale(line, wanted, now)
    _step(ceremony, line, act, said, actor)
    return line


def _kept(line: Handover) -> Receipt:
    return Receipt(line.receiver, line.settled_on, line.receipt)


def _step(ceremony: Ceremony, line: Handover, act: str, said: Receipt, actor: Actor) -> None:
    with handover_lifecycle.step(
        line, act, actor=actor, stream=("ceremony", ceremony.id), name=line.name
    ) as detail:
        if act in GIVEN and line.is_void:
            raise InvalidStep(
                _("Khen thưởng của %(name)s không còn ở quyết định này (%(why)s) nên không trao "
                  "nữa. Hãy cất hiện vật và tiền thưởng lại.", name=line.name,
                  why=line.item.reason or _("đã bị hủy bỏ"))
            )  # fmt: skip
        whole = _complete(line, act, said)
        line.receiver, line.settled_on, line.receipt = whole.receiver, whole.on, whole.receipt
        line.settled_at, line.settled_by = clock.now(), actor.name
        detail |= {"receiver": whole.receiver, "receipt": whole.receipt,
                   "on": f"{whole.on:%d/%m/%Y}" if whole.on else ""}  # fmt: skip


def _complete(line: Handover, act: str, said: Receipt) -> Receipt:
    """Fill in what one tick leaves out, and refuse what a later day needs."""
    if act in {"undo", "reopen"}:
        return Receipt()
    if said.on is not None and said.on > clock.today():
        raise BadInput(_("Ngày này chưa đến. Hãy kiểm tra lại."), field="on")
    clean = Receipt(one_line(said.receiver), said.on or clock.today(), said.receipt.strip())
    if act == "hand" and not clean.receiver:
        person = line.item.kind is RecipientKind.PERSON
        return replace(clean, receiver=line.stand_in or (line.name if person else ""))
    if act in {"collect", "send"} and not clean.receiver:
        raise BadInput(_("Hãy ghi ai đã nhận và ký nhận."), field="receiver")
    if act == "keep" and not clean.receipt:
        raise BadInput(_("Hãy ghi vì sao phần thưởng này không còn ai nhận."), field="receipt")
    return clean


def hand_turn(public_id: str, turn_id: str, *, actor: Actor) -> int:
    """Write a whole turn as handed over at once: those nobody has said anything of yet.

    Whoever was marked absent without a stand-in is left for a person to decide.
    """
    ceremony = queries.get_for_change(public_id, actor, shared=True)
    if not may_tick(actor, ceremony):
        raise NotAllowed(_("Chỉ thư ký và văn thư của cơ quan tổ chức ghi việc trao nhận."))
    if ceremony.status is not C.HELD:
        raise InvalidStep(_("Hãy bấm “Bắt đầu trao” trước khi ghi kết quả."))
    turn = queries.find_turn(ceremony.id, turn_id)
    done = 0
    for line in queries.lines_of_turn(turn.id):
        away = line.is_present is False and not line.stand_in
        if line.status is H.WAITING and not line.is_void and not away:
            _step(ceremony, line, "hand", Receipt(), actor)
            done += 1
    return done
