"""What sets an issued decision right: annulments, letters of correction, and what they ask for."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflow.awards.models import Honour
from workflow.core.db import Base, Public, Versioned, enum_type, status_column
from workflow.decisions.models import Certificate, Decision, DecisionItem
from workflow.documents.models import Paper
from workflow.organisations.models import Organisation


class AmendmentKind(StrEnum):
    ANNUL = "annul"
    CORRECT = "correct"


class Part(StrEnum):
    """What a correction is about: a part of a line, or any other words of the text."""

    NAME = "name"
    POST = "post"
    UNIT = "unit"
    BORN = "born"
    OTHER = "other"


class RecoveryStatus(StrEnum):
    OPEN = "open"
    RECOVERED = "recovered"
    FAILED = "failed"


class What(StrEnum):
    OBJECT = "object"
    MONEY = "money"


class ReissueStatus(StrEnum):
    ASKED = "asked"
    CONFIRMED = "confirmed"
    TAKEN_BACK = "taken_back"
    DRAWN = "drawn"
    HANDED_OVER = "handed_over"
    REFUSED = "refused"


class Cause(StrEnum):
    """Why a certificate is made a second time; only a lost one is not handed back."""

    LOST = "lost"
    DAMAGED = "damaged"
    DISASTER = "disaster"
    MISPRINT = "misprint"


class Amendment(Public, Versioned, Base):
    """A paper that annuls lines of an issued decision, or corrects its form.

    A decision that takes another's place is a `Decision` itself. `ground` and `ground_basis`
    are copied from the office's rule as it stood; `facts` says what was found.
    """

    __tablename__ = "amendments"

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey(Decision.id), index=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey(Paper.id), unique=True)
    kind: Mapped[AmendmentKind] = mapped_column(enum_type(AmendmentKind))
    ground: Mapped[str] = mapped_column(default="")
    ground_basis: Mapped[str] = mapped_column(default="")
    facts: Mapped[str] = mapped_column(default="")
    subject: Mapped[str] = mapped_column(default="")
    addressees: Mapped[str] = mapped_column(default="")  # of a letter, one a line
    bases: Mapped[str] = mapped_column(default="")  # one a line
    articles: Mapped[str] = mapped_column(default="")  # of a letter: opening and closing
    applied_at: Mapped[datetime | None]

    decision: Mapped[Decision] = relationship()
    paper: Mapped[Paper] = relationship()

    @property
    def reason(self) -> str:
        """Return what the ledger says of it."""
        return ": ".join(filter(None, [self.ground, self.facts])) or self.subject


class AmendmentLine(Base):
    """A line that is annulled, or something written wrongly and what it should read."""

    __tablename__ = "amendment_lines"

    id: Mapped[int] = mapped_column(primary_key=True)
    amendment_id: Mapped[int] = mapped_column(ForeignKey(Amendment.id), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey(DecisionItem.id), index=True)
    part: Mapped[Part | None] = mapped_column(enum_type(Part))
    written: Mapped[str] = mapped_column(default="")
    reads: Mapped[str] = mapped_column(default="")

    amendment: Mapped[Amendment] = relationship()
    item: Mapped[DecisionItem | None] = relationship()


class AmendingRule(Versioned, Base):
    """On what grounds an office annuls, one a line as “point of law | ground”, and its terms."""

    __tablename__ = "amending_rules"

    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id), primary_key=True)
    grounds: Mapped[str]
    recovery_days: Mapped[int]
    exchange_days: Mapped[int]
    source: Mapped[str] = mapped_column(default="")


class Recovery(Public, Versioned, Base):
    """A certificate or a sum to be got back, from one person or collective, by one office.

    `amount` is None where nobody knows it. An honour decided outside has no line.
    """

    __tablename__ = "recoveries"
    __table_args__ = (
        UniqueConstraint("item_id", "what"), Index(None, "organisation_id", "status"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id))
    item_id: Mapped[int | None] = mapped_column(ForeignKey(DecisionItem.id))
    honour_id: Mapped[int | None] = mapped_column(ForeignKey(Honour.id), index=True)
    what: Mapped[What] = mapped_column(enum_type(What))
    name: Mapped[str]
    unit_name: Mapped[str] = mapped_column(default="")
    thing: Mapped[str] = mapped_column(default="")
    amount: Mapped[int | None] = mapped_column(BigInteger)
    by_text: Mapped[str] = mapped_column(default="")  # the paper it is asked for by
    because: Mapped[str] = mapped_column(default="")
    due_on: Mapped[date]
    status: Mapped[RecoveryStatus] = status_column(RecoveryStatus.OPEN)
    settled_on: Mapped[date | None]
    settled_by: Mapped[str] = mapped_column(default="")
    voucher: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")

    item: Mapped[DecisionItem | None] = relationship()
    honour: Mapped[Honour | None] = relationship()


class RecoveryPayment(Base):
    """A part of a sum that came back; once all of it has, the sum is recovered."""

    __tablename__ = "recovery_payments"

    id: Mapped[int] = mapped_column(primary_key=True)
    recovery_id: Mapped[int] = mapped_column(ForeignKey(Recovery.id), index=True)
    paid_on: Mapped[date]
    paid_by: Mapped[str]
    voucher: Mapped[str]
    amount: Mapped[int] = mapped_column(BigInteger)


class Reissue(Public, Versioned, Base):
    """A certificate made a second time: who asked by which paper, and what became of it.

    `number` is its entry in the office's register of the year; it is taken with the drawing.
    """

    __tablename__ = "reissues"
    __table_args__ = (
        UniqueConstraint("organisation_id", "year", "number"),
        Index(None, "organisation_id", "asked_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id))
    certificate_id: Mapped[int] = mapped_column(ForeignKey(Certificate.id), index=True)
    cause: Mapped[Cause] = mapped_column(enum_type(Cause))
    asked_by: Mapped[str]
    request_text: Mapped[str] = mapped_column(default="")  # number and day of the asking paper
    asked_on: Mapped[date]
    due_on: Mapped[date]
    reason: Mapped[str] = mapped_column(default="")
    status: Mapped[ReissueStatus] = status_column(ReissueStatus.ASKED)
    confirmed_text: Mapped[str] = mapped_column(default="")  # what the register said, and who read
    taken_back_on: Mapped[date | None]
    printed_note: Mapped[str] = mapped_column(default="")
    year: Mapped[int | None]
    number: Mapped[int | None]
    drawn_on: Mapped[date | None]
    handed_on: Mapped[date | None]
    handed_to: Mapped[str] = mapped_column(default="")
    refusal: Mapped[str] = mapped_column(default="")

    certificate: Mapped[Certificate] = relationship()
    organisation: Mapped[Organisation] = relationship()

    @property
    def is_exchange(self) -> bool:
        return self.cause is not Cause.LOST
