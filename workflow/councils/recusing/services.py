"""Members declare their ties; whoever presides decides each conflict before the ballot opens."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select

from workflow.core import audit, clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import BadInput, Incomplete, InvalidStep, NotAllowed
from workflow.core.i18n import _, on_paper
from workflow.councils.models import AgendaItem, Attendance, Council, Seat, Session
from workflow.councils.queries import (
    agenda_of,
    attendance_of,
    ballots_of,
    get_for_change,
    seats_on,
)
from workflow.councils.recusing.conflicts import Conflict, conflicts_of
from workflow.councils.recusing.grounds import TieKind, ground_words
from workflow.councils.recusing.models import ConflictRuling, DeclaredTie
from workflow.councils.states import BallotStatus, Presence, SeatPost, SessionStatus
from workflow.proposals.queries import name_text
from workflow.proposals.states import NominationStatus

_BEFORE = (SessionStatus.CONVENED, SessionStatus.SITTING)
_UNDER_WAY = (BallotStatus.OPEN, BallotStatus.CLOSED)
_PRESIDING = (SeatPost.CHAIR, SeatPost.VICE_CHAIR, SeatPost.SECRETARY, SeatPost.MEMBER)


@dataclass(frozen=True)
class Word:
    """What was decided of one conflict: does the member keep out of the vote, and why."""

    recused: bool
    reason: str = ""


def decider_of(seats: Sequence[Seat], attendance: Sequence[Attendance], about: int) -> int | None:
    """Return whose word it is about this member: who presides, and nobody about oneself."""
    away = {row.user_id for row in attendance if row.presence is Presence.ABSENT}
    able = [seat for seat in seats if seat.user_id not in away and seat.user_id != about]
    able.sort(key=lambda seat: _PRESIDING.index(seat.post))
    return able[0].user_id if able else None


def deciders_of(session: Session, rows: Sequence[AgendaItem]) -> dict[int, int | None]:
    """Return by agenda item whose word each of these rows is."""
    seats, attendance = seats_on(session.council_id, clock.today()), attendance_of(session.id)
    return {
        row.id: decider_of(seats, attendance, row.nomination.recipient.user_id or 0) for row in rows
    }


def open_rows(session: Session) -> list[AgendaItem]:
    """Return the items that still wait for a vote."""
    return [
        row for row in agenda_of(session.id)
        if row.nomination.status is NominationStatus.ON_AGENDA
    ]  # fmt: skip


def _must_be_before_the_vote(session: Session, council: Council) -> None:
    if not council.asks_recusal:
        raise InvalidStep(_("Quy chế Hội đồng này không hỏi trường hợp không tham gia biểu quyết."))
    if session.status not in _BEFORE:
        raise InvalidStep(_("Việc này làm từ khi triệu tập đến trước khi mở bỏ phiếu."))
    if any(ballot.status in _UNDER_WAY for ballot in ballots_of(session.id)):
        raise InvalidStep(_("Đang bỏ phiếu nên không đổi được người tham gia biểu quyết nữa."))


def declare(public_id: str, item_id: int, kind: TieKind, *, actor: Actor) -> DeclaredTie:
    """Declare the actor's own tie to a nominee of the session; said anew it is corrected."""
    session = get_for_change(public_id, actor)
    _must_be_before_the_vote(session, session.council)
    if actor.user_id not in {row.user_id for row in attendance_of(session.id)}:
        raise NotAllowed(_("Chỉ thành viên được triệu tập khai quan hệ của mình."))
    item = next((row for row in open_rows(session) if row.id == item_id), None)
    if item is None:
        raise BadInput(_("Hãy chọn đề nghị trong chương trình họp."), field="item")
    tie = db.session.scalars(
        select(DeclaredTie).where(
            DeclaredTie.user_id == actor.user_id,
            DeclaredTie.recipient_id == item.nomination.recipient_id,
        )
    ).one_or_none()
    now = clock.now()
    if tie is None:
        tie = DeclaredTie(
            user_id=actor.user_id, recipient_id=item.nomination.recipient_id, kind=kind,
            declared_at=now,
        )  # fmt: skip
        db.session.add(tie)
    tie.kind, tie.declared_at = kind, now
    audit.record(
        "session.declare_tie", stream=("session", session.id), actor=actor,
        subject=("nomination", item.nomination_id),
        detail={"name": actor.name, "nominee": name_text(item.nomination), "kind": kind.value},
    )  # fmt: skip
    return tie


