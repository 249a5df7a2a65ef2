"""The journal of a transmittal: what each organisation did while it held the dossier.

One's own organisation is shown in full; of the others only their milestones.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, or_, select

from workflow.core import clock, working_days
from workflow.core.actors import Actor
from workflow.core.audit import AuditRecord
from workflow.core.db import db
from workflow.core.i18n import _, ngettext
from workflow.core.working_days import DayKind
from workflow.exchange.clocks import special_days_near
from workflow.exchange.models import Transmittal, TransmittalItem
from workflow.exchange.states import TransmittalStatus
from workflow.organisations.models import Organisation
from workflow.proposals.models import Nomination, Proposal
from workflow.proposals.steps import nomination_lifecycle, proposal_lifecycle

MOST_RECORDS = 500
MILESTONES = frozenset(
    f"transmittal.{step}" for step in ("send", "receive", "ask_more", "answer", "resume", "decide")
)
_TONES = {"ask_more": "amber", "refuse": "seal", "send_back": "amber", "fail": "seal",
          "decide": "gold", "award": "gold"}  # fmt: skip
_MINOR = frozenset({"place", "take_off", "clear", "strike", "edit", "draft"})
_TOLD_BY_SENDING = frozenset({"send_up", "forward"})  # “Gửi …” says it for the whole package


@dataclass(frozen=True)
class Happening:
    """One line of the journal."""

    at: datetime
    head: str
    note: str = ""
    number: str = ""
    tone: str = "green"

    @property
    def written(self) -> str:
        """Return 05/01, 15:11: the year stands in the holder's line."""
        return f"{clock.local(self.at):%d/%m, %H:%M}"


@dataclass
class Held:
    """What happened while one organisation held the dossier, newest first."""

    organisation: Organisation
    since: date | None
    until: date | None
    days: int | None
    events: list[Happening] = field(default_factory=list)


def _dossiers_of(legs: Sequence[Transmittal], organisation_id: int | None) -> list[int]:
    """Return the dossiers of the way that lie, or lay, with the organisation."""
    carried = (
        select(Nomination.proposal_id)
        .join(TransmittalItem, TransmittalItem.nomination_id == Nomination.id)
        .where(TransmittalItem.transmittal_id.in_([leg.id for leg in legs]))
    )
    arrived = [leg.arrived_as_id for leg in legs if leg.arrived_as_id]
    rows = select(Proposal.id).where(
        or_(Proposal.id.in_(carried), Proposal.id.in_(arrived)),
        Proposal.receiving_id == organisation_id,
    )
    return list(db.session.scalars(rows))


def _records(
    legs: Sequence[Transmittal], dossiers: Sequence[int], actor: Actor
) -> Sequence[AuditRecord]:
    ours = [leg.paper_id for leg in legs if leg.paper_id and leg.sender_id == actor.organisation_id]
    streams = [
        and_(AuditRecord.stream_kind == kind, AuditRecord.stream_id.in_(ids))
        for kind, ids in (
            ("transmittal", [leg.id for leg in legs]), ("proposal", dossiers), ("paper", ours),
        )
    ]  # fmt: skip
    return db.session.scalars(
        select(AuditRecord)
        .where(or_(*streams))
        .order_by(AuditRecord.at.desc(), AuditRecord.id.desc())
        .limit(MOST_RECORDS)
    ).all()


def _is_shown(record: AuditRecord, actor: Actor, *, everything: bool) -> bool:
    """Decide whether a record is told: one's own, or another organisation's milestone."""
    if record.stream_kind == "transmittal" and record.organisation_id != actor.organisation_id:
        return record.act in MILESTONES or record.act == "transmittal.refuse"
    return everything or record.act.rpartition(".")[2] not in _MINOR


def _told(record: AuditRecord, leg: Transmittal | None, actor: Actor) -> Happening | None:
    kind, _dot, act = record.act.partition(".")
    tone = _TONES.get(act, "green")
    if kind == "transmittal" and leg is not None:
        ours = actor.organisation_id in (leg.sender_id, leg.receiver_id)
        head, note, number = _of_transmittal(act, record.detail, leg)
        return Happening(record.at, head, note if ours else "", number, tone)
    if kind == "paper":
        return _of_paper(act, record, tone)
    lifecycle = {"proposal": proposal_lifecycle, "nomination": nomination_lifecycle}.get(kind)
    if lifecycle is None or act in _TOLD_BY_SENDING:
        return None
    if act not in {step.trigger for step in lifecycle.steps}:
        return None
    return Happening(record.at, lifecycle.label(act), "", tone=tone)


