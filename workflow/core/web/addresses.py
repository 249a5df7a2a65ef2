"""Addresses every page repeats: files beside the pages, and pages without a value in them.

A page names some sixty; to build one by the routes costs as much as a short query.
"""

import hashlib
from functools import lru_cache
from pathlib import Path

from flask import current_app, request, url_for


@lru_cache(maxsize=512)
def _built(root: str, endpoint: str, filename: str) -> str:
    """Build it once for each `root`, the path under which a proxy offers the product."""
    del root  # url_for reads it from the request
    if not filename:
        return url_for(endpoint)
    return url_for(endpoint, filename=filename, v=_version(filename))


def _version(filename: str) -> str | None:
    """Return what the file holds in eight characters; nothing of a file that was not made yet."""
    path = Path(current_app.static_folder or "") / filename
    return hashlib.sha256(path.read_bytes()).hexdigest()[:8] if path.is_file() else None


def static_url(filename: str) -> str:
    """Return the address of a stylesheet, script or icon as it is now: browsers keep it."""
    return _built(request.script_root, "static", filename)


def page_url(endpoint: str) -> str:
    """Return the address of a page whose route takes no values."""
    return _built(request.script_root, endpoint, "")
