"""The signatures on a paper as a page of the house shows them: what was judged, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from workflow.documents.digital import is_digital
from workflow.documents.models import Document, Paper
from workflow.signatures import verdicts
from workflow.signatures.engine.profile import SEAL
from workflow.signatures.engine.report import Report
from workflow.signatures.shown import Names, Shown, Whole, signatures, wanted_on, whole


@dataclass(frozen=True)
class Signed:
    """A signed file; without a report a worker has yet to judge it."""

    document: Document
    report: Report | None
    whole: Whole | None = None
    signatures: Sequence[Shown] = ()


def signed_on(paper: Paper) -> Signed | None:
    """Return what is known; None where nothing is signed digitally.

    A job may be written and committed here: call it before anything else is read for the page.
    """
    current = verdicts.current_file(paper)
    return _signed(paper, [current])[0] if current is not None else None


def all_signed_on(paper: Paper) -> list[Signed]:
    """Return what is known of every signed file of a paper, its sealed annexes last."""
    return _signed(paper, verdicts.files_of(paper))


def _signed(paper: Paper, files: Sequence[Document]) -> list[Signed]:
    reports = verdicts.reports([one.file.digest for one in files], of=paper)
    names = Names.of(paper)
    return [
        _told(file, reports.get(file.file.digest), names, _wanted(paper, at, names))
        for at, file in enumerate(files)
    ]


def _wanted(paper: Paper, at: int, names: Names) -> list[str]:
    """Return who signs in the end: a digitised copy and the annexes carry the seal alone."""
    return wanted_on(names) if at == 0 and is_digital(paper) else [SEAL]


def _told(document: Document, report: Report | None, names: Names, wanted: Sequence[str]) -> Signed:
    if report is None:
        return Signed(document, None)
    return Signed(document, report, whole(report), signatures(report, names, wanted))
