"""Reads the page of a session: its agenda, ballots and papers, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Sequence

from workflow.core import clock
from workflow.core.actors import Actor
from workflow.councils.appraising.glance import glance_at
from workflow.councils.appraising.holding import unappraised
from workflow.councils.board import Board, Box, Poll, Voice
from workflow.councils.consulting.board import Consultation
from workflow.councils.eligibility import Standing, standings, those_seen
from workflow.councils.models import (
    Ballot,
    NamedVote,
    Session,
)
from workflow.councils.policies import secretary_of
from workflow.councils.publishing.queries import stages_of
from workflow.councils.queries import (
    agenda_of,
    attendance_of,
    ballots_of,
    present_of,
    seated_since,
    seats_on,
)
from workflow.councils.recusing.board import may_be_decided, read_conflicts
from workflow.councils.recusing.services import deciders_of
from workflow.councils.rounds import rulings_of
from workflow.councils.sealed.queries import secrets_of, tellers_by_ballot
from workflow.councils.states import (
    BallotMode,
    BallotStatus,
    SessionStatus,
)
from workflow.councils.tally import has_quorum
from workflow.councils.voting import (
    Progress,
    items_beside_agenda,
    progress_of,
    tallies_of,
    votes_of,
)
from workflow.documents.queries import papers_of

BEFORE_THE_END = (SessionStatus.PLANNED, SessionStatus.CONVENED, SessionStatus.SITTING)


def read_board(session: Session, actor: Actor) -> Board:
    """Assemble the session's own page: the vote, how each row stands, what is still to be done."""
    board = read_vote(session, actor)
    board.standings = _standings(board, actor)
    board.appraisal = glance_at(session, actor)
    _before_the_vote(board, actor)
    return board


def read_vote(session: Session, actor: Actor) -> Board:
    """Read agenda, ballots and papers alone; what was chosen only once the ballot is counted."""
    board = Board(
        session=session, runs=secretary_of(actor, session), reader_id=actor.user_id,
        agenda=agenda_of(session.id),
        attendance=attendance_of(session.id), ballots=ballots_of(session.id),
        papers=papers_of("session", session.id),
    )  # fmt: skip
    if board.ballot is not None and board.ballot.status is not BallotStatus.DRAFT:
        board.progress = progress_of(board.ballot.id)
        board.mine = next((e for e in board.progress.electors if e.user_id == actor.user_id), None)
    for ballot in board.ballots:
        tallies = tallies_of(ballot.id) if ballot.status is BallotStatus.TALLIED else {}
        for item in items_beside_agenda(ballot.id):
            board.put[item.id] = item
            board.needed[item.agenda_item_id] = (item.numerator, item.denominator, item.strict)
            if item.id in tallies:
                line = board.lines[item.agenda_item_id] = tallies[item.id]
                board.modes[item.agenda_item_id] = ballot.mode
                out = line.recused if ballot.base_without_recused else 0
                board.left_out[item.agenda_item_id] = out
    if board.lines:
        ruled = rulings_of(board.lines.values())
        lines = {key: line.id for key, line in board.lines.items()}
        board.rulings = {key: ruled[line_id] for key, line_id in lines.items() if line_id in ruled}
    stood = [one for one in board.ballots if one.status is not BallotStatus.VOID]
    board.boxes = _boxes([one for one in stood if one.mode is BallotMode.SECRET])
    board.polls = [
        Poll(one, _voices(one.id, board.progress if one is board.ballot else progress_of(one.id)))
        for one in stood
        if one.mode is not BallotMode.SECRET and one.status is BallotStatus.TALLIED
    ]
    _after_the_count(board, actor)
    return board


def _boxes(ballots: Sequence[Ballot]) -> list[Box]:
    secrets, tellers = secrets_of(ballots), tellers_by_ballot(ballots)
    return [Box(one, secrets[one.id], tellers.get(one.id, [])) for one in ballots]


def _after_the_count(board: Board, actor: Actor) -> None:
    """Read what a consultation's page adds, and whose word the ties wait for."""
    if board.session.is_consultation:
        board.consultation = Consultation(
            board.session, len(board.agenda), board.ballot, board.progress,
            board.paper("consultation_letter"),
        )  # fmt: skip
    if board.tied:
        whose = deciders_of(board.session, board.tied)
        board.mine_to_break = {key for key, who in whose.items() if who == (actor.user_id or -1)}


def _before_the_vote(board: Board, actor: Actor) -> None:
    """Read what has to be done before a ballot opens: lists made public, conflicts decided."""
    session = board.session
    board.asks_recusal = may_be_decided(session, board.ballots)
    sits = session.status is SessionStatus.SITTING and not session.is_consultation
    votes_next = sits and bool(board.waiting) and not board.is_voting
    if board.asks_recusal or votes_next:
        seats = seats_on(session.council_id, clock.today())
    if votes_next:
        board.newcomers, council = seated_since(seats, board.attendance), session.council
        board.has_quorum = has_quorum(
            present_of(seats, board.attendance), len(seats),
            numerator=council.quorum_numerator, denominator=council.quorum_denominator,
        )  # fmt: skip
    if session.status in BEFORE_THE_END:
        board.stages = stages_of(session.council, board.waiting)
        if board.appraisal is not None:
            board.unappraised = unappraised(session, board.waiting)
    if board.asks_recusal:
        board.conflicts = read_conflicts(session, board.agenda, board.attendance, seats, actor)


def _standings(board: Board, actor: Actor) -> dict[int, Standing]:
    """Hold what was kept of each item against today, until the session's book is closed."""
    if board.session.status is SessionStatus.VOID:
        return {}
    stood = {ballot.id for ballot in board.ballots if ballot.status is not BallotStatus.VOID}
    put = [item for item in board.put.values() if item.ballot_id in stood]
    rows = {row.id: row.nomination_id for row in board.agenda}
    return standings(
        those_seen([row.nomination for row in board.agenda], actor),
        {rows[item.agenda_item_id]: item for item in put if item.agenda_item_id in rows},
        {rows[key]: line for key, line in board.lines.items() if key in rows},
        live=board.session.status is not SessionStatus.MINUTED,
    )


def _voices(ballot_id: int, progress: Progress | None) -> list[Voice]:
    cast: defaultdict[int, list[NamedVote]] = defaultdict(list)
    for vote in votes_of(ballot_id):
        cast[vote.elector_id].append(vote)
    return [Voice(one, cast[one.id]) for one in progress.electors] if progress else []
