"""The headers every response carries: strict content policy, no framing, no sniffing, no cache."""

from flask import Flask, Response, request

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'; object-src 'none'"
)
FILE_POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'"


FOREVER, A_DAY = 31_536_000, 86_400  # seconds


def _keep(response: Response) -> None:
    """A file asked for by what it holds never changes; fonts, named by stylesheets, hardly do.

    Each page names some twelve of them: asked for anew they cost more than the page.
    """
    versioned = "v" in request.args
    response.cache_control.no_cache = None
    response.cache_control.public = True
    response.cache_control.max_age = FOREVER if versioned else A_DAY
    response.cache_control.immutable = versioned


def _harden(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("X-Frame-Options", "DENY")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
    if request.endpoint == "static" and response.status_code < 400:  # noqa: PLR2004
        _keep(response)
    if response.mimetype == "text/html":
        headers["Cache-Control"] = "no-store"
        headers.add("Vary", "HX-Request")
    return response


def register_headers(app: Flask, *, https: bool) -> None:
    app.after_request(_harden)
    if https:

        @app.after_request
        def only_https(response: Response) -> Response:
            response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
            return response
