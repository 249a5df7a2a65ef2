"""What the office does with what arrived: instruct, assign, take, close, send back."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from workflow.accounts.models import User
from workflow.archive.incoming import queries
from workflow.archive.incoming.deadlines import due_from
from workflow.archive.incoming.models import Arrival, ArrivalOpinion
from workflow.archive.incoming.policies import handler_of, leader_of
from workflow.archive.incoming.states import Voice
from workflow.archive.incoming.steps import arrival_lifecycle
from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import BadInput, StaleEdit
from workflow.core.i18n import _


@dataclass(frozen=True)
class Task:
    """To whom a paper goes and until when; `version` is the row as the form showed it."""

    version: int
    handler: str = ""  # a public id
    unit_name: str = ""
    days: int | None = None
    due_on: date | None = None
    instruction: str = ""
    directly: bool = False  # by the office's rules it need not be put before a leader


@contextmanager
def stepping(public_id: str, trigger: str, actor: Actor, **detail: object) -> Iterator[Arrival]:
    arrival = queries.get_for_change(public_id, actor)
    stream = ("paper", arrival.paper_id)
    with arrival_lifecycle.step(arrival, trigger, actor=actor, stream=stream, **detail) as told:
        yield arrival
        told |= {"handler": arrival.handler_name, "unit": arrival.unit_name}
        if arrival.due_on:
            told["due_on"] = arrival.due_on.isoformat()
    db.session.flush()


def note_opinion(arrival: Arrival, voice: Voice, text: str, actor: Actor) -> None:
    db.session.add(
        ArrivalOpinion(
            arrival_id=arrival.id, voice=voice, text=text.strip(), by_id=actor.user_id,
            by_name=actor.name, at=clock.now(),
        )
    )  # fmt: skip


def wanted(text: str, sentence: str, field: str) -> str:
    if not text.strip():
        raise BadInput(sentence, field=field)
    return text.strip()


def _refuse_stale(arrival: Arrival, version: int) -> None:
    if arrival.version != version:
        raise StaleEdit(
            _("Người khác vừa xử lý văn bản này. Hãy mở lại trang văn bản để xem rồi làm tiếp.")
        )


def _person(arrival: Arrival, public_id: str) -> User:
    """Return the person chosen. Raises BadInput for one who has no role in this office today."""
    for user in queries.people_of(arrival.organisation_id, clock.today()):
        if user.public_id == public_id:
            return user
    raise BadInput(_("Hãy chọn người giải quyết trong danh sách của đơn vị."), field="handler")


def _put(arrival: Arrival, task: Task) -> None:
    """Write down unit, person and deadline."""
    person = _person(arrival, task.handler) if task.handler else None
    arrival.handler_id = person.id if person else None
    arrival.handler_name = person.name if person else ""
    arrival.unit_name = task.unit_name.strip()
    arrival.due_on = due_from(task.days, task.due_on, clock.today())


def instruct(public_id: str, task: Task, *, actor: Actor) -> Arrival:
    """Write the leader's instruction; who is named there is what the clerk finds filled in."""
    with stepping(public_id, "instruct", actor) as arrival:
        _refuse_stale(arrival, task.version)
        text = wanted(task.instruction, _("Hãy ghi ý kiến chỉ đạo."), "instruction")
        _put(arrival, task)
        arrival.instructed_on = clock.today()
        note_opinion(arrival, Voice.LEADER, text, actor)
    return arrival


def assign(public_id: str, task: Task, *, actor: Actor) -> Arrival:
    """Give the paper to the person who handles it.

    Raises BadInput when no leader has seen it and nobody says that none need to.
    """
    with stepping(public_id, "assign", actor, directly=task.directly) as arrival:
        _refuse_stale(arrival, task.version)
        if task.instruction.strip() and leader_of(actor, arrival):
            arrival.instructed_on = clock.today()
            note_opinion(arrival, Voice.LEADER, task.instruction, actor)
        if not (arrival.instructed_on or task.directly or leader_of(actor, arrival)):
            raise BadInput(
                _("Văn bản chưa có ý kiến chỉ đạo. Hãy chờ lãnh đạo cho ý kiến, hoặc đánh dấu là "
                  "loại văn bản được chuyển thẳng theo quy chế làm việc."),
                field="directly",
            )  # fmt: skip
        _give(arrival, task)
    return arrival


