"""A paper's hold on its number: taken once for each act, kept, or given up with a reason."""

from datetime import date
from typing import Any

from workflow.core import numbers
from workflow.core.db import db
from workflow.core.numbers import EntryState
from workflow.documents import queries
from workflow.documents.filling import filled
from workflow.documents.models import Paper


def take_for(paper: Paper, dated: date, state: EntryState) -> str:
    """Take a number under a key only this paper's act has; nothing slow may follow."""
    act_key = f"paper:{paper.id}:number:{queries.voids_of(paper.id)}"
    entry = numbers.take(
        paper.organisation_id, paper.series, dated=dated, holder=("paper", paper.id),
        act_key=act_key, state=state,
    )  # fmt: skip
    paper.number_entry, paper.dated = entry, entry.dated
    paper.number_text = numbers.written(entry.number, entry.suffix, paper.symbol)
    return paper.number_text


def give_up_number(paper: Paper, reason: str) -> None:
    """Let a reserved number become void, so that the next act takes another."""
    if paper.number_entry is not None:
        numbers.void(paper.number_entry, reason=reason)
        paper.number_entry, paper.number_text, paper.dated = None, None, None
        db.session.flush()


def context_with_number(paper: Paper) -> dict[str, Any]:
    """Return the paper's context with the number and date it holds filled in."""
    entry = paper.number_entry
    if entry is None:
        raise ValueError("the paper has no number")
    number = numbers.written(entry.number, entry.suffix, "").rstrip("/")
    return filled(paper.context, number=number, dated=entry.dated, place=paper.organisation.place)
