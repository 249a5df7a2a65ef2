"""The context of the paper ballot: what is voted on, and the sheets, with a name or without."""

from collections.abc import Sequence
from typing import Any

from workflow.core import clock
from workflow.councils.agenda import Part, choice_words
from workflow.councils.models import AgendaItem, Seat, Session
from workflow.councils.posts import ON_PAPER, joined
from workflow.councils.printouts import council_heading
from workflow.councils.states import Choice
from workflow.proposals.queries import name_text
from workflow.recipients.models import RecipientKind

TEMPLATE = "councils/ballot_paper"
_TICK = "Mỗi dòng đánh dấu X vào một ô. Dòng không tham gia biểu quyết thì để trống."
_UNNAMED = (
    "Không ghi tên, không đánh dấu gì khác lên phiếu. Cho phiếu vào phong bì, dán kín, gửi ban "
    "kiểm phiếu; ngoài phong bì ghi tên người gửi."
)
_SIGNED = "Ký, ghi rõ họ tên và gửi về Thường trực Hội đồng."


def ballot_context(
    session: Session, parts: Sequence[Part[AgendaItem]], sheets: Sequence[str]
) -> dict[str, Any]:
    """Return what councils/ballot_paper needs; a sheet with an empty name is a secret one.

    Call it in the words of papers.
    """
    secret = not any(sheets)
    until = session.answers_by
    how = "Lấy ý kiến bằng văn bản" if session.is_consultation else "Phiên họp"
    return {
        "organisation": council_heading(session.council),
        "subject": session.title,
        "when": f"{how} ngày {clock.local(session.starts_at):%d/%m/%Y}",
        "instruction": f"{_TICK} {_UNNAMED if secret else _SIGNED}",
        "deadline": f"Gửi phiếu trước hết ngày {until:%d/%m/%Y}" if until else "",
        "choices": [choice_words(choice) for choice in Choice],
        "parts": [
            {"title": f"{part.roman}. {part.title}", "rows": [_row(row) for row in part.rows]}
            for part in parts
        ],
        "sheets": [{"voter": name} for name in sheets],
    }


def _row(row: AgendaItem) -> dict[str, Any]:
    nomination = row.nomination
    person = nomination.recipient.kind is RecipientKind.PERSON
    where = joined(nomination.post, nomination.unit_name) if person else ""
    return {"ordinal": row.position, "name": name_text(nomination), "where": where}


def voter(seat: Seat) -> str:
    """Return who votes, as a paper by name says it."""
    return joined(seat.user.name, ON_PAPER[seat.post])
