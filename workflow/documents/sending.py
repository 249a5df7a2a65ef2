"""A file sent to a browser: named as people know it, never run in our origin, kept in no cache."""

from urllib.parse import quote

from flask import Response

from workflow.core.web.headers import FILE_POLICY
from workflow.documents.engine.texts import display_name, file_name


def attachment(content: bytes, title: str, extension: str, media_type: str) -> Response:
    """Return the bytes as a file to be saved, under its title."""
    response = Response(content, mimetype=media_type)
    plain, full = file_name(title, extension), quote(display_name(title, extension), safe="")
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{full}"
    )
    return closed(response)


def closed(response: Response) -> Response:
    """A file never runs in our origin and stays in no cache (promise P17)."""
    response.headers["Content-Security-Policy"] = FILE_POLICY
    response.headers["Cache-Control"] = "no-store"
    return response
