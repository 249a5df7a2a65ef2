"""Reads the rows of a spreadsheet or of separated text, in the limited child."""

import zipfile
from pathlib import Path
from typing import Any

from workflow.awards.importing.delimited import decode, read_text
from workflow.awards.importing.packing import lines_of
from workflow.awards.importing.table import Table, Unreadable
from workflow.awards.importing.workbook import read_workbook
from workflow.documents.engine.jobs import archives, ooxml
from workflow.documents.engine.jobs.check import sniff
from workflow.documents.engine.jobs.faults import Fault


def work(payload: dict[str, Any], blobs: list[bytes]) -> tuple[Any, list[bytes]]:
    """The rows, as lines in a blob: they may be many."""
    try:
        table = (
            _read(payload["kind"], Path(payload["path"]), payload.get("sheet", ""))
            if payload.get("path")
            else _text(blobs)
        )
    except Unreadable as refusal:
        raise Fault(f"sheet_{refusal.code}", **refusal.data) from refusal
    return None, [lines_of(table)]


def _text(blobs: list[bytes]) -> Table:
    return read_text(decode(blobs[0]))


def _read(kind: str, path: Path, sheet: str) -> Table:
    found = sniff(path)
    if kind != "xlsx":
        if found != "other":
            raise Fault("mismatch", found=found)
        return read_text(decode(path.read_bytes()))
    package: zipfile.ZipFile | None = None
    if found == "zip":
        package = archives.open_checked(path)
        found = ooxml.kind_of(package)
    if found == "macro":
        raise Fault("macro", part="")
    if found == "old_office":
        raise Fault("encrypted")
    if found != "xlsx" or package is None:
        raise Fault("mismatch", found=found)
    with package:
        return read_workbook(package, sheet)
