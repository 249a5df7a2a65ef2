"""A list with a search box and pages: what was asked of it, and the rows of one page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from flask import request

from workflow.core.web.numerals import whole

LONGEST_TEXT = 100
Row = TypeVar("Row")


@dataclass(frozen=True)
class Asked:
    """The words typed into the box and the page wanted, the first being 0."""

    text: str
    page: int


def asked() -> Asked:
    """Read them from the address; what is not a page's number means the first page."""
    text = request.args.get("q", "").strip()[:LONGEST_TEXT]
    return Asked(text, max(request.args.get("page", 0, type=whole), 0))


def cut(found: Sequence[Row], size: int) -> tuple[Sequence[Row], bool]:
    """Return the page's rows and whether more follow; a query brings one row too many to say so."""
    return found[:size], len(found) > size
