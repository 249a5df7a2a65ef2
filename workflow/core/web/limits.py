"""How much a request may bring."""

from flask import Flask, request

MOST_TYPED_BYTES = 500_000


def _limit_typed_text() -> None:
    # Werkzeug limits each part of a multipart form; a plain form is read whole, so the
    # limit has to be on the request itself.
    if request.mimetype != "multipart/form-data":
        request.max_content_length = MOST_TYPED_BYTES


def register_limits(app: Flask) -> None:
    """Only uploads may be large; typed text may not."""
    app.config.update(MAX_FORM_MEMORY_SIZE=MOST_TYPED_BYTES, MAX_FORM_PARTS=2000)
    app.before_request(_limit_typed_text)
