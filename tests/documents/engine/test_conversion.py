"""Papers become PDFs that say the same words in the right letters."""

import io
import subprocess
import threading
import unicodedata
from pathlib import Path

import pikepdf
import pytest

from tests.documents.engine.conftest import edited, paper, pdf
from workflow.documents.engine.conversion import fonts_ready, to_pdf, to_pdfs
from workflow.documents.engine.errors import ConversionFailed, Refused
from workflow.documents.engine.pages import page_count, page_images, text_of

MARKS = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
SMALL = [unicodedata.normalize("NFC", v + m) for v in "aăâeêioôơuưy" for m in MARKS] + ["đ"]
# Inside words: poppler reads single letters between spaces as one letter-spaced word.
WORDS = [word for letter in SMALL for word in (f"t{letter}n", f"T{letter.upper()}N")]


def fonts_of(content: bytes, folder: Path) -> set[str]:
    (folder / "a.pdf").write_bytes(content)
    listed = subprocess.run(
        ["pdffonts", folder / "a.pdf"], capture_output=True, text=True, check=True
    )
    return {line.split()[0].partition("+")[2] for line in listed.stdout.splitlines()[2:]}


def test_every_vietnamese_letter_comes_back_in_one_font(tmp_path: Path):
    assert fonts_ready()
    made = to_pdf(paper(*(" ".join(WORDS[n : n + 24]) for n in range(0, len(WORDS), 24))))
    assert text_of(made).split() == WORDS
    assert fonts_of(made, tmp_path) == {"LiberationSerif"}


def test_reading_back_takes_whatever_a_paper_may_hold():
    held = [
        "efficient “ngoặc” – …………… QĐ\u2011CQLTT mềm\u00admại 1\u20442 x² ½ ㎡ Ⅳ №",
        "表彰 😀 مرحبا ✓ ≥ Ｆｕｌｌ a\u200bb",
        "https://example.vn/" + "abcdef123/" * 30,
        "A" * 300,
        "A & B <x> {{ 7*7 }}",
    ]
    assert page_count(to_pdf(paper(*held))) == 1


def test_the_pdf_declares_itself_archival():
    with pikepdf.open(io.BytesIO(to_pdf(paper("a")))) as made, made.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "B")


def test_three_conversions_at_once_all_arrive():
    made: dict[int, str] = {}

    def work(number: int) -> None:
        made[number] = text_of(to_pdf(paper(f"Số {number}"))).strip()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == {number: f"Số {number}" for number in range(3)}


def test_twenty_papers_in_one_call_keep_their_order():
    made = to_pdfs([paper(f"Giấy {number}") for number in range(20)])
    assert [text_of(content).strip() for content in made] == [f"Giấy {n}" for n in range(20)]


def test_no_papers_give_no_pdfs():
    assert to_pdfs([]) == []


@pytest.mark.parametrize(
    "content", [b"plain text", edited(paper("a"), {"[Content_Types].xml": lambda _o: b"<a/>"})]
)
def test_what_is_no_paper_is_not_converted(content: bytes):
    with pytest.raises(ConversionFailed) as failure:
        to_pdfs([paper("a"), content])
    assert (failure.value.index, failure.value.reason) == (1, "not_docx")


def test_one_damaged_paper_among_good_ones_is_named():
    damaged = edited(paper("a"), {"word/document.xml": lambda _old: b"<w:document"})
    with pytest.raises(ConversionFailed) as failure:
        to_pdfs([paper("a"), damaged, paper("b")])
    assert (failure.value.index, failure.value.reason) == (1, "no pdf")


def test_pages_are_counted_and_drawn():
    made = pdf(pages=12)
    pictures = page_images(made)
    assert (page_count(made), len(pictures), len(page_images(made, first_only=True))) == (12, 12, 1)
    assert {picture[:4] for picture in pictures} == {b"\x89PNG"}


def test_a_file_that_is_no_pdf_has_no_pages():
    for read in (page_count, page_images, text_of):
        with pytest.raises(Refused):
            read(b"not a pdf")
