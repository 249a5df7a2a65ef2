"""Who may sign in, and what they may be today."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select

from workflow.accounts.models import Role, RoleGrant, User
from workflow.core.db import db
from workflow.organisations.models import Organisation


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
