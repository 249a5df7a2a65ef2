"""What arrived at the actor's own office, who may handle it, and what answers it."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from workflow.accounts.models import Role, RoleGrant, User
from workflow.archive.incoming.models import Arrival, ArrivalOpinion
from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import NotVisible
from workflow.core.i18n import _
from workflow.core.numbering_text import read, squeeze
from workflow.core.text import fold
from workflow.documents.models import Paper
from workflow.documents.queries import INSIDERS
from workflow.documents.states import OUT, Direction

CANDIDATES = 200  # papers whose number holds the digits looked for


def visible_to(actor: Actor) -> Select[Arrival]:
    """Return what arrived at the office the actor acts for; nothing to other offices."""
    inside = not actor.roles.isdisjoint(INSIDERS)
    return select(Arrival).where(
        Arrival.organisation_id == (actor.organisation_id if inside else None)
    )


def get_visible(public_id: str, actor: Actor) -> Arrival:
    """Return it with its paper. Raises NotVisible when the actor may not see it."""
    found = db.session.scalars(
        visible_to(actor)
        .where(Arrival.public_id == public_id)
        .options(
            joinedload(Arrival.paper).joinedload(Paper.number_entry), joinedload(Arrival.answer),
            joinedload(Arrival.organisation), joinedload(Arrival.handler),
        )
    ).one_or_none()  # fmt: skip
    if found is None:
        raise NotVisible(_("Không tìm thấy văn bản đến này, hoặc văn bản không dành cho bạn."))
    return found


def get_for_change(public_id: str, actor: Actor) -> Arrival:
    """Return it locked and as it is stored now."""
    return db.session.get_one(
        Arrival, get_visible(public_id, actor).id, with_for_update={"of": Arrival},
        populate_existing=True,
    )  # fmt: skip


def find_by_paper(paper_id: int) -> Arrival | None:
    return db.session.scalars(select(Arrival).where(Arrival.paper_id == paper_id)).one_or_none()


def opinions_of(arrival_id: int) -> Sequence[ArrivalOpinion]:
    """Return what was written of it, oldest first."""
    return db.session.scalars(
        select(ArrivalOpinion)
        .where(ArrivalOpinion.arrival_id == arrival_id)
        .order_by(ArrivalOpinion.id)
    ).all()


def people_of(organisation_id: int, day: date) -> Sequence[User]:
    """Return the office's people who may be given a paper to handle, by name."""
    grants = select(RoleGrant.user_id).where(
        RoleGrant.organisation_id == organisation_id,
        RoleGrant.role.in_([Role(role) for role in sorted(INSIDERS)]),
        RoleGrant.valid_from <= day,
        or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to >= day),
    )
    rows = select(User).where(User.is_active, User.id.in_(grants))
    return db.session.scalars(rows.order_by(User.sort_key, User.id)).all()


def same_written(
    organisation_id: int, number_text: str, issuer: str, years: set[int]
) -> Paper | None:
    """Return a paper that arrived before with this number, symbol and issuer in these years."""
    written = read(number_text)
    if written.number is None:
        return None
    rows = db.session.scalars(
        select(Paper)
        .where(
            Paper.organisation_id == organisation_id, Paper.direction == Direction.INCOMING,
            Paper.number_text.contains(str(written.number)),
        )
        .order_by(Paper.id.desc())
        .limit(CANDIDATES)
    )  # fmt: skip
    return next(
        (row for row in rows if _same(row, number_text, issuer) and _year(row) in years), None
    )


def _same(row: Paper, number_text: str, issuer: str) -> bool:
    one, other = read(row.number_text or ""), read(number_text)
    alike = (one.number, one.suffix, one.symbol) == (other.number, other.suffix, other.symbol)
    return alike and fold(row.issuer_text) == fold(issuer)


def _year(row: Paper) -> int:
    day = row.dated or row.arrived_on or clock.today()
    return day.year


def answers_by_number(organisation_id: int, number_text: str, since: date) -> Sequence[Paper]:
    """Return our issued papers with this number, not older than `since`, newest first."""
    written = read(number_text)
    if written.number is None:
        return []
    rows = db.session.scalars(
        select(Paper)
        .where(
            Paper.organisation_id == organisation_id, Paper.direction == Direction.OUTGOING,
            Paper.status.in_(OUT), Paper.dated >= since,
            Paper.number_text.contains(str(written.number)),
        )
        .order_by(Paper.dated.desc(), Paper.id.desc())
        .limit(CANDIDATES)
    )  # fmt: skip
    return [
        row for row in rows
        if (found := read(row.number_text or "")).number == written.number
        and squeeze(found.symbol) == written.symbol and written.year in {None, _year(row)}
    ]  # fmt: skip


def by_papers(paper_ids: Iterable[int]) -> dict[int, Arrival]:
    """Return the handling of these papers, in one query."""
    rows = db.session.scalars(
        select(Arrival)
        .where(Arrival.paper_id.in_(list(paper_ids)))
        .options(joinedload(Arrival.answer))
    )
    return {row.paper_id: row for row in rows}