def reassign(public_id: str, task: Task, *, actor: Actor) -> Arrival:
    """Give it to another person, or the same with another deadline; the reason is kept."""
    reason = wanted(task.instruction, _("Hãy ghi lý do chuyển người khác."), "instruction")
    with stepping(public_id, "reassign", actor, reason=reason) as arrival:
        _refuse_stale(arrival, task.version)
        if leader_of(actor, arrival):
            note_opinion(arrival, Voice.LEADER, reason, actor)
        _give(arrival, task)
    return arrival


def _give(arrival: Arrival, task: Task) -> None:
    if not task.handler:
        raise BadInput(_("Hãy chọn người giải quyết."), field="handler")
    _put(arrival, task)
    arrival.sent_on, arrival.taken_on, arrival.handed_back = clock.today(), None, ""


def take(public_id: str, *, actor: Actor) -> Arrival:
    """Sign for it: from now on it is in this person's hands."""
    with stepping(public_id, "take", actor) as arrival:
        arrival.taken_on = clock.today()
    return arrival


def opine(public_id: str, text: str, *, for_unit: bool, actor: Actor) -> Arrival:
    """Write down what was done or is proposed, for the person or for the unit."""
    with stepping(public_id, "opine", actor) as arrival:
        said = wanted(text, _("Hãy ghi việc đã làm hoặc ý kiến đề xuất."), "text")
        handler = handler_of(actor, arrival) and not for_unit
        note_opinion(arrival, Voice.HANDLER if handler else Voice.UNIT, said, actor)
    return arrival


def hand_back(public_id: str, reason: str, *, actor: Actor) -> Arrival:
    """Give it back to the clerk: it is somebody else's."""
    with stepping(public_id, "hand_back", actor, reason=reason.strip()) as arrival:
        wanted(reason, _("Hãy ghi vì sao trả lại văn thư."), "text")
        note_opinion(arrival, Voice.HANDLER, reason, actor)
        arrival.handed_back = reason.strip()
        arrival.sent_on, arrival.taken_on = None, None
    return arrival


def close(public_id: str, reason: str, *, actor: Actor) -> Arrival:
    """Close it without an answer, with the reason."""
    with stepping(public_id, "close", actor, reason=reason.strip()) as arrival:
        wanted(reason, _("Hãy ghi vì sao không phải trả lời."), "text")
        arrival.close_reason, arrival.closed_on = reason.strip(), clock.today()
        note_opinion(arrival, Voice.HANDLER, reason, actor)
    return arrival


def note(public_id: str, reason: str, *, actor: Actor) -> Arrival:
    """Keep it for information alone: nobody has to handle it."""
    with stepping(public_id, "note", actor, reason=reason.strip()) as arrival:
        wanted(reason, _("Hãy ghi vì sao chỉ lưu, không chuyển ai giải quyết."), "text")
        arrival.close_reason, arrival.closed_on = reason.strip(), clock.today()
        if leader_of(actor, arrival):
            note_opinion(arrival, Voice.LEADER, reason, actor)
    return arrival


def send_back(public_id: str, to: str, reason: str, *, actor: Actor) -> Arrival:
    """Return a wrong or broken paper to its sender; its number stays, with the reason."""
    with stepping(public_id, "send_back", actor, reason=reason.strip(), to=to.strip()) as arrival:
        arrival.sent_back_to = wanted(to, _("Hãy ghi nơi nhận lại văn bản."), "to")
        wanted(reason, _("Hãy ghi văn bản sai hoặc hỏng ở chỗ nào."), "text")
        arrival.close_reason, arrival.closed_on = reason.strip(), clock.today()
    return arrival


def reopen(public_id: str, reason: str, *, actor: Actor) -> Arrival:
    """Put it before the clerk again: it was closed too early."""
    with stepping(public_id, "reopen", actor, reason=reason.strip()) as arrival:
        arrival.handed_back = wanted(reason, _("Hãy ghi vì sao mở lại."), "text")
        arrival.closed_on, arrival.close_reason = None, ""
        arrival.answer, arrival.answer_text = None, ""
        arrival.answer_dated, arrival.answer_sender = None, ""
        arrival.sent_on, arrival.taken_on = None, None
    return arrival
