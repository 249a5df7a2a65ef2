"""Codes given and found again: only where the office said at which address they are checked."""

from collections.abc import Collection

from flask import current_app
from sqlalchemy import select, tuple_

from workflow.core import clock
from workflow.core.db import db
from workflow.documents.codes import lettering
from workflow.documents.codes.models import CheckCode
from workflow.documents.models import Paper
from workflow.documents.states import PaperKind

PAGE = "/check"  # of the public page, below the public address
# What leaves the house. Minutes, invitations and notices are for those who are in it.
CARRYING = frozenset({PaperKind.DECISION, PaperKind.SUBMISSION_LETTER, PaperKind.LETTER})
INSIDE = frozenset({"session"})  # a council's papers, whatever their kind


def address() -> str:
    """Return the public address of this installation; empty where none was set.

    Without one nobody outside could open the page: no code is given and none is printed.
    """
    found: str = current_app.config["SETTINGS"].public_url
    return found


def address_of(code: str) -> str:
    """Return what the square on the paper says."""
    return f"{address()}{PAGE}/{code}"


def give(owner_kind: str, owner_ids: Collection[int]) -> None:
    """Give each a code, as a part of drafting it; who has one keeps it."""
    if not address():
        return
    known = set(
        db.session.scalars(
            select(CheckCode.owner_id).where(
                CheckCode.owner_kind == owner_kind, CheckCode.owner_id.in_(owner_ids)
            )
        )
    )
    db.session.add_all(
        CheckCode(
            code=lettering.make(), owner_kind=owner_kind, owner_id=owner_id, given_at=clock.now()
        )
        for owner_id in sorted(set(owner_ids) - known)
    )
    db.session.flush()


def give_paper(paper: Paper) -> None:
    """Give a paper its code when it is drafted, if it is of a kind that leaves the house."""
    if paper.kind in CARRYING and paper.owner_kind not in INSIDE:
        give("paper", [paper.id])


def codes_of(owners: Collection[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """Return the codes to print, by owner; none without a public address."""
    if not address() or not owners:
        return {}
    rows = select(CheckCode).where(
        tuple_(CheckCode.owner_kind, CheckCode.owner_id).in_(list(owners))
    )
    return {(one.owner_kind, one.owner_id): one.code for one in db.session.scalars(rows)}


def find(code: str) -> CheckCode | None:
    """Return what carries a code."""
    return db.session.scalars(select(CheckCode).where(CheckCode.code == code)).one_or_none()
