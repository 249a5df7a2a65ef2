"""Organisations that propose and decide, and what became of them."""

from datetime import date
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflow.core.db import Base, Public, Versioned, enum_type
from workflow.core.series import Way


class OrganisationKind(StrEnum):
    MINISTRY = "ministry"
    GENERAL_DEPARTMENT = "general_department"
    DEPARTMENT = "department"
    UNIT = "unit"
    UNION = "union"
    COMMITTEE = "committee"  # people's committee


class ChangeKind(StrEnum):
    RENAMED = "renamed"
    MERGED = "merged"
    DISSOLVED = "dissolved"


class Organisation(Public, Versioned, Base):
    """An organisation as it is from `valid_from` on; a renaming makes a successor.

    `parent` is the line it reports to; `beside` ties a trade union to its agency.
    `symbol` is what numbers end in (CQLTT). A unit without a symbol issues no numbers of its
    own. The heading lines are printed as entered (Decree 30/2020, PL I II.2).
    """

    __tablename__ = "organisations"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    short_name: Mapped[str]
    name_fold: Mapped[str] = mapped_column(index=True)
    kind: Mapped[OrganisationKind] = mapped_column(enum_type(OrganisationKind))
    symbol: Mapped[str] = mapped_column(default="")
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    beside_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    place: Mapped[str] = mapped_column(default="")
    head_post: Mapped[str] = mapped_column(default="")  # Cục trưởng
    heading_parent: Mapped[str] = mapped_column(default="")  # line above the name, in capitals
    heading_name: Mapped[str] = mapped_column(default="")
    numbers_first: Mapped[bool] = mapped_column(default=False)  # number reserved before signing
    signs_digitally: Mapped[bool] = mapped_column(default=False)  # what is drafted from now on
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]

    parent: Mapped["Organisation | None"] = relationship(
        foreign_keys=[parent_id], remote_side="Organisation.id"
    )


class Succession(Base):
    """How one organisation became another: lineage for search and for ledgers."""

    __tablename__ = "successions"

    id: Mapped[int] = mapped_column(primary_key=True)
    predecessor_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id), index=True)
    successor_id: Mapped[int | None] = mapped_column(ForeignKey(Organisation.id), index=True)
    kind: Mapped[ChangeKind] = mapped_column(enum_type(ChangeKind))
    on: Mapped[date]
    basis: Mapped[str] = mapped_column(default="")


class NumberScheme(Base):
    """How an office divides its administrative papers over number books, from a 1 January on."""

    __tablename__ = "number_schemes"
    __table_args__ = (UniqueConstraint("organisation_id", "valid_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id))
    valid_from: Mapped[date]
    way: Mapped[Way] = mapped_column(enum_type(Way))
    groups: Mapped[list[list[str]]] = mapped_column(JSON, default=list)  # kinds of one book each
