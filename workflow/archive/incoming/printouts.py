"""What the papers of one arrival need: the handling sheet, the stamp, the note of its return."""

from collections.abc import Iterable
from typing import Any

from workflow.archive.incoming.facts import day
from workflow.archive.incoming.models import Arrival, ArrivalOpinion
from workflow.archive.incoming.states import URGENCIES, Urgency, Voice
from workflow.core import clock
from workflow.core.written_dates import long_date
from workflow.documents.headings import heading_of, whole_place

SHEET, STAMP, RETURN = "handling_sheet", "arrival_stamp", "return_note"
LONGEST_HANDLER = 46  # what one line of the stamp holds


def _of_paper(arrival: Arrival) -> dict[str, str]:
    paper = arrival.paper
    return {
        "kind": arrival.kind_text, "number": paper.number_text or "không số",
        "date": paper.date_text or day(paper.dated) or "không ghi ngày",
        "issuer": paper.issuer_text, "title": paper.title,
        "arrival_number": f"{paper.arrival_number or 0:02d}",
        "arrived_on": day(paper.arrived_on),
    }  # fmt: skip


def _urgency(urgency: Urgency) -> str:
    if urgency is Urgency.NORMAL:
        return ""
    return next(str(label) for value, label in URGENCIES if value is urgency).upper()


def _headed(arrival: Arrival) -> dict[str, Any]:
    place = arrival.organisation.place or "…"
    return {
        "organisation": heading_of(arrival.organisation),
        "date_line": f"{place}, {long_date(clock.today())}",
    }


def sheet_context(arrival: Arrival, opinions: Iterable[ArrivalOpinion]) -> dict[str, Any]:
    """Return what archive/handling_sheet.docx needs: the three parts with their dates."""
    said: dict[Voice, list[dict[str, str]]] = {voice: [] for voice in Voice}
    for one in opinions:
        said[one.voice].append(
            {"text": one.text, "name": one.by_name, "date": day(clock.local(one.at).date())}
        )
    given = arrival.handler_name or arrival.unit_name
    return {
        **_headed(arrival), "paper": _of_paper(arrival) | {"urgency": _urgency(arrival.urgency)},
        "unit": arrival.unit_name, "handler": arrival.handler_name, "given": bool(given),
        "due": day(arrival.due_on), "leader": said[Voice.LEADER], "unit_said": said[Voice.UNIT],
        "handler_said": said[Voice.HANDLER],
        "answer": arrival.answered_with,
    }  # fmt: skip


def stamp_context(arrival: Arrival) -> dict[str, Any]:
    """Return what archive/arrival_stamp.docx needs: the five lines of the stamp (35 × 50 mm)."""
    handler = "; ".join(one for one in (arrival.unit_name, arrival.handler_name) if one)
    if len(handler) > LONGEST_HANDLER:
        handler = handler[: LONGEST_HANDLER - 1].rstrip() + "…"
    return {
        "name_caps": whole_place(" ".join(arrival.organisation.name.upper().split())),
        "number": f"{arrival.paper.arrival_number or 0:02d}",
        "date": day(arrival.paper.arrived_on), "handler": handler,
    }  # fmt: skip


def return_context(arrival: Arrival, keeper: str) -> dict[str, Any]:
    """Return what archive/return_note.docx needs: to whom it goes back, and why."""
    return {
        **_headed(arrival), "paper": _of_paper(arrival),
        "signature": {"prefix": "", "post_caps": "VĂN THƯ", "name": keeper},
        "to": arrival.sent_back_to, "reason": arrival.close_reason,
        "returned_on": day(arrival.closed_on),
    }  # fmt: skip
