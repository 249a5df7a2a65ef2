"""Letters that arrived are found in the archive's search, by number and by words, with their file."""

import pytest

from tests.factories.archive import statements
from tests.factories.documents import taken_pdf
from workflow.archive.asking import understand
from workflow.archive.incoming.entering import add_files
from workflow.archive.incoming.finding import letters_found
from workflow.core.db import db


@pytest.fixture
def letters(office):
    """Two letters, the second with a scan, and one with a number the first's digits are part of."""
    made = [
        office.receive(),
        office.receive(number_text="12/UBND-NC", title="V/v mời dự hội nghị", issuer="UBND tỉnh"),
        office.receive(number_text="1297/BCT-TCCB", title="Giải trình", issuer="Bộ Công Thương"),
    ]
    add_files(made[1].public_id, [taken_pdf(name="moi.pdf")], actor=office.clerk)
    db.session.commit()
    return made


def test_the_archivist_finds_a_letter_by_number_or_words_and_a_stranger_none(
    office, letters, long_an, actor
):
    archivist = actor(long_an.archivist, long_an.department)
    asked = {
        "297": [letters[0]], "so:297": [letters[0]], "297/TCQLTT": [letters[0]],
        "so:297/UBND": [], "297/2019": [], "hoi nghi": [letters[1]], "co-quan:ubnd": [letters[1]],
        "so:3": [letters[2]], "ten:Hùng": [], "": [],
    }  # fmt: skip
    found = {
        text: [one.arrival for one in letters_found(understand(text), archivist)[0]]
        for text in asked
    }
    assert found == asked
    assert letters_found(understand("297"), office.stranger) == ([], False)
    [one], more = letters_found(understand("12/UBND-NC"), archivist)
    assert (one.file.document.file_name, more) == ("moi.pdf", False)


def test_the_page_of_the_search_shows_them_with_their_file(office, letters, long_an, client_as):
    archivist = client_as(long_an.archivist, long_an.department)
    page = archivist.get("/archive?q=hội+nghị").get_data(as_text=True)
    assert [words in page for words in ("Công văn, thư đến", "12/UBND-NC", "moi.pdf")] == [True] * 3
    assert "Không có văn bản nào khớp" not in page
    db.session.expire_all()
    with statements() as few:
        archivist.get("/archive?q=12")
    for number in range(4):
        office.receive(number_text=f"12/UBND-X{number}")
    db.session.expire_all()
    with statements() as many:
        archivist.get("/archive?q=12")
    assert len(many) == len(few)
