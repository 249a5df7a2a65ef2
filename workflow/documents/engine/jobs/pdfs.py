"""What a PDF may hold: pages, text, pictures and signatures; nothing that acts or hides files."""

import mmap
import re
from pathlib import Path
from typing import Any

import pikepdf

from workflow.documents.engine.jobs.faults import Fault

_MOST_PAGES = 2000
_CODE = frozenset({"/JS", "/JavaScript"})
_FILES = frozenset({"/EmbeddedFile", "/EmbeddedFiles", "/EF", "/FileAttachment", "/Collection"})
_ACTS = frozenset(
    {
        "/Launch",
        "/ImportData",
        "/SubmitForm",
        "/GoToE",
        "/Rendition",
        "/Movie",
        "/Sound",
    }
)
_MEDIA = frozenset({"/RichMedia", "/RichMediaContent", "/XFA", "/Screen", "/3D"})
_NAMED = {
    **dict.fromkeys(_CODE, "pdf_code"),
    **dict.fromkeys(_FILES, "pdf_files"),
    **dict.fromkeys(_ACTS, "pdf_acts"),
    **dict.fromkeys(_MEDIA, "pdf_acts"),
}
# Names under these keys say what something is; elsewhere a name is only someone's label.
_TELLING = ("/S", "/Type", "/Subtype")
_SIGNED = b"/ByteRange"  # stands in the clear in every signed file, a locked one too
_SUSPECT = re.compile(rb"/(?:%s)\b" % b"|".join(name[1:].encode() for name in sorted(_NAMED)))


def check(path: Path) -> int:
    """The number of pages, once every object has been looked at; a fault tells of a signed file."""
    try:
        return _pages(path)
    except Fault as fault:
        if _is_signed(path):
            fault.data["signed"] = 1
        raise


def _is_signed(path: Path) -> bool:
    """Whether some signature says which bytes it covers."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.find(_SIGNED) >= 0


def _pages(path: Path) -> int:
    try:
        with pikepdf.open(path, suppress_warnings=True, attempt_recovery=False) as pdf:
            if pdf.is_encrypted:
                raise Fault("encrypted")
            pages = len(pdf.pages)
            if pages > _MOST_PAGES:
                raise Fault("pdf_pages", count=pages)
            if not pages:
                raise Fault("broken", detail="0")
            for thing in pdf.objects:
                _check_object(thing)
            return pages
    except pikepdf.PasswordError as error:
        raise Fault("encrypted") from error
    except pikepdf.PdfError as error:
        raise Fault("broken", detail=str(error)[-120:]) from error


def _check_object(thing: Any) -> None:
    if isinstance(thing, pikepdf.Stream):
        thing = thing.stream_dict
    if not isinstance(thing, pikepdf.Dictionary | pikepdf.Array):
        return
    if _SUSPECT.search(thing.unparse(resolved=True)):
        _walk(thing)


def _walk(thing: Any) -> None:
    """Look at the direct children only: indirect ones are objects of their own."""
    waiting = [thing]
    while waiting:
        current = waiting.pop()
        if isinstance(current, pikepdf.Dictionary):
            for key, value in current.items():
                _check_name(key)
                if key in _TELLING and isinstance(value, pikepdf.Name):
                    _check_name(str(value))
                waiting.append(value)
        elif isinstance(current, pikepdf.Array):
            waiting.extend(list(current))
        waiting = [item for item in waiting if _is_direct_container(item)]


def _is_direct_container(item: Any) -> bool:
    return isinstance(item, pikepdf.Dictionary | pikepdf.Array) and not item.is_indirect


def _check_name(name: str) -> None:
    if name in _NAMED:
        raise Fault(_NAMED[name], what=name[1:])
