"""The signatures on a paper as a page of the house shows them: what was judged, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from workflow.documents.models import Document, Paper
from workflow.signatures import verdicts
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
    found = verdicts.look(paper)
    if found is None or found.report is None:
        return Signed(found.document, None) if found is not None else None
    names = Names.of(paper)
    listed = signatures(found.report, names, wanted_on(names))
    return Signed(found.document, found.report, whole(found.report), listed)
