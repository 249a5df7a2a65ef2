"""How a stored file is judged: by its record, by what is trusted today, by its own evidence.

Where that leaves open whether a certificate was revoked, the addresses entered for the roots may
be asked besides. An address that stands in a file or in a certificate is never asked.
"""

from collections.abc import Iterator
from dataclasses import replace

from workflow.core import clock
from workflow.core.db import db
from workflow.documents import contents, queries
from workflow.documents.models import Paper
from workflow.documents.states import FileRole
from workflow.signatures.engine.checking import check
from workflow.signatures.engine.leaves import leaves_of
from workflow.signatures.engine.reasons import Code, Reason, because
from workflow.signatures.engine.report import Expected, Report, Signer
from workflow.signatures.evidence.fetching import Sources
from workflow.signatures.evidence.looking import look_up
from workflow.signatures.queries import field_of, signed_before
from workflow.signatures.records import expected_of
from workflow.signatures.states import Verdict
from workflow.signatures.trust import roots_now


def expected_on(paper: Paper, digest: str) -> Expected | None:
    """Return who has to have signed a file of a paper: whole, or as its people signed it so far."""
    people = queries.documents_of("paper", paper.id, FileRole.PERSON_SIGNED)
    if digest not in {link.document.file.digest for link in people}:
        return expected_of(paper, digest)
    signers = [
        Signer(field_of(one), frozenset({one.certificate.fingerprint}))
        for one in signed_before(paper)
    ]
    return Expected(signers, digest)


def judge_file(digest: str, expected: Expected | None) -> Report:
    """Judge a stored file now; where its evidence does not reach, the servers entered are asked.

    Rolls the session back before the slow work. Raises EngineBusy or StoreUnavailable.
    """
    roots, at, store = roots_now(), clock.now(), contents.current_store()
    db.session.rollback()
    pdf = store.open(digest)
    report = check(pdf, roots.trust(), expected, at)
    if not (lacks_evidence(report) and (roots.crls or roots.ocsps)):
        return report
    sources = Sources(ocsps=roots.ocsps, crls=roots.crls)
    found = look_up(sources, roots.issuers(), leaves_of(pdf), at)
    report = check(pdf, roots.trust(found.evidence), expected, at)
    if found.silent and lacks_evidence(report):
        silent = because(Code.SOURCES_SILENT, hosts=", ".join(found.silent))
        report = replace(report, reasons=(*report.reasons, silent))
    return report


def lacks_evidence(report: Report) -> bool:
    """Whether the file would be judged better if it were known who was revoked."""
    missing = any(reason.code is Code.REVOCATION_UNKNOWN for reason in _every(report))
    return missing and report.verdict is Verdict.UNKNOWN


def is_to_be_asked_again(report: Report) -> bool:
    return any(reason.code is Code.SOURCES_SILENT for reason in report.reasons)


def _every(report: Report) -> Iterator[Reason]:
    yield from report.every_reason
    for one in report.findings:
        if one.stamped is not None:
            yield from one.stamped.reasons
    for stamped in report.archival:
        yield from stamped.reasons
