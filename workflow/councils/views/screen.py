"""What is thrown on the wall of the room: large, no controls, counts and no voter's name."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from workflow.core import clock
from workflow.core.i18n import _
from workflow.core.web.access import acting, signed_in
from workflow.core.web.numerals import whole_or
from workflow.councils.agenda import Part
from workflow.councils.board import Board
from workflow.councils.board_reading import read_vote
from workflow.councils.models import AgendaItem
from workflow.councils.queries import get_visible
from workflow.councils.states import BallotStatus, SessionStatus
from workflow.councils.tally import Threshold
from workflow.councils.views.blueprint import bp
from workflow.proposals.queries import name_text

ROWS = 8  # what is read from the last row of the room
SECONDS, READING = 5, 12  # between two looks at the count, and for one page of results

Slide = tuple[Part[AgendaItem], list[AgendaItem]]


@bp.get("/sessions/<public_id>/screen")
@signed_in
def screen(public_id: str) -> ResponseReturnValue:
    """Where the session stands; the page asks for itself again, and turns its own pages."""
    found = get_visible(public_id, acting())
    board = read_vote(found, acting())
    slides = _slides(board) if board.lines and not board.is_voting else []
    page = whole_or(1, request.args.get("page", ""))
    place = (max(page, 1) - 1) % len(slides) if slides else 0
    turn = place + 2 if slides else 1
    page_html = render_template(
        "councils/screen.html", board=board, session=found, demo_clock=None,
        slide=slides[place] if slides else None, slides=len(slides), place=place + 1,
        now=clock.now(), name_text=name_text,
        heading=_("Kết quả kiểm phiếu") if slides else _heading(board),
        is_open=_is_open(board), needed=_needed(board),
    )  # fmt: skip
    following = url_for("councils.screen", public_id=public_id, page=turn)
    # As a header: the same in the page is a fault for who reads with a screen reader.
    return page_html, {"Refresh": f"{READING if slides else SECONDS}; url={following}"}


def _is_open(board: Board) -> bool:
    return board.ballot is not None and board.ballot.status is BallotStatus.OPEN


def _slides(board: Board) -> list[Slide]:
    """Return what was counted in pages, parts kept apart."""
    found: list[Slide] = []
    for part in board.parts:
        rows = [row for row in part.rows if row.id in board.lines]
        found += [(part, rows[start : start + ROWS]) for start in range(0, len(rows), ROWS)]
    return found


def _needed(board: Board) -> dict[int, int]:
    """Return how many votes each counted row needed, by agenda item."""
    return {
        key: Threshold(*board.needed[key]).needed(line.total) for key, line in board.lines.items()
    }


def _heading(board: Board) -> str:
    """Return in a few words what the room is doing."""
    ballot, status = board.ballot, board.session.status
    if status is not SessionStatus.SITTING or ballot is None:
        return {
            SessionStatus.SITTING: _("Đang thảo luận"), SessionStatus.ADJOURNED: _("Đã bế mạc"),
            SessionStatus.MINUTED: _("Đã bế mạc"), SessionStatus.VOID: _("Phiên họp đã hủy"),
        }.get(status, _("Chuẩn bị khai mạc"))  # fmt: skip
    secret = board.is_secret
    return {
        BallotStatus.DRAFT: _("Chuẩn bị bỏ phiếu kín"),
        BallotStatus.OPEN: _("Đang bỏ phiếu kín") if secret else _("Đang biểu quyết"),
        BallotStatus.CLOSED: _("Đã đóng bỏ phiếu, chờ kiểm phiếu"),
        BallotStatus.TALLIED: _("Kết quả kiểm phiếu"),
    }.get(ballot.status, _("Đang thảo luận"))  # fmt: skip
