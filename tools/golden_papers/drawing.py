"""The shipped papers drawn as the product draws them: its renderer, its converter, few runs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.golden_papers.reading import Sheet, sheets_of
from tools.golden_papers.reports import REPORT, report_samples
from workflow.documents.engine.conversion import to_pdfs
from workflow.documents.engine.rendering import render

TEMPLATES = Path(__file__).resolve().parents[2] / "document_templates"


@dataclass(frozen=True)
class Drawn:
    """One paper as Word has it and as it is printed."""

    name: str
    docx: bytes
    pdf: bytes
    sheets: list[Sheet]


def names() -> list[str]:
    """Return every template by its name, such as decisions/decision."""
    found = TEMPLATES.rglob("*.docx")
    return sorted(str(path.relative_to(TEMPLATES).with_suffix("")) for path in found)


def sample_of(name: str) -> dict[str, Any]:
    """Return the context a template is tried with."""
    path = TEMPLATES / f"{name}.sample.json"
    loaded: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return loaded


def rendered(name: str, context: dict[str, Any]) -> bytes:
    """Return the paper as a .docx."""
    return render((TEMPLATES / f"{name}.docx").read_bytes(), context)


def drawn(docxs: dict[str, bytes]) -> dict[str, Drawn]:
    """Convert papers in one run of LibreOffice and read them back, each under its label."""
    pdfs = to_pdfs(list(docxs.values()))
    return {
        label: Drawn(label, docx, pdf, sheets_of(pdf))
        for (label, docx), pdf in zip(docxs.items(), pdfs, strict=True)
    }


def all_samples() -> dict[str, bytes]:
    """Return every paper filled in with its sample by its name; reports in each form."""
    reports = report_samples(sample_of(REPORT))
    return {name: rendered(name, sample_of(name)) for name in names()} | {
        label: rendered(REPORT, context) for label, context in reports.items()
    }


def all_names() -> list[str]:
    """Return the name of every paper a golden is kept of."""
    return [*names(), *report_samples(sample_of(REPORT))]
