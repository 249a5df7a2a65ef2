"""The blank ballot paper of members who send theirs in an envelope: one sheet for everybody."""

from flask import render_template
from flask.typing import ResponseReturnValue

from workflow.core.errors import InvalidStep, NotAllowed
from workflow.core.i18n import _, on_paper
from workflow.core.web.access import acting, signed_in
from workflow.councils.agenda import choice_words, parts_of
from workflow.councils.board import Board
from workflow.councils.board_reading import read_vote
from workflow.councils.models import AgendaItem
from workflow.councils.queries import get_visible
from workflow.councils.states import BallotStatus, Choice, SessionStatus
from workflow.councils.views.blueprint import bp
from workflow.proposals.queries import name_text

_BEFORE_THE_COUNT = (SessionStatus.CONVENED, SessionStatus.SITTING)


@bp.get("/sessions/<public_id>/blank-ballot")
@signed_in
def blank_ballot(public_id: str) -> ResponseReturnValue:
    """A sheet to print, without a name, a number or a mark: no paper may be told from another."""
    found = get_visible(public_id, acting())
    board = read_vote(found, acting())
    if not (board.runs or board.is_teller):
        raise NotAllowed(_("Phiếu giấy do thư ký Hội đồng hoặc ban kiểm phiếu in."))
    rows = _rows(board)
    if found.status not in _BEFORE_THE_COUNT or not rows:
        raise InvalidStep(_("Phiên họp không có đề nghị nào chờ bỏ phiếu để in phiếu giấy."))
    with on_paper():  # what is printed is no translated page
        return render_template(
            "councils/blank_ballot.html", session=found, parts=parts_of(rows), lang="vi",
            name_text=name_text, choices=[choice_words(choice) for choice in Choice],
            demo_clock=None,
        )  # fmt: skip


def _rows(board: Board) -> list[AgendaItem]:
    """Return the rows of the vote under way, else those that wait for one."""
    ballot = board.ballot
    if ballot is not None and ballot.status is BallotStatus.OPEN:
        put = {one.agenda_item_id for one in board.put.values() if one.ballot_id == ballot.id}
        return [row for row in board.agenda if row.id in put]
    return board.waiting
