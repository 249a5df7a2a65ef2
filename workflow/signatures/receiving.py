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
class ReceivedFile:
    """A received PDF, with what is said of it."""

    name: str
    digest: str
    said: Said
    hint: str = ""


def look(taken: Sequence[TakenFile], issuer: str = "") -> list[ReceivedFile]:
    """Judge what was just sent, as far as it can be had quickly. Call outside any transaction."""
    pdfs = [one for one in taken if one.media_type == PDF]
    kept = verdicts.kept([one.digest for one in pdfs])
    reports = {digest: row.said for digest, row in kept.items()}
    light = dict.fromkeys(one.digest for one in pdfs if one.size <= LIGHT)
    old = [one for one in light if verdicts.is_old(kept.get(one))]
    for digest in old[:LOOKED_AT]:
        report = received.judge_quickly(digest)
        if report is None:
            break  # too heavy, or nobody is free: somebody waits, so a worker does the rest
        with unit_of_work():
            verdicts.keep(report)
        reports[digest] = report
    return [_told(one.name, one.digest, reports, issuer) for one in pdfs]


def known(documents: Iterable[Document]) -> list[ReceivedFile]:
    """Return what is known of files somebody has judged; the others are left out."""
    names = {one.file.digest: one.file_name for one in documents}
    reports = {digest: row.said for digest, row in verdicts.kept(names).items()}
    return [_told(name, one, reports) for one, name in names.items() if one in reports]


def files_told(documents: Iterable[Document], issuer: str = "") -> list[ReceivedFile]:
    """Return what is known of the PDFs among files, and have the unknown and the old judged.

    As `verdicts.reports` a job may be committed here: for pages that only read.
    """
    pdfs = [one for one in documents if one.file.media_type == PDF]
    names = [(one.file_name, one.file.digest) for one in pdfs]
    reports = verdicts.reports([digest for _name, digest in names])
    return [_told(name, digest, reports, issuer) for name, digest in names]


def _told(name: str, digest: str, reports: Mapping[str, Report], issuer: str = "") -> ReceivedFile:
    report = reports.get(digest)
    hint = other_name(report, issuer) if report is not None else ""
    return ReceivedFile(name, digest, said_of(report), hint)
