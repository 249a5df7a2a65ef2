"""Draws and reads PDF pages with poppler, in the limited child."""

import subprocess
from pathlib import Path
from typing import Any

import pikepdf

from workflow.documents.engine.jobs.faults import Fault


def work(payload: dict[str, Any], blobs: list[bytes]) -> tuple[Any, list[bytes]]:
    source = Path("in.pdf")
    source.write_bytes(blobs[0])
    match payload["act"]:
        case "count":
            return count(source), []
        case "images":
            return None, _images(payload)
        case _:
            layout = ["-layout"] if payload["layout"] else []
            _run("pdftotext", "-enc", "UTF-8", *layout, source.name, "out.txt")
            return Path("out.txt").read_text("utf-8", errors="replace"), []


def count(source: Path) -> int:
    try:
        with pikepdf.open(source, suppress_warnings=True) as pdf:
            return len(pdf.pages)
    except pikepdf.PdfError as error:
        raise Fault("broken", detail=str(error)[:200]) from error


def _images(payload: dict[str, Any]) -> list[bytes]:
    only = ["-f", "1", "-l", "1"] if payload["first_only"] else []
    _run("pdftoppm", "-png", "-r", str(payload["dpi"]), *only, "in.pdf", "page")
    return [path.read_bytes() for path in sorted(Path().glob("page-*.png"))]


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603  poppler
    if done.returncode:
        raise Fault("broken", detail=done.stderr.decode("utf-8", "replace")[-200:])
