"""Pieces bound into one PDF: in order, numbered, with bookmarks, and nothing that acts."""

import io

import pikepdf
import pytest
from PIL import Image

from tests.factories.documents import small_pdf
from workflow.documents.engine.binding import Bound, Piece, bind
from workflow.documents.engine.pages import page_images, text_of


def picture(kind, size):
    stream = io.BytesIO()
    Image.new("RGB", size, "navy").save(stream, {"jpg": "JPEG", "png": "PNG"}[kind])
    return stream.getvalue()


def outline_of(content):
    with pikepdf.open(io.BytesIO(content)) as bound, bound.open_outline() as outline:
        pages = {page.obj.objgen: number for number, page in enumerate(bound.pages, start=1)}

        def told(items):
            return [
                (one.title, pages[one.destination[0].objgen], told(one.children)) for one in items
            ]

        return told(outline.root)


def test_pieces_become_one_file_with_numbers_and_bookmarks():
    pieces = [
        Piece("pdf", small_pdf("bìa", pages=2), ((0, "Mục lục"),)),
        Piece("pdf", small_pdf("H1"), ((0, "I. Cá nhân"), (1, "1. A & B <x> {{ 7*7 }}"))),
        Piece("png", picture("png", (900, 300)), ((2, "Ảnh"),)),
        Piece("pdf", small_pdf("H2"), ((1, "2. Bùi Thị H"),)),
        Piece("jpg", picture("jpg", (300, 900)), ((2, "Bản chụp"),)),
    ]

    bound = bind(pieces, title="Tài liệu phiên họp")

    assert (bound.pages, bound.unfit) == (6, ())
    assert outline_of(bound.content) == [
        ("Mục lục", 1, []),
        ("I. Cá nhân", 3, [
            ("1. A & B <x> {{ 7*7 }}", 3, [("Ảnh", 4, [])]),
            ("2. Bùi Thị H", 5, [("Bản chụp", 6, [])]),
        ]),
    ]  # fmt: skip
    numbers = [page.strip() for page in text_of(bound.content).split("\f")[:-1]]
    assert numbers == [f"{page}/6" for page in range(1, 7)]
    with pikepdf.open(io.BytesIO(bound.content)) as file:
        sizes = [tuple(float(value) for value in page.mediabox[2:]) for page in file.pages]
    assert sizes[3] == (842, 595)  # a picture that lies gets a page that lies
    assert sizes[5] == (595, 842)
    middle = Image.open(io.BytesIO(page_images(bound.content, dpi=20)[3])).convert("RGB")
    red, _green, blue = middle.getpixel((middle.width // 2, middle.height // 2))
    assert (red < 20, blue > 100) == (True, True)


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_the_number_stands_upright_at_the_foot_however_the_page_is_turned(turned):
    with pikepdf.open(io.BytesIO(small_pdf("quay"))) as source:
        source.pages[0].obj.Rotate = turned
        stream = io.BytesIO()
        source.save(stream)

    bound = bind([Piece("pdf", stream.getvalue())], title="Quay")

    page = Image.open(io.BytesIO(page_images(bound.content, dpi=72)[0])).convert("L")
    left, top, right, bottom = page.point(lambda shade: 255 * (shade < 128)).getbbox()
    assert page.width - 50 < left < right <= page.width - 14
    assert page.height - 28 < top < bottom <= page.height - 12


def test_what_a_form_shows_is_kept_and_what_an_annotation_does_is_left_behind():
    with pikepdf.open(io.BytesIO(small_pdf("link"))) as source:
        link = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 90, 90],
            A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://example.org"),
        )  # fmt: skip
        source.pages[0].obj.Annots = source.make_indirect(pikepdf.Array([link]))
        stream = io.BytesIO()
        source.save(stream)
    assert b"/Annots" in stream.getvalue()

    bound = bind([Piece("pdf", stream.getvalue())], title="Liên kết")

    with pikepdf.open(io.BytesIO(bound.content)) as file:
        assert "/Annots" not in file.pages[0].obj


def test_a_piece_nobody_can_read_is_named_and_nothing_is_bound():
    pieces = [Piece("pdf", small_pdf("tốt")), Piece("pdf", b"%PDF-1.7 hong"),
              Piece("png", b"\x89PNG")]  # fmt: skip

    assert bind(pieces, title="Hỏng") == Bound(unfit=(1, 2))
