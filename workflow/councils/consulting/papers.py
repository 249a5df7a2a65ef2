"""The numbered papers of a consultation: the letter that asks, the record of what was answered."""

from collections.abc import Sequence

from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.errors import Incomplete
from workflow.core.i18n import _
from workflow.core.written_dates import long_date
from workflow.councils.agenda import parts_of
from workflow.councils.consulting import printouts
from workflow.councils.eligibility import lines_for_minutes
from workflow.councils.models import Seat, Session
from workflow.councils.publishing.wording import lines_for_minutes as public_lines
from workflow.councils.queries import agenda_of, holder_of, seats_on
from workflow.councils.records import MINUTES, NUMBERED
from workflow.councils.recusing.wording import lines_for_minutes as recusal_lines
from workflow.councils.rounds import counted_in, last_items
from workflow.councils.rounds import lines_for_minutes as lines_for_rounds
from workflow.councils.services.papers import (
    Sheet,
    last_tallied,
    presiding,
    session_to_minute,
    write,
)
from workflow.councils.services.refusals import must_consult
from workflow.councils.states import SeatPost
from workflow.documents.models import Paper
from workflow.documents.queries import paper_of
from workflow.documents.states import PaperKind, PaperStatus

LETTER = "consultation_letter"
_UNSIGNED = frozenset({PaperStatus.DRAFT, PaperStatus.CHECKED, PaperStatus.OFFERED})


def letter_of(session: Session) -> Paper | None:
    return paper_of(("session", session.id), LETTER)


def draft_letter(session: Session, seats: Sequence[Seat], *, actor: Actor) -> Paper:
    """Write the letter that asks the members, for the chair to sign."""
    chair = holder_of(seats, SeatPost.CHAIR)
    if chair is None:
        raise Incomplete(_("Hội đồng chưa có Chủ tịch để ký công văn lấy ý kiến."))
    sheet = Sheet(LETTER, PaperKind.LETTER, f"Công văn lấy ý kiến: {session.title}")
    context = printouts.request_letter(
        session, chair, parts_of(agenda_of(session.id)), sheet.symbol(session)
    )
    return write(session, sheet, context, [chair], actor)


def redraw_letter(session: Session, *, actor: Actor) -> None:
    """Draw the letter anew while nobody has signed it; a signed one stays what it says."""
    letter = letter_of(session)
    if letter is not None and letter.status in _UNSIGNED:
        day = clock.local(session.starts_at).date()
        draft_letter(session, seats_on(session.council_id, day), actor=actor)


def must_be_sent(session: Session) -> None:
    """Refuse to ask anybody before the chair has signed the letter and it has its number."""
    letter = letter_of(session)
    if letter is None or letter.status not in NUMBERED:
        raise Incomplete(
            _("Công văn lấy ý kiến chưa được ký và cấp số. Hãy mở công văn ở mục Văn bản để trình "
              "ký, rồi bắt đầu lấy ý kiến.")
        )  # fmt: skip


def _cited(letter: Paper | None) -> str:
    if letter is None or not letter.number_text:
        return "Công văn lấy ý kiến"
    dated = f" {long_date(letter.dated)}" if letter.dated else ""
    return f"Công văn số {letter.number_text}{dated}"


def draft_summary(public_id: str, *, actor: Actor) -> list[Paper]:
    """Write the record of the answers, or draw it anew while nobody has signed."""
    session = session_to_minute(public_id, actor=actor)
    must_consult(session)
    ballot = last_tallied(session)
    day = clock.local(session.opened_at or session.starts_at).date()
    chair, secretary = presiding(session, seats_on(session.council_id, day))
    done = counted_in(session.id)
    items = last_items(done)
    tallies = {key: line for one in done for key, line in one.tallies.items()}
    sheet = Sheet(
        MINUTES, PaperKind.MINUTES, f"Biên bản tổng hợp ý kiến: {session.title}",
        "consultation_minutes",
    )  # fmt: skip
    context = printouts.summary(
        session, ballot, signers=(chair, secretary), letter=_cited(letter_of(session)),
        done=done, items=items, tallies=tallies, rounds=lines_for_rounds(done),
        told=[*public_lines(session.council, agenda_of(session.id)),
              *lines_for_minutes(items, tallies),
              *recusal_lines([one.ballot for one in done], items)],
        symbol=sheet.symbol(session),
    )  # fmt: skip
    return [write(session, sheet, context, [secretary, chair], actor)]
