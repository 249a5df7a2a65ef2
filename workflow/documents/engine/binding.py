"""Binds PDFs and pictures into one PDF with numbered pages and bookmarks."""

from collections.abc import Sequence
from dataclasses import dataclass

from workflow.core.i18n import _
from workflow.documents.engine.child import Limits, run_limited
from workflow.documents.engine.errors import Refused
from workflow.documents.engine.jobs.faults import Fault

_LIMITS = Limits(memory_mib=2048, cpu_seconds=240, wall_seconds=300, file_mib=512)


@dataclass(frozen=True)
class Piece:
    """One file to bind: `kind` is pdf, jpg or png; `marks` are its bookmarks, outer ones first."""

    kind: str
    content: bytes
    marks: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class Bound:
    """The file and how many pages it has; or nothing but the places of pieces nobody can read."""

    content: bytes = b""
    pages: int = 0
    unfit: tuple[int, ...] = ()


def bind(pieces: Sequence[Piece], *, title: str, numbered: bool = True) -> Bound:
    """Return the pieces as one file, or say which of them cannot be read.

    `numbered` writes “3/120” at the foot of each page; papers that are parted again once
    printed are bound without.
    """
    told = [{"kind": one.kind, "marks": [list(mark) for mark in one.marks]} for one in pieces]
    try:
        answer = run_limited(
            "binding", {"pieces": told, "title": title, "numbered": numbered},
            [one.content for one in pieces], _LIMITS,
        )  # fmt: skip
    except Fault as fault:
        raise Refused(
            _("Không gộp được các tệp thành một tập PDF. Hãy báo quản trị viên."), code=fault.code
        ) from None
    if answer.value.get("unfit"):
        return Bound(unfit=tuple(answer.value["unfit"]))
    return Bound(answer.blobs[0], int(answer.value["pages"]))
