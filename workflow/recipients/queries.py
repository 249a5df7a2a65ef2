"""Find persons and collectives, only where they belong to what the actor may look over."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import aliased, joinedload

from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import NotVisible
from workflow.core.i18n import _
from workflow.core.text import fold
from workflow.organisations.models import Organisation
from workflow.recipients.models import (
    Absence,
    Coverage,
    Discipline,
    Hold,
    Lineage,
    Membership,
    Recipient,
    RecipientKind,
    Strength,
    YearlyGrade,
)

LOOKING = frozenset({"officer", "unit_head", "secretary", "head", "clerk", "archivist"})
PAGE = 50
MOST_OFFERED = 2000  # collectives of one choice; a ministry has fewer under it
_UNDER = aliased(Organisation)  # made once: an alias is costly to make

ViewerRule = Callable[[Actor], Select[int]]
_viewer_rules: list[ViewerRule] = []


@dataclass(frozen=True)
class Member:
    """A recipient as their organisation knows them: with the post held there."""

    recipient: Recipient
    membership: Membership
    organisation: Organisation


@dataclass(frozen=True)
class Ledgers:
    """What is written down of one recipient, the newest first."""

    grades: Sequence[YearlyGrade]
    strengths: Sequence[Strength]
    disciplines: Sequence[Discipline]
    holds: Sequence[Hold]
    coverages: Sequence[Coverage]
    absences: Sequence[Absence]
    lineages: Sequence[Lineage]


def register_viewer(rule: ViewerRule) -> None:
    """Let a higher domain show more recipients: `rule` selects ids, as of nominations received."""
    if rule not in _viewer_rules:
        _viewer_rules.append(rule)


def tree_of(organisation_id: int | None) -> Select[int]:
    """Select the ids of the organisation and everything under it."""
    tree = (
        select(Organisation.id)
        .where(Organisation.id == organisation_id)
        .cte("organisation_tree", recursive=True)
    )
    tree = tree.union(select(_UNDER.id).where(_UNDER.parent_id == tree.c.id))
    return select(tree.c.id)


def trees_of(organisation_ids: Sequence[int]) -> Select[int, int]:
    """Select each of the organisations, as `root`, with every organisation under it, as `id`."""
    tree = (
        select(Organisation.id.label("root"), Organisation.id.label("id"))
        .where(Organisation.id.in_(organisation_ids))
        .cte("organisation_trees", recursive=True)
    )
    tree = tree.union(select(tree.c.root, _UNDER.id).where(_UNDER.parent_id == tree.c.id))
    return select(tree.c.root, tree.c.id)


def _holds(day: date) -> ColumnElement[bool]:
    return (Membership.valid_from <= day) & or_(
        Membership.valid_to.is_(None), Membership.valid_to >= day
    )


def _seen_by(actor: Actor) -> ColumnElement[bool]:
    here = actor.organisation_id if not actor.roles.isdisjoint(LOOKING) else None
    belonging = select(Membership.recipient_id).where(Membership.organisation_id.in_(tree_of(here)))
    return or_(
        Recipient.id.in_(belonging), *(Recipient.id.in_(rule(actor)) for rule in _viewer_rules)
    )


def visible_to(actor: Actor) -> Select[Recipient]:
    """Select the recipients of the actor's organisation and below, and those nominated to it."""
    return select(Recipient).where(_seen_by(actor))


def _one(statement: Select[Recipient]) -> Recipient:
    found = db.session.scalars(statement).one_or_none()
    if found is None:
        raise NotVisible(_("Không tìm thấy người hoặc tập thể này trong phạm vi của đơn vị."))
    return found


def get_visible(public_id: str, actor: Actor) -> Recipient:
    return _one(visible_to(actor).where(Recipient.public_id == public_id))


def get_for_change(public_id: str, actor: Actor) -> Recipient:
    """Return the recipient as stored now, the row locked."""
    statement = visible_to(actor).where(Recipient.public_id == public_id)
    locked = statement.with_for_update(of=Recipient)
    return _one(locked.execution_options(populate_existing=True))


