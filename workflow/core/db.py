"""The database handle, the declarative base, and the column types every model shares."""

import secrets
from datetime import UTC, datetime
from enum import Enum as PyEnum
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Dialect, Enum, MetaData, String, TypeDecorator
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    MappedColumn,
    declared_attr,
    mapped_column,
    registry,
)

from workflow.core.text import normalise

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class VietnameseText(TypeDecorator[str]):
    """Text that is stored in one form only; `normalise` says which and what it refuses."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else normalise(value)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC. SQLite forgets zones, so the zone is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={str: VietnameseText(), datetime: Moment()},
    )


db = SQLAlchemy(model_class=Base, disable_autonaming=True)


def new_public_id() -> str:
    """Return a random identifier fit for a URL: 128 bits, no order, no meaning."""
    return secrets.token_urlsafe(16)


class Public:
    """A record that has a page: integers stay inside, this goes into the URL."""

    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=new_public_id)


class Versioned:
    """A row people edit: a stale write is refused instead of overwriting (promise P11)."""

    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805
        return {"version_id_col": cls.__dict__.get("version") or cls.version}


def status_column(initial: PyEnum) -> MappedColumn[Any]:
    """Store a status as its value in a text column, so new statuses need no type migration.

    It has no index of its own: a few values tell little, and a planner without statistics would
    rather read every nomination that passed anywhere than those of one office.
    """
    return mapped_column(enum_type(type(initial)), default=initial)


def enum_type(states: type[PyEnum]) -> Enum:
    """Return the column type that stores a member of `states` as its text value."""
    return Enum(
        states, native_enum=False, length=32, create_constraint=False,
        values_callable=lambda members: [member.value for member in members],
    )  # fmt: skip
