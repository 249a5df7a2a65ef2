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
    trust = trust_now()
    db.session.rollback()
    return Inspection(
        document, check(contents.current_store().open(digest), trust, expected, clock.now())
    )


def _by_people(paper: Paper, digest: str) -> Expected:
    signers = [
        Signer(field_of(one), frozenset({one.certificate.fingerprint}))
        for one in signed_before(paper)
    ]
    return Expected(signers, digest)
