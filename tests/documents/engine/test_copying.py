"""The block of a copy stands below the text where there is room, else on a page of its own."""

import io

import pikepdf
import pytest

from tests.factories.documents import small_pdf
from workflow.documents.engine.copying import append_block
from workflow.documents.engine.errors import Refused
from workflow.documents.engine.pages import page_count, text_of


def written(*lines):
    """A page with each text at its height, in points from the foot."""
    with pikepdf.new() as document:
        page = document.add_blank_page(page_size=(595, 842))
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        page.add_resource(document.make_indirect(font), pikepdf.Name.Font, pikepdf.Name.F1)
        drawn = "".join(f"BT /F1 14 Tf 90 {at} Td ({text}) Tj ET\n" for text, at in lines)
        page.contents_add(drawn.encode())
        stream = io.BytesIO()
        document.save(stream)
    return stream.getvalue()


BLOCK = written(("SAO Y", 770), ("Pham Thi Dung", 600))


@pytest.mark.parametrize(("foot", "pages"), [(500, 1), (150, 2)])
def test_the_block_stands_below_the_end_or_on_a_page_more(foot, pages):
    original = written(("QUYET DINH", 770), ("Noi nhan", foot))

    made = append_block(original, "pdf", BLOCK, title="Bản sao")

    assert page_count(made) == pages
    text = text_of(made)
    order = [text.index(one) for one in ("QUYET DINH", "Noi nhan", "SAO Y", "Pham Thi Dung")]
    assert order == sorted(order)


def test_the_other_pages_of_the_original_come_along():
    assert page_count(append_block(small_pdf("QD", pages=3), "pdf", BLOCK, title="x")) == 4


def test_an_original_nobody_can_read_is_refused_in_words():
    with pytest.raises(Refused) as refusal:
        append_block(b"%PDF-1.7 broken", "pdf", BLOCK, title="x")

    assert str(refusal.value) == "Không đọc được tệp của văn bản cần sao. Hãy báo quản trị viên."
