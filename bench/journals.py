"""Audit records as the audit itself chains them: about eight acts a dossier."""

# Rows are written by short calls whose arguments come in the order of the row.
# ruff: noqa: PLR0917

from datetime import date, timedelta
from typing import Any

from bench.world import Place, World, at
from workflow.core import audit
from workflow.core.audit import FIRST_HASH, AuditRecord, AuditStream
from workflow.proposals.states import ProposalStatus as P

ROWS_TOLD = 3  # nominations entered one by one, the rest by one act
RECEIVED = (P.CHECKING, P.RETURNED, P.COUNCIL_REVIEW, P.SUBMITTED_UPWARD, P.DECIDED)


def write(
    world: World, unit: Place, office: Place, proposal_id: int, status: P, opened: date
) -> None:
    """Write the journal of a dossier as far as its status has come."""
    officer, head, secretary = (
        unit.users["officer"],
        unit.users["unit_head"],
        office.users["secretary"],
    )
    acts: list[tuple[str, tuple[int, str], Place, int, dict[str, Any]]] = [
        ("proposal.open", officer, unit, 0, {}),
        *[("proposal.add_row", officer, unit, 1, {"row": row + 1}) for row in range(ROWS_TOLD)],
        ("proposal.meeting", officer, unit, 2, {"present": 9, "total": 10}),
    ]  # fmt: skip
    if status not in (P.DRAFT, P.WITHDRAWN):
        acts.append(("proposal.sign_off", head, unit, 5, {}))
        acts.append(("proposal.submit", officer, unit, 6, {"from": "draft", "to": "submitted"}))
    if status in RECEIVED:
        acts.append(
            ("proposal.start_check", secretary, office, 8, {"from": "submitted", "to": "checking"})
        )
    if status in (P.COUNCIL_REVIEW, P.DECIDED):
        acts.append(
            ("proposal.accept", secretary, office, 9, {"from": "checking", "to": "council_review"})
        )
    if status is P.DECIDED:
        acts.append(
            ("proposal.decide", secretary, office, 20, {"from": "council_review", "to": "decided"})
        )
    _chain(world, proposal_id, opened, acts)


def _chain(
    world: World, proposal_id: int, opened: date,
    acts: list[tuple[str, tuple[int, str], Place, int, dict[str, Any]]],
) -> None:  # fmt: skip
    previous = FIRST_HASH
    for seq, (act, (user_id, name), place, days, detail) in enumerate(acts, start=1):
        fields = {
            "stream_kind": "proposal", "stream_id": proposal_id, "seq": seq,
            "previous_hash": previous, "at": at(opened + timedelta(days=days)), "actor_id": user_id,
            "actor_name": name, "by_system": False, "organisation_id": place.id, "act": act,
            "subject_kind": "proposal", "subject_id": proposal_id, "detail": detail,
        }  # fmt: skip
        previous = audit.digest_of(audit._content(AuditRecord(**fields)))
        world.sink.add(AuditRecord, hash=previous, **fields)
    world.sink.add(AuditStream, kind="proposal", subject_id=proposal_id, last_seq=len(acts),
                   last_hash=previous)  # fmt: skip
