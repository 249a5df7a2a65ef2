"""Renews what is due, one file after another: made first, recorded second.

A worker that dies in between leaves bytes nobody names; the file is tried again the next day.
Of two workers at one file the first to record wins, and the other's bytes are nobody's.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from workflow.core import audit, clock, jobs
from workflow.core.actors import SYSTEM
from workflow.core.db import db
from workflow.core.unit_of_work import unit_of_work
from workflow.documents import queries
from workflow.documents.attaching import add_document, attach
from workflow.documents.contents import TakenFile
from workflow.documents.generation import stored_pdf
from workflow.documents.renewed import newest_of
from workflow.signatures import verdicts
from workflow.signatures.engine.report import Report
from workflow.signatures.renewal import making
from workflow.signatures.renewal.finding import Due, State, next_one, rules_now
from workflow.signatures.renewal.making import Plan, state_of
from workflow.signatures.renewal.models import FileProof, FileRenewal
from workflow.signatures.renewal.sources import find_sealed
from workflow.signatures.renewal.states import Trouble
from workflow.signatures.renewal.words import Hindered, cut_short

KIND = "signatures.renew"
_AGAIN = {
    Trouble.SERVER: timedelta(days=1), Trouble.LACKS: timedelta(days=1),
    Trouble.CUT_SHORT: timedelta(days=1), Trouble.NO_BETTER: timedelta(days=7),
    Trouble.UNPROVEN: timedelta(days=30),
}  # fmt: skip
_OF_THE_OFFICE = {Trouble.SERVER, Trouble.LACKS, Trouble.NO_BETTER}  # the next fails alike


@dataclass(frozen=True)
class Done:
    """What became of one sealed file: renewed, hindered, or nothing to do."""

    document_id: int
    organisation_id: int
    due: Due | None = None
    renewed: str = ""  # the digest of the new file
    hindered: Hindered | None = None


def handle(run: jobs.Run) -> None:
    """Renew the file named, or the first that waits; then leave the next one to a job behind it.

    Between two renewals whatever people wait for gets its turn. Where a server or an address
    is missing, the office's other files wait for the next day.
    """
    named, skip = run.payload.get("document"), list(run.payload.get("skip", ()))
    document_id = named if named is not None else next_one(rules_now(), skip=skip)
    if document_id is None:
        return
    done = renew_one(document_id)
    if named is not None or not done.organisation_id:  # it was taken away meanwhile
        return
    if done.hindered is not None and done.hindered.trouble in _OF_THE_OFFICE:
        skip.append(done.organisation_id)
    _go_on(run, skip)


def _go_on(run: jobs.Run, skip: Collection[int]) -> None:
    with unit_of_work():
        if next_one(rules_now(), skip=skip) is not None:
            jobs.enqueue(KIND, f"{KIND}:after:{run.job_id}", {"skip": list(skip)})


def renew_one(document_id: int) -> Done:
    """Look at one sealed file and renew it if it is due. Safe to repeat; commits by itself."""
    plan = _begin(document_id)
    if plan is None:
        return Done(document_id, 0)
    due: Due | None = None
    try:
        seen = making.look(plan)
        due = seen.due
        if due is None:
            _note(plan, seen.state)
            return Done(document_id, plan.organisation_id)
        _note(plan, seen.state, going_on=True)
        made, report = making.make(plan, seen, due)
    except Hindered as hindered:
        _fail(plan, hindered)
        return Done(document_id, plan.organisation_id, due, hindered=hindered)
    taken = stored_pdf(made, plan.title)
    kept = _record(plan, due, taken, report)
    return Done(document_id, plan.organisation_id, due, renewed=taken.digest if kept else "")


def _begin(document_id: int) -> Plan | None:
    """Note that the file is being looked at, so that one that kills a worker does not go first.

    What does not count any more is forgotten: nobody is told of it again.
    """
    with unit_of_work():
        sealed = find_sealed(document_id)
        if sealed is not None:
            queries.lock(sealed.paper_id)
        at = clock.now()
        plan = making.plan_for(document_id, at)
        proof = db.session.get(FileProof, document_id)
        if plan is None:
            if proof is not None:
                db.session.delete(proof)
            return None
        if proof is None:
            proof = FileProof(
                document_id=document_id, paper_id=plan.paper_id, good=False, until=None
            )
            db.session.add(proof)
        proof.file_id, proof.seen_at = plan.file_id, at
        _trouble(proof, Trouble.CUT_SHORT, cut_short(), at)
        return plan


def _trouble(proof: FileProof, trouble: Trouble | None, failure: str, at: datetime) -> None:
    proof.trouble, proof.failure = trouble, failure
    proof.next_at = at + _AGAIN[trouble] if trouble is not None else None
    if trouble is None:
        proof.failing_since = None
    elif proof.failing_since is None:
        proof.failing_since = at


def _say(proof: FileProof, state: State) -> None:
    proof.good, proof.until = state.good, state.until
    proof.algorithms = f"|{'|'.join(state.algorithms)}|" if state.algorithms else ""


def _own(plan: Plan) -> FileProof | None:
    """Return the row, locked; None once another worker renewed the file or it was voided."""
    proof = db.session.get(FileProof, plan.document_id, with_for_update=True)
    return proof if proof is not None and proof.file_id == plan.file_id else None


def _note(plan: Plan, state: State, *, going_on: bool = False) -> None:
    with unit_of_work():
        proof = _own(plan)
        if proof is None:
            return
        _say(proof, state)
        if not going_on:
            _trouble(proof, None, "", plan.rules.at)


def _fail(plan: Plan, hindered: Hindered) -> None:
    with unit_of_work():
        proof = _own(plan)
        if proof is not None:
            _trouble(proof, hindered.trouble, str(hindered), plan.rules.at)


def _record(plan: Plan, due: Due, taken: TakenFile, report: Report) -> bool:
    """Keep the renewed file beside the one before it, once.

    False where another worker was quicker, or the sealed file was voided meanwhile.
    """
    with unit_of_work():
        queries.lock(plan.paper_id)
        sealed, proof = find_sealed(plan.document_id), _own(plan)
        if sealed is None or proof is None or newest_of(sealed.document).file_id != plan.file_id:
            return False
        state, at = state_of(report), clock.now()
        after_id = _attach(plan, taken)
        db.session.add(
            FileRenewal(document_id=plan.document_id, paper_id=plan.paper_id, why=due.why,
                        before_id=plan.file_id, after_id=after_id, until=state.until, made_at=at)
        )  # fmt: skip
        audit.record(
            "signature.renew", stream=("paper", plan.paper_id), actor=SYSTEM,
            subject=("document", plan.document_id),
            detail={"before": plan.digest, "file": taken.digest, "why": due.why.value,
                    "title": plan.title, "until": state.until.isoformat() if state.until else ""},
        )  # fmt: skip
        proof.file_id, proof.seen_at = after_id, at
        _say(proof, state)
        _trouble(proof, None, "", at)
        verdicts.keep(report)
        return True


def _attach(plan: Plan, taken: TakenFile) -> int:
    document = add_document(
        taken, title=plan.title, organisation_id=plan.organisation_id, actor=SYSTEM
    )
    document.source_id = plan.document_id
    attach(document, plan.owner, plan.role, actor=SYSTEM)
    return document.file_id
