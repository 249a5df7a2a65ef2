"""The signatures of an issued file judged by a worker, once a week at most, and kept by digest."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from workflow.check.models import FileVerdict
from workflow.check.papers import is_out
from workflow.core import clock, jobs
from workflow.core.db import db
from workflow.core.jobs import Job
from workflow.core.unit_of_work import unit_of_work
from workflow.documents import contents, queries
from workflow.documents.events import PaperIssued
from workflow.documents.models import Document, Paper
from workflow.documents.states import Medium
from workflow.signatures.engine.checking import check
from workflow.signatures.engine.report import Report
from workflow.signatures.records import expected_of
from workflow.signatures.trust import trust_now

KIND = "check.judge"
FRESH = timedelta(days=7)


@dataclass(frozen=True)
class Judged:
    """What was said, or that a worker has yet to say it."""

    report: Report | None


def on_issued(event: PaperIssued) -> None:
    """Have the file judged as soon as it is out."""
    paper = db.session.get_one(Paper, event.paper_id)
    file = file_of(paper)
    if file is not None:
        _ask(paper, file)


def file_of(paper: Paper) -> Document | None:
    """Return the signed file of a paper signed digitally."""
    if paper.medium is not Medium.DIGITAL or not is_out(paper):
        return None
    return queries.signed_file_of(paper.id)


def judged(paper: Paper) -> Judged | None:
    """Return what is known of the signatures; None where the paper was signed by pen.

    What is known for a week is judged anew by a worker: however often somebody looks, one file
    costs one judgement a week.
    """
    file = file_of(paper)
    if file is None:
        return None
    kept = db.session.get(FileVerdict, file.file.digest)
    if kept is None or kept.judged_at + FRESH < clock.now():
        _ask(paper, file)
    return Judged(Report.from_data(kept.report) if kept is not None else None)


def _ask(paper: Paper, file: Document) -> None:
    year, week, _day = clock.today().isocalendar()
    key = f"judge:{file.file.digest}:{year}-{week}"
    known = db.session.scalar(select(Job.id).where(Job.key == key))
    if known is None:  # one that failed for good is not tried anew by a visitor
        jobs.enqueue(KIND, key, {"paper": paper.id})


def judge(run: jobs.Run) -> None:
    """Judge one file by what it stores and what is trusted today."""
    paper = db.session.get_one(Paper, run.payload["paper"])
    file = file_of(paper)
    if file is None:
        db.session.rollback()
        return
    digest, expected, trust = file.file.digest, expected_of(paper, file.file.digest), trust_now()
    db.session.rollback()  # let go of the database before the slow work
    report = check(contents.current_store().open(digest), trust, expected, clock.now())
    with unit_of_work():
        db.session.merge(FileVerdict(digest=digest, report=report.as_data(), judged_at=report.at))
