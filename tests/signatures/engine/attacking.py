"""What attackers do to signed files, each by an update or by moving bytes."""

import io
import re

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper

from workflow.signatures.engine.signing import _Stamper

_RANGE = re.compile(rb"/ByteRange \[\s*0 (\d+) (\d+) (\d+)\s*\]")
DRAWN = b"q 1 0 0 rg 90 690 200 20 re f Q"


def updated(pdf: bytes, change) -> bytes:
    """One more incremental update."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
    change(writer)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def field_of(writer: IncrementalPdfFileWriter, name: str) -> generic.DictionaryObject:
    fields = writer.root["/AcroForm"]["/Fields"]
    listed = [fields.raw_get(at).get_object() for at in range(len(fields))]
    return next(one for one in listed if one["/T"] == name)


def stream(content: bytes, **keys: generic.PdfObject) -> generic.StreamObject:
    named = {pdf_name(f"/{key}"): value for key, value in keys.items()}
    return generic.StreamObject(named, stream_data=content)


def another_number(writer: IncrementalPdfFileWriter) -> None:
    """Field edit: the number says something else."""
    field = field_of(writer, "So")
    field[pdf_name("/V")] = generic.pdf_string("999")
    writer.update_container(field)


def another_look(writer: IncrementalPdfFileWriter) -> None:
    """Field edit: the number stays, what is drawn for it changes."""
    field = field_of(writer, "So")
    form = stream(DRAWN, Type=pdf_name("/XObject"), Subtype=pdf_name("/Form"))
    field["/AP"][pdf_name("/N")] = writer.add_object(form)
    writer.update_container(field)


def page_content(writer: IncrementalPdfFileWriter) -> None:
    """Incremental saving: the page draws something else."""
    page = writer.root["/Pages"]["/Kids"][0]
    page[pdf_name("/Contents")] = writer.add_object(stream(DRAWN))
    writer.update_container(page)


def annotation(writer: IncrementalPdfFileWriter) -> None:
    """A stamp annotation laid over the text."""
    page = writer.root["/Pages"]["/Kids"][0]
    form = stream(DRAWN, Type=pdf_name("/XObject"), Subtype=pdf_name("/Form"))
    laid = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"), pdf_name("/Subtype"): pdf_name("/Stamp"),
            pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (85, 690, 300, 715))),
            pdf_name("/AP"): generic.DictionaryObject({pdf_name("/N"): writer.add_object(form)}),
        }
    )  # fmt: skip
    page["/Annots"].append(writer.add_object(laid))
    writer.update_container(page["/Annots"])
    writer.update_container(page)


def unused_content(writer: IncrementalPdfFileWriter) -> None:
    """Shadow: a page content nobody uses yet."""
    writer.add_object(stream(DRAWN))


def nothing_new(writer: IncrementalPdfFileWriter) -> None:
    """An update that writes the catalogue again as it is."""
    writer.update_root()


def shown_stamp(pdf: bytes, stamp) -> bytes:
    """An archival time-stamp whose field is drawn over the page."""
    writer, made = IncrementalPdfFileWriter(io.BytesIO(pdf)), io.BytesIO()
    PdfTimeStamper(_Stamper(stamp), field_name="Dau").timestamp_pdf(writer, "sha256", output=made)

    def show(again: IncrementalPdfFileWriter) -> None:
        field = field_of(again, "Dau")
        field[pdf_name("/Rect")] = generic.ArrayObject(
            map(generic.NumberObject, (85, 690, 300, 715))
        )
        again.update_container(field)

    return updated(made.getvalue(), show)


def ranges(pdf: bytes) -> list[re.Match[bytes]]:
    return list(_RANGE.finditer(pdf))


def until(pdf: bytes, number: int) -> bytes:
    """The file as it was when the signature of that number had been made."""
    found = sorted(int(one[2]) + int(one[3]) for one in ranges(pdf))
    return pdf[: found[number]]


def forged(pdf: bytes, number: int, was: bytes, becomes: bytes) -> bytes:
    """Universal forgery: an entry of the signature's dictionary is taken away or made useless."""
    at = pdf.index(was, pdf.rindex(b" obj", 0, ranges(pdf)[number].start()))
    return pdf[:at] + becomes.ljust(len(was)) + pdf[at + len(was) :]


def without_contents(pdf: bytes, number: int) -> bytes:
    """Universal forgery: the signature itself is empty."""
    first, second, _length = (int(part) for part in ranges(pdf)[number].groups())
    return pdf[: first + 1] + b"0" * (second - first - 2) + pdf[second - 1 :]


def wrapped(pdf: bytes, number: int) -> bytes:
    """Wrapping: what is signed moves back, something else stands in the room of the padding."""
    found = ranges(pdf)[number]
    first, second, length = (int(part) for part in found.groups())
    evil = b"999 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (len(DRAWN), DRAWN)
    kept = pdf[first : second - 1].rstrip(b"0") + b"0" * 64
    moved = b"/ByteRange [0 %d %d %d]" % (first, second, length)
    gap = kept + b"> " + moved + b" /Evil (" + evil.replace(b"(", b"").replace(b")", b"")
    gap = gap.ljust(second - first - 1, b" ") + b")"
    assert len(gap) == second - first
    return pdf[:first] + gap + pdf[second:]


def with_hidden(pdf: bytes) -> bytes:
    """Shadow, prepared before signing: another content of the page lies ready."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        ready = document.make_stream(DRAWN)
        document.Root.Ready = document.make_indirect(ready)
        made = io.BytesIO()
        document.save(made, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return re.sub(rb"/Ready \d+ 0 R", lambda found: b" " * len(found[0]), made.getvalue())


def with_entry(pdf: bytes, change) -> bytes:
    """The paper with something put in before anybody signs."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        change(document)
        made = io.BytesIO()
        document.save(made)
    return made.getvalue()


def switched(pdf: bytes) -> bytes:
    """Shadow, after signing: the page points to what lay hidden."""
    reader = PdfFileReader(io.BytesIO(pdf))
    reached = reader.get_historical_resolver(0).collect_dependencies(reader.trailer_view)
    ready = next(one for one in reader.xrefs.explicit_refs_in_revision(0) if one not in reached)

    def switch(writer: IncrementalPdfFileWriter) -> None:
        page = writer.root["/Pages"]["/Kids"][0]
        page[pdf_name("/Contents")] = generic.IndirectObject(ready.idnum, ready.generation, writer)
        writer.update_container(page)

    return updated(pdf, switch)
