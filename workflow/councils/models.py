"""Councils and seats, sessions with their agenda and attendance, ballots, votes and tallies."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from workflow.accounts.models import User
from workflow.core.db import Base, Public, Versioned, enum_type, status_column
from workflow.councils.states import (
    BallotMode,
    BallotStatus,
    Choice,
    FewPapers,
    Presence,
    SeatPost,
    SessionKind,
    SessionStatus,
    TieRule,
    Waits,
)
from workflow.documents.models import Document
from workflow.organisations.models import Organisation
from workflow.proposals.models import Nomination


class VotingRules:
    """What a council's rules say of rounds, ties and missing papers; a ballot keeps what held.

    Into a further round goes what is short of its threshold and has at least the share
    `again_numerator`/`again_denominator` of the base.
    """

    rounds: Mapped[int] = mapped_column(default=1, server_default="1")
    again_numerator: Mapped[int] = mapped_column(default=1, server_default="1")
    again_denominator: Mapped[int] = mapped_column(default=2, server_default="2")
    tie_rule: Mapped[TieRule] = mapped_column(
        enum_type(TieRule), default=TieRule.FAILS, server_default=TieRule.FAILS.value
    )
    few_papers: Mapped[FewPapers] = mapped_column(
        enum_type(FewPapers), default=FewPapers.COUNT, server_default=FewPapers.COUNT.value
    )


class Council(VotingRules, Public, Versioned, Base):
    """An emulation council. It uses its host's seal, so its papers have their own series.

    `symbol` is what its numbers end in (HĐTĐKT). The ordinary threshold is a majority of all
    members unless the council's rules say otherwise; awards may demand more.
    """

    __tablename__ = "councils"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id), index=True)
    name: Mapped[str]
    symbol: Mapped[str]
    quorum_numerator: Mapped[int] = mapped_column(default=2)
    quorum_denominator: Mapped[int] = mapped_column(default=3)
    vote_numerator: Mapped[int] = mapped_column(default=1)
    vote_denominator: Mapped[int] = mapped_column(default=2)
    vote_strict: Mapped[bool] = mapped_column(default=True)
    ordinary_mode: Mapped[BallotMode] = mapped_column(  # where an award's rule says nothing
        enum_type(BallotMode), default=BallotMode.BY_NAME, server_default=BallotMode.BY_NAME.value
    )
    asks_recusal: Mapped[bool] = mapped_column(default=False, server_default="0")
    base_without_recused: Mapped[bool] = mapped_column(default=False, server_default="0")
    tellers_named: Mapped[int] = mapped_column(default=3, server_default="3")
    tellers_needed: Mapped[int] = mapped_column(default=2, server_default="2")
    fewest_electors: Mapped[int] = mapped_column(default=3, server_default="3")  # for secrecy
    few_electors: Mapped[int] = mapped_column(default=5, server_default="5")  # below it: a warning
    without_tellers_up_to: Mapped[int] = mapped_column(default=7, server_default="7")  # members
    ballot_needs_quorum: Mapped[bool] = mapped_column(default=True, server_default="1")
    may_consult: Mapped[bool] = mapped_column(default=False, server_default="0")  # in writing
    consultation_days: Mapped[int] = mapped_column(default=5, server_default="5")  # working days
    consultation_needs_all: Mapped[bool] = mapped_column(default=False, server_default="0")
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]

    organisation: Mapped[Organisation] = relationship()

    @property
    def series(self) -> str:
        """The council's own number series, apart from its host's (Decree 30, PL I II.3.a)."""
        return self.symbol


class Seat(Base):
    """A user's place in a council, from one day to another.

    While a replacement's seat holds, the one it `replaces_id` sits out.
    """

    __tablename__ = "seats"

    id: Mapped[int] = mapped_column(primary_key=True)
    council_id: Mapped[int] = mapped_column(ForeignKey(Council.id), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id), index=True)
    post: Mapped[SeatPost] = mapped_column(enum_type(SeatPost), default=SeatPost.MEMBER)
    rank: Mapped[int] = mapped_column(
        default=0
    )  # order in lists: the council's, not the alphabet's
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("seats.id"), index=True)

    user: Mapped[User] = relationship()
    council: Mapped[Council] = relationship()
    replaces: Mapped["Seat | None"] = relationship(remote_side="Seat.id")


class Session(Public, Versioned, Base):
    """A meeting of the council (phiên họp), or a consultation in writing instead of one.

    A consultation has no place; `answers_by` is the last day its members answer on.
    """

    __tablename__ = "sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    council_id: Mapped[int] = mapped_column(ForeignKey(Council.id), index=True)
    kind: Mapped[SessionKind] = mapped_column(
        enum_type(SessionKind), default=SessionKind.MEETING,
        server_default=SessionKind.MEETING.value,
    )  # fmt: skip
    title: Mapped[str]
    starts_at: Mapped[datetime]
    place: Mapped[str]
    answers_by: Mapped[date | None]
    extension_reason: Mapped[str] = mapped_column(default="", server_default="")
    status: Mapped[SessionStatus] = status_column(SessionStatus.PLANNED)
    opened_at: Mapped[datetime | None]
    adjourned_at: Mapped[datetime | None]
    discussion: Mapped[str] = mapped_column(default="")  # what the minutes say of the debate
    void_reason: Mapped[str] = mapped_column(default="")
    created_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))

    council: Mapped[Council] = relationship()

    @property
    def is_consultation(self) -> bool:
        return self.kind is SessionKind.CONSULTATION

    @property
    def badge(self) -> str:
        """Return the kind its status is worded by on pages."""
        return "consultation" if self.is_consultation else "session"


class AgendaItem(Base):
    """A nomination on a session's agenda, in its order; taken off with the session's leave."""

    __tablename__ = "agenda_items"
    __table_args__ = (UniqueConstraint("session_id", "nomination_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey(Session.id), index=True)
    nomination_id: Mapped[int] = mapped_column(ForeignKey(Nomination.id), index=True)
    position: Mapped[int]

    nomination: Mapped[Nomination] = relationship()


class Attendance(Base):
    """A member called to a session: there or not."""

    __tablename__ = "attendances"
    __table_args__ = (UniqueConstraint("session_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey(Session.id))
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id), index=True)
    presence: Mapped[Presence | None] = mapped_column(enum_type(Presence))
    reason: Mapped[str] = mapped_column(default="")

    user: Mapped[User] = relationship()


class Ballot(VotingRules, Public, Versioned, Base):
    """One vote on some or all of a session's items, in one mode; a further round is another one.

    `base_without_recused` is the council's rule on what the threshold is taken of, as it opened,
    and `needs_all_answers` its rule on members who do not answer a consultation.
    """

    __tablename__ = "ballots"
    __table_args__ = (UniqueConstraint("session_id", "mode", "round"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey(Session.id), index=True)
    mode: Mapped[BallotMode] = mapped_column(enum_type(BallotMode), default=BallotMode.BY_NAME)
    round: Mapped[int] = mapped_column(default=1)
    status: Mapped[BallotStatus] = status_column(BallotStatus.DRAFT)
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    tallied_at: Mapped[datetime | None]
    base_without_recused: Mapped[bool] = mapped_column(default=False, server_default="0")
    needs_all_answers: Mapped[bool] = mapped_column(default=False, server_default="0")
    void_reason: Mapped[str] = mapped_column(default="", server_default="")  # if called off
    reminded_at: Mapped[datetime | None]  # when those who had not voted were asked to, last

    session: Mapped[Session] = relationship()


Told = dict[str, Any]  # what was said of a nomination's eligibility, as it was frozen


def _once(kept: Told | None, told: Told | None) -> Told | None:
    if kept is not None:
        raise ValueError("what the council was told is never told anew")
    return told


class BallotItem(Base):
    """An agenda item as put to one ballot, with the threshold that held when it opened.

    `eligibility` is what was said of the nomination then: what the members voted on.
    """

    __tablename__ = "ballot_items"
    __table_args__ = (UniqueConstraint("ballot_id", "agenda_item_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ballot_id: Mapped[int] = mapped_column(ForeignKey(Ballot.id))
    agenda_item_id: Mapped[int] = mapped_column(ForeignKey(AgendaItem.id), index=True)
    position: Mapped[int]
    numerator: Mapped[int]
    denominator: Mapped[int]
    strict: Mapped[bool]
    eligibility: Mapped[Told | None] = mapped_column(JSON(none_as_null=True))

    agenda_item: Mapped[AgendaItem] = relationship()

    @validates("eligibility")
    def _keep(self, _key: str, told: Told | None) -> Told | None:
        return _once(self.eligibility, told)

    @property
    def nomination(self) -> Nomination:
        return self.agenda_item.nomination


class Elector(Base):
    """A member as of the ballot's opening: the snapshot the threshold is counted over."""

    __tablename__ = "electors"
    __table_args__ = (UniqueConstraint("ballot_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ballot_id: Mapped[int] = mapped_column(ForeignKey(Ballot.id))
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id), index=True)
    name: Mapped[str]
    post: Mapped[SeatPost] = mapped_column(enum_type(SeatPost))
    rank: Mapped[int] = mapped_column(default=0)
    presence: Mapped[Presence] = mapped_column(enum_type(Presence))
    voted: Mapped[bool] = mapped_column(default=False)
    opinion_document_id: Mapped[int | None] = mapped_column(ForeignKey(Document.id))  # if absent


