"""Turns .docx files into PDF with one LibreOffice run, in the limited child."""

import io
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

from workflow.documents.engine import office
from workflow.documents.engine.jobs.faults import Fault
from workflow.documents.engine.jobs.pages import count
from workflow.documents.engine.jobs.readback import lost

_ARCHIVAL = 'pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"2"}}'


def work(payload: dict[str, Any], blobs: list[bytes]) -> tuple[Any, list[bytes]]:
    """Convert the blobs; the value has the places that gave no PDF that may be used, and why.

    In the office kept open if the payload says so, else by a start of LibreOffice of its own.
    """
    folder = Path.cwd()
    if payload["act"] == "profile":
        return None, [_fresh_profile(folder, folder / "profile")]
    opened = payload["office"] and office.kept.wait()
    profile = office.kept.profile if opened else folder / "profile"
    if not opened:
        office.unpack(blobs[0], profile)
    names = []
    for place, docx in enumerate(blobs[1:]):
        _check_docx(docx, place)
        names.append(f"{place:05}.docx")
        (folder / names[-1]).write_bytes(docx)
    _convert(profile, names, archival=payload["archival"])
    pdfs = [folder / "out" / name.replace(".docx", ".pdf") for name in names]
    said = [_fault(docx, pdf) for docx, pdf in zip(blobs[1:], pdfs, strict=True)]
    failed = {place: fault for place, fault in enumerate(said) if fault}
    if failed and opened:
        office.kept.give_up()
    good = [b"" if place in failed else pdf.read_bytes() for place, pdf in enumerate(pdfs)]
    return [[place, *fault] for place, fault in failed.items()], good


def _fault(docx: bytes, pdf: Path) -> tuple[str, str] | None:
    """Return what is wrong with a PDF, and the word it lacks where that is it."""
    try:
        pages = count(pdf) if pdf.exists() else 0
    except Fault:
        pages = 0
    if not pages:
        return ("no pdf", "")
    word = lost(docx, pdf)
    return ("words lost", word) if word else None


def _fresh_profile(folder: Path, profile: Path) -> bytes:
    """A profile no document has ever touched; unpacking it is faster than making it anew."""
    office.write_settings(profile)
    (folder / "first.txt").write_text("Đ", encoding="utf-8")
    _convert(profile, ["first.txt"], archival=False)
    return Path(shutil.make_archive("kept", "zip", profile)).read_bytes()


def _convert(profile: Path, names: list[str], *, archival: bool) -> None:
    command = [
        "soffice",
        *office.command_line(profile),
        "--convert-to",
        _ARCHIVAL if archival else "pdf",
        "--outdir",
        "out",
        *names,
    ]
    subprocess.run(command, capture_output=True, check=False)  # noqa: S603  names are our own


def _check_docx(docx: bytes, place: int) -> None:
    """LibreOffice makes a PDF of any text named .docx, and calls it success."""
    try:
        with zipfile.ZipFile(io.BytesIO(docx)) as package:
            if b"wordprocessingml.document.main+xml" in package.read("[Content_Types].xml"):
                return
    except (zipfile.BadZipFile, KeyError, ValueError):
        pass
    raise Fault("not_docx", place=place)
