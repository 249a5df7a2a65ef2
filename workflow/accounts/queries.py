"""Who may sign in, and what they may be today."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload

from workflow.accounts.models import Role, RoleGrant, User
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import NotVisible
from workflow.core.i18n import _
from workflow.core.text import fold
from workflow.organisations.models import Organisation
from workflow.organisations.queries import administered, subtree

PAGE = 50
MOST_GRANTS = 200


def find_by_login(login: str) -> User | None:
    return db.session.scalars(select(User).where(User.login == login.casefold())).one_or_none()


def grants_on(user_id: int, day: date) -> Sequence[RoleGrant]:
    """Return the user's grants that hold on `day`, by organisation."""
    return db.session.scalars(
        select(RoleGrant)
        .where(
            RoleGrant.user_id == user_id,
            RoleGrant.valid_from <= day,
            or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to >= day),
        )
        .order_by(RoleGrant.organisation_id, RoleGrant.id)
    ).all()


def users_with(role: Role, organisation_id: int, day: date) -> Sequence[User]:
    """Return the active users who hold `role` in the organisation on `day`."""
    return db.session.scalars(
        select(User)
        .join(RoleGrant, RoleGrant.user_id == User.id)
        .where(
            User.is_active,
            RoleGrant.role == role,
            RoleGrant.organisation_id == organisation_id,
            RoleGrant.valid_from <= day,
            or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to >= day),
        )
        .order_by(User.id)
    ).all()


def organisations_of(user_id: int, day: date) -> Sequence[Organisation]:
    """Return the organisations the user may act for on `day`."""
    return db.session.scalars(
        select(Organisation)
        .where(
            Organisation.id.in_(
                select(RoleGrant.organisation_id).where(
                    RoleGrant.user_id == user_id,
                    RoleGrant.valid_from <= day,
                    or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to >= day),
                )
            )
        )
        .order_by(Organisation.id)
    ).all()


def posts_of(actor: Actor, day: date) -> list[tuple[Organisation, Actor]]:
    """Return every organisation the person may act for on `day`, and who they are there."""
    grants = db.session.scalars(
        select(RoleGrant)
        .options(joinedload(RoleGrant.organisation))
        .where(
            RoleGrant.user_id == (actor.user_id or 0),
            RoleGrant.valid_from <= day,
            or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to >= day),
        )
        .order_by(RoleGrant.organisation_id, RoleGrant.id)
    )
    roles: dict[Organisation, set[str]] = {}
    for grant in grants:
        roles.setdefault(grant.organisation, set()).add(grant.role.value)
    return [
        (place, Actor(actor.user_id, actor.name, place.id, frozenset(held)))
        for place, held in roles.items()
    ]


def visible_to(actor: Actor) -> Select[User]:
    """Return the users who hold, held or will hold a role in what the actor administers."""
    return select(User).where(_has_role_in(administered(actor)))


def _has_role_in(organisations: Select[int]) -> ColumnElement[bool]:
    return User.id.in_(
        select(RoleGrant.user_id).where(RoleGrant.organisation_id.in_(organisations))
    )


def people(actor: Actor, *, under: Organisation | None, text: str, page: int) -> Sequence[User]:
    """Return one page of users by name, and one more when there is a next page."""
    wanted = visible_to(actor)
    if under is not None:
        wanted = wanted.where(_has_role_in(select(subtree(under.id).c.id)))
    if text:
        wanted = wanted.where(
            or_(
                User.login.contains(text.casefold(), autoescape=True),
                User.name_fold.contains(fold(text), autoescape=True),
            )
        )
    order = User.is_active.desc(), User.sort_key, User.id
    return db.session.scalars(wanted.order_by(*order).offset(page * PAGE).limit(PAGE + 1)).all()


def grants_of(users: Sequence[User], actor: Actor) -> Sequence[RoleGrant]:
    """Return the grants of these users that the actor administers, newest first."""
    return db.session.scalars(
        select(RoleGrant)
        .options(joinedload(RoleGrant.organisation))
        .where(
            RoleGrant.user_id.in_([user.id for user in users]),
            RoleGrant.organisation_id.in_(administered(actor)),
        )
        .order_by(RoleGrant.valid_from.desc(), RoleGrant.id.desc())
        .limit(MOST_GRANTS * max(len(users), 1))
    ).all()


def get_visible(public_id: str, actor: Actor) -> User:
    """Return a user the actor sees. Raises NotVisible for any other."""
    return _one(visible_to(actor).where(User.public_id == public_id))


def get_for_change(public_id: str, actor: Actor) -> User:
    """Return it locked and as it is stored now."""
    wanted = visible_to(actor).where(User.public_id == public_id)
    return _one(wanted.with_for_update(of=User).execution_options(populate_existing=True))


def _one(wanted: Select[User]) -> User:
    found = db.session.scalars(wanted).one_or_none()
    if found is None:
        raise NotVisible(_("Không tìm thấy tài khoản này, hoặc không thuộc đơn vị bạn quản trị."))
    return found