def get_many_for_change(public_ids: Sequence[str], actor: Actor) -> Sequence[Recipient]:
    """Return those of the recipients the actor sees, as stored now, locked in one order."""
    statement = visible_to(actor).where(Recipient.public_id.in_(public_ids))
    locked = statement.order_by(Recipient.id).with_for_update(of=Recipient)
    return db.session.scalars(locked.execution_options(populate_existing=True)).all()


def members_of(
    organisation_id: int, *, day: date | None = None, words: str = "", below: bool = False,
    limit: int = PAGE, offset: int = 0,
) -> list[Member]:  # fmt: skip
    """Return who belongs to the organisation on `day`, collectives first, by given name."""
    places = tree_of(organisation_id) if below else [organisation_id]
    rows = (
        select(Recipient, Membership, Organisation)
        .join(Membership, Membership.recipient_id == Recipient.id)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(Membership.organisation_id.in_(places), _holds(day or clock.today()))
        .order_by(
            Recipient.kind != RecipientKind.COLLECTIVE, Recipient.sort_key, Recipient.id,
            Membership.id,
        )
        .limit(limit)
        .offset(offset)
    )  # fmt: skip
    for word in fold(words).split():
        rows = rows.where(Recipient.name_fold.contains(word, autoescape=True))
    return [Member(*row) for row in db.session.execute(rows)]


def memberships_of(recipient_id: int) -> Sequence[Member]:
    """Return every place the recipient holds or held, newest first."""
    rows = (
        select(Recipient, Membership, Organisation)
        .join(Membership, Membership.recipient_id == Recipient.id)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(Recipient.id == recipient_id)
        .order_by(Membership.valid_from.desc(), Membership.id.desc())
    )
    return [Member(*row) for row in db.session.execute(rows)]


def find_membership(recipient_id: int, organisation_id: int, day: date) -> Membership | None:
    """Return the place the recipient holds in the organisation on `day`."""
    return db.session.scalars(
        select(Membership)
        .where(
            Membership.recipient_id == recipient_id,
            Membership.organisation_id == organisation_id,
            _holds(day),
        )
        .order_by(Membership.id.desc())
        .limit(1)
    ).one_or_none()


def posts_in(recipient_ids: Sequence[int], organisation_id: int, day: date) -> dict[int, str]:
    """Return the posts these people hold in the organisation on `day`."""
    rows = db.session.execute(
        select(Membership.recipient_id, Membership.post)
        .where(
            Membership.recipient_id.in_(recipient_ids),
            Membership.organisation_id == organisation_id,
            _holds(day),
        )
        .order_by(Membership.id)
    )
    return dict(rows.all())


def posts_named(names: Collection[str], organisation_id: int, day: date) -> dict[str, str]:
    """Return the post of each name written by hand, where the organisation's people tell it.

    Namesakes with different posts are left out: nobody can say which of them is meant.
    """
    rows = db.session.execute(
        select(Recipient.name, Membership.post)
        .join(Membership, Membership.recipient_id == Recipient.id)
        .where(
            Recipient.name_fold.in_(sorted({fold(name) for name in names})),  # which has an index
            Recipient.name.in_(sorted(names)), Membership.organisation_id == organisation_id,
            _holds(day),
        )
    )  # fmt: skip
    found: dict[str, set[str]] = {}
    for name, post in rows:
        found.setdefault(name, set()).add(post)
    return {name: posts.pop() for name, posts in found.items() if len(posts) == 1}


def find_namesakes(name: str, organisation_id: int) -> Sequence[Recipient]:
    """Return those of the same name, marks aside, in one organisation."""
    return db.session.scalars(
        select(Recipient)
        .join(Membership, Membership.recipient_id == Recipient.id)
        .where(Recipient.name_fold == fold(name), Membership.organisation_id == organisation_id)
        .order_by(Recipient.id)
    ).all()


def accounts_of_person(user_id: int | None) -> Select[int | None]:
    """Select the accounts of whom the account belongs to, where a citizen's number tells it.

    One person may be entered in several organisations, each time with another account.
    """
    numbers = select(Recipient.citizen_id).where(
        Recipient.user_id == user_id, Recipient.citizen_id != ""
    )
    return select(Recipient.user_id).where(
        Recipient.citizen_id.in_(numbers), Recipient.user_id.is_not(None)
    )


