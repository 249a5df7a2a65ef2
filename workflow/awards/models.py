"""The catalogue of titles and forms of commendation as dated data, and the ledger of honours."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflow.accounts.models import User
from workflow.awards.states import ImportPhase, Scope
from workflow.core.db import Base, Public, enum_type
from workflow.core.jobs import Job
from workflow.organisations.models import Organisation, OrganisationKind
from workflow.recipients.models import Recipient


class AwardKind(StrEnum):
    TITLE = "title"  # danh hiệu thi đua
    FORM = "form"  # hình thức khen thưởng


class Route(StrEnum):
    COUNCIL = "council"
    DIRECT = "direct"


class Ground(StrEnum):
    """The six kinds of commendation (Law 06/2022/QH15, Art 8)."""

    MERIT = "merit"  # công trạng
    SUDDEN = "sudden"  # đột xuất
    MOVEMENT = "movement"  # phong trào, chuyên đề
    DEVOTION = "devotion"  # quá trình cống hiến
    TENURE = "tenure"  # niên hạn
    EXTERNAL = "external"  # đối ngoại


class Award(Public, Base):
    """A title or form by its code; national unless an organisation owns it."""

    __tablename__ = "awards"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[AwardKind] = mapped_column(enum_type(AwardKind))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey(Organisation.id))


class AwardVersion(Base):
    """What the rules said of an award from one date to another; empty means unknown.

    The threshold is numerator, denominator and whether it must be exceeded, over all
    members of the council. `decider_kind` says which kind of organisation decides; the
    nearest one up the line from the proposing unit is meant.
    """

    __tablename__ = "award_versions"
    __table_args__ = (UniqueConstraint("award_id", "valid_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    award_id: Mapped[int] = mapped_column(ForeignKey(Award.id), index=True)
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    subject: Mapped[str]  # individual | collective | household | any, as the catalogue has it
    level: Mapped[str] = mapped_column(default="")
    decider: Mapped[str] = mapped_column(default="")
    decider_kind: Mapped[OrganisationKind | None] = mapped_column(enum_type(OrganisationKind))
    decider_post: Mapped[str] = mapped_column(default="")  # "Cục trưởng", for "Giấy khen của …"
    route: Mapped[Route] = mapped_column(enum_type(Route), default=Route.COUNCIL)
    criteria: Mapped[str] = mapped_column(default="")
    prerequisite: Mapped[str] = mapped_column(default="")
    vote_numerator: Mapped[int | None]
    vote_denominator: Mapped[int | None]
    vote_strict: Mapped[bool | None]
    secret_ballot: Mapped[bool | None]
    in_writing: Mapped[bool | None]  # a council may be asked in writing; unset: as its rules say
    checklist: Mapped[str] = mapped_column(default="")  # one required paper a line
    word_limit: Mapped[int | None]  # of the achievement report; None: nobody sets one
    retention: Mapped[str] = mapped_column(default="")
    legal_basis: Mapped[str] = mapped_column(default="")
    verified: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]

    award: Mapped[Award] = relationship()


class DemandKind(StrEnum):
    PART = "part"  # of the achievement report
    CONFIRMATION = "confirmation"  # what another office has to say (hiệp y)


class AwardDemand(Base):
    """A part of the report an award asks for, or the office whose word it asks for.

    `whom` names those it concerns, empty for everybody; like a rule, a demand nobody verified
    keeps nothing back. The dates are those of the version.
    """

    __tablename__ = "award_demands"
    __table_args__ = (UniqueConstraint("award_version_id", "kind", "subject", "text"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    award_version_id: Mapped[int] = mapped_column(ForeignKey(AwardVersion.id))
    kind: Mapped[DemandKind] = mapped_column(enum_type(DemandKind))
    subject: Mapped[str] = mapped_column(default="any")  # as the catalogue has it
    position: Mapped[int]
    text: Mapped[str]  # the heading, or the office
    detail: Mapped[str] = mapped_column(default="")  # what is written there, what is confirmed
    whom: Mapped[str] = mapped_column(default="")
    legal_basis: Mapped[str] = mapped_column(default="")
    verified: Mapped[str] = mapped_column(default="")


class Honour(Base):
    """An honour somebody holds. Number, date and issuer are kept as the source writes them.

    Only the day a table was read to say is kept in one way, 30/12/2019, however it was typed.

    `decision_item_id` is set when the product itself decided; `struck_by` names the revoking
    decision and takes the honour out of every calculation without deleting it. `reviewed_on`
    is the day somebody looked through the later honours that had leaned on it.
    """

    __tablename__ = "honours"
    __table_args__ = (
        Index(None, "recipient_id", "year"),
        # the few taken back that somebody has to look at, among all there ever were
        Index(
            "ix_honours_awaiting_review", "id",
            sqlite_where=text("struck_on IS NOT NULL AND reviewed_on IS NULL"),
            postgresql_where=text("struck_on IS NOT NULL AND reviewed_on IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient_id: Mapped[int] = mapped_column(ForeignKey(Recipient.id))
    award_id: Mapped[int] = mapped_column(ForeignKey(Award.id), index=True)
    ground: Mapped[Ground | None] = mapped_column(enum_type(Ground))
    year: Mapped[int | None]
    period: Mapped[str] = mapped_column(default="")
    number_text: Mapped[str] = mapped_column(default="")
    date_text: Mapped[str] = mapped_column(default="")
    decided_on: Mapped[date | None]
    issuer_text: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="")
    decision_item_id: Mapped[int | None] = mapped_column(unique=True)
    struck_by: Mapped[str] = mapped_column(default="")
    struck_on: Mapped[date | None]
    struck_reason: Mapped[str] = mapped_column(default="")
    reviewed_on: Mapped[date | None]
    review_note: Mapped[str] = mapped_column(default="")
    # what was said of the line later, one a line: a correction, the number it had before
    note: Mapped[str] = mapped_column(default="", server_default="")

    award: Mapped[Award] = relationship()
    recipient: Mapped[Recipient] = relationship()


class Initiative(Public, Base):
    """A recognised initiative, or an accepted topic (`is_topic`), and the award that used it up.

    `used_by` is the nomination it was counted for: an initiative serves one award only.
    """

    __tablename__ = "initiatives"

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient_id: Mapped[int] = mapped_column(ForeignKey(Recipient.id), index=True)
    title: Mapped[str]
    scope: Mapped[Scope] = mapped_column(enum_type(Scope))
    is_topic: Mapped[bool] = mapped_column(default=False)
    year: Mapped[int]
    source: Mapped[str] = mapped_column(default="")  # the recognising decision, as written
    used_by: Mapped[int | None] = mapped_column(index=True)


class ClusterRank(Base):
    """A place in the final table of an emulation cluster (cụm, khối thi đua) for a year."""

    __tablename__ = "cluster_ranks"
    __table_args__ = (UniqueConstraint("recipient_id", "cluster", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient_id: Mapped[int] = mapped_column(ForeignKey(Recipient.id))
    cluster: Mapped[str]  # cluster | central_cluster
    year: Mapped[int]
    place: Mapped[int]
    best_of_leaders: Mapped[bool | None]
    source: Mapped[str] = mapped_column(default="")


class ImportRun(Public, Base):
    """A long table being imported by a worker, part by part; `next_row` says how far it is.

    `round` rises with each thing asked of the worker, so that an older job does nothing.
    `found` is what the dry run tells, `written` what went in so far.
    """

    __tablename__ = "import_runs"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    at: Mapped[datetime]
    file_name: Mapped[str]
    table_digest: Mapped[str] = mapped_column(String(64))
    source_digest: Mapped[str] = mapped_column(String(64), default="")
    faults_digest: Mapped[str] = mapped_column(String(64), default="")
    unit_id: Mapped[int | None] = mapped_column(ForeignKey(Organisation.id))
    mend: Mapped[bool] = mapped_column(default=False)
    choices: Mapped[dict[str, str]] = mapped_column(JSON)
    phase: Mapped[ImportPhase] = mapped_column(enum_type(ImportPhase))
    round: Mapped[int] = mapped_column(default=0)
    rows: Mapped[int]
    next_row: Mapped[int] = mapped_column(default=0)
    found: Mapped[dict[str, Any]] = mapped_column(JSON)
    written: Mapped[dict[str, int]] = mapped_column(JSON)
    job_id: Mapped[int | None] = mapped_column(ForeignKey(Job.id))

    job: Mapped[Job | None] = relationship()
    user: Mapped[User] = relationship()
