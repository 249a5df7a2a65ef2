"""Which files go into the packet, and the packet made of them: slow, with nothing of the database.

A file that is no PDF or picture, does not fit any more or cannot be read is listed by its name
with the reason.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from workflow.core.errors import DamagedFile, MissingFile, Unavailable
from workflow.core.i18n import _
from workflow.documents.contents import PDF, current_store
from workflow.documents.engine import conversion
from workflow.documents.engine.binding import Piece, bind
from workflow.documents.engine.pages import page_count
from workflow.documents.engine.rendering import render

MOST_BYTES = 120 << 20  # of evidence; what a tablet still opens, and a worker holds at once
MOST_PAGES = 1500
AT_ONCE = 20  # sheets given to one run of LibreOffice
_KINDS = {PDF: "pdf", "image/jpeg": "jpg", "image/png": "png"}
FOREIGN = "không gộp: không phải PDF hoặc ảnh"
NO_ROOM = "không gộp: tập đã đủ dung lượng"
UNREADABLE = "không gộp: tệp không đọc được"


@dataclass(eq=False)
class File:
    """A file of evidence; `left_out` says why it is listed only."""

    title: str
    digest: str
    kind: str
    size: int
    pages: int
    left_out: str = ""

    @property
    def where(self) -> str:
        return self.left_out or f"{self.pages:02d} trang, ngay sau phiếu này"


@dataclass
class Leaf:
    """One row: the context of its sheet, its bookmarks and its files."""

    context: dict[str, Any]
    row: dict[str, Any]  # its line in the contents
    marks: tuple[tuple[int, str], ...]
    files: list[File] = field(default_factory=list)

    @property
    def bound(self) -> list[File]:
        return [one for one in self.files if not one.left_out]


@dataclass(frozen=True)
class Plan:
    """The whole packet as it stood when the job began."""

    title: str
    cover: dict[str, Any]
    leaves: list[Leaf]
    templates: tuple[str, str]  # the digests of the cover's and the sheet's


@dataclass(frozen=True)
class Made:
    content: bytes
    pages: int


def file_of(title: str, digest: str, media_type: str, size: int, pages: int | None) -> File:
    kind = _KINDS.get(media_type, "")
    return File(title, digest, kind, size, pages or 1, "" if kind else FOREIGN)


def choose(files: Iterable[File], *, bytes_left: int, pages_left: int) -> None:
    """Say of every file that does not fit that it is left out: the first come are bound."""
    for one in files:
        if one.left_out:
            continue
        if one.size > bytes_left or one.pages > pages_left:
            one.left_out = NO_ROOM
        else:
            bytes_left, pages_left = bytes_left - one.size, pages_left - one.pages


def make(plan: Plan, tell: Callable[[int], None]) -> Made:
    """Draw the sheets, then the cover, and bind all; `tell` hears how many sheets are drawn.

    A file that turns out unreadable while binding is left out, and its sheet drawn anew.
    """
    if not conversion.available():
        raise Unavailable(
            _("Máy chủ chưa cài LibreOffice nên chưa dựng được tập PDF. Hãy đọc từng đề nghị trên "
              "trang tài liệu, và báo quản trị viên cài LibreOffice.")
        )  # fmt: skip
    contents = _read(plan.leaves)
    covering, sheeting = (current_store().open(digest) for digest in plan.templates)
    sheets = _draw(sheeting, plan.leaves, plan.title, tell)
    while True:
        pieces, files = _pieces(plan.leaves, sheets, contents)
        front = _cover(covering, plan, [page_count(sheet) for sheet in sheets])
        bound = bind([Piece("pdf", front, ((0, "Mục lục"),)), *pieces], title=plan.title)
        if not bound.unfit:
            return Made(bound.content, bound.pages)
        unfit = [files[place - 1] for place in bound.unfit]
        _leave_out(unfit)
        for place, leaf in enumerate(plan.leaves):
            if any(one in leaf.files for one in unfit):
                [sheets[place]] = _draw(sheeting, [leaf], plan.title)


def _leave_out(files: Sequence[File | None]) -> None:
    for one in files:
        if one is None:  # a sheet of our own: nothing to leave out, and no second try helps
            raise Unavailable(_("Không gộp được tập tài liệu. Hãy báo quản trị viên."))
        one.left_out = UNREADABLE


def _read(leaves: Sequence[Leaf]) -> dict[str, bytes]:
    """Return the bytes to be bound, by digest; a damaged file is left out, and told so."""
    found: dict[str, bytes] = {}
    for one in (file for leaf in leaves for file in leaf.bound):
        try:
            found[one.digest] = found.get(one.digest) or current_store().open(one.digest)
        except (DamagedFile, MissingFile):
            one.left_out = UNREADABLE
    return found


def _draw(
    template: bytes, leaves: Sequence[Leaf], title: str, tell: Callable[[int], None] | None = None
) -> list[bytes]:
    made: list[bytes] = []
    for start in range(0, len(leaves), AT_ONCE):
        docs = [
            render(template, leaf.context | {"files": _told(leaf)}, title=title)
            for leaf in leaves[start : start + AT_ONCE]
        ]
        made += conversion.to_pdfs(docs, archival=False)
        if tell is not None:
            tell(len(made))
    return made


def _told(leaf: Leaf) -> list[dict[str, str]]:
    return [{"title": one.title, "where": one.where} for one in leaf.files]


def _pieces(
    leaves: Sequence[Leaf], sheets: Sequence[bytes], contents: Mapping[str, bytes]
) -> tuple[list[Piece], list[File | None]]:
    """Return each sheet with its files behind it, and beside each piece the file it is."""
    found: list[tuple[Piece, File | None]] = []
    for leaf, sheet in zip(leaves, sheets, strict=True):
        found.append((Piece("pdf", sheet, leaf.marks), None))
        found += [
            (Piece(one.kind, contents[one.digest], ((2, one.title),)), one) for one in leaf.bound
        ]
    return [piece for piece, _file in found], [file for _piece, file in found]


def _cover(template: bytes, plan: Plan, sheet_pages: Sequence[int]) -> bytes:
    """Draw the cover until its own pages are as many as its numbers took for granted."""
    front, guess = b"", 1
    for _attempt in range(3):
        page = guess + 1
        for leaf, pages in zip(plan.leaves, sheet_pages, strict=True):
            leaf.row["page"] = page
            page += pages + sum(one.pages for one in leaf.bound)
        front = conversion.to_pdf(render(template, plan.cover, title=plan.title), archival=False)
        pages = page_count(front)
        if pages == guess:
            return front
        guess = pages
    return front
