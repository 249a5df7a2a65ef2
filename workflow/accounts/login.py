"""Flask-Login glue: the request's cookie becomes a person acting for one organisation."""

import os
from functools import cached_property
from typing import Any

from flask import Flask, Request, Response, g
from flask_login import AnonymousUserMixin, LoginManager
from sqlalchemy import update

from workflow.accounts.models import User, UserSession
from workflow.accounts.passwords import use_weak_hashes
from workflow.accounts.sessions import SEEN_EVERY, actor_of, find_session
from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.db import db

COOKIE = "bangvang_sid"
DEVICE_COOKIE = "bangvang_device"
NOBODY = Actor(None, "", None, frozenset())


class Visitor:
    """Who Flask-Login calls `current_user`: plain values that outlive the read transaction."""

    is_authenticated = True
    is_anonymous = False
    is_active = True

    def __init__(self, session: UserSession) -> None:
        user: User = session.user
        self.session_id = session.id
        self.user_id = user.id
        self.name, self.title, self.language = user.name, user.title, user.language
        self.actor = actor_of(user, session.organisation_id)

    def get_id(self) -> str:
        return str(self.user_id)


class Nobody(AnonymousUserMixin):  # type: ignore[misc]
    """A visitor who has not signed in."""

    name = ""
    language = None

    @cached_property
    def actor(self) -> Actor:
        return NOBODY

    def get_id(self) -> str:
        return "0"


def cookie_name(app: Flask) -> str:
    """Return the cookie's name; with https the browser ties it to this host (`__Host-`)."""
    return f"__Host-{COOKIE}" if app.config["SESSION_COOKIE_SECURE"] else COOKIE


def set_cookie(app: Flask, response: Response, name: str, value: str, max_age: int | None) -> None:
    """Set a cookie no script reads and no other site sends along."""
    response.set_cookie(
        name, value, max_age=max_age, path="/", httponly=True, samesite="Lax",
        secure=app.config["SESSION_COOKIE_SECURE"],
    )  # fmt: skip


def _touch(session: UserSession) -> None:
    """Note that the session is in use, at most once a minute, after the answer is ready."""
    if clock.real_now() - session.seen_at > SEEN_EVERY:
        g.touch_session = session.id


def _lower_cost_for_tests(app: Flask) -> None:
    """A test run may hash cheaply; a demonstration or a real installation never does."""
    if app.config["SETTINGS"].mode == "test" and os.environ.get("BANGVANG_FAST_HASH") == "1":
        use_weak_hashes()


def register_login(app: Flask) -> None:
    _lower_cost_for_tests(app)
    manager = LoginManager(app)
    manager.anonymous_user = Nobody
    manager.session_protection = None

    @manager.request_loader  # type: ignore[untyped-decorator]
    def load(request: Request) -> Visitor | None:
        token = request.cookies.get(cookie_name(app), "")
        session = find_session(token) if token else None
        if session is None:
            return None
        _touch(session)
        return Visitor(session)

    @app.after_request
    def touch(response: Response) -> Response:
        session_id: Any = g.pop("touch_session", None)
        if session_id is not None:
            with db.engine.begin() as connection:
                connection.execute(
                    update(UserSession)
                    .where(UserSession.id == session_id)
                    .values(seen_at=clock.real_now())
                )
        return response
