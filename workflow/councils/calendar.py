"""A session as a calendar file (RFC 5545), in the office's own time."""

from datetime import UTC, datetime

from workflow.core import clock
from workflow.councils.models import Session
from workflow.councils.states import SessionStatus

_ZONE = "Asia/Ho_Chi_Minh"
_MOST_OCTETS = 75  # of a line, the rest goes on the next one
_TIMEZONE = (
    "BEGIN:VTIMEZONE", f"TZID:{_ZONE}", "BEGIN:STANDARD", "DTSTART:19750613T000000",
    "TZOFFSETFROM:+0700", "TZOFFSETTO:+0700", "TZNAME:+07", "END:STANDARD", "END:VTIMEZONE",
)  # fmt: skip


def escaped(text: str) -> str:
    """Escape a text value (RFC 5545, 3.3.11)."""
    for mark in ("\\", ";", ","):
        text = text.replace(mark, f"\\{mark}")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def folded(line: str) -> str:
    """Fold a line after 75 octets, never inside a character."""
    parts, held = [""], 0
    for letter in line:
        size = len(letter.encode())
        if held + size > _MOST_OCTETS:
            parts.append(" ")
            held = 1
        parts[-1] += letter
        held += size
    return "\r\n".join(parts)


def calendar_file(session: Session, agenda: list[str]) -> str:
    """Return the calendar file; a void session cancels what an earlier file put in the diary."""
    void = session.status is SessionStatus.VOID
    starts = f"{clock.local(session.starts_at):%Y%m%dT%H%M%S}"
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Bang Vang//Council//VI",
        f"METHOD:{'CANCEL' if void else 'PUBLISH'}", *_TIMEZONE, "BEGIN:VEVENT",
        f"UID:{session.public_id}@bangvang", f"SEQUENCE:{session.version}",
        f"DTSTAMP:{_stamp(clock.now())}", f"DTSTART;TZID={_ZONE}:{starts}",
        f"SUMMARY:{escaped(session.title)}", f"LOCATION:{escaped(session.place)}",
        f"DESCRIPTION:{escaped(chr(10).join([session.council.name, *agenda]))}",
        f"STATUS:{'CANCELLED' if void else 'CONFIRMED'}", "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip
    return "\r\n".join(folded(line) for line in lines) + "\r\n"


def _stamp(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
