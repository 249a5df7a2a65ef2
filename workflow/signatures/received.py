"""The signatures on files that came from outside: judged on arrival, as anybody's file is.

No address a file names is ever followed: it is judged by what it stores and what is trusted; a
worker also asks the servers an administrator entered for the roots.
"""

from collections.abc import Iterable

from sqlalchemy import Select, select

from workflow.core import clock
from workflow.core.db import db
from workflow.documents import contents
from workflow.documents.contents import PDF
from workflow.documents.engine.child import Limits
from workflow.documents.engine.errors import EngineBusy
from workflow.documents.events import FileReceived
from workflow.documents.models import Document, DocumentLink, StoredFile
from workflow.documents.states import FileRole
from workflow.signatures import verdicts
from workflow.signatures.engine.checking import check
from workflow.signatures.engine.reasons import Code
from workflow.signatures.engine.report import Report
from workflow.signatures.models import FileVerdict
from workflow.signatures.records import recorded_as
from workflow.signatures.states import Verdict
from workflow.signatures.trust import trust_now

AT_ONCE = Limits(cpu_seconds=5, wall_seconds=5)  # somebody waits; a worker may take longer


def on_received(event: FileReceived) -> None:
    """Have a PDF judged as soon as it is kept."""
    if event.media_type == PDF:
        verdicts.have_judged(event.digest)


def judge_quickly(digest: str) -> Report | None:
    """Judge a file while somebody waits; None where it takes too long or nobody is free.

    Rolls the session back before the slow work. The caller keeps the answer (`verdicts.keep`).
    """
    expected, trust = recorded_as(digest), trust_now()
    db.session.rollback()
    content = contents.current_store().open(digest)
    try:
        report = check(content, trust, expected, clock.now(), AT_ONCE)
    except EngineBusy:
        return None
    heavy = any(reason.code is Code.TOO_HEAVY for reason in report.reasons)
    return None if heavy else report


def bad_papers(paper_ids: Iterable[int]) -> set[int]:
    """Return which papers came with a file whose signature is not valid; one query."""
    wanted = list(paper_ids)
    rows = papers_with_bad().where(DocumentLink.owner_id.in_(wanted))
    return set(db.session.scalars(rows)) if wanted else set()


def papers_with_bad() -> Select[int]:
    """Select the papers that came with a file whose signature is not valid; narrow it down."""
    return (
        select(DocumentLink.owner_id)
        .join(Document, Document.id == DocumentLink.document_id)
        .join(StoredFile, StoredFile.id == Document.file_id)
        .join(FileVerdict, FileVerdict.digest == StoredFile.digest)
        .where(
            DocumentLink.owner_kind == "paper", DocumentLink.role == FileRole.RECEIVED,
            DocumentLink.removed_at.is_(None),
            FileVerdict.report["verdict"].as_string() == Verdict.INVALID.value,
        )
    )  # fmt: skip
