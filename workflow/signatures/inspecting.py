"""The signatures on a paper of ours, judged now: what its page tells of each."""

from dataclasses import dataclass

from workflow.core import clock
from workflow.core.db import db
from workflow.documents import contents, digital, queries
from workflow.documents.models import Document, Paper
from workflow.documents.states import FileRole
from workflow.signatures.engine.checking import check
from workflow.signatures.engine.report import Expected, Report, Signer
from workflow.signatures.queries import field_of, signed_before
from workflow.signatures.records import expected_of
from workflow.signatures.trust import trust_now


@dataclass(frozen=True)
class Inspection:
    """A signed file of a paper, with what can be said of it."""

    document: Document
    report: Report


def inspect(paper: Paper) -> Inspection | None:
    """Judge the file that counts: sealed, else as its people signed it; None without either.

    Asked of the file's own evidence and of what is trusted today; nothing is fetched. The session
    is rolled back before the slow work.
    """
    sealed = queries.signed_file_of(paper.id)
    people = queries.documents_of("paper", paper.id, FileRole.PERSON_SIGNED)
    if not digital.is_digital(paper) or not (sealed or people):
        return None
    document = sealed or people[-1].document
    digest = document.file.digest
    expected = expected_of(paper, digest) if sealed else _by_people(paper, digest)
    return _judged([(document, digest, expected)])[0]


def inspect_beside(paper: Paper) -> list[Inspection]:
    """Judge what the agency sealed alone: the digitised copy of a sheet, annexes of their own."""
    alone = [
        link.document for link in queries.documents_of("paper", paper.id)
        if link.role in (FileRole.DIGITISED, FileRole.SEALED_ANNEX)
    ]  # fmt: skip
    digests = [(one, one.file.digest) for one in alone]
    return _judged([(one, digest, expected_of(paper, digest)) for one, digest in digests])


def _judged(files: list[tuple[Document, str, Expected | None]]) -> list[Inspection]:
    """Judge files with the database let go."""
    trust, at, store = trust_now(), clock.now(), contents.current_store()
    db.session.rollback()
    return [
        Inspection(document, check(store.open(digest), trust, expected, at))
        for document, digest, expected in files
    ]


def _by_people(paper: Paper, digest: str) -> Expected:
    signers = [
        Signer(field_of(one), frozenset({one.certificate.fingerprint}))
        for one in signed_before(paper)
    ]
    return Expected(signers, digest)