def find_by_citizen_id(
    number: str, organisation_id: int, *, below: bool = False
) -> Sequence[Recipient]:
    """Return those of this identity number who belong or belonged to the organisation."""
    if not number:
        return []
    places = tree_of(organisation_id) if below else select(Organisation.id).where(
        Organisation.id == organisation_id
    )  # fmt: skip
    belonging = select(Membership.recipient_id).where(Membership.organisation_id.in_(places))
    return db.session.scalars(
        select(Recipient)
        .where(Recipient.citizen_id == number, Recipient.id.in_(belonging))
        .order_by(Recipient.id)
    ).all()


def belongs_under(recipients: Select[int], organisation_id: int, day: date) -> bool:
    """Tell whether one of the recipients has a place in the organisation, or below, on `day`."""
    place = select(Membership.id).where(
        Membership.recipient_id.in_(recipients),
        Membership.organisation_id.in_(tree_of(organisation_id)),
        _holds(day),
    )
    return db.session.scalars(place.limit(1)).first() is not None


def belonging_under(recipient_ids: Sequence[int], organisation_id: int, day: date) -> set[int]:
    """Return those of the recipients with a place in the organisation, or below, on `day`."""
    places = select(Membership.recipient_id).where(
        Membership.recipient_id.in_(recipient_ids),
        Membership.organisation_id.in_(tree_of(organisation_id)),
        _holds(day),
    )
    return set(db.session.scalars(places))


def ledgers_of(recipient_id: int) -> Ledgers:
    """Return every row of the recipient's ledgers, in one query a ledger."""

    def rows(model: Any, *order: ColumnElement[Any]) -> Sequence[Any]:
        asked = select(model).where(model.recipient_id == recipient_id)
        if model is Lineage:
            asked = asked.options(joinedload(Lineage.predecessor))
        return db.session.scalars(asked.order_by(*order, model.id)).all()

    return Ledgers(
        grades=rows(YearlyGrade, YearlyGrade.year.desc()),
        strengths=rows(Strength, Strength.year.desc()),
        disciplines=rows(Discipline, Discipline.starts_on.desc()),
        holds=rows(Hold, Hold.ends_on.is_not(None), Hold.starts_on.desc()),
        coverages=rows(Coverage, Coverage.ledger.asc(), Coverage.first_year.asc()),
        absences=rows(Absence, Absence.starts_on.desc()),
        lineages=rows(Lineage, Lineage.on.desc()),
    )


def open_holds_of(recipient_id: int) -> Sequence[Hold]:
    """Return the inspections of the recipient that still last."""
    return db.session.scalars(
        select(Hold)
        .where(Hold.recipient_id == recipient_id, Hold.ends_on.is_(None))
        .order_by(Hold.starts_on, Hold.id)
    ).all()


def collectives_for(actor: Actor, *, besides: int) -> Sequence[Recipient]:
    """Return the collectives the actor sees, by name: those that may have become another one."""
    return db.session.scalars(
        visible_to(actor)
        .where(Recipient.kind == RecipientKind.COLLECTIVE, Recipient.id != besides)
        .order_by(Recipient.name_fold, Recipient.id)
        .limit(MOST_OFFERED)
    ).all()


def successors_of(recipient_id: int) -> Sequence[Lineage]:
    """Return what the collective became, or went into, the first step first."""
    return db.session.scalars(
        select(Lineage)
        .options(joinedload(Lineage.successor))
        .where(Lineage.predecessor_id == recipient_id)
        .order_by(Lineage.on, Lineage.id)
    ).all()


def seen_among(recipient_ids: Sequence[int], actor: Actor) -> dict[int, str]:
    """Return the public ids of those of the recipients the actor may look at."""
    if not recipient_ids:
        return {}
    rows = db.session.execute(
        select(Recipient.id, Recipient.public_id).where(
            Recipient.id.in_(sorted(recipient_ids)), _seen_by(actor)
        )
    )
    return dict(rows.all())
