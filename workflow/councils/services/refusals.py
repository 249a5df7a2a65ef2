"""What is refused and why; a refused vote is put on record, never what the paper said."""

from enum import StrEnum
from typing import TypeVar

from sqlalchemy import func, select

from workflow.core import audit
from workflow.core.actors import Actor
from workflow.core.audit import AuditRecord
from workflow.core.db import db
from workflow.core.errors import InvalidStep, NotVisible, WorkflowError
from workflow.core.i18n import _
from workflow.councils.models import Ballot, Session

REFUSED = "ballot.refused"
MOST_OF_ONE = 20  # of one person in one ballot: a record, not a way to fill the journal

E = TypeVar("E", bound=WorkflowError)


class Why(StrEnum):
    """The journal's word: the sentence on the page may name a row, and this must not."""

    STRANGER = "no elector"
    ABSENT = "absent"
    TWICE = "twice"
    CLOSED = "not open"
    MALFORMED = "malformed"
    FOREIGN = "foreign row"
    INCOMPLETE = "rows missing"
    RECUSED = "recused row"
    OTHER = "other"


def because(error: E, why: Why) -> E:
    """Return the error with the journal's word for it."""
    error.journal_word = why.value
    return error


def put_on_record(public_id: str, error: WorkflowError, *, actor: Actor) -> None:
    """Record a refused vote; call it in a unit of work of its own, for the vote's was undone."""
    ballot = db.session.scalars(select(Ballot).where(Ballot.public_id == public_id)).one_or_none()
    if ballot is None or _so_far(ballot, actor) >= MOST_OF_ONE:
        return
    word = Why.STRANGER.value if isinstance(error, NotVisible) else error.journal_word
    audit.record(
        REFUSED, stream=("session", ballot.session_id), actor=actor,
        subject=("ballot", ballot.id), detail={"reason": word or Why.OTHER.value},
    )  # fmt: skip


def _so_far(ballot: Ballot, actor: Actor) -> int:
    of_one = select(func.count()).where(
        AuditRecord.stream_kind == "session", AuditRecord.stream_id == ballot.session_id,
        AuditRecord.act == REFUSED, AuditRecord.subject_id == ballot.id,
        AuditRecord.actor_id == actor.user_id,
    )  # fmt: skip
    return db.session.scalar(of_one) or 0


def must_consult(session: Session) -> None:
    """Refuse what belongs to a consultation in writing where the council meets."""
    if not session.is_consultation:
        raise InvalidStep(_("Đây là phiên họp, không phải lấy ý kiến bằng văn bản."))


def must_meet(session: Session) -> None:
    """Refuse what belongs to a meeting where the members are asked in writing."""
    if session.is_consultation:
        raise InvalidStep(
            _("Hội đồng đang được lấy ý kiến bằng văn bản, không họp. Hãy làm tiếp ở trang của lần "
              "lấy ý kiến.")
        )  # fmt: skip
