"""The book of copies answers for its numbers and is closed like the others once its year is over."""

import io
import zipfile
from datetime import UTC, datetime

from sqlalchemy import select

from tests.decisions.test_copies import extract, issued  # noqa: F401  a fixture
from tests.factories.documents import draw_all
from workflow.accounts.pages.own import LANGUAGE_COOKIE
from workflow.archive import copy_register, volumes
from workflow.core import clock
from workflow.core.db import db
from workflow.core.unit_of_work import unit_of_work
from workflow.documents.copies import services
from workflow.documents.copies.models import Copy


def test_the_book_of_copies_is_accounted_for_and_bound_with_its_sheet(
    issued,  # noqa: F811
    desk,
    client_as,
    long_an,
):
    extract(issued, desk.clerk)
    with unit_of_work():
        second = db.session.scalars(select(Copy).order_by(Copy.id)).all()[1]
        services.void(second.public_id, "Ghi nhầm nơi nhận", actor=desk.clerk)
    where = f"/archive/books/{long_an.department.public_id}"
    asked = "?year=2020&series=SAO"
    reader = client_as(long_an.clerk, long_an.department)
    unit = client_as(long_an.officer, long_an.team3)
    page = reader.get(where + asked).get_data(as_text=True)
    assert ("Ghi nhầm nơi nhận" in page, "Đóng sổ từ ngày 01/01/2021" in page) == (True, True)
    assert [unit.get(where + more + asked).status_code for more in ("", "/workbook")] == [403, 403]
    clock.move_to(datetime(2021, 1, 4, 1, tzinfo=UTC))
    db.session.commit()

    assert reader.post(f"{where}/bind{asked}").status_code == 302
    draw_all()
    assert "SHA-256" in reader.get(where + asked).get_data(as_text=True)
    reader.set_cookie(LANGUAGE_COOKIE, "en")  # compared in the language of papers all the same
    assert f"{where}/bind" not in reader.get(where + asked).get_data(as_text=True)
    [edition] = volumes.editions_of(copy_register.book_of(long_an.department.id, 2020))
    context = edition.drawing.context
    assert (edition.drawing.template, context["counts"]) == (
        "archive/bound_copies", {"total": 3, "used": 2, "inserted": 0, "voided": 1, "outside": 0},
    )  # fmt: skip
    sheet = reader.get(f"{where}/workbook{asked}&edition=1")
    texts = zipfile.ZipFile(io.BytesIO(sheet.data)).read("xl/sharedStrings.xml").decode()
    said = ("01/TrS-CQLTT", "03/TrS-CQLTT", "Số không sử dụng: Ghi nhầm nơi nhận", "bản đóng lần 1")
    assert [words for words in said if words not in texts] == []
    assert reader.get(f"{where}/workbook{asked}&edition=2").status_code == 404
    assert reader.get(f"{where}/workbook{asked}").status_code == 200  # the register as it is now
