"""The signatures of a record, judged by a worker, once a week at most, and kept by its digest."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from workflow.core import clock, jobs
from workflow.core.db import db
from workflow.core.jobs import Job
from workflow.core.unit_of_work import unit_of_work
from workflow.documents import queries
from workflow.documents.digital import is_digital
from workflow.documents.events import PaperIssued, PaperSigned
from workflow.documents.models import Document, Paper
from workflow.documents.states import FileRole
from workflow.documents.superseding import is_out
from workflow.signatures.engine.report import Report
from workflow.signatures.judgement import expected_on, is_to_be_asked_again, judge_file
from workflow.signatures.models import FileVerdict

KIND = "signatures.judge"
FRESH = timedelta(days=7)
# How soon servers that were down are asked again; the last one repeats.
AGAIN = (timedelta(minutes=15), timedelta(hours=1), timedelta(hours=6), timedelta(days=1))


@dataclass(frozen=True)
class Judged:
    """What was said, or that a worker has yet to say it."""

    report: Report | None


@dataclass(frozen=True)
class Looked(Judged):
    """The same of the file a paper of ours is at the moment."""

    document: Document


def on_signed(event: PaperSigned) -> None:
    """Have the file judged as its people signed it, before number and seal."""
    _ask_for(event.paper_id)


def on_issued(event: PaperIssued) -> None:
    """Have the file judged as soon as it is out."""
    _ask_for(event.paper_id)


def _ask_for(paper_id: int) -> None:
    paper = db.session.get_one(Paper, paper_id)
    file = current_file(paper)
    if file is not None:
        _ask(file.file.digest, paper)


def file_of(paper: Paper) -> Document | None:
    """Return the signed file of a paper of ours that was signed digitally and is out."""
    return queries.signed_file_of(paper.id) if is_digital(paper) and is_out(paper) else None


def current_file(paper: Paper) -> Document | None:
    """Return the file that counts within the house: sealed, else as its people signed it."""
    if not is_digital(paper):
        return None
    people = queries.documents_of("paper", paper.id, FileRole.PERSON_SIGNED)
    sealed = queries.signed_file_of(paper.id)
    return sealed or (people[-1].document if people else None)


def judged(paper: Paper) -> Judged | None:
    """Return what is known of the signatures; None where the paper was signed by pen."""
    file = file_of(paper)
    return judged_file(file.file.digest, paper) if file is not None else None


def judged_file(digest: str, paper: Paper | None = None) -> Judged:
    """Return what is known of a file's signatures: as our record of a paper, or as anybody's.

    What is known for a week is judged anew by a worker: however often somebody looks, one file
    costs one judgement a week. Writes a job; the caller commits.
    """
    kept = db.session.get(FileVerdict, digest)
    if is_old(kept):
        _ask(digest, paper)
    return Judged(Report.from_data(kept.report) if kept is not None else None)


def look(paper: Paper) -> Looked | None:
    """Return what is known, for a page of the house; None where nothing is signed digitally.

    Where it has to be judged, the job is written and committed here: call it first of all.
    """
    file = current_file(paper)
    if file is None:
        return None
    digest = file.file.digest
    kept = db.session.get(FileVerdict, digest)
    report = Report.from_data(kept.report) if kept is not None else None
    if is_old(kept) and not _is_asked(_key(digest)):
        with unit_of_work():
            _ask(digest, paper)
    return Looked(report, file)


def is_old(kept: FileVerdict | None) -> bool:
    return kept is None or kept.judged_at + FRESH < clock.now()


def _key(digest: str) -> str:
    year, week, _day = clock.today().isocalendar()
    return f"judge:{digest}:{year}-{week}"


def _is_asked(key: str) -> bool:
    return db.session.scalar(select(Job.id).where(Job.key == key)) is not None


def _ask(digest: str, paper: Paper | None, *, asks: bool | None = None) -> None:
    """Write the job. `asks`: the servers entered for the roots too; usual for records of ours."""
    key = _key(digest)
    if not _is_asked(key):  # one that failed for good is not tried anew by a visitor
        asked = paper is not None if asks is None else asks
        jobs.enqueue(
            KIND, key, {"digest": digest, "paper": paper.id if paper else None, "asks": asked}
        )


def judge(run: jobs.Run) -> None:
    """Judge one file by what it stores, what is trusted today and, of ours, what servers say."""
    digest, paper_id = run.payload["digest"], run.payload["paper"]
    paper = db.session.get_one(Paper, paper_id) if paper_id is not None else None
    asks = run.payload.get("asks", paper is not None)
    expected = expected_on(paper, digest) if paper else None
    report = judge_file(digest, expected, asks=asks)
    with unit_of_work():
        keep(report)
        if is_to_be_asked_again(report):
            _again(run.payload, f"judge:{digest}:after:{run.job_id}")


def keep(report: Report) -> None:
    """Keep what was said; the last word on a file counts."""
    db.session.merge(
        FileVerdict(digest=report.digest, report=report.as_data(), judged_at=report.at)
    )


def judge_now(paper: Paper) -> Report | None:
    """Judge the paper's file while somebody waits, and keep it; None where nothing is signed."""
    file = current_file(paper)
    if file is None:
        return None
    paper_id, digest = paper.id, file.file.digest
    report = judge_file(digest, expected_on(paper, digest), asks=True)
    with unit_of_work():
        keep(report)
        if is_to_be_asked_again(report):
            payload = {"digest": digest, "paper": paper_id, "asks": True}
            _again(payload, f"judge:{digest}:after:{report.at:%Y%m%dT%H%M%S}")
    return report


def _again(payload: dict[str, object], key: str) -> None:
    tried = int(str(payload.get("tried", 0)))
    job = jobs.enqueue(KIND, key, payload | {"tried": tried + 1})
    job.due_at = clock.real_now() + AGAIN[min(tried, len(AGAIN) - 1)]
