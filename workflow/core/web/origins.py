"""Refuse acts another site sends through a visitor's browser, token or not (promises §4.8)."""

from urllib.parse import urlsplit

from flask import Flask, request

from workflow.core.errors import NotAllowed
from workflow.core.i18n import _

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_OURS = frozenset({"same-origin", "none"})  # none: typed or bookmarked by the visitor


def _refuse_foreign() -> None:
    """Raise NotAllowed where the browser says that the act began on another site.

    Browsers tell by Sec-Fetch-Site, older ones by Origin; a program tells neither and still
    needs the token.
    """
    if request.method in _SAFE:
        return
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    foreign = site is not None and site not in _OURS
    if origin is not None and site is None:
        foreign = urlsplit(origin).netloc != request.host
    if foreign:
        raise NotAllowed(
            _("Yêu cầu này được gửi từ một trang khác. Hãy mở trang của hệ thống và làm lại.")
        )


def register_origins(app: Flask) -> None:
    app.before_request(_refuse_foreign)
