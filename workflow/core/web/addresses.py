"""Addresses every page repeats: files beside the pages, and pages without a value in them.

A page names some sixty; to build one by the routes costs as much as a short query.
"""

from functools import lru_cache

from flask import request, url_for


@lru_cache(maxsize=512)
def _built(root: str, endpoint: str, filename: str) -> str:
    """Build it once for each `root`, the path under which a proxy offers the product."""
    del root  # url_for reads it from the request
    return url_for(endpoint, filename=filename) if filename else url_for(endpoint)


def static_url(filename: str) -> str:
    """Return the address of a stylesheet, script or icon."""
    return _built(request.script_root, "static", filename)


def page_url(endpoint: str) -> str:
    """Return the address of a page whose route takes no values."""
    return _built(request.script_root, endpoint, "")
