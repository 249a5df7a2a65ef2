"""The unit's own meeting, and how many agreed to each nomination there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.audit import digest_of
from workflow.core.db import db
from workflow.core.errors import BadInput, Difference, StaleEdit
from workflow.core.i18n import _
from workflow.core.text import normalise, one_line
from workflow.proposals.editing import changed, open_for_edit
from workflow.proposals.models import Proposal, UnitMeeting
from workflow.proposals.queries import find_meeting, nominations_of


@dataclass(frozen=True)
class Meeting:
    """What is typed about the meeting."""

    held_at: datetime
    place: str
    present: int
    total: int
    presided_by: str
    minuted_by: str
    remarks: str = ""


def _labels() -> dict[str, str]:
    return {
        "held_at": _("Thời gian"), "place": _("Địa điểm"), "present": _("Có mặt"),
        "total": _("Tổng số"), "presided_by": _("Chủ trì"), "minuted_by": _("Thư ký"),
        "remarks": _("Ý kiến khác"),
    }  # fmt: skip


def _stored(proposal: Proposal) -> dict[str, str]:
    """Return what is recorded now, as text by label, for comparing and for showing."""
    meeting = find_meeting(proposal.id)
    found = {
        label: _text(getattr(meeting, name)) if meeting else "" for name, label in _labels().items()
    }
    agreed = {row.recipient.name: _text(row.unit_agree) for row in nominations_of(proposal.id)}
    return found | agreed


def _text(value: Any) -> str:
    if value is None:
        return ""
    return f"{clock.local(value):%d/%m/%Y %H:%M}" if isinstance(value, datetime) else str(value)


def seen_mark(proposal: Proposal) -> str:
    """Return the mark a form of this page carries: it changes when what is recorded does."""
    return digest_of(_stored(proposal))


def _check(meeting: Meeting) -> None:
    if meeting.held_at > clock.now():
        raise BadInput(_("Cuộc họp chưa diễn ra. Hãy kiểm tra lại ngày giờ."), field="held_at")
    if meeting.total < 1:
        raise BadInput(_("Tổng số người của đơn vị phải từ 1 trở lên."), field="total")
    if not 1 <= meeting.present <= meeting.total:
        raise BadInput(
            _("Số có mặt phải từ 1 đến tổng số %(total)s người.", total=meeting.total),
            field="present",
        )
    for field in ("place", "presided_by", "minuted_by"):
        if not one_line(getattr(meeting, field)):
            raise BadInput(_("Hãy điền ô này."), field=field)


def record_meeting(
    public_id: str, meeting: Meeting, agreed: Mapping[str, int | None], *, seen: str, actor: Actor
) -> UnitMeeting:
    """Record the meeting; `agreed` holds the agreeing votes by the nomination's public id.

    Raises StaleEdit when `seen` is not the mark of what is stored now.
    """
    proposal = open_for_edit(public_id, actor)
    rows = nominations_of(proposal.id)
    stored = _stored(proposal)
    if seen != digest_of(stored):
        raise _stale(stored, meeting, {r.recipient.name: agreed.get(r.public_id) for r in rows})
    _check(meeting)
    for row in rows:
        votes = agreed.get(row.public_id)
        if votes is not None and not 0 <= votes <= meeting.present:
            raise BadInput(
                _(
                    "%(name)s: số đồng ý không thể nhiều hơn %(present)s người có mặt.",
                    name=row.recipient.name, present=meeting.present,
                ),
                field=f"agree_{row.public_id}",
            )  # fmt: skip
        row.unit_agree = votes
    kept = find_meeting(proposal.id) or UnitMeeting(proposal_id=proposal.id)
    kept.held_at, kept.place = meeting.held_at, one_line(meeting.place)
    kept.present, kept.total = meeting.present, meeting.total
    kept.presided_by, kept.minuted_by = one_line(meeting.presided_by), one_line(meeting.minuted_by)
    kept.remarks = normalise(meeting.remarks)
    db.session.add(kept)
    db.session.flush()
    changed(proposal, "record_meeting", actor=actor, present=meeting.present, total=meeting.total)
    return kept


def _stale(stored: dict[str, str], meeting: Meeting, votes: dict[str, int | None]) -> StaleEdit:
    typed = {label: _text(getattr(meeting, name)) for name, label in _labels().items()}
    typed |= {name: _text(count) for name, count in votes.items()}
    return StaleEdit(
        _("Người khác vừa sửa phần họp xét trong lúc trang này đang mở."),
        [
            Difference(label, typed.get(label, ""), theirs)
            for label, theirs in stored.items()
            if typed.get(label, "") != theirs
        ],
    )
