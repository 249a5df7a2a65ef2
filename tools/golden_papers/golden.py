"""A golden: one paper as readable text, its layout first, then what each page says and how."""

from __future__ import annotations

import io
import textwrap
from pathlib import Path

from docx import Document

from tools.golden_papers.drawing import Drawn
from tools.golden_papers.reading import paragraphs_of

GOLDENS = Path(__file__).resolve().parents[2] / "tests" / "golden"
COMMAND = "python -m tools.golden_papers"
_LOOK, _WIDTH = 7, 96


def path_of(name: str) -> Path:
    """Return where the golden of a paper lies."""
    return GOLDENS / f"{name}.txt"


def golden_of(paper: Drawn) -> str:
    """Return the golden of a drawn paper."""
    lines = [paper.name, *_layout(paper)]
    for number, sheet in enumerate(paper.sheets, start=1):
        lines += [
            "",
            f"--- page {number} of {len(paper.sheets)}, {sheet.width} x {sheet.height} mm",
        ]
        for look, text in paragraphs_of(sheet):
            lines += _wrapped(look, text)
    return "\n".join(lines) + "\n"


def _layout(paper: Drawn) -> list[str]:
    document = Document(io.BytesIO(paper.docx))
    margins = [
        "margins: top {}, bottom {}, left {}, right {} mm".format(
            *(round(one.mm) for one in (part.top_margin, part.bottom_margin, part.left_margin,
                                        part.right_margin))
        )
        for part in document.sections
    ]  # fmt: skip
    fonts = sorted({font for sheet in paper.sheets for font in sheet.fonts})
    return [*margins, "fonts: " + ", ".join(fonts)]


def _wrapped(look: str, text: str) -> list[str]:
    return textwrap.wrap(
        text, _WIDTH, initial_indent=look.ljust(_LOOK), subsequent_indent=" " * _LOOK,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
