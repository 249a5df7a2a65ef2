"""Which rows go onto which paper ballot, whose names stand on it, and having it drawn."""

from collections.abc import Sequence
from dataclasses import dataclass

from workflow.core import audit, clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import BadInput, InvalidStep, NotAllowed
from workflow.core.i18n import _, on_paper
from workflow.councils.agenda import parts_of
from workflow.councils.board import Board
from workflow.councils.board_reading import read_vote
from workflow.councils.models import AgendaItem, Seat, Session
from workflow.councils.paper_ballots.printouts import TEMPLATE, ballot_context, voter
from workflow.councils.queries import get_visible, seats_on
from workflow.councils.states import BallotMode, BallotStatus, Presence, SessionStatus
from workflow.documents import generation
from workflow.documents.states import FileRole

OWNER = "ballot_paper"
SECRET, NAMED = "secret", "named"
MOST = 100
_BEFORE_THE_COUNT = (SessionStatus.CONVENED, SessionStatus.SITTING)


@dataclass(frozen=True)
class Sheet:
    """One kind of paper ballot of a session: its rows, and who gets one by name."""

    kind: str
    rows: Sequence[AgendaItem]
    voters: Sequence[Seat]

    @property
    def is_secret(self) -> bool:
        return self.kind == SECRET

    @property
    def usual_number(self) -> int:
        return max(len(self.voters), 1)


def prints(board: Board) -> bool:
    """Tell whether the reader hands out paper ballots: the secretary, or one of the tellers."""
    return board.runs or board.is_teller


def may_view_id(actor: Actor, session_id: int) -> bool:
    session = db.session.get(Session, session_id)
    return session is not None and prints(read_vote(session, actor))


def sheets_of(board: Board) -> list[Sheet]:
    """Return the kinds of paper ballot there are to print: secret, by name, or both."""
    if board.session.status not in _BEFORE_THE_COUNT:
        return []
    rows, secret = _rows(board)
    hidden = [row for row in rows if row.id in secret]
    open_ones = [row for row in rows if row.id not in secret]
    voters = _voters(board) if rows else []
    found = [Sheet(SECRET, hidden, voters), Sheet(NAMED, open_ones, voters)]
    return [one for one in found if one.rows]


def _rows(board: Board) -> tuple[list[AgendaItem], set[int]]:
    """Return the rows of the vote under way, else those that wait for one; and the secret ones."""
    ballot = board.ballot
    if ballot is not None and ballot.status is BallotStatus.OPEN:
        put = {one.agenda_item_id for one in board.put.values() if one.ballot_id == ballot.id}
        rows = [row for row in board.agenda if row.id in put]
        return rows, put if ballot.mode is BallotMode.SECRET else set()
    if board.session.is_consultation:
        return board.waiting, set()
    prepared = board.is_secret and ballot is not None and ballot.status is BallotStatus.DRAFT
    asked = board.waiting if prepared else board.demands_secret
    return board.waiting, {row.id for row in asked}


def _voters(board: Board) -> list[Seat]:
    """Return who votes on paper: everybody asked in writing, else those marked absent or called."""
    session = board.session
    seats = seats_on(session.council_id, clock.local(session.starts_at).date())
    if session.is_consultation or not board.attendance:
        return list(seats)
    away = {row.user_id for row in board.attendance if row.presence is Presence.ABSENT}
    called = {row.user_id for row in board.attendance}
    wanted = away if board.all_marked else called
    return [seat for seat in seats if seat.user_id in wanted]


def draw(public_id: str, kind: str, number: int, *, actor: Actor) -> Session:
    """Have the sheets drawn: as many blank ones as asked for, or one for each voter by name."""
    session = get_visible(public_id, actor)
    board = read_vote(session, actor)
    if not prints(board):
        raise NotAllowed(_("Phiếu giấy do thư ký Hội đồng hoặc ban kiểm phiếu in."))
    sheet = next((one for one in sheets_of(board) if one.kind == kind), None)
    if sheet is None:
        raise InvalidStep(_("Phiên họp không có đề nghị nào chờ bỏ phiếu để in phiếu giấy."))
    if sheet.is_secret and not 0 < number <= MOST:
        raise BadInput(_("Số tờ phải từ 1 đến %(most)s.", most=MOST), field="number")
    if not sheet.is_secret and not sheet.voters:
        raise InvalidStep(_("Không có thành viên nào vắng mặt để in phiếu ghi tên."))
    with on_paper():
        names = [""] * number if sheet.is_secret else [voter(seat) for seat in sheet.voters]
        context = ballot_context(session, parts_of(sheet.rows), names)
        title = f"Phiếu bầu: {session.title}"
    generation.request(
        TEMPLATE, context, title=title, owner=(OWNER, session.id), purpose=kind,
        organisation_id=session.council.organisation_id, actor=actor, pdf_role=FileRole.ANNEX,
    )  # fmt: skip
    audit.record(
        "session.ballot_paper", stream=("session", session.id), actor=actor,
        detail={"kind": kind, "sheets": len(names)},
    )  # fmt: skip
    return session
