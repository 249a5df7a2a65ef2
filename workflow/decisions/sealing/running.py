"""Carries a run through, a few certificates at a time, with a key that one PIN entry opened.

It runs in a thread of the process that was given the PIN, because the open key is a connection
of that process (ADR 21). What is recorded stays when the process dies.
"""

import logging
import threading
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from workflow.core import audit, clock
from workflow.core.db import db
from workflow.core.errors import WorkflowError
from workflow.core.i18n import _
from workflow.core.unit_of_work import unit_of_work
from workflow.decisions.models import Decision
from workflow.decisions.queries import lock
from workflow.decisions.sealing.making import Order, Piece, make, piece_of
from workflow.decisions.sealing.models import SignedCertificate, SigningRun
from workflow.decisions.sealing.queries import sheets_of
from workflow.decisions.sealing.voiding import ROLES
from workflow.documents.attaching import add_document, attach
from workflow.documents.contents import TakenFile
from workflow.signatures.engine.signing import Key, Means
from workflow.signatures.services import means
from workflow.signatures.services.means import Gathered

AT_ONCE = 10  # recorded together
_SLICE = 5.0  # seconds; a slow time-stamp authority makes slices shorter, not silent
_FRESH = timedelta(minutes=1)  # how old what is known of revocations may grow within a run

log = logging.getLogger(__name__)


class Overtaken(Exception):
    """Somebody took this run for dead and began another."""


@dataclass
class _Proof:
    """What proves the certificates good, gathered anew as it ages."""

    order: Order
    gathered: Gathered | None = None
    by: Means | None = None
    before: frozenset[tuple[str, str, bytes]] = frozenset()

    def for_pieces(self, pieces: Sequence[Piece]) -> tuple[Gathered, Means]:
        before = self.before | {one for piece in pieces for one in piece.before}
        old = self.gathered is None or self.gathered.at + _FRESH < clock.now()
        if self.gathered is None or self.by is None or old or before != self.before:
            self.before = frozenset(before)
            plan = replace(self.order.plan, before=tuple(sorted(before)))
            self.gathered = means.gather(plan)
            self.by = means.means_of(plan, self.gathered)
        return self.gathered, self.by


def begin(app: Flask, order: Order, held: ExitStack, key: Key) -> threading.Thread:
    """Work in a thread of its own; `held` closes the key at the end."""
    thread = threading.Thread(target=_carry, args=(app, order, held, key), daemon=True)
    thread.start()
    return thread


def _carry(app: Flask, order: Order, held: ExitStack, key: Key) -> None:
    with app.app_context(), held:
        try:
            work(order, key)
        finally:
            db.session.remove()


def work(order: Order, key: Key) -> None:
    """Sign what waits until nothing does, or something speaks against it; say so at the end."""
    refusal, proof = "", _Proof(order)
    try:
        while pieces := _next(order):
            _slice(order, pieces, key, proof)
    except Overtaken:
        return
    except WorkflowError as error:
        refusal = str(error)
    except Exception as error:
        log.exception("run %d over certificates failed", order.run_id)
        refusal = _("Đợt ký dừng vì lỗi hệ thống (%(kind)s). Hãy ký tiếp; nếu vẫn dừng, hãy báo "
                    "quản trị viên.", kind=type(error).__name__)  # fmt: skip
    _end(order, refusal)


def _next(order: Order) -> list[Piece]:
    waiting = [one for one in sheets_of(order.decision_id) if one.waits_for(order.part)]
    pieces = [piece_of(one, order.part) for one in waiting[:AT_ONCE]]
    db.session.rollback()  # let go of the database before the slow work
    return pieces


def _slice(order: Order, pieces: Sequence[Piece], key: Key, proof: _Proof) -> None:
    gathered, by = proof.for_pieces(pieces)
    made: list[tuple[Piece, TakenFile]] = []
    began = time.monotonic()
    try:
        for piece in pieces:
            made.append((piece, make(order, piece, key, by, gathered)))
            if time.monotonic() - began > _SLICE:
                break
    finally:
        db.session.rollback()
        with unit_of_work():  # what was made before one was refused is kept
            keep(order, made)


def keep(order: Order, made: Sequence[tuple[Piece, TakenFile]]) -> None:
    """Record what still holds: a line annulled or worded anew meanwhile is left out."""
    run, decision = _own(order), lock(order.decision_id)
    now = {s.certificate_id: s for s in sheets_of(decision.id, [p.certificate_id for p, _ in made])}
    kept = [
        (piece, taken) for piece, taken in made
        if (sheet := now.get(piece.certificate_id)) is not None
        and sheet.waits_for(order.part) and piece_of(sheet, order.part) == piece
    ]  # fmt: skip
    for piece, taken in kept:
        _record(order, decision, piece, taken)
    run.done, run.heard_at = run.done + len(kept), clock.real_now()
    if kept:
        audit.record(
            "certificates.sign", stream=("paper", decision.paper_id), actor=order.actor,
            subject=("decision", decision.id),
            detail={"part": order.part.value, "level": order.plan.level.value,
                    "files": [taken.digest for _, taken in kept]},
        )  # fmt: skip


def _record(order: Order, decision: Decision, piece: Piece, taken: TakenFile) -> None:
    document = add_document(
        taken, title=piece.title, organisation_id=decision.organisation_id, actor=order.actor
    )
    attach(
        document, ("certificate", piece.certificate_id), ROLES[order.part], actor=order.actor
    )  # fmt: skip
    db.session.add(
        SignedCertificate(
            certificate_id=piece.certificate_id, part=order.part, context_digest=piece.said,
            document_id=document.id, run_id=order.run_id, level=order.plan.level,
            by_certificate_id=order.plan.certificate_id, made_by_id=order.actor.user_id,
            made_at=clock.now(),
        )
    )  # fmt: skip


def _own(order: Order) -> SigningRun:
    run = db.session.scalars(
        select(SigningRun).where(SigningRun.id == order.run_id)
        .with_for_update().execution_options(populate_existing=True)
    ).one()  # fmt: skip
    if run.ended_at is not None:
        raise Overtaken
    return run


def _end(order: Order, refusal: str) -> None:
    db.session.rollback()
    with unit_of_work():
        run = db.session.get_one(SigningRun, order.run_id, with_for_update=True)
        if run.ended_at is None:
            run.ended_at, run.refusal = clock.now(), refusal
