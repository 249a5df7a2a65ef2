"""What must not be in a file for its signatures to mean what its reader sees."""

from collections.abc import Iterator

from pyhanko.pdf_utils import generic

from workflow.signatures.engine.reading import Reading, end_of, entry, objects_of
from workflow.signatures.engine.reasons import Code, Reason, because
from workflow.signatures.states import Verdict

_ACTIVE_KEYS = frozenset({"/JS", "/JavaScript", "/XFA", "/AA", "/RichMediaContent"})
_ACTIVE_KINDS = frozenset(
    {
        "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition",
        "/Movie", "/Sound", "/RichMediaExecute", "/SetOCGState", "/ResetForm", "/Hide",
    }
)  # fmt: skip
_ATTACHED_KEYS = frozenset({"/EmbeddedFiles", "/EF", "/AF"})
_LAYER_KEYS = frozenset({"/OCProperties", "/OC", "/OCGs"})
_END = b"%%EOF"
_OWN_KINDS = frozenset({"/XRef", "/ObjStm"})  # streams the format itself needs
_PLAIN_KINDS = frozenset({"/Page", "/Pages", "/Catalog", "/Annot"})


def contents_of(reading: Reading, *, ours: bool) -> list[Reason]:
    """Return what any revision holds that acts, hides or carries along.

    In our own files none of it is allowed; in those of others what acts or hides makes it unknown
    what a reader sees, and attached files are told.
    """
    found: dict[Code, str] = {}
    for revision in range(reading.reader.total_revisions):
        for _reference, written in objects_of(reading.at(revision)):
            for code, what in _within(written):
                found.setdefault(code, what)
    doubtful = {Code.ATTACHED_FILES: Verdict.VALID}
    return [
        because(code, None if ours else doubtful.get(code, Verdict.UNKNOWN), what=what.lstrip("/"))
        for code, what in sorted(found.items())
    ]


def _within(value: generic.PdfObject) -> Iterator[tuple[Code, str]]:
    """Look into one object as far as the next reference."""
    if isinstance(value, generic.DictionaryObject):
        yield from _keys(value)
        parts = [value.raw_get(key) for key in value]
    elif isinstance(value, generic.ArrayObject):
        parts = [value.raw_get(at) for at in range(len(value))]
    else:
        return
    for part in parts:
        yield from _within(part)


def _keys(value: generic.DictionaryObject) -> Iterator[tuple[Code, str]]:
    for keys, code in (
        (_ACTIVE_KEYS, Code.ACTIVE_CONTENT),
        (_ATTACHED_KEYS, Code.ATTACHED_FILES),
        (_LAYER_KEYS, Code.LAYERS),
    ):
        for key in sorted(keys & set(value)):
            yield code, key
    kind = entry(value, "/S", None)
    if isinstance(kind, generic.NameObject) and kind in _ACTIVE_KINDS:
        yield Code.ACTIVE_CONTENT, str(kind)


def hidden(reading: Reading) -> list[Reason]:
    """Return whether pages or their content lie unused in what was signed, to be shown later."""
    first = reading.embedded[0].signed_revision if reading.embedded else 0
    for revision in range(first + 1):
        resolver = reading.at(revision)
        reached = resolver.collect_dependencies(resolver.trailer_view)
        for reference, written in objects_of(resolver):
            if reference not in reached and _is_content(written):
                return [because(Code.HIDDEN_CONTENT, object=reference.idnum)]
    return []


def _is_content(written: generic.PdfObject) -> bool:
    if not isinstance(written, generic.DictionaryObject):
        return False
    kind = entry(written, "/Type", "")
    return kind in _PLAIN_KINDS or (
        isinstance(written, generic.StreamObject) and kind not in _OWN_KINDS
    )


def edges(reading: Reading) -> list[Reason]:
    """Return whether bytes lie before the file's head or behind its last update."""
    found = []
    if not reading.pdf.startswith(b"%PDF-"):
        found.append(because(Code.LEADING_BYTES))
    count = _behind(reading)
    if count:
        found.append(because(Code.TRAILING_BYTES, count=count))
    return found


def _behind(reading: Reading) -> int:
    """Count what follows the last update: what its signature covers, else its end mark."""
    pdf, newest = reading.pdf, reading.reader.total_revisions - 1
    last = reading.embedded[-1] if reading.embedded else None
    if last is not None and last.signed_revision == newest:
        return len(pdf) - end_of(last)
    written = reading.reader.xrefs.get_xref_container_info(newest).end_location
    mark = pdf.find(_END, written)
    return len(pdf[mark + len(_END) :].strip()) if mark >= 0 else 0
