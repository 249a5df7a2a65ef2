"""Files' signatures, judged by a worker, once a week at most; what is said is kept by digest."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from workflow.core import clock, jobs
from workflow.core.db import db
from workflow.core.jobs import Job, JobState
from workflow.core.unit_of_work import unit_of_work
from workflow.documents import queries
from workflow.documents.digital import is_digital
from workflow.documents.events import PaperIssued, PaperSigned
from workflow.documents.models import Document, Paper
from workflow.documents.renewed import newest_among, newest_of
from workflow.documents.states import OUT, FileRole, PaperStatus
from workflow.documents.superseding import is_out
from workflow.signatures.engine.report import Expected, Report, Signer
from workflow.signatures.judgement import expected_on, is_to_be_asked_again, judge_file
from workflow.signatures.models import FileVerdict
from workflow.signatures.records import recorded_as

KIND = "signatures.judge"
SCANNED = (PaperStatus.SEALED, *OUT)  # a sheet has no copy before
FRESH = timedelta(days=7)
# How long a judgement that failed for good rests before a look at the file asks for it anew.
REST = timedelta(hours=1)
# How soon servers that were down are asked again; the last one repeats.
AGAIN = (timedelta(minutes=15), timedelta(hours=1), timedelta(hours=6), timedelta(days=1))


@dataclass(frozen=True)
class Judged:
    """What was said, or that a worker has yet to say it."""

    report: Report | None


def on_signed(event: PaperSigned) -> None:
    """Have the file judged as its people signed it, before number and seal."""
    ask(db.session.get_one(Paper, event.paper_id))


def on_issued(event: PaperIssued) -> None:
    """Have the files judged as soon as they are out."""
    ask(db.session.get_one(Paper, event.paper_id))


def ask(paper: Paper) -> None:
    """Have the signed files of a paper judged, if it has any."""
    for file in files_of(paper):
        _ask(file.file.digest, _of_paper(paper))


def current_file(paper: Paper) -> Document | None:
    """Return the file that counts within the house: sealed, else as its people signed it.

    Of a sheet signed by pen it is the digitised copy the agency sealed.
    """
    if not is_digital(paper):
        if paper.status not in SCANNED:
            return None
        copies = queries.documents_of("paper", paper.id, FileRole.DIGITISED)
        return newest_of(copies[-1].document) if copies else None
    people = queries.documents_of("paper", paper.id, FileRole.PERSON_SIGNED)
    sealed = queries.signed_file_of(paper.id)
    return sealed or (people[-1].document if people else None)


def files_of(paper: Paper) -> list[Document]:
    """Return every signed file of a paper: the one that counts, then its sealed annexes.

    Each is returned as it is proven today: its newest renewal.
    """
    annexes = queries.documents_of("paper", paper.id, FileRole.SEALED_ANNEX)
    current = current_file(paper)
    newest = newest_among([link.document for link in annexes])
    return [*([current] if current else []), *newest]


def judged(paper: Paper) -> Judged | None:
    """Return what is known of a paper of ours that is out; None where no key was used.

    What is known for a week is judged anew by a worker: however often somebody looks, one file
    costs one judgement a week. Writes a job; the caller commits.
    """
    file = current_file(paper) if is_out(paper) else None
    return _judged(file.file.digest, _of_paper(paper)) if file is not None else None


def have_judged(digest: str) -> None:
    """Have anybody's file judged. Writes a job; the caller commits."""
    _ask(digest, {})


def judged_expected(expected: Expected) -> Judged:
    """Return what is known of a record of ours that is no paper; otherwise as `judged`."""
    signers = [[one.field, sorted(one.certificates)] for one in expected.signers]
    return _judged(expected.digest, {"signers": signers})


def _of_paper(paper: Paper) -> Mapping[str, Any]:
    return {"paper": paper.id}


def _judged(digest: str, how: Mapping[str, Any]) -> Judged:
    row = db.session.get(FileVerdict, digest)
    if is_old(row):
        _ask(digest, how)
    return Judged(row.said if row is not None else None)


