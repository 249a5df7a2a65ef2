"""The signatures of a record, judged by a worker, once a week at most, and kept by its digest."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from workflow.core import clock, jobs
from workflow.core.db import db
from workflow.core.jobs import Job
from workflow.core.unit_of_work import unit_of_work
from workflow.documents import contents, queries
from workflow.documents.digital import is_digital
from workflow.documents.events import PaperIssued
from workflow.documents.models import Document, Paper
from workflow.documents.states import FileRole
from workflow.documents.superseding import is_out
from workflow.signatures.engine.checking import check
from workflow.signatures.engine.report import Expected, Report, Signer
from workflow.signatures.models import FileVerdict
from workflow.signatures.records import expected_of
from workflow.signatures.trust import trust_now

KIND = "signatures.judge"
FRESH = timedelta(days=7)


@dataclass(frozen=True)
class Judged:
    """What was said, or that a worker has yet to say it."""

    report: Report | None


def on_issued(event: PaperIssued) -> None:
    """Have the file judged as soon as it is out."""
    ask(db.session.get_one(Paper, event.paper_id))


def ask(paper: Paper) -> None:
    """Have the signed file of a paper judged, if it has one."""
    file = file_of(paper)
    if file is not None:
        _ask(file.file.digest, paper)


def file_of(paper: Paper) -> Document | None:
    """Return the signed file of a paper of ours that is out: itself, or its digitised copy."""
    if not is_out(paper):
        return None
    if is_digital(paper):
        return queries.signed_file_of(paper.id)
    copies = queries.documents_of("paper", paper.id, FileRole.DIGITISED)
    return copies[-1].document if copies else None


def judged(paper: Paper) -> Judged | None:
    """Return what is known of the signatures; None where no key was used."""
    file = file_of(paper)
    return judged_file(file.file.digest, paper) if file is not None else None


def judged_file(digest: str, paper: Paper | None = None) -> Judged:
    """Return what is known of a file's signatures: as our record of a paper, or as anybody's.

    What is known for a week is judged anew by a worker: however often somebody looks, one file
    costs one judgement a week. Writes a job; the caller commits.
    """
    kept = db.session.get(FileVerdict, digest)
    if kept is None or kept.judged_at + FRESH < clock.now():
        _ask(digest, paper)
    return Judged(Report.from_data(kept.report) if kept is not None else None)


def judged_expected(expected: Expected) -> Judged:
    """Return what is known of a record of ours that is no paper; otherwise as `judged_file`."""
    kept = db.session.get(FileVerdict, expected.digest)
    if kept is None or kept.judged_at + FRESH < clock.now():
        signers = [[one.field, sorted(one.certificates)] for one in expected.signers]
        _ask(expected.digest, None, {"signers": signers})
    return Judged(Report.from_data(kept.report) if kept is not None else None)


def _ask(digest: str, paper: Paper | None, more: dict[str, Any] | None = None) -> None:
    year, week, _day = clock.today().isocalendar()
    key = f"judge:{digest}:{year}-{week}"
    known = db.session.scalar(select(Job.id).where(Job.key == key))
    if known is None:  # one that failed for good is not tried anew by a visitor
        jobs.enqueue(
            KIND, key, {"digest": digest, "paper": paper.id if paper else None} | (more or {})
        )


def judge(run: jobs.Run) -> None:
    """Judge one file by what it stores and what is trusted today."""
    digest, paper_id = run.payload["digest"], run.payload["paper"]
    paper = db.session.get_one(Paper, paper_id) if paper_id is not None else None
    expected = expected_of(paper, digest) if paper else _told(digest, run.payload.get("signers"))
    trust = trust_now()
    db.session.rollback()  # let go of the database before the slow work
    report = check(contents.current_store().open(digest), trust, expected, clock.now())
    with unit_of_work():
        db.session.merge(FileVerdict(digest=digest, report=report.as_data(), judged_at=report.at))


def _told(digest: str, signers: list[tuple[str, list[str]]] | None) -> Expected | None:
    if not signers:
        return None
    return Expected([Signer(field, frozenset(marks)) for field, marks in signers], digest)
