"""Put a signed-in person's two cookies on the answer, and take the session's away."""

from flask import Response, current_app, request

from workflow.accounts.login import DEVICE_COOKIE, cookie_name, set_cookie
from workflow.accounts.signing_in import Entered

A_YEAR = 365 * 24 * 3600


def device_cookie() -> str:
    return request.cookies.get(_device_name(), "")


def _device_name() -> str:
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    return f"__Host-{DEVICE_COOKIE}" if secure else DEVICE_COOKIE


def let_in(response: Response, entered: Entered) -> Response:
    """Give the browser its session, which ends with the browser, and its device mark."""
    app = current_app
    set_cookie(app, response, cookie_name(app), entered.session_token, None)
    set_cookie(app, response, _device_name(), entered.device_tokens, A_YEAR)
    return response


def session_cookie() -> str:
    return request.cookies.get(cookie_name(current_app), "")


def let_out(response: Response) -> Response:
    app = current_app
    response.delete_cookie(
        cookie_name(app), path="/", secure=app.config["SESSION_COOKIE_SECURE"], httponly=True,
        samesite="Lax",
    )  # fmt: skip
    return response
