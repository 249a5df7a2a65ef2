"""What a secret ballot keeps: its key, its tellers, and the box. No table joins voter and paper."""

from sqlalchemy import JSON, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflow.accounts.models import User
from workflow.core.db import Base
from workflow.councils.models import Ballot


class SecretBallot(Base):
    """The key and the box of one ballot in secret mode.

    `needed` tellers open the box together; 0 where the office does without tellers and the key
    lies in a file outside the database. `items` are the ballot's items in the order of the
    papers. `box_root` and `voted` are fixed at the close.
    """

    __tablename__ = "secret_ballots"

    ballot_id: Mapped[int] = mapped_column(ForeignKey(Ballot.id), primary_key=True)
    needed: Mapped[int]
    public_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    items: Mapped[list[int]] = mapped_column(JSON, default=list)
    box_root: Mapped[bytes | None] = mapped_column(LargeBinary)
    voted: Mapped[int | None]

    ballot: Mapped[Ballot] = relationship()


class Teller(Base):
    """A member who keeps a part of the key (ban kiểm phiếu); the code itself is never stored.

    `public_key` belongs to the code the teller drew; `share` is sealed to it when the ballot opens.
    """

    __tablename__ = "tellers"
    __table_args__ = (UniqueConstraint("ballot_id", "user_id"),)

    ballot_id: Mapped[int] = mapped_column(ForeignKey(Ballot.id), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id), index=True)
    public_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    share: Mapped[bytes | None] = mapped_column(LargeBinary)

    user: Mapped[User] = relationship()


class BoxPaper(Base):
    """A sealed paper in a slot drawn at random: no number in order, no time, nobody's name."""

    __tablename__ = "box_papers"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012  (rows lie by slot, not by order)

    ballot_id: Mapped[int] = mapped_column(ForeignKey(Ballot.id), primary_key=True)
    slot: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