class Recusal(Base):
    """A member who does not vote on one item, and why; the ballot says whether the base shrinks."""

    __tablename__ = "recusals"
    __table_args__ = (UniqueConstraint("elector_id", "ballot_item_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    elector_id: Mapped[int] = mapped_column(ForeignKey(Elector.id))
    ballot_item_id: Mapped[int] = mapped_column(ForeignKey(BallotItem.id))
    reason: Mapped[str]


class NamedVote(Base):
    """A vote by name. Kept apart from any sealed box, which has tables of its own."""

    __tablename__ = "named_votes"
    __table_args__ = (UniqueConstraint("elector_id", "ballot_item_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    elector_id: Mapped[int] = mapped_column(ForeignKey(Elector.id))
    ballot_item_id: Mapped[int] = mapped_column(ForeignKey(BallotItem.id), index=True)
    choice: Mapped[Choice] = mapped_column(enum_type(Choice))
    opinion: Mapped[str] = mapped_column(default="")
    in_writing: Mapped[bool] = mapped_column(default=False)  # an absent member's, entered for them
    entered_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))


class TallyLine(Base):
    """The count of one item: over `total` members, recused and silent ones included.

    `waits` says that the count settled nothing: a further round follows, or the chair's word.

    Where the ballot leaves the recused out of its base, `total` is the members without them.

    `eligibility` is what was said once the items counted with it were settled as well.
    """

    __tablename__ = "tally_lines"

    id: Mapped[int] = mapped_column(primary_key=True)
    ballot_item_id: Mapped[int] = mapped_column(ForeignKey(BallotItem.id), unique=True)
    agree: Mapped[int]
    disagree: Mapped[int]
    other: Mapped[int]
    recused: Mapped[int]
    silent: Mapped[int]
    total: Mapped[int]
    passed: Mapped[bool]
    waits: Mapped[Waits | None] = mapped_column(enum_type(Waits))
    eligibility: Mapped[Told | None] = mapped_column(JSON(none_as_null=True))

    ballot_item: Mapped[BallotItem] = relationship()

    @validates("eligibility")
    def _keep(self, _key: str, told: Told | None) -> Told | None:
        return _once(self.eligibility, told)


class TallyRuling(Base):
    """What was decided of a count that settled nothing: a tie, or a further round not held."""

    __tablename__ = "tally_rulings"

    id: Mapped[int] = mapped_column(primary_key=True)
    tally_line_id: Mapped[int] = mapped_column(ForeignKey(TallyLine.id), unique=True)
    about: Mapped[Waits] = mapped_column(enum_type(Waits))
    passed: Mapped[bool]
    reason: Mapped[str]
    decided_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    decided_by_name: Mapped[str]
    decided_at: Mapped[datetime]

    tally_line: Mapped[TallyLine] = relationship()
