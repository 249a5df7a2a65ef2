"""Translate messages: Vietnamese is the source, other languages are catalogues."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask, g, has_app_context
from flask_babel import force_locale, get_locale, get_translations, lazy_gettext

SOURCE = "vi"


def _speaks_source() -> bool:
    """Say whether nothing is to be looked up: a page says some five hundred texts.

    Asked once a context: the locale costs ten times as much to ask for as to remember.
    """
    if not has_app_context():  # pure rules, scripts
        return True
    known: bool | None = g.get("speaks_source")
    if known is None:
        locale = get_locale()
        known = g.speaks_source = locale is None or locale.language == SOURCE
    return known


def translated(message: str) -> str:
    """Return `message` in the reader's language, its placeholders as they are."""
    return message if _speaks_source() else str(get_translations().ugettext(message))


def translated_plural(singular: str, plural: str, num: int) -> str:
    """Return the form that fits `num`, its placeholders as they are."""
    if _speaks_source():
        return singular if num == 1 else plural
    return str(get_translations().ungettext(singular, plural, num))


def _(message: str, **values: Any) -> str:
    """Return `message` in the reader's language, with its `%(name)s` filled in."""
    text = translated(message)
    return text % values if values else text


def ngettext(singular: str, plural: str, num: int, **values: Any) -> str:
    """Return the form that fits `num`; Vietnamese has one form for both."""
    return translated_plural(singular, plural, num) % ({"num": num} | values)


def speak_in_templates(app: Flask) -> None:
    """Let templates translate as the code does; Flask-Babel was set up before."""
    # jinja2.ext.i18n adds this method; the environment's type does not know it
    install: Any = getattr(app.jinja_env, "install_gettext_callables")  # noqa: B009
    install(translated, translated_plural, newstyle=True)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak one language in the present application context, whoever reads."""
    before = g.get("speaks_source")
    with force_locale(language):
        g.speaks_source = language == SOURCE
        try:
            yield
        finally:
            g.speaks_source = before


@contextmanager
def on_paper() -> Iterator[None]:
    """Speak Vietnamese for what is written down: papers, registers, search words.

    The reader's language must not reach what other people will print or look up.
    """
    if not has_app_context():
        yield
        return
    with speaking(SOURCE):
        yield


def spoken() -> str:
    """Return the language texts are said in now: `vi`, or the reader's."""
    return SOURCE if _speaks_source() else str(get_locale())


def either_language(vietnamese: str, english: str) -> str:
    """Return the one of two texts the reader's language asks for: data that comes in both."""
    return vietnamese if _speaks_source() else english


lazy = lazy_gettext
