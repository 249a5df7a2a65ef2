"""What the registers say of each line of the incoming book: who has it, since when, how far."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from workflow.archive.incoming.deadlines import is_late
from workflow.archive.incoming.models import Arrival
from workflow.archive.incoming.queries import by_papers
from workflow.archive.incoming.states import ArrivalStatus
from workflow.core import clock
from workflow.core.audit import AuditRecord
from workflow.core.db import db
from workflow.core.i18n import _
from workflow.core.labels import label_here
from workflow.documents.models import Paper
from workflow.exchange.models import Transmittal
from workflow.exchange.states import TransmittalStatus
from workflow.signatures.received import bad_papers
from workflow.signatures.states import Verdict
from workflow.signatures.words import HEADS


@dataclass(frozen=True)
class Handled:
    """The handling of one paper that arrived, wherever it is worked on."""

    kind_text: str
    handler: str = ""
    sent_on: date | None = None
    received_by: str = ""
    due_on: date | None = None
    progress: str = ""
    answer: str = ""
    note: str = ""
    late: bool = False
    endpoint: str = ""
    public_id: str = ""


def day(value: date | datetime | None) -> str:
    """Return 29/12/2020, as registers write dates."""
    if isinstance(value, datetime):
        value = clock.local(value).date()
    return f"{value:%d/%m/%Y}" if value else ""


def handled_of(papers: Iterable[Paper]) -> dict[int, Handled]:
    """Return what is known of each paper; three queries, however many papers."""
    rows = list(papers)
    arrivals = by_papers(row.id for row in rows)
    found = {row.id: _of_arrival(arrivals[row.id], row) for row in rows if row.id in arrivals}
    sent = {row.owner_id: row for row in rows if row.owner_kind == "transmittal" and row.owner_id}
    if sent:
        found |= _of_transmittals(sent)
    return found


def signature_marks(paper_ids: Iterable[int]) -> dict[int, str]:
    """Return what the registers say of papers whose signature is not valid; one query."""
    told = f"{HEADS[Verdict.INVALID]}."
    return dict.fromkeys(bad_papers(paper_ids), told)


def late_entry(arrival: Arrival, paper: Paper) -> str:
    """Return how late it was entered, in a sentence; an empty text when it was not."""
    if paper.arrived_on is None or arrival.entered_on <= paper.arrived_on:
        return ""
    return _("Vào sổ muộn: đến ngày %(came)s, vào sổ ngày %(entered)s",
             came=day(paper.arrived_on), entered=day(arrival.entered_on))  # fmt: skip


def progress_of(arrival: Arrival) -> str:
    """Return how far it is, with the day where one is known."""
    told = label_here("arrival", arrival.status.value).text
    on = arrival.closed_on or arrival.taken_on or arrival.sent_on
    return f"{told} ({day(on)})" if on and arrival.status is not ArrivalStatus.RECEIVED else told


def _of_arrival(arrival: Arrival, paper: Paper) -> Handled:
    given = arrival.sent_on is not None
    people = [arrival.unit_name, arrival.handler_name] if given else []
    notes = [late_entry(arrival, paper)]
    if arrival.status is ArrivalStatus.SENT_BACK:
        notes.append(_("Trả lại nơi gửi: %(reason)s", reason=arrival.close_reason))
    elif arrival.close_reason:
        notes.append(arrival.close_reason)
    return Handled(
        arrival.kind_text, handler="; ".join(one for one in people if one),
        sent_on=arrival.sent_on, received_by=arrival.handler_name if arrival.taken_on else "",
        due_on=arrival.due_on, progress=progress_of(arrival),
        answer=arrival.answered_with,
        note=". ".join(one for one in notes if one), late=is_late(arrival, clock.today()),
        endpoint="archive.incoming.show", public_id=arrival.public_id,
    )  # fmt: skip


def _of_transmittals(papers: dict[int, Paper]) -> dict[int, Handled]:
    """What came from below is handled on its own page, by the council's secretary."""
    rows = db.session.scalars(select(Transmittal).where(Transmittal.id.in_(papers))).all()
    takers = _takers([row.id for row in rows])
    return {papers[row.id].id: _of_transmittal(row, takers.get(row.id, "")) for row in rows}


def _of_transmittal(row: Transmittal, taker: str) -> Handled:
    open_still = row.status is not TransmittalStatus.DECIDED
    return Handled(
        "Tờ trình", handler=_("Thư ký Hội đồng"), sent_on=_local(row.received_at),
        received_by=taker, due_on=row.due_on,
        progress=label_here("transmittal", row.status.value).text,
        late=open_still and row.due_on is not None and row.due_on < clock.today(),
        endpoint="arrivals.show", public_id=row.public_id,
    )  # fmt: skip


def _local(moment: datetime | None) -> date | None:
    return clock.local(moment).date() if moment else None


def _takers(transmittals: Sequence[int]) -> dict[int, str]:
    rows = db.session.execute(
        select(AuditRecord.stream_id, AuditRecord.actor_name).where(
            AuditRecord.stream_kind == "transmittal", AuditRecord.stream_id.in_(transmittals),
            AuditRecord.act == "transmittal.receive",
        )
    )  # fmt: skip
    return {row[0]: row[1] for row in rows}
