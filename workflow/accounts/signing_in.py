"""Sign-in step by step: count the guess, judge the password, open the session.

Counting and opening are short transactions of their own; the slow hash lies between
them, outside any, so that no guess escapes its counter and no writer waits for a hash.
"""

import secrets
from dataclasses import dataclass

from sqlalchemy import delete, update

from workflow.accounts import passwords
from workflow.accounts.guesses import buckets, count, device_of, take_back
from workflow.accounts.models import KnownDevice, User, UserSession
from workflow.accounts.queries import find_by_login
from workflow.accounts.sessions import digest, open_session
from workflow.core import audit, clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.text import one_line

MOST_DEVICES = 6


@dataclass(frozen=True)
class Guess:
    """A password typed for a login, after it was counted."""

    user_id: int | None
    stored: str | None
    auth_epoch: int
    subjects: tuple[str, ...]
    allowed: bool


@dataclass(frozen=True)
class Entered:
    """Somebody is in: the values of the two cookies, and who."""

    user_id: int
    session_token: str
    device_tokens: str


def _tokens(cookie: str) -> list[str]:
    return [token for token in cookie.split(".") if token][:MOST_DEVICES]


def count_guess(login: str, *, address: str, device_cookie: str) -> Guess:
    """Count the guess and return what is needed to judge it."""
    name = one_line(login).casefold()
    user = find_by_login(name)
    shown = [digest(token) for token in _tokens(device_cookie)]
    device = device_of(user.id, shown) if user is not None and shown else None
    subjects = buckets(name, address, device)
    allowed = count(subjects)
    if user is None or not user.is_active:
        return Guess(None, None, 0, tuple(subjects), allowed)
    return Guess(user.id, user.password_hash, user.auth_epoch, tuple(subjects), allowed)


def is_right(guess: Guess, password: str) -> bool:
    """Judge the password. Slow on purpose and equally slow for unknown logins."""
    return passwords.matches(guess.stored, password) and guess.allowed


def open_for(guess: Guess, password: str, *, device_cookie: str) -> Entered | None:
    """Open a session for a right guess; nobody enters whose account changed meanwhile."""
    user = db.session.get(User, guess.user_id or 0)
    if user is None or not user.is_active or user.auth_epoch != guess.auth_epoch:
        return None
    if user.password_hash and passwords.needs_new_hash(user.password_hash):
        user.password_hash = passwords.hash_password(password)
    take_back(guess.subjects)
    return admit(user, device_cookie=device_cookie)


def admit(user: User, *, device_cookie: str) -> Entered:
    """Open a session with a new id and remember the browser as one of the user's."""
    tokens = _tokens(device_cookie)
    if device_of(user.id, [digest(token) for token in tokens]) is None:
        tokens = [secrets.token_urlsafe(24), *tokens][:MOST_DEVICES]
        db.session.add(
            KnownDevice(
                token_digest=digest(tokens[0]), user_id=user.id, created_at=clock.real_now()
            )
        )
    token = open_session(user)
    audit.record("account.sign_in", stream=("account", user.id), actor=acting_alone(user))
    return Entered(user.id, token, ".".join(tokens))


def acting_alone(user: User) -> Actor:
    """Return the user as an actor before any organisation is chosen."""
    return Actor(user.id, user.name, None, frozenset())


def forget_everywhere(user: User, *, devices: bool, keep_session_id: int | None = None) -> None:
    """End the user's sessions, except perhaps the one in use; forget their devices if asked."""
    user.auth_epoch += 1
    others = UserSession.user_id == user.id, UserSession.ended_at.is_(None)
    db.session.execute(
        update(UserSession)
        .where(*others, UserSession.id != (keep_session_id or 0))
        .values(ended_at=clock.real_now())
    )
    if keep_session_id is not None:
        db.session.execute(
            update(UserSession)
            .where(*others, UserSession.id == keep_session_id)
            .values(auth_epoch=user.auth_epoch)
        )
    if devices:
        db.session.execute(delete(KnownDevice).where(KnownDevice.user_id == user.id))
