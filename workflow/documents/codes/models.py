"""The code on a paper, a copy or a certificate, by which anyone can ask whether it is ours."""

from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workflow.core.db import Base
from workflow.documents.codes.lettering import LENGTH


class CheckCode(Base):
    """A code given before the signature; it stays with what it was given to for good.

    `owner_kind` is paper, copy, certificate or reissue.
    """

    __tablename__ = "check_codes"
    __table_args__ = (UniqueConstraint("owner_kind", "owner_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(LENGTH), unique=True)
    owner_kind: Mapped[str]
    owner_id: Mapped[int]
    given_at: Mapped[datetime]
