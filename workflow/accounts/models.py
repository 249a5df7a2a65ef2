"""Users, the roles granted to them, their sessions, and the links that let them in."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from workflow.core.db import Base, Public, Versioned, enum_type
from workflow.core.text import fold, sort_key
from workflow.organisations.models import Organisation


class Role(StrEnum):
    OFFICER = "officer"
    UNIT_HEAD = "unit_head"
    SECRETARY = "secretary"
    HEAD = "head"
    CLERK = "clerk"
    ARCHIVIST = "archivist"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


class LinkPurpose(StrEnum):
    FIRST_ADMINISTRATOR = "first_administrator"
    INVITATION = "invitation"
    RESET = "reset"


class User(Public, Versioned, Base):
    """An account. `auth_epoch` rises when every session must end at once (promise P24)."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(unique=True)  # stored folded to lower case
    name: Mapped[str]
    title: Mapped[str] = mapped_column(default="")  # post as shown beside the name
    password_hash: Mapped[str | None] = mapped_column(String(200))
    is_active: Mapped[bool] = mapped_column(default=True)
    auth_epoch: Mapped[int] = mapped_column(default=1)
    language: Mapped[str] = mapped_column(default="vi")
    name_fold: Mapped[str] = mapped_column(default="")
    sort_key: Mapped[str] = mapped_column(default="", index=True)

    @validates("name")
    def _index_name(self, _key: str, name: str) -> str:
        self.name_fold, self.sort_key = fold(name), sort_key(name)
        return name


class RoleGrant(Base):
    """A role in one organisation, from one day to another; never deleted, only ended."""

    __tablename__ = "role_grants"
    __table_args__ = (Index(None, "user_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id), index=True)
    role: Mapped[Role] = mapped_column(enum_type(Role))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))

    user: Mapped[User] = relationship(foreign_keys=[user_id])
    organisation: Mapped[Organisation] = relationship()


class EntryLink(Base):
    """A single-use link that sets a password; only its digest is stored."""

    __tablename__ = "entry_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    purpose: Mapped[LinkPurpose] = mapped_column(enum_type(LinkPurpose))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()


class UserSession(Base):
    """A signed-in browser; the cookie's random value is stored as a digest."""

    __tablename__ = "user_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id), index=True)
    auth_epoch: Mapped[int]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey(Organisation.id))
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()


class GuessCount(Base):
    """Failed sign-ins of one account (or address) on one day, from known and unknown devices."""

    __tablename__ = "guess_counts"
    __table_args__ = (UniqueConstraint("subject", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str]
    day: Mapped[date]
    count: Mapped[int] = mapped_column(default=0)


class KnownDevice(Base):
    """A browser its owner signed in from: its guesses are counted apart from a stranger's."""

    __tablename__ = "known_devices"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id), index=True)
    created_at: Mapped[datetime]
