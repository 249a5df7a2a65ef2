"""Signed-in browsers: a random value in the cookie, its digest in the table, ended at once."""

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import select, update

from workflow.accounts.models import User, UserSession
from workflow.accounts.queries import grants_on
from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.db import db

IDLE = timedelta(minutes=60)
LONGEST = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)


def digest(token: str) -> str:
    """Return what is stored of a secret value: it cannot be turned back into a cookie."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_session(user: User) -> str:
    """Sign the user in and return the cookie's value. Acts for the first organisation granted."""
    token = secrets.token_urlsafe(32)
    grants = grants_on(user.id, clock.today())
    moment = clock.real_now()
    db.session.add(
        UserSession(
            token_digest=digest(token), user_id=user.id, auth_epoch=user.auth_epoch,
            organisation_id=grants[0].organisation_id if grants else None,
            created_at=moment, seen_at=moment,
        )
    )  # fmt: skip
    return token


def find_session(token: str) -> UserSession | None:
    """Return the live session of a cookie: not ended, not idle, its user active and unchanged."""
    found = db.session.scalars(
        select(UserSession).where(UserSession.token_digest == digest(token))
    ).one_or_none()
    if found is None or found.ended_at is not None:
        return None
    moment = clock.real_now()
    if moment - found.seen_at > IDLE or moment - found.created_at > LONGEST:
        return None
    if not found.user.is_active or found.user.auth_epoch != found.auth_epoch:
        return None
    return found


def end_session(token: str) -> None:
    """Make the cookie worthless, wherever a copy of it is."""
    db.session.execute(
        update(UserSession)
        .where(UserSession.token_digest == digest(token), UserSession.ended_at.is_(None))
        .values(ended_at=clock.real_now())
    )


def actor_of(user: User, organisation_id: int | None) -> Actor:
    """Return the actor: the user in one organisation, with the roles that hold there today."""
    grants = grants_on(user.id, clock.today())
    here = frozenset(g.role.value for g in grants if g.organisation_id == organisation_id)
    return Actor(user.id, user.name, organisation_id if here else None, here)
