"""Keep the sheet equal to the list: order, ordinals, title and a fresh drawing."""

from collections.abc import Sequence

from workflow.accounts.delegating.states import SignedKind
from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.decisions import printouts, wording
from workflow.decisions.models import Decision, DecisionItem
from workflow.decisions.queries import items_of, signers_of
from workflow.documents.authority import block_of
from workflow.documents.services import redraw_paper


def renumber(items: Sequence[DecisionItem]) -> None:
    """Give the lines the ordinals 1, 2, 3 … in the order they stand."""
    for ordinal, item in enumerate(items, start=1):
        item.ordinal = ordinal
    db.session.flush()


def in_groups(items: Sequence[DecisionItem]) -> list[DecisionItem]:
    """Return collectives first, then households, then individuals; the order inside stays."""
    return sorted(items, key=lambda item: wording.ORDER.index(item.kind))


def void_checks(decision: Decision) -> None:
    """What was checked is no longer what is there: both checks have to be made anew."""
    decision.content_checked_by_id = decision.content_checked_at = None
    decision.form_checked_by_id = decision.form_checked_at = None


def title_of(decision: Decision, items: Sequence[DecisionItem]) -> str:
    """Return the title of the paper, which also says whose place it takes."""
    title = wording.title(printouts.conferring(decision, items), [item.kind for item in items])
    if decision.replaces is None:
        return title
    return f"{title} (thay thế Quyết định số {decision.replaces.paper.number_text})"


def redraw(decision: Decision, *, actor: Actor) -> None:
    """Have the sheet drawn anew from the rows as they are now."""
    items = items_of(decision.id)
    paper = decision.paper
    signer = signers_of(paper.id)[0]
    context = printouts.decision_context(
        decision, items, symbol=paper.symbol, destinations=paper.destinations,
        signer=block_of(decision.organisation, signer, SignedKind.DECISION),
        year=clock.today().year,
    )  # fmt: skip
    redraw_paper(paper, context, title=title_of(decision, items), actor=actor)
