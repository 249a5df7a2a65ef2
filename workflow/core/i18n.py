"""Translate messages: Vietnamese is the source, other languages are catalogues."""

from typing import Any

from flask import has_app_context
from flask_babel import gettext, lazy_gettext
from flask_babel import ngettext as babel_ngettext


def _(message: str, **values: Any) -> str:
    """Return `message` in the reader's language, with its `%(name)s` filled in.

    Outside an application (pure rules, scripts) that is the Vietnamese source.
    """
    if has_app_context():
        return str(gettext(message, **values))
    return message % values if values else message


def ngettext(singular: str, plural: str, num: int, **values: Any) -> str:
    """Return the form that fits `num`; Vietnamese has one form for both."""
    if has_app_context():
        return str(babel_ngettext(singular, plural, num, **values))
    return (singular if num == 1 else plural) % ({"num": num} | values)


lazy = lazy_gettext
