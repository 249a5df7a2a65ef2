"""Where to go after signing in: a page of this site only."""

from urllib.parse import urlsplit


def own_path(raw: str | None) -> str | None:
    """Return `raw` if it is a path on this site, else nothing: no way out to another host."""
    if not raw or not raw.startswith("/") or raw.startswith("//"):
        return None
    if "\\" in raw or any(character <= " " or character == "\x7f" for character in raw):
        return None
    parts = urlsplit(raw)
    return None if parts.scheme or parts.netloc else raw


def path_within(url: str | None, host: str) -> str | None:
    """Return the path of a full address on `host`, as a browser names the page it comes from."""
    parts = urlsplit(url or "")
    if parts.netloc != host:
        return None
    return own_path(parts.path + (f"?{parts.query}" if parts.query else ""))
