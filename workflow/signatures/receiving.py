"""Received files as pages show them: each with what is said of its signatures."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from workflow.core.unit_of_work import unit_of_work
from workflow.documents.contents import PDF, TakenFile
from workflow.documents.models import Document
from workflow.signatures import received, verdicts
from workflow.signatures.engine.report import Report
from workflow.signatures.sentences import Said, other_name, said_of

LOOKED_AT = 5  # files judged while somebody waits; the rest is left to a worker
LIGHT = 20 * 1024 * 1024  # a heavier file too


@dataclass(frozen=True)
class Looked:
    """A received PDF, with what is said of it."""

    name: str
    digest: str
    said: Said
    hint: str = ""


def look(taken: Sequence[TakenFile], issuer: str = "") -> list[Looked]:
    """Judge what was just sent, as far as it can be had quickly. Call outside any transaction."""
    pdfs = [one for one in taken if one.media_type == PDF]
    reports = received.reports([one.digest for one in pdfs])
    fresh = received.to_judge([one.digest for one in pdfs if one.size <= LIGHT])
    for digest in fresh[:LOOKED_AT]:
        report = received.judge_now(digest)
        if report is None:
            break  # nobody is free: the others would be waited for in vain
        with unit_of_work():
            verdicts.keep(report)
        reports[digest] = report
    return [_looked(one.name, one.digest, reports, issuer) for one in pdfs]


def known(documents: Iterable[Document]) -> list[Looked]:
    """Return what is known of files somebody has judged; the others are left out."""
    names = {one.file.digest: one.file_name for one in documents}
    reports = received.reports(names)
    return [_looked(name, one, reports) for one, name in names.items() if one in reports]


def shown(documents: Iterable[Document], issuer: str = "") -> list[Looked]:
    """Return what is known of the PDFs among files, and have the unknown and the old judged.

    Where one has to be judged, a job is written and committed: for pages that only read.
    """
    pdfs = [one for one in documents if one.file.media_type == PDF]
    digests = [one.file.digest for one in pdfs]
    reports = received.reports(digests)
    found = [_looked(one.file_name, one.file.digest, reports, issuer) for one in pdfs]
    if old := received.to_judge(digests):
        with unit_of_work():
            for digest in old:
                verdicts.have_judged(digest)
    return found


def _looked(name: str, digest: str, reports: Mapping[str, Report], issuer: str = "") -> Looked:
    report = reports.get(digest)
    hint = other_name(report, issuer) if report is not None else ""
    return Looked(name, digest, said_of(report), hint)
