"""Decisions with their items, and the certificates they confer. The paper carries the number."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflow.awards.models import Award, Ground
from workflow.core.db import Base, Public, Versioned, enum_type, status_column
from workflow.councils.models import Session
from workflow.documents.models import Paper
from workflow.organisations.models import Organisation
from workflow.proposals.models import Nomination
from workflow.recipients.models import Recipient, RecipientKind


class Origin(StrEnum):
    MADE_HERE = "made_here"
    RECEIVED = "received"  # came from outside and was entered by the clerk


class ItemStatus(StrEnum):
    PROPOSED = "proposed"  # in a draft
    AWARDED = "awarded"
    STRUCK = "struck"
    REVOKED = "revoked"
    REPLACED = "replaced"  # stands in the decision that took this one's place


class Decision(Public, Versioned, Base):
    """A decision is a paper with items. One may gather many dossiers.

    `replaces_id` names the decision whose place it takes once it is issued.
    """

    __tablename__ = "decisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey(Paper.id), unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id), index=True)
    origin: Mapped[Origin] = mapped_column(enum_type(Origin), default=Origin.MADE_HERE)
    session_id: Mapped[int | None] = mapped_column(ForeignKey(Session.id))
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"), index=True)
    award_name: Mapped[str] = mapped_column(default="")  # "Giấy khen" in the title
    subject: Mapped[str] = mapped_column(default="")  # trích yếu, as printed, two lines
    bases: Mapped[str] = mapped_column(default="")  # căn cứ, one a line
    articles: Mapped[str] = mapped_column(default="")  # one a line, without "Điều n."
    achievement: Mapped[str] = mapped_column(default="")  # printed on the certificate
    # What the secretary says of the prize money; empty: the tables say it, or nobody does.
    prize_base: Mapped[int | None]  # base salary, in đồng
    prize_person: Mapped[str] = mapped_column(default="")  # coefficient, as “0.3”
    prize_collective: Mapped[str] = mapped_column(default="")
    prize_source: Mapped[str] = mapped_column(default="")  # where the three are written
    content_checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    content_checked_at: Mapped[datetime | None]
    form_checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    form_checked_at: Mapped[datetime | None]

    paper: Mapped[Paper] = relationship()
    organisation: Mapped[Organisation] = relationship()
    replaces: Mapped["Decision | None"] = relationship(remote_side="Decision.id")


LIVE = text("status = 'awarded' OR (status = 'proposed' AND replaces_id IS NULL)")


class DecisionItem(Public, Base):
    """One line of a decision. `ordinal` is frozen at signing; it is also the golden-book number.

    A received decision may give counts only: then there is no recipient and `count` says how many.
    A struck line has the ordinal 0. A nomination stands in one live line only; a draft that is
    to replace a decision has its line a second time, with `replaces_id` (the line replaced).
    `prize_amount` is the money printed beside it, written whenever the sheet is drawn; None
    where nobody knows it, 0 where a higher title of the same period is paid instead. Once that
    title is taken back it is what falls due, and `note` says so.
    """

    __tablename__ = "decision_items"
    __table_args__ = (
        Index(None, "decision_id", "ordinal"),
        Index(
            "uq_decision_items_live_nomination", "nomination_id", unique=True,
            sqlite_where=LIVE, postgresql_where=LIVE,
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey(Decision.id))
    nomination_id: Mapped[int | None] = mapped_column(ForeignKey(Nomination.id), index=True)
    recipient_id: Mapped[int | None] = mapped_column(ForeignKey(Recipient.id), index=True)
    award_id: Mapped[int | None] = mapped_column(ForeignKey(Award.id))
    kind: Mapped[RecipientKind] = mapped_column(enum_type(RecipientKind))
    name: Mapped[str] = mapped_column(default="")
    name_fold: Mapped[str] = mapped_column(default="", index=True)
    post: Mapped[str] = mapped_column(default="")
    unit_name: Mapped[str] = mapped_column(default="")
    award_name: Mapped[str] = mapped_column(default="")
    ground: Mapped[Ground | None] = mapped_column(enum_type(Ground))
    year: Mapped[int | None]
    count: Mapped[int] = mapped_column(default=1)
    ordinal: Mapped[int]
    prize_amount: Mapped[int | None] = mapped_column(BigInteger)
    status: Mapped[ItemStatus] = status_column(ItemStatus.PROPOSED)
    reason: Mapped[str] = mapped_column(default="")  # why struck or revoked
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("decision_items.id"), index=True)
    note: Mapped[str] = mapped_column(
        default="", server_default=""
    )  # corrections and money due since, one a line

    decision: Mapped[Decision] = relationship()
    nomination: Mapped[Nomination | None] = relationship()
    recipient: Mapped[Recipient | None] = relationship()


class Certificate(Public, Base):
    """The Giấy khen of one recipient and its golden-book number; its file is linked to it."""

    __tablename__ = "certificates"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey(DecisionItem.id), unique=True)
    golden_number: Mapped[int]
    dated: Mapped[date]

    item: Mapped[DecisionItem] = relationship()
