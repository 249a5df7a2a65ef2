"""How much a request may bring."""

from flask import Flask, abort, request

MOST_TYPED_BYTES = 500_000


def _limit_typed_text() -> None:
    # Werkzeug limits each part of a multipart form; a plain form is read whole, so the
    # limit has to be on the request itself.
    if request.mimetype != "multipart/form-data":
        request.max_content_length = MOST_TYPED_BYTES


def _refuse_unprintable() -> None:
    # No page has such an address, and PostgreSQL refuses the letter NUL in any question.
    if not request.path.isprintable():
        abort(404)
    if any("\x00" in value for value in request.args.values()):
        abort(400)


def register_limits(app: Flask) -> None:
    """Only uploads may be large; typed text may not."""
    app.config.update(MAX_FORM_MEMORY_SIZE=MOST_TYPED_BYTES, MAX_FORM_PARTS=2000)
    app.before_request(_limit_typed_text)
    app.before_request(_refuse_unprintable)
