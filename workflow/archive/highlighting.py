"""The words looked for, marked in the text that was found."""

import re

from markupsafe import Markup, escape

from workflow.core.text import fold

_PIECE = re.compile(r"([^\W_]+)")


def highlight(text: str, words: set[str]) -> Markup:
    """Return `text` for HTML with the words of `words` in <mark>, runs of them as one."""
    marked = Markup("")
    for at, piece in enumerate(_PIECE.split(text)):
        shown = escape(piece)
        sought = at % 2 and (fold(piece) in words or piece.lower() in words)
        marked += Markup("<mark>{}</mark>").format(shown) if sought else shown
    return Markup(re.sub(r"</mark>( ?)<mark>", r"\1", str(marked)))  # noqa: S704  escaped above
