"""Translate messages: Vietnamese is the source, other languages are catalogues."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from flask_babel import ngettext

__all__ = ["_", "lazy", "ngettext"]
