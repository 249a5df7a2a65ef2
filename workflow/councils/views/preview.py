"""The paper as a member will see it, for the secretary: to look at, with no way to cast it."""

from collections.abc import Sequence

from flask import render_template, request
from flask.typing import ResponseReturnValue

from workflow.awards.catalogue_texts import law_text
from workflow.core.errors import InvalidStep
from workflow.core.i18n import _
from workflow.core.web.access import acting, requires
from workflow.councils.agenda import choice_words
from workflow.councils.board import Board
from workflow.councils.board_reading import read_vote
from workflow.councils.booth import lay_out
from workflow.councils.eligibility import standings, those_seen
from workflow.councils.forms import read_place
from workflow.councils.models import AgendaItem, BallotItem
from workflow.councils.queries import get_visible
from workflow.councils.services.sessions import must_run
from workflow.councils.states import BallotStatus, Choice, SessionStatus
from workflow.councils.views.blueprint import bp
from workflow.councils.voting import items_of

_BEFORE_THE_COUNT = (SessionStatus.PLANNED, SessionStatus.CONVENED, SessionStatus.SITTING)


@bp.get("/sessions/<public_id>/paper")
@requires("secretary")
def preview(public_id: str) -> ResponseReturnValue:
    """Show the paper under way, or the one that would be opened next."""
    found = get_visible(public_id, acting())
    must_run(acting(), found)
    board = read_vote(found, acting())
    rows = _rows(board)
    if found.status not in _BEFORE_THE_COUNT or not rows:
        raise InvalidStep(_("Phiên họp không có đề nghị nào chờ bỏ phiếu để xem phiếu."))
    put = {row.nomination.id: row for row in rows if isinstance(row, BallotItem)}
    return render_template(
        "councils/ballot.html", session=found, ballot=board.ballot, sealed=_sealed(board),
        elector={"name": _("Bản xem trước")}, post="",
        paper=lay_out(rows, {}, {}, read_place(request.args.get("den", "1.1"), [], {})),
        choices=[(choice.value, choice_words(choice)) for choice in Choice], preview=True,
        asked=found.is_consultation, refusal="", form_errors="", law_text=law_text,
        standings=standings(those_seen([row.nomination for row in rows], acting()), put),
    )  # fmt: skip


def _rows(board: Board) -> Sequence[AgendaItem | BallotItem]:
    if board.ballot is not None and board.ballot.status is BallotStatus.OPEN:
        return items_of(board.ballot.id)
    if board.ballot is not None and board.ballot.status is BallotStatus.CLOSED:
        return []
    return board.demands_secret or board.waiting


def _sealed(board: Board) -> object:
    """Return how the vote is sealed: as it was prepared, or by tellers, as the rules ask."""
    if board.secret is not None and board.waiting:
        return board.secret
    return {"needed": board.session.council.tellers_needed} if board.demands_secret else None
