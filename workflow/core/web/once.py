"""The key a form carries so that its act happens once, however often it is sent."""

import secrets

from flask import request
from flask_login import current_user


def new_act_key() -> str:
    """Return a fresh key for a form being drawn."""
    return secrets.token_urlsafe(16)


def act_key() -> str:
    """Return the key of the form being answered, bound to the person and the page.

    Empty when the form carries none: such a request is not protected against repetition.
    """
    key = request.form.get("idempotency_key", "")[:64]
    return f"{current_user.get_id()}:{request.endpoint}:{key}" if key else ""
