"""Read a whole number out of an address or a form: one that any column of ours can hold."""

MOST_DIGITS = 9


def whole(raw: str) -> int:
    """Return the number; for `request.args.get(…, type=whole)`. Raises ValueError."""
    text = raw.strip()
    if not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS):
        raise ValueError(raw[:MOST_DIGITS])
    return int(text)


def whole_or(default: int, raw: str) -> int:
    """Return the number, or `default` for anything else that was sent."""
    try:
        return whole(raw)
    except ValueError:
        return default
