"""Award ceremonies: who goes up when, what each is handed by whom, and who signed for it."""

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflow.accounts.models import User
from workflow.core.db import Base, Public, Versioned, status_column
from workflow.decisions.models import DecisionItem, ItemStatus
from workflow.decisions.presenting.states import CeremonyStatus, HandoverStatus, Way
from workflow.organisations.models import Organisation

_AS_PRINTED: Mapping[str, str] = MappingProxyType({})
LIVE = text("status != 'released'")


class Ceremony(Public, Versioned, Base):
    """Where the items of issued decisions are handed over.

    Its version rises with every change of plan and order, never with a tick on the day.
    """

    __tablename__ = "ceremonies"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id), index=True)
    title: Mapped[str]
    starts_at: Mapped[datetime]
    place: Mapped[str]
    host: Mapped[str] = mapped_column(default="")  # who organises it
    per_turn: Mapped[int]  # how many go up together at most
    status: Mapped[CeremonyStatus] = status_column(CeremonyStatus.PLANNED)
    reason: Mapped[str] = mapped_column(default="")  # why cancelled
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))

    organisation: Mapped[Organisation] = relationship()


class HonourOrder(Versioned, Base):
    """An office's own order of honour: “code | name”, one a line, the first called first."""

    __tablename__ = "honour_orders"

    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id), primary_key=True)
    awards: Mapped[str]
    source: Mapped[str] = mapped_column(default="")


class StageTurn(Public, Base):
    """Those who go up together, who hands over to them, and what the host of the stage says."""

    __tablename__ = "stage_turns"

    id: Mapped[int] = mapped_column(primary_key=True)
    ceremony_id: Mapped[int] = mapped_column(ForeignKey(Ceremony.id), index=True)
    position: Mapped[int]
    presenter_name: Mapped[str] = mapped_column(default="")
    presenter_post: Mapped[str] = mapped_column(default="")
    call: Mapped[str] = mapped_column(default="")  # empty: worded from the lines


class Handover(Public, Base):
    """One line of a decision at a ceremony: what is handed, and what became of it.

    A line stands in one live ceremony only. Without a turn it is given to the unit directly.
    The money is the line's own, in its decision.
    """

    __tablename__ = "handovers"
    __table_args__ = (
        Index(
            "uq_handovers_live_item", "item_id", unique=True,
            sqlite_where=LIVE, postgresql_where=LIVE,
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    ceremony_id: Mapped[int] = mapped_column(ForeignKey(Ceremony.id), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey(DecisionItem.id), index=True)
    turn_id: Mapped[int | None] = mapped_column(ForeignKey(StageTurn.id), index=True)
    position: Mapped[int]
    certificate: Mapped[str] = mapped_column(default="")  # “Giấy khen”; empty where there is none
    has_frame: Mapped[bool] = mapped_column(default=False)
    has_flag: Mapped[bool] = mapped_column(default=False)
    has_envelope: Mapped[bool] = mapped_column(default=False)
    has_flowers: Mapped[bool] = mapped_column(default=False)
    other: Mapped[str] = mapped_column(default="")
    is_present: Mapped[bool | None]
    stand_in: Mapped[str] = mapped_column(default="")  # who comes in the recipient's place
    status: Mapped[HandoverStatus] = status_column(HandoverStatus.WAITING)
    settled_on: Mapped[date | None]
    receiver: Mapped[str] = mapped_column(default="")  # who signed for it
    receipt: Mapped[str] = mapped_column(default="")  # the paper it was signed on, a remark
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str] = mapped_column(default="")  # the name of who ticked it

    ceremony: Mapped[Ceremony] = relationship()
    item: Mapped[DecisionItem] = relationship()

    reads = _AS_PRINTED  # what letters corrected of the line; the queries of a program fill it in

    @property
    def name(self) -> str:
        """Return who is rewarded, as it should read."""
        return self.reads.get("name", self.item.name)

    @property
    def post(self) -> str:
        return self.reads.get("post", self.item.post)

    @property
    def unit_name(self) -> str:
        return self.reads.get("unit_name", self.item.unit_name)

    @property
    def is_void(self) -> bool:
        """Whether the honour was taken back: nothing is handed over for it any more."""
        return self.item.status is not ItemStatus.AWARDED

    @property
    def way(self) -> Way:
        return Way.UNIT if self.turn_id is None else Way.STAGE

    @property
    def is_open(self) -> bool:
        return self.status is HandoverStatus.WAITING and not self.is_void
