"""Ask for the packet of a session, and for a new one when what it is made of changed."""

from workflow.core import audit, jobs
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import Incomplete, NotAllowed
from workflow.core.i18n import _
from workflow.councils.models import Session
from workflow.councils.packet.reading import composition, evidence_of, rows_of
from workflow.councils.policies import may_read_packet
from workflow.councils.queries import get_for_change
from workflow.documents.generation import try_again
from workflow.documents.models import Drawing
from workflow.documents.queries import drawing_of
from workflow.documents.states import FileRole

OWNER = "packet"  # its files are the members', not everybody's who sees the session
KIND = "councils.packet"


def must_read(session: Session, actor: Actor) -> None:
    """Only members called to the session and its secretary read the packet. Raises NotAllowed."""
    if not may_read_packet(actor, session.id):
        raise NotAllowed(_("Tài liệu phiên họp dành cho thành viên được triệu tập và thư ký."))


def ask_for_packet(public_id: str, *, actor: Actor) -> Drawing:
    """Have the packet bound, unless the one there is, or under way, is of what stands now."""
    session = get_for_change(public_id, actor)
    must_read(session, actor)
    rows = rows_of(session)
    if not rows:
        raise Incomplete(_("Chương trình họp chưa có đề nghị nào để dựng tập tài liệu."))
    drawing = _drawing(session)
    made_of = composition(session, rows, evidence_of(rows))
    if drawing.drawn_round == drawing.round and drawing.digest == made_of and drawing.round:
        return drawing
    if drawing.drawn_round != drawing.round:
        try_again(drawing)
        return drawing
    _wish(drawing, actor)
    return drawing


def renew_packet(session: Session, *, actor: Actor) -> None:
    """Have a packet somebody asked for made anew: its agenda changed."""
    drawing = drawing_of((OWNER, session.id))
    if drawing is not None:
        _wish(drawing, actor)


def _wish(drawing: Drawing, actor: Actor) -> None:
    drawing.round += 1
    drawing.made_by_id = actor.user_id
    drawing.job_id = jobs.enqueue(
        KIND, f"packet:{drawing.id}:{drawing.round}",
        {"drawing": drawing.id, "round": drawing.round},
    ).id  # fmt: skip
    audit.record(
        "session.packet", stream=("session", drawing.owner_id), actor=actor,
        detail={"round": drawing.round},
    )  # fmt: skip


def _drawing(session: Session) -> Drawing:
    """Return the session's one drawing; its row is locked by the session's."""
    found = drawing_of((OWNER, session.id))
    if found is None:
        found = Drawing(
            owner_kind=OWNER, owner_id=session.id, purpose="", title=session.title,
            organisation_id=session.council.organisation_id, pdf_role=FileRole.ANNEX,
        )  # fmt: skip
        db.session.add(found)
        db.session.flush()
    return found
