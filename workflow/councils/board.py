"""A session as its page shows it: where it stands, what comes next, who has voted."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from workflow.awards.eligibility.verdicts import Verdict
from workflow.core import clock
from workflow.core.i18n import _, ngettext
from workflow.councils.agenda import Part, parts_of
from workflow.councils.appraising.glance import Glance
from workflow.councils.consulting.board import Consultation
from workflow.councils.eligibility import Standing, counted_by_verdict
from workflow.councils.models import (
    AgendaItem,
    Attendance,
    Ballot,
    BallotItem,
    Elector,
    NamedVote,
    Seat,
    Session,
    TallyLine,
    TallyRuling,
)
from workflow.councils.publishing.queries import Stage
from workflow.councils.records import NUMBERED, count_name, counts_of, records_of
from workflow.councils.recusing.board import Shown
from workflow.councils.sealed.models import SecretBallot, Teller
from workflow.councils.secrecy import demands_secret
from workflow.councils.states import (
    BallotMode,
    BallotStatus,
    Choice,
    Presence,
    SessionStatus,
    Waits,
)
from workflow.councils.voting import (
    Progress,
)
from workflow.documents.models import Paper
from workflow.documents.states import PaperStatus
from workflow.proposals.states import NominationStatus

DISCUSSION = 2  # its place among the steps
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


@dataclass(frozen=True)
class Poll:
    """A counted vote by name, with how each member voted."""

    ballot: Ballot
    voices: list[Voice]


@dataclass(frozen=True)
class Box:
    """A secret ballot of the session: its box, and who keeps the parts of its key."""

    ballot: Ballot
    secret: SecretBallot
    tellers: Sequence[Teller]

    @property
    def is_shut(self) -> bool:
        """Whether it was closed: it may be looked into for a receipt and handed out."""
        return self.secret.box_root is not None

    def has_teller(self, user_id: int | None) -> bool:
        return any(one.user_id == user_id for one in self.tellers)


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
    rulings: dict[int, TallyRuling] = field(default_factory=dict)  # by agenda item
    needed: dict[int, tuple[int, int, bool]] = field(default_factory=dict)
    left_out: dict[int, int] = field(default_factory=dict)  # not in the base, by agenda item
    put: dict[int, BallotItem] = field(default_factory=dict)  # by ballot item
    polls: list[Poll] = field(default_factory=list)  # of the votes by name, once counted
    boxes: list[Box] = field(default_factory=list)  # of the secret ballots
    standings: dict[int, Standing] = field(default_factory=dict)  # by nomination
    conflicts: list[Shown] = field(default_factory=list)  # those the reader may see
    stages: list[Stage] = field(default_factory=list)  # rows that want their list public first
    appraisal: Glance | None = None  # where the council asks for one
    unappraised: Sequence[AgendaItem] = ()  # where the vote waits for that
    newcomers: Sequence[Seat] = ()  # seated since the opening, not marked yet
    has_quorum: bool = True  # whether enough of those who hold a seat are marked present
    asks_recusal: bool = False  # and it may still be declared and decided
    mine_to_break: set[int] = field(default_factory=set)  # ties that wait for the reader's word
    modes: dict[int, BallotMode] = field(default_factory=dict)  # of the last count, by agenda item
    consultation: Consultation | None = None  # where the members are asked in writing

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
        asks = self.session.council.ballot_needs_quorum and not self.session.is_consultation
        return (
            (asks and not self.has_quorum)
            or bool(self.newcomers)
            or bool(self.undecided)
            or bool(self.unappraised)
            or any(not one.is_over for one in self.stages)
        )

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
        return self.runs and not self.is_voting

    @property
    def is_voting(self) -> bool:
        return self.ballot is not None and self.ballot.status in _RUNNING

    @property
    def box(self) -> Box | None:
        """Return the box of the last ballot, where that is secret."""
        return next((one for one in self.boxes if one.ballot is self.ballot), None)

    @property
    def secret(self) -> SecretBallot | None:
        return self.box.secret if self.box else None

    @property
    def tellers(self) -> Sequence[Teller]:
        return self.box.tellers if self.box else ()

    @property
    def is_secret(self) -> bool:
        return self.secret is not None

    @property
    def modes_held(self) -> set[BallotMode]:
        """Return how the session voted, or will as things stand."""
        if held := {one.mode for one in self.ballots if one.status is not BallotStatus.VOID}:
            return held
        secret = bool(self.demands_secret) and len(self.demands_secret) == len(self.waiting)
        return {BallotMode.SECRET if secret else BallotMode.BY_NAME}

    @property
    def counts(self) -> list[tuple[str, str]]:
        """Return the papers of the count, by purpose, with what they are called."""
        return [(one, count_name(one, self.modes_held)) for one in counts_of(self.modes_held)]

    @property
    def has_numbered_records(self) -> bool:
        papers = [self.paper(one) for one in records_of(self.session, self.modes_held)]
        return all(paper is not None and paper.status in NUMBERED for paper in papers)

    @property
    def is_teller(self) -> bool:
        """Whether the reader keeps a part of the key."""
        return self.box is not None and self.box.has_teller(self.reader_id)

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
            if self.modes.get(row.id) is BallotMode.SECRET
            or (row.id not in self.modes
                and demands_secret(row.nomination.award_version.secret_ballot, ordinary))
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
        """Return the items that still wait for a vote: a first one, or a further round."""
        return [a for a in self._unsettled if self._waits(a) is not Waits.CHAIR]

    @property
    def _unsettled(self) -> list[AgendaItem]:
        return [a for a in self.agenda if a.nomination.status is NominationStatus.ON_AGENDA]

    def _waits(self, row: AgendaItem) -> Waits | None:
        line = self.lines.get(row.id)
        return line.waits if line is not None else None

    @property
    def again(self) -> list[AgendaItem]:
        """Return the items that go into a further round."""
        return [a for a in self._unsettled if self._waits(a) is Waits.ROUND]

    @property
    def tied(self) -> list[AgendaItem]:
        """Return the items whose tie waits for the word of who presides."""
        return [a for a in self._unsettled if self._waits(a) is Waits.CHAIR]

    @property
    def is_mine_to_break(self) -> bool:
        return bool(self.mine_to_break)

    @property
    def was_void(self) -> Ballot | None:
        """Return the ballot just called off, or void for want of papers, if it is to be redone."""
        last = self.ballots[-1] if self.ballots else None
        if last is None or last.status is not BallotStatus.VOID:
            return None
        return last if last.void_reason or last.closed_at else None

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
        if self.tied and not self.waiting:
            return 4
        if self.again:
            return 3
        return 2 if self.waiting or self.ballot is None else 5

    def steps(self, discussion: str = "") -> list[BoardStep]:
        """Return the steps across the page: six of a meeting, five of a consultation.

        `discussion` is the address where it is written down.
        """
        if self.consultation is not None:
            return [
                BoardStep(
                    name if n < self.consultation.stage else f"{n + 1}. {name}", note,
                    "now" if n == self.consultation.stage
                    else "done" if n < self.consultation.stage else "wait",
                )
                for n, (name, note) in enumerate(self.consultation.notes())
            ]  # fmt: skip
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
            ngettext("%(num)s nội dung, %(n)s đề nghị", "%(num)s nội dung, %(n)s đề nghị",
                     len(self.parts), n=len(self.agenda)),
            marked if self.all_marked else _("Trước khi khai mạc"),
            self._discussion_note(),
            _("Chờ vòng sau") if self.again and not self.is_voting
            else _("Mở lúc %(at)s", at=f"{clock.local(opened):%H:%M}") if opened
            else self._mode_note(),
            _("Đã kiểm") if ballot is not None and ballot.tallied_at else _("Sau khi đóng"),
            _("Soạn tự động, chờ ký"),
        )  # fmt: skip

    def _mode_note(self) -> str:
        return _("Phiếu kín") if self.is_secret or self.demands_secret else _("Ghi tên")

    def _discussion_note(self) -> str:
        if self.session.discussion:
            return _("Đã ghi nội dung")
        return _("Chưa ghi nội dung") if self.stage > DISCUSSION else _("Trước khi bỏ phiếu")
