"""Decides what an uploaded file is and whether it may come in, in the limited child."""

import zipfile
from pathlib import Path
from typing import Any

from workflow.documents.engine.jobs import archives, images, ooxml, pdfs
from workflow.documents.engine.jobs.faults import Fault

_OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")


def work(payload: dict[str, Any], _blobs: list[bytes]) -> tuple[Any, list[bytes]]:
    """The page count of a PDF; null for the other kinds."""
    path, extension = Path(payload["path"]), payload["extension"]
    package: zipfile.ZipFile | None = None
    found = sniff(path)
    if found == "zip":
        package = archives.open_checked(path)
        found = ooxml.kind_of(package)
    if found == "macro":
        raise Fault("macro", part="")
    if found == "old_office" and extension in ("docx", "xlsx"):
        raise Fault("encrypted")
    if found != extension:
        raise Fault("mismatch", found=found)
    if package is not None:
        with package:
            ooxml.check(package)
        return None, []
    if found == "pdf":
        return pdfs.check(path), []
    images.check(path, extension)
    return None, []


def sniff(path: Path) -> str:
    """What the first bytes say: pdf, zip, jpg, png, old_office or other."""
    with path.open("rb") as file:
        head = file.read(8)
    if not head:
        raise Fault("empty")
    for start, kind in (
        (b"%PDF-", "pdf"),
        (b"PK\x03\x04", "zip"),
        (b"\xff\xd8\xff", "jpg"),
        (b"\x89PNG\r\n\x1a\n", "png"),
        (_OLD_OFFICE, "old_office"),
    ):
        if head.startswith(start):
            return kind
    return "other"
