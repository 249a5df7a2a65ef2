"""Declare, on every view, who may open it. A test reads `view.access` from every route."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from workflow.core.actors import Actor

P = ParamSpec("P")
View = Callable[P, ResponseReturnValue]

PUBLIC = "public"
SIGNED_IN = "signed in"


def acting() -> Actor:
    """Return who is at the keyboard, for services: the person in the organisation they chose."""
    actor: Actor = current_user.actor
    return actor


def _guarded(view: View[P], access: Any, allowed: Callable[[], bool]) -> View[P]:
    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if not current_user.is_authenticated:
            if request.method == "GET":
                return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")))
            abort(401)
        if not allowed():
            abort(403)
        return view(*args, **kwargs)

    guarded.access = access  # type: ignore[attr-defined]
    return guarded


def requires(*roles: str) -> Callable[[View[P]], View[P]]:
    """Open the view to people who hold one of `roles` in the organisation they act for."""

    def decorate(view: View[P]) -> View[P]:
        return _guarded(view, frozenset(roles), lambda: not acting().roles.isdisjoint(roles))

    return decorate


def signed_in(view: View[P]) -> View[P]:
    """Open the view to everybody signed in; the service judges the record."""
    return _guarded(view, SIGNED_IN, lambda: True)


def public(view: View[P]) -> View[P]:
    """Open the view to everybody, on purpose."""
    view.access = PUBLIC  # type: ignore[attr-defined]
    return view
