"""The square at the foot of a page: a reader sees just its fields, and nothing is printed over."""

import io
import subprocess

import pytest
import segno
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from workflow.documents.engine.errors import TemplateFault
from workflow.documents.engine.marking import HEIGHT, Mark, Spot, put_marks
from workflow.documents.engine.pages import text_of

ADDRESS = "https://khenthuong.example.gov.vn/check/2F258MMW0KE2J86ZEQBV3JGQ8DA"
WORDS = ("Kiểm tra thật giả: quét mã, hoặc mở", "khenthuong.example.gov.vn/check", "2F25-8MMW")
DPI = 300


def page(*boxes, size=(595, 842)):
    """A page with black boxes on it, in points from its left and lower edge."""
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=size, invariant=True)
    for box in boxes:
        canvas.rect(*box, stroke=0, fill=1)
    canvas.showPage()
    canvas.save()
    return made.getvalue()


def marked(pdf, spot=Spot.FOOT):
    [made] = put_marks([(pdf, Mark(ADDRESS, WORDS, spot))])
    return made


def pixels(pdf, tmp_path):
    (tmp_path / "in.pdf").write_bytes(pdf)
    command = [
        "pdftoppm",
        "-r",
        str(DPI),
        "-gray",
        "-singlefile",
        tmp_path / "in.pdf",
        tmp_path / "out",
    ]
    subprocess.run(command, check=True)
    return Image.open(tmp_path / "out.pgm")


def fields(image, x, y, count):
    """What a reader sees at the middle of each field of a square, from the page's edges in mm."""
    side = HEIGHT / count
    dots = DPI / 25.4
    return [
        [image.getpixel((round((x + (across + 0.5) * side) * dots),
                         round((y + (down + 0.5) * side) * dots))) < 128 for across in range(count)]
        for down in range(count)
    ]  # fmt: skip


def test_the_square_holds_the_address_and_stands_in_the_foot_margin(tmp_path):
    wanted = [
        [bool(one) for one in row]
        for row in segno.make(ADDRESS, error="m", micro=False, boost_error=False).matrix
    ]
    made = marked(page())
    seen = fields(pixels(made, tmp_path), 30, 297 - 5 - HEIGHT, len(wanted))

    assert seen == wanted
    assert text_of(made).split("\n")[:3] == list(WORDS)


def test_it_steps_aside_for_what_stands_there(tmp_path):
    made = marked(page((80, 10, 100, 30)))
    seen = fields(pixels(made, tmp_path), 210 - 15 - 70, 297 - 5 - HEIGHT, 37)

    assert sum(map(sum, seen)) > 400
    assert sum(map(sum, fields(pixels(marked(page()), tmp_path), 125, 279, 37))) == 0


def test_under_a_block_it_stands_below_its_ink(tmp_path):
    made = marked(page((80, 700, 300, 40)), Spot.UNDER)
    below = 297 - 700 / 72 * 25.4 + 4
    seen = fields(pixels(made, tmp_path), 30, below, 37)

    assert sum(map(sum, seen)) > 400


def test_where_there_is_no_room_it_is_refused_with_the_way_out():
    with pytest.raises(TemplateFault, match="lề dưới") as refused:
        marked(page((0, 0, 595, 60)))

    assert refused.value.code == "no_room_for_code"
    assert marked(page((0, 80, 595, 700))) != b""