def _of_transmittal(act: str, detail: Mapping[str, Any], leg: Transmittal) -> tuple[str, str, str]:
    """Return head, note and number chip of an act on the transmittal itself."""
    number = (leg.paper.number_text or "") if leg.paper else ""
    files = detail.get("files", 0)
    told: dict[str, tuple[str, str, str]] = {
        "draft": (_("Lập hồ sơ trình"), "", ""),
        "edit": (_("Sửa hồ sơ trình"), "", ""),
        "send": (_("Gửi %(name)s", name=leg.receiver.name),
                 _("gói %(count)s tệp", count=files), number),
        "receive": (_("Tiếp nhận"),
                    _("số đến %(number)s · %(count)s tệp khớp gói đã gửi",
                      number=detail.get("arrival_number", ""), count=files), ""),
        "refuse": (_("Không tiếp nhận được, tệp không khớp"), leg.refusal, ""),
        "ask_more": (_("Yêu cầu bổ sung"),
                     _("Đồng hồ xử lý tạm dừng đến khi %(name)s trả lời",
                       name=leg.sender.short_name), ""),
        "answer": (_("Trả lời yêu cầu bổ sung"), _("Đồng hồ xử lý chạy tiếp"), ""),
        "resume": (_("Nhận phần bổ sung"), "", ""),
        "decide": (_("Có kết quả"), ", ".join(detail.get("numbers", [])), ""),
    }  # fmt: skip
    return told.get(act, (act, "", ""))


def _of_paper(act: str, record: AuditRecord, tone: str) -> Happening | None:
    heads = {
        "offer": _("Trình ký Tờ trình"), "sign": _("Ký Tờ trình"),
        "decline": _("Không ký, trả lại"),
        "number": _("Văn thư cấp số Tờ trình"), "issue": _("Phát hành Tờ trình"),
    }  # fmt: skip
    if act not in heads:
        return None
    number = record.detail.get("number") or ""
    return Happening(record.at, heads[act], record.detail.get("reason", ""), number, tone)


def _collapsed(events: Sequence[Happening]) -> list[Happening]:
    """Tell the same act on many rows within one minute once, with how many rows it was."""
    found: dict[tuple[str, str, str], list[Happening]] = {}
    for one in events:
        key = (one.head, one.note, f"{clock.local(one.at):%Y%m%d%H%M}")
        found.setdefault(key, []).append(one)
    return [
        same[0] if len(same) == 1 else Happening(
            same[0].at, same[0].head,
            ngettext("%(num)s đề nghị", "%(num)s đề nghị", len(same)),
            same[0].number, same[0].tone,
        )
        for same in found.values()
    ]  # fmt: skip


def _span(start: datetime | None, end: datetime | None, special: Mapping[date, DayKind],
          ) -> tuple[date | None, date | None, int | None]:  # fmt: skip
    since = clock.local(start).date() if start else None
    until = clock.local(end).date() if end else None
    if since is None:
        return since, until, None
    return since, until, working_days.between(since, until or clock.today(), special)


_Holder = tuple[Organisation, datetime | None, datetime | None]


def _holders(legs: Sequence[Transmittal]) -> list[_Holder]:
    """Return who held the dossier from when to when, the first sender first."""
    rows: list[_Holder] = [(legs[0].sender, None, legs[0].sent_at)]
    for leg, following in zip(legs, [*legs[1:], None], strict=True):
        if leg.sent_at is not None:
            rows.append((leg.receiver, leg.sent_at, following.sent_at if following else None))
    return rows


def _place(record: AuditRecord, legs: Sequence[Transmittal], actor: Actor) -> int:
    """Return which holder a record belongs to: sending is the sender's last act."""
    for index, leg in enumerate(legs):
        if record.stream_kind == "transmittal" and record.stream_id == leg.id:
            before = record.act in ("transmittal.send", "transmittal.draft", "transmittal.edit")
            return index if before else index + 1
        if record.stream_kind == "paper" and record.stream_id == leg.paper_id:
            return index
    names = [legs[0].sender_id, *(leg.receiver_id for leg in legs)]
    return names.index(actor.organisation_id) if actor.organisation_id in names else 0


def journal_of(
    legs: Sequence[Transmittal], actor: Actor, *, everything: bool = False
) -> list[Held]:
    """Return the holders, the present one first, each with what may be told of them."""
    records = _records(legs, _dossiers_of(legs, actor.organisation_id), actor)
    by_id = {leg.id: leg for leg in legs}
    first = min((clock.local(one.at).date() for one in records), default=clock.today())
    special = special_days_near(first, clock.today())
    holders = _holders(legs)
    told: list[list[Happening]] = [[] for _holder in holders]
    for record in records:
        if _is_shown(record, actor, everything=everything):
            leg = by_id.get(record.stream_id) if record.stream_kind == "transmittal" else None
            line = _told(record, leg, actor)
            place = _place(record, legs, actor)
            if line is not None and place < len(told):
                told[place].append(line)
    groups = [
        _held(holder, _collapsed(lines), legs, special)
        for holder, lines in zip(holders, told, strict=True)
    ]
    return list(reversed(groups))


def _held(
    holder: _Holder, events: list[Happening], legs: Sequence[Transmittal],
    special: Mapping[date, DayKind],
) -> Held:  # fmt: skip
    organisation, start, end = holder
    if start is None and events:
        start = events[-1].at
    is_last = organisation.id == legs[-1].receiver_id
    if is_last and legs[-1].status is TransmittalStatus.DECIDED and end is None and events:
        end = events[0].at
    since, until, days = _span(start, end, special)
    return Held(organisation, since, until, days, events)
