"""Where organisations stand: lines up and down, and what an administrator administers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import CTE, Select, func, or_, select
from sqlalchemy.orm import aliased

from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import NotVisible
from workflow.core.i18n import _
from workflow.core.text import fold
from workflow.organisations.models import Organisation, OrganisationKind, Succession

PAGE = 50
MOST_CHOICES = 500
# Aliases are made once: they are costly to make.
_CHILD, _BEFORE, _AFTER = (aliased(Organisation) for _part in range(3))


@dataclass(frozen=True)
class Branch:
    """One line of the list: an organisation and how many stand directly under it."""

    organisation: Organisation
    below: int


def subtree(organisation_id: int) -> CTE:
    """Return the ids of an organisation, of all under it, and of the unions beside them."""
    tree = select(Organisation.id).where(Organisation.id == organisation_id).cte(recursive=True)
    return tree.union(
        select(Organisation.id).join(
            tree, or_(Organisation.parent_id == tree.c.id, Organisation.beside_id == tree.c.id)
        )
    )


def administered(actor: Actor) -> Select[int]:
    """Return the ids of what the actor administers: nothing, unless an administrator."""
    if actor.organisation_id is None or not actor.has("administrator"):
        return select(Organisation.id).where(Organisation.id.is_(None))
    return select(subtree(actor.organisation_id).c.id)


def visible_to(actor: Actor) -> Select[Organisation]:
    return select(Organisation).where(Organisation.id.in_(administered(actor)))


def get_visible(public_id: str, actor: Actor) -> Organisation:
    """Return an organisation the actor administers. Raises NotVisible for any other."""
    return _one(visible_to(actor).where(Organisation.public_id == public_id))


def is_visible(public_id: str, actor: Actor) -> bool:
    wanted = visible_to(actor).where(Organisation.public_id == public_id)
    return db.session.scalars(wanted).one_or_none() is not None


def is_administered(organisation_id: int, actor: Actor) -> bool:
    wanted = visible_to(actor).where(Organisation.id == organisation_id)
    return db.session.scalars(wanted).one_or_none() is not None


def unit_symbols(organisation_id: int) -> list[tuple[str, str]]:
    """Return the symbols of the office's units as they are today, each with the unit's name."""
    today = clock.today()
    rows = db.session.execute(
        select(Organisation.symbol, Organisation.short_name)
        .where(
            Organisation.parent_id == organisation_id, Organisation.symbol != "",
            Organisation.kind == OrganisationKind.UNIT, Organisation.valid_from <= today,
            or_(Organisation.valid_to.is_(None), Organisation.valid_to >= today),
        )
        .order_by(Organisation.symbol)
    ).all()  # fmt: skip
    return [(symbol, f"{symbol}, {name}") for symbol, name in rows]


def own_of(actor: Actor) -> Organisation:
    """Return the organisation the actor acts for."""
    return db.session.get_one(Organisation, actor.organisation_id)


def beside_of(organisation: Organisation) -> Organisation | None:
    """Return the agency a trade union stands beside."""
    return db.session.get(Organisation, organisation.beside_id or 0)


def get_for_change(public_id: str, actor: Actor) -> Organisation:
    """Return it locked and as it is stored now."""
    wanted = visible_to(actor).where(Organisation.public_id == public_id)
    return _one(wanted.with_for_update(of=Organisation).execution_options(populate_existing=True))


def _one(wanted: Select[Organisation]) -> Organisation:
    found = db.session.scalars(wanted).one_or_none()
    if found is None:
        raise NotVisible(_("Không tìm thấy đơn vị này, hoặc đơn vị không do bạn quản trị."))
    return found


def branches(actor: Actor, *, under: Organisation, text: str, page: int) -> Sequence[Branch]:
    """Return one page of what stands directly under `under`, or matches `text` anywhere below.

    One more than a page comes back when there is a next page.
    """
    below = (
        select(func.count())
        .where(or_(_CHILD.parent_id == Organisation.id, _CHILD.beside_id == Organisation.id))
        .correlate(Organisation)
        .scalar_subquery()
    )
    wanted = select(Organisation, below).where(Organisation.id.in_(administered(actor)))
    if text:
        wanted = wanted.where(Organisation.name_fold.contains(fold(text), autoescape=True))
    else:
        wanted = wanted.where(
            or_(Organisation.parent_id == under.id, Organisation.beside_id == under.id)
        )
    order = Organisation.valid_to.is_not(None), Organisation.name_fold, Organisation.id
    rows = db.session.execute(wanted.order_by(*order).offset(page * PAGE).limit(PAGE + 1))
    return [Branch(row[0], row[1]) for row in rows]


def line_ids(organisation_id: int) -> Select[int]:
    """Return the ids of an organisation and of all it reports to."""
    line = (
        select(Organisation.id, Organisation.parent_id)
        .where(Organisation.id == organisation_id)
        .cte(recursive=True)
    )
    line = line.union(
        select(Organisation.id, Organisation.parent_id).join(
            line, Organisation.id == line.c.parent_id
        )
    )
    return select(line.c.id)


def line_of(organisation: Organisation, actor: Actor) -> Sequence[Organisation]:
    """Return the way from what the actor administers down to `organisation`, for the crumbs."""
    rows = db.session.scalars(
        select(Organisation).where(
            Organisation.id.in_(line_ids(organisation.id)), Organisation.id.in_(administered(actor))
        )
    ).all()
    by_parent = {row.parent_id: row for row in rows}
    ids = {row.id for row in rows}
    way = [row for row in rows if row.parent_id not in ids]
    while way and (child := by_parent.get(way[-1].id)) is not None:
        way.append(child)
    return way


def choices(actor: Actor, day: date) -> Sequence[Organisation]:
    """Return the living organisations the actor administers, the own one first, to choose from."""
    return db.session.scalars(
        visible_to(actor)
        .where(or_(Organisation.valid_to.is_(None), Organisation.valid_to >= day))
        .order_by(Organisation.id != actor.organisation_id, Organisation.name_fold, Organisation.id)
        .limit(MOST_CHOICES)
    ).all()


def history(organisation_id: int) -> Sequence[tuple[Succession, Organisation, Organisation | None]]:
    """Return how the organisation came to be and what became of it, oldest first."""
    rows = db.session.execute(
        select(Succession, _BEFORE, _AFTER)
        .join(_BEFORE, Succession.predecessor_id == _BEFORE.id)
        .outerjoin(_AFTER, Succession.successor_id == _AFTER.id)
        .where(
            or_(
                Succession.predecessor_id == organisation_id,
                Succession.successor_id == organisation_id,
            )
        )
        .order_by(Succession.on, Succession.id)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def living_children(organisation_id: int, day: date) -> int:
    """Return how many organisations still stand directly under this one on `day`."""
    return (
        db.session.scalar(
            select(func.count()).where(
                or_(
                    Organisation.parent_id == organisation_id,
                    Organisation.beside_id == organisation_id,
                ),
                or_(Organisation.valid_to.is_(None), Organisation.valid_to >= day),
            )
        )
        or 0
    )
