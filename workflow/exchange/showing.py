"""What the page of one transmittal shows, gathered for either side."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.documents.queries import documents_of_many
from workflow.documents.states import PaperStatus
from workflow.exchange import clocks, journals, manifest, queries, routes
from workflow.exchange.models import MoreRequest, Transmittal, TransmittalItem
from workflow.exchange.policies import clerk_of_sender, secretary_of_sender
from workflow.exchange.states import TransmittalStatus
from workflow.exchange.steps import transmittal_lifecycle
from workflow.proposals.models import Proposal
from workflow.proposals.queries import award_text, name_text
from workflow.signatures.receiving import known


@dataclass(frozen=True)
class Bundle:
    """The files of one group, as the side panel shows them."""

    group: str
    entries: list[manifest.Entry]

    @property
    def count(self) -> int:
        return len(self.entries)


def _bundles(transmittal: Transmittal, items: list[TransmittalItem]) -> list[Bundle]:
    """Return the sealed list, or what the list would be if it were sent now."""
    entries = transmittal.manifest
    if entries is None:
        entries = manifest.gather(transmittal.paper_id, [item.nomination for item in items])
    return [
        Bundle(group, found)
        for group in manifest.ORDER
        if (found := [one for one in entries if one["group"] == group])
    ]


def _days_left(request: MoreRequest | None) -> int | None:
    return (request.due_on - clock.today()).days if request else None


def _is_foreign(transmittal: Transmittal, actor: Actor) -> bool:
    """Return whether the clerk may enter the decision of a superior not on this server."""
    return (
        transmittal.status is TransmittalStatus.SENT
        and clerk_of_sender(actor, transmittal)
        and not queries.is_on_this_server(transmittal.receiver)
    )


def context(transmittal: Transmittal, actor: Actor) -> dict[str, Any]:
    """Return everything the page needs; the number of queries does not grow with the list."""
    items = list(queries.items_of(transmittal.id))
    requests = list(queries.requests_of(transmittal.id))
    legs = (
        [transmittal]
        if transmittal.status is TransmittalStatus.DRAFT
        else routes.legs_around(transmittal)
    )
    everything = request.args.get("events") == "all"
    waiting = next((one for one in requests if one.answered_at is None), None)
    bundles = _bundles(transmittal, items)
    paper = transmittal.paper
    letters = [one for one in transmittal.manifest or [] if one["group"] == manifest.LETTER]
    return {
        "looked": known(manifest.documents_in(letters).values()) if letters else [],
        "transmittal": transmittal, "items": items, "routes": [routes.route(legs)],
        "journal": journals.journal_of(legs, actor, everything=everything),
        "everything": everything, "bundles": bundles,
        "evidence": Counter(e["nomination"] for b in bundles for e in b.entries),
        "requests": requests, "waiting": waiting, "days_left": _days_left(waiting),
        "due_at": clock.start_of(waiting.due_on) + queries.OFFICE_CLOSES if waiting else None,
        "answers": documents_of_many("more_request", [one.id for one in requests]),
        "steps": transmittal_lifecycle.open_to(actor, transmittal),
        "is_issued": paper is not None and paper.status is PaperStatus.ISSUED,
        "may_edit": transmittal.status is TransmittalStatus.DRAFT
        and secretary_of_sender(actor, transmittal),
        "is_foreign": _is_foreign(transmittal, actor),
        "is_sender": actor.organisation_id == transmittal.sender_id,
        "own_dossier": _own_dossier(transmittal, actor),
        "name_text": name_text, "award_text": award_text,
        "default_term": clocks.DEFAULT_TERM,
    }  # fmt: skip


def _own_dossier(transmittal: Transmittal, actor: Actor) -> Proposal | None:
    """Return the dossier it became, for the superior's own work on it."""
    if actor.organisation_id != transmittal.receiver_id or transmittal.arrived_as_id is None:
        return None
    return db.session.get(Proposal, transmittal.arrived_as_id)


def page(
    transmittal: Transmittal, actor: Actor, status: int = 200, **more: Any
) -> ResponseReturnValue:
    """Draw the page of a transmittal."""
    shown = context(transmittal, actor) | more
    return render_template("exchange/show.html", **shown), status
