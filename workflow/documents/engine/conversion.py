"""Turns .docx into PDF with LibreOffice, in one kept open or by a start of its own."""

import functools
import os
import shutil
import subprocess
import threading
from collections.abc import Sequence

from workflow.documents.engine.child import Answer, Limits, run_limited
from workflow.documents.engine.errors import (
    ConversionFailed,
    ConverterMissing,
    FontsMissing,
    LimitExceeded,
)
from workflow.documents.engine.jobs.faults import Fault

# fontconfig gives versions as 16.16 numbers; older ones lack Vietnamese letters
_FONTS = {"Liberation Serif": 2 << 16, "Times New Roman": 5 << 16}
_turns = threading.BoundedSemaphore(os.cpu_count() or 1)  # one conversion takes a whole core
_at_office = threading.Lock()  # it takes one turn at a time; whoever comes meanwhile starts its own
_profile_lock = threading.Lock()
_fonts_found: list[bool] = []


def available() -> bool:
    """Whether LibreOffice is installed."""
    return shutil.which("soffice") is not None


def fonts_ready() -> bool:
    """Whether Times New Roman is drawn by itself or its twin, with every Vietnamese letter."""
    if shutil.which("fc-match") is None:
        return False
    command = ["fc-match", "-f", "%{family}\n%{fontversion}", "Times New Roman"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    family, _newline, version = done.stdout.partition("\n")
    return version.isdecimal() and int(version) >= _FONTS.get(family.split(",")[0], 1 << 32)


def _require_fonts() -> None:
    """Ask once; installed later, they are found without a restart."""
    if not _fonts_found:
        if not fonts_ready():
            raise FontsMissing
        _fonts_found.append(True)


def to_pdf(docx: bytes, *, archival: bool = True) -> bytes:
    """The document as PDF/A-2b (or plain PDF)."""
    return to_pdfs([docx], archival=archival)[0]


def to_pdfs(docxs: Sequence[bytes], *, archival: bool = True) -> list[bytes]:
    """The documents as PDFs, in order; one that fails is tried once more alone, by a new start."""
    if not docxs:
        return []
    if not available():
        raise ConverterMissing
    _require_fonts()
    try:
        answer = _convert_somewhere(docxs, archival=archival)
        failed = [int(place) for place, *_fault in answer.value]
        pdfs = answer.blobs
    except LimitExceeded as error:
        if len(docxs) == 1:
            raise ConversionFailed(0, reason=error.reason) from error
        failed, pdfs = list(range(len(docxs))), [b""] * len(docxs)
    for place in failed:
        pdfs[place] = _alone(docxs[place], place, archival=archival)
    return pdfs


def _alone(docx: bytes, place: int, *, archival: bool) -> bytes:
    try:
        answer = _convert([docx], archival=archival, office=False)
    except LimitExceeded as error:
        raise ConversionFailed(place, reason=error.reason) from error
    for _place, reason, word in answer.value:
        raise ConversionFailed(place, reason=reason, word=word)
    return answer.blobs[0]


def _convert_somewhere(docxs: Sequence[bytes], *, archival: bool) -> Answer:
    office = _at_office.acquire(blocking=False)
    try:
        return _convert(docxs, archival=archival, office=office)
    finally:
        if office:
            _at_office.release()


def _convert(docxs: Sequence[bytes], *, archival: bool, office: bool) -> Answer:
    profile = _profile()
    try:
        with _turns:
            return run_limited(
                "convert",
                {"act": "convert", "archival": archival, "office": office},
                [profile, *docxs],
                _limits(len(docxs)),
                office=profile if office else b"",
            )
    except Fault as fault:
        raise ConversionFailed(int(fault.data.get("place", 0)), reason=fault.code) from None


def _profile() -> bytes:
    with _profile_lock:
        return _made_profile()


@functools.lru_cache(maxsize=1)
def _made_profile() -> bytes:
    return run_limited("convert", {"act": "profile"}, (), _limits(1)).blobs[0]


def _limits(files: int) -> Limits:
    return Limits(memory_mib=2048, cpu_seconds=60 + 2 * files, wall_seconds=60 + 2 * files)