def withdraw(public_id: str, item_id: int, *, actor: Actor) -> None:
    """Take the actor's own declaration back, until the chair has decided on it."""
    session = get_for_change(public_id, actor)
    _must_be_before_the_vote(session, session.council)
    for conflict in _conflicts(session):
        mine = conflict.member.id == actor.user_id and conflict.item.id == item_id
        if not (mine and conflict.tie):
            continue
        if conflict.ruling is not None:
            raise InvalidStep(_("Người chủ trì đã quyết định trường hợp này."))
        db.session.delete(_tie(conflict))
        audit.record(
            "session.withdraw_tie", stream=("session", session.id), actor=actor,
            subject=("nomination", conflict.item.nomination_id), detail={"name": actor.name},
        )  # fmt: skip
        return
    raise BadInput(_("Không thấy quan hệ đã khai này. Hãy tải lại trang."))


def _tie(conflict: Conflict) -> DeclaredTie:
    return db.session.scalars(
        select(DeclaredTie).where(
            DeclaredTie.user_id == conflict.member.id,
            DeclaredTie.recipient_id == conflict.item.nomination.recipient_id,
        )
    ).one()


def _conflicts(session: Session) -> list[Conflict]:
    members = [row.user for row in attendance_of(session.id)]
    return conflicts_of(session, open_rows(session), members)


def rule(public_id: str, words: Mapping[tuple[int, int], Word], *, actor: Actor) -> int:
    """Decide conflicts, by agenda item and member. Returns how many were decided or changed."""
    session = get_for_change(public_id, actor)
    _must_be_before_the_vote(session, session.council)
    seats, attendance = seats_on(session.council_id, clock.today()), attendance_of(session.id)
    found = {(one.item.id, one.member.id): one for one in _conflicts(session)}
    decided = 0
    for key, word in words.items():
        conflict = found.get(key)
        if conflict is None:
            raise BadInput(_("Có trường hợp không còn trong phiên họp. Hãy tải lại trang."))
        if conflict.is_own:
            raise NotAllowed(_("Người được xét không bỏ phiếu cho mình; không ai quyết định khác "
                               "được."))  # fmt: skip
        if decider_of(seats, attendance, conflict.member.id) != actor.user_id:
            raise NotAllowed(_("Người chủ trì phiên họp quyết định; không ai quyết định về mình."))
        decided += _settle(session, conflict, word, actor)
    return decided


def _settle(session: Session, conflict: Conflict, word: Word, actor: Actor) -> bool:
    if not word.recused and not word.reason.strip():
        raise BadInput(
            _("%(member)s vẫn biểu quyết về %(name)s: hãy ghi lý do.", member=conflict.member.name,
              name=name_text(conflict.item.nomination)),
            field=f"{conflict.item.id}-{conflict.member.public_id}",
        )  # fmt: skip
    ruling = conflict.ruling
    if ruling is not None and (ruling.recused, ruling.reason) == (word.recused, word.reason):
        return False
    kept = {
        "ground": conflict.ground, "recused": word.recused, "reason": word.reason,
        "decided_by_id": actor.user_id, "decided_at": clock.now(),
    }  # fmt: skip
    if ruling is None:
        key = {"agenda_item_id": conflict.item.id, "user_id": conflict.member.id}
        db.session.add(ConflictRuling(**key, **kept))
    else:
        for name, value in kept.items():
            setattr(ruling, name, value)
    audit.record(
        "session.rule_conflict", stream=("session", session.id), actor=actor,
        subject=("nomination", conflict.item.nomination_id),
        detail={"name": conflict.member.name, "nominee": name_text(conflict.item.nomination),
                "ground": conflict.ground.value, "recused": word.recused, "reason": word.reason},
    )  # fmt: skip
    return True


def recused_now(session: Session, items: Sequence[AgendaItem]) -> dict[tuple[int, int], str]:
    """Return the stored reason by item and user, as the ballot opens. Raises Incomplete."""
    members = [seat.user for seat in seats_on(session.council_id, clock.today())]
    found = conflicts_of(session, items, members)
    waiting = [one for one in found if one.waits]
    if waiting:
        raise Incomplete(
            _("Còn %(n)s trường hợp xung đột lợi ích người chủ trì chưa quyết định, đầu tiên là "
              "%(member)s với %(name)s.", n=len(waiting), member=waiting[0].member.name,
              name=name_text(waiting[0].item.nomination))
        )  # fmt: skip
    with on_paper():  # the reason is printed in the minutes
        return {
            (one.item.id, one.member.id): ground_words(one.ground) for one in found if one.recuses
        }


def forget(item_id: int) -> None:
    """Let go of what was decided on an item that leaves the agenda; the journal keeps it."""
    db.session.execute(delete(ConflictRuling).where(ConflictRuling.agenda_item_id == item_id))
