"""A session as its page shows it: where it stands, what comes next, who has voted."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from workflow.awards.eligibility.verdicts import Verdict
from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.i18n import _
from workflow.councils.agenda import Part, parts_of
from workflow.councils.eligibility import Standing, counted_by_verdict, standings, those_seen
from workflow.councils.models import (
    AgendaItem,
    Attendance,
    Ballot,
    BallotItem,
    Elector,
    NamedVote,
    Session,
    TallyLine,
)
from workflow.councils.policies import secretary_of
from workflow.councils.publishing.queries import Stage, stages_of
from workflow.councils.queries import agenda_of, attendance_of, ballots_of, seats_on
from workflow.councils.records import count_name
from workflow.councils.recusing.board import Shown, may_be_decided, read_conflicts
from workflow.councils.sealed.models import SecretBallot, Teller
from workflow.councils.sealed.queries import secret_of, tellers_of
from workflow.councils.secrecy import demands_secret
from workflow.councils.states import BallotMode, BallotStatus, Choice, Presence, SessionStatus
from workflow.councils.tally import has_quorum
from workflow.councils.voting import Progress, items_of, progress_of, tallies_of, votes_of
from workflow.documents.models import Paper
from workflow.documents.queries import papers_of
from workflow.documents.states import PaperStatus
from workflow.proposals.states import NominationStatus

DISCUSSION = 2  # its place among the steps
BEFORE_THE_END = (SessionStatus.PLANNED, SessionStatus.CONVENED, SessionStatus.SITTING)
_RUNNING = (BallotStatus.OPEN, BallotStatus.CLOSED)


@dataclass(frozen=True)
class BoardStep:
    label: str
    note: str
    state: str  # done | now | wait
    url: str = ""


@dataclass(frozen=True)
class Voice:
    """How one member voted, shown once the ballot is counted: it is a vote by name."""

    elector: Elector
    votes: list[NamedVote]

    def count(self, choice: str) -> int:
        return sum(vote.choice.value == choice for vote in self.votes)

    @property
    def in_writing(self) -> bool:
        return any(vote.in_writing for vote in self.votes)

    @property
    def unlike(self) -> list[NamedVote]:
        """Return the votes that were not “đồng ý”."""
        return [vote for vote in self.votes if vote.choice is not Choice.AGREE]


@dataclass
class Board:
    """Everything the page of a session shows, read with a constant number of queries."""

    session: Session
    runs: bool  # the actor is the secretary who runs it
    reader_id: int | None
    agenda: Sequence[AgendaItem]
    attendance: Sequence[Attendance]
    ballots: Sequence[Ballot]
    papers: Sequence[Paper]
    progress: Progress | None = None
    mine: Elector | None = None
    lines: dict[int, TallyLine] = field(default_factory=dict)  # by agenda item
    needed: dict[int, tuple[int, int, bool]] = field(default_factory=dict)
    left_out: dict[int, int] = field(default_factory=dict)  # not in the base, by agenda item
    put: dict[int, BallotItem] = field(default_factory=dict)  # by ballot item
    voices: list[Voice] = field(default_factory=list)
    secret: SecretBallot | None = None  # of the last ballot
    tellers: Sequence[Teller] = ()
    standings: dict[int, Standing] = field(default_factory=dict)  # by nomination
    conflicts: list[Shown] = field(default_factory=list)  # those the reader may see
    stages: list[Stage] = field(default_factory=list)  # rows that want their list public first
    asks_recusal: bool = False  # and it may still be declared and decided

    @property
    def may_read(self) -> bool:
        """Whether the reader is given the packet: its secretary, and members called to it."""
        called = any(row.user_id == self.reader_id for row in self.attendance)
        return self.session.status is not SessionStatus.VOID and (self.runs or called)

    @property
    def base(self) -> int:
        """Return how many members the thresholds are taken of; 0 while nobody is called."""
        return self.progress.total if self.progress else len(self.attendance)

    @property
    def base_without_recused(self) -> bool:
        """Whether recused members stand outside the base: as the last ballot opened, or now."""
        opened = self.ballot if self.ballot and self.ballot.opened_at else self.session.council
        return opened.base_without_recused

    @property
    def unpublished(self) -> list[Stage]:
        return [one for one in self.stages if one.publication is None]

    @property
    def in_public(self) -> list[Stage]:
        """Return the rows on a public list, the one that ends last at the end, once a list."""
        lists = {one.publication.id: one for one in self.stages if one.publication}
        return sorted(lists.values(), key=lambda one: (one.may_open_on or date.max, one.days))

    @property
    def undecided(self) -> list[Shown]:
        return [one for one in self.conflicts if one.conflict.waits]

    @property
    def is_held_back(self) -> bool:
        """Whether opening a ballot would be refused as things stand."""
        short = self.session.council.ballot_needs_quorum and not self.has_quorum
        return short or bool(self.undecided) or any(not one.is_over for one in self.stages)

    @property
    def has_quorum(self) -> bool:
        """Whether enough of those called are marked present."""
        council = self.session.council
        return has_quorum(
            self.present, len(self.attendance), numerator=council.quorum_numerator,
            denominator=council.quorum_denominator,
        )  # fmt: skip

    def standings_in(self, part: Part[AgendaItem]) -> list[Standing]:
        found = [self.standings.get(row.nomination_id) for row in part.rows]
        return [one for one in found if one is not None]

    def verdicts_in(self, part: Part[AgendaItem]) -> list[tuple[Verdict, int]]:
        """Return how many rows of the part stand with each answer."""
        return counted_by_verdict(self.standings_in(part))

    def asks_for_eyes(self, part: Part[AgendaItem]) -> bool:
        return any(one.asks_for_eyes for one in self.standings_in(part))

    @property
    def may_insist(self) -> bool:
        """Whether the secretary may still send a row to be insisted on: no vote is under way."""
        return self.runs and not (self.ballot is not None and self.ballot.status in _RUNNING)

    @property
    def is_secret(self) -> bool:
        return self.secret is not None

    @property
    def count_name(self) -> str:
        """Return what the paper of the count is called, or will be as things stand."""
        held = [one.mode for one in self.ballots if one.status is not BallotStatus.VOID]
        if held:
            return count_name(by_name=any(mode is not BallotMode.SECRET for mode in held))
        return count_name(by_name=len(self.demands_secret) < max(len(self.waiting), 1))

    @property
    def is_teller(self) -> bool:
        """Whether the reader keeps a part of the key."""
        return any(one.user_id == self.reader_id for one in self.tellers)

    @property
    def without_code(self) -> list[Teller]:
        """Return the tellers who have not drawn their code yet."""
        return [one for one in self.tellers if one.public_key is None]

    @property
    def demands_secret(self) -> list[AgendaItem]:
        """Return the waiting items whose award may only be voted on in secret."""
        ordinary = self.session.council.ordinary_mode
        return [
            row for row in self.waiting
            if demands_secret(row.nomination.award_version.secret_ballot, ordinary)
        ]  # fmt: skip

    @property
    def parts(self) -> list[Part[AgendaItem]]:
        return parts_of(self.agenda)

    @property
    def ballot(self) -> Ballot | None:
        """Return the last ballot that is not void."""
        return next((b for b in reversed(self.ballots) if b.status is not BallotStatus.VOID), None)

    @property
    def waiting(self) -> list[AgendaItem]:
        """Return the items that still wait for a vote."""
        return [a for a in self.agenda if a.nomination.status is NominationStatus.ON_AGENDA]

    @property
    def present(self) -> int:
        return sum(row.presence is Presence.PRESENT for row in self.attendance)

    @property
    def absent(self) -> int:
        return sum(row.presence is Presence.ABSENT for row in self.attendance)

    @property
    def all_marked(self) -> bool:
        return bool(self.attendance) and all(row.presence for row in self.attendance)

    @property
    def day_has_come(self) -> bool:
        """Say whether the session may be opened by the calendar."""
        return clock.today() >= clock.local(self.session.starts_at).date()

    def paper(self, purpose: str) -> Paper | None:
        return next((p for p in reversed(self.papers) if p.purpose == purpose), None)

    @property
    def invitation_waits(self) -> Paper | None:
        """Return the invitation while it is not issued: the members may not have it."""
        paper = self.paper("invitation")
        return paper if paper is not None and paper.status is not PaperStatus.ISSUED else None

    @property
    def hour_has_come(self) -> bool:
        return clock.now() >= self.session.starts_at

    @property
    def stage(self) -> int:
        """Return which of the six steps is under way; six when all are done, -1 when void."""
        at = {SessionStatus.PLANNED: 0, SessionStatus.CONVENED: 1, SessionStatus.ADJOURNED: 5,
              SessionStatus.MINUTED: 6, SessionStatus.VOID: -1}  # fmt: skip
        if self.session.status in at:
            return at[self.session.status]
        if self.ballot is not None and self.ballot.status in _RUNNING:
            return 3 if self.ballot.status is BallotStatus.OPEN else 4
        return 2 if self.waiting or self.ballot is None else 5

    def steps(self, discussion: str = "") -> list[BoardStep]:
        """Return the six steps across the page; `discussion` is where it is written down."""
        vote = _("Bỏ phiếu kín") if self.is_secret else _("Bỏ phiếu")
        names = (_("Chuẩn bị"), _("Điểm danh"), _("Thảo luận"), vote, _("Kiểm phiếu"),
                 _("Biên bản"))  # fmt: skip
        return [
            BoardStep(
                name if state == "done" else f"{n + 1}. {name}",
                note,
                state,
                discussion if n == DISCUSSION else "",
            )
            for n, (name, note) in enumerate(zip(names, self._notes(), strict=True))
            for state in [self._state(n)]
        ]

    def _state(self, step: int) -> str:
        """A discussion nobody wrote down is passed over: the vote goes on, nothing is done."""
        if step == self.stage:
            return "now"
        skipped = step == DISCUSSION and not self.session.discussion
        return "done" if step < self.stage and not skipped else "wait"

    def _notes(self) -> tuple[str, ...]:
        ballot = self.ballot
        opened = ballot.opened_at if ballot is not None else None
        marked = _("%(present)s có mặt, %(absent)s vắng", present=self.present, absent=self.absent)
        return (
            _("%(parts)s nội dung, %(n)s đề nghị", parts=len(self.parts), n=len(self.agenda)),
            marked if self.all_marked else _("Trước khi khai mạc"),
            self._discussion_note(),
            _("Mở lúc %(at)s", at=f"{clock.local(opened):%H:%M}") if opened else self._mode_note(),
            _("Đã kiểm") if ballot is not None and ballot.tallied_at else _("Sau khi đóng"),
            _("Soạn tự động, chờ ký"),
        )  # fmt: skip

    def _mode_note(self) -> str:
        return _("Phiếu kín") if self.is_secret or self.demands_secret else _("Ghi tên")

    def _discussion_note(self) -> str:
        if self.session.discussion:
            return _("Đã ghi nội dung")
        return _("Chưa ghi nội dung") if self.stage > DISCUSSION else _("Trước khi bỏ phiếu")


def read_board(session: Session, actor: Actor) -> Board:
    """Assemble the page; what was chosen is read only once the ballot is counted."""
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
        for item in items_of(ballot.id):
            board.put[item.id] = item
            board.needed[item.agenda_item_id] = (item.numerator, item.denominator, item.strict)
            if item.id in tallies:
                line = board.lines[item.agenda_item_id] = tallies[item.id]
                out = line.recused if ballot.base_without_recused else 0
                board.left_out[item.agenda_item_id] = out
    if board.ballot is not None and board.ballot.mode is BallotMode.SECRET:
        board.secret, board.tellers = secret_of(board.ballot.id), tellers_of(board.ballot.id)
    elif board.ballot is not None and board.ballot.status is BallotStatus.TALLIED:
        board.voices = _voices(board.ballot.id, board.progress)
    board.standings = _standings(board, actor)
    _before_the_vote(board, actor)
    return board


def _before_the_vote(board: Board, actor: Actor) -> None:
    """Read what has to be done before a ballot opens: lists made public, conflicts decided."""
    session = board.session
    if session.status in BEFORE_THE_END:
        board.stages = stages_of(session.council, board.waiting)
    board.asks_recusal = may_be_decided(session, board.ballots)
    if board.asks_recusal:
        seats = seats_on(session.council_id, clock.today())
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
