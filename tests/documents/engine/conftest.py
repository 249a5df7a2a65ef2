"""Small files made in memory: papers, templates, PDFs and the ones that must be refused."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pikepdf
import pytest
from docx.document import Document

from workflow.documents.engine.checks import CheckedFile, check_upload


def saved(document: Document) -> bytes:
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def paper(*paragraphs: str, rows: list[list[str]] | None = None) -> bytes:
    """A .docx with these paragraphs and, if asked, one table."""
    document = docx.Document()
    document.styles["Normal"].font.name = "Times New Roman"
    for text in paragraphs:
        document.add_paragraph(text)
    if rows:
        table = document.add_table(len(rows), len(rows[0]))
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    return saved(document)


def text_in(document: bytes) -> str:
    """All the text of a .docx, paragraphs then table cells."""
    read = docx.Document(io.BytesIO(document))
    cells = [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in read.paragraphs] + cells)


def edited(package: bytes, changes: dict[str, Callable[[bytes], bytes]]) -> bytes:
    """The zip with some parts changed or added."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as source,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            target.writestr(name, changes.get(name, lambda part: part)(source.read(name)))
        for name in changes.keys() - set(source.namelist()):
            target.writestr(name, changes[name](b""))
    return written.getvalue()


def pdf(change: Callable[[pikepdf.Pdf], None] = lambda _pdf: None, pages: int = 1) -> bytes:
    """A PDF of blank pages, changed before it is saved."""
    written = io.BytesIO()
    with pikepdf.new() as made:
        for _page in range(pages):
            made.add_blank_page()
        change(made)
        made.save(written)
    return written.getvalue()


@pytest.fixture
def check(tmp_path: Path) -> Callable[[str, bytes], CheckedFile]:
    """Check these bytes as an upload of that name."""

    def check(name: str, content: bytes) -> CheckedFile:
        path = tmp_path / "upload"
        path.write_bytes(content)
        return check_upload(name, path)

    return check
