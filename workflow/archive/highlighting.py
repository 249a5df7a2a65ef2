"""The words looked for, marked in the text that was found."""

import re
from functools import lru_cache

from markupsafe import Markup, escape

from workflow.core.text import fold

_PIECE = re.compile(r"([^\W_]+)")
_folded = lru_cache(maxsize=4096)(fold)  # a page of names says the same few syllables over and over


def highlight(text: str, words: set[str]) -> Markup:
    """Return `text` for HTML with the words of `words` in <mark>, runs of them as one."""
    if not words:
        return escape(text)
    marked = []
    for at, piece in enumerate(_PIECE.split(text)):
        shown = str(escape(piece))
        sought = at % 2 and (_folded(piece) in words or piece.lower() in words)
        marked.append(f"<mark>{shown}</mark>" if sought else shown)
    return Markup(re.sub(r"</mark>( ?)<mark>", r"\1", "".join(marked)))  # noqa: S704  escaped above
