"""Translate messages: Vietnamese is the source, other languages are catalogues."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import has_app_context
from flask_babel import force_locale, gettext, lazy_gettext
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


@contextmanager
def on_paper() -> Iterator[None]:
    """Speak Vietnamese for what is written down: papers, registers, search words.

    The reader's language must not reach what other people will print or look up.
    """
    if not has_app_context():
        yield
        return
    with force_locale("vi"):
        yield


lazy = lazy_gettext