def kept(digests: Collection[str]) -> dict[str, FileVerdict]:
    """Return what was said of files, by digest; one query, however many."""
    if not digests:
        return {}
    rows = db.session.scalars(select(FileVerdict).where(FileVerdict.digest.in_(digests)))
    return {row.digest: row for row in rows}


def reports(digests: Collection[str], *, of: Paper | None = None) -> dict[str, Report]:
    """Return what is known of files for a page that only reads, and have the old ones judged.

    They are files of the paper named, else anybody's. Where one has to be judged and nobody asked
    yet, a job is written and committed here: call it before what the page keeps hold of.
    """
    known = kept(digests)
    keys = {_key(one): one for one in digests if is_old(known.get(one))}
    asked = _asked(keys)
    found = {digest: row.said for digest, row in known.items()}
    if keys.keys() - asked:
        with unit_of_work():
            for key, digest in keys.items():
                if key not in asked:
                    _ask(digest, _of_paper(of) if of is not None else {})
    return found


def is_old(row: FileVerdict | None) -> bool:
    """Whether nobody judged the file within a week."""
    return row is None or row.judged_at + FRESH < clock.now()


def _key(digest: str) -> str:
    year, week, _day = clock.today().isocalendar()
    return f"judge:{digest}:{year}-{week}"


def _ask(digest: str, how: Mapping[str, Any]) -> None:
    """Write the job. `how` says by which record of ours, if by any."""
    key = _key(digest)
    if not _asked([key]):
        jobs.enqueue(KIND, key, {"digest": digest, **how})


def _asked(keys: Collection[str]) -> set[str]:
    """Return the keys of jobs that need no asking; one that failed for good rests an hour."""
    if not keys:
        return set()
    failed = (Job.state == JobState.FAILED) & (Job.due_at < clock.real_now() - REST)
    return set(db.session.scalars(select(Job.key).where(Job.key.in_(keys), ~failed)))


def judge(run: jobs.Run) -> None:
    """Judge one file by what it stores, what is trusted today and what servers entered say."""
    digest, paper_id = run.payload["digest"], run.payload.get("paper")
    paper = db.session.get_one(Paper, paper_id) if paper_id is not None else None
    told = expected_on(paper, digest) if paper else _told(digest, run.payload.get("signers"))
    expected = told or recorded_as(digest)  # ours, wherever it came in from
    report = judge_file(digest, expected)
    with unit_of_work():
        keep(report)
        if is_to_be_asked_again(report):
            _again(run.payload, f"judge:{digest}:after:{run.job_id}")


def _told(digest: str, signers: Sequence[tuple[str, list[str]]] | None) -> Expected | None:
    if not signers:
        return None
    return Expected([Signer(field, frozenset(marks)) for field, marks in signers], digest)


def keep(report: Report) -> None:
    """Keep what was said; the last word on a file counts, whoever says it."""
    insert = pg_insert if db.engine.dialect.name == "postgresql" else sqlite_insert
    said = {"report": report.as_data(), "judged_at": report.at}
    db.session.execute(
        insert(FileVerdict)
        .values(digest=report.digest, **said)
        .on_conflict_do_update(index_elements=["digest"], set_=said)
    )


def judge_now(paper: Paper) -> Report | None:
    """Judge the paper's file while somebody waits, and keep it; None where nothing is signed.

    Its annexes are left to a worker: each may take as long as every server entered is silent.
    """
    digests, how = [one.file.digest for one in files_of(paper)], _of_paper(paper)
    if not digests:
        return None
    report = judge_file(digests[0], expected_on(paper, digests[0]))
    asked = f"{report.at:%Y%m%dT%H%M%S}"
    with unit_of_work():
        keep(report)
        if is_to_be_asked_again(report):
            _again({"digest": report.digest, **how}, f"judge:{report.digest}:after:{asked}")
        for digest in digests[1:]:
            jobs.enqueue(KIND, f"judge:{digest}:asked:{asked}", {"digest": digest, **how})
    return report


def _again(payload: Mapping[str, Any], key: str) -> None:
    tried = int(str(payload.get("tried", 0)))
    job = jobs.enqueue(KIND, key, {**payload, "tried": tried + 1})
    job.due_at = clock.real_now() + AGAIN[min(tried, len(AGAIN) - 1)]
