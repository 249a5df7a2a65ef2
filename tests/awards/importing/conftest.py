"""People, awards and tables an import is tried on."""

import pytest

from workflow.awards import catalogue
from workflow.awards.importing.planning import plan
from workflow.awards.importing.table import Table
from workflow.core.db import db

HEAD = ["STT", "Họ và tên", "Số hiệu", "Đơn vị", "Năm", "Danh hiệu", "Số QĐ", "Ngày", "Cơ quan"]


@pytest.fixture
def office(long_an, make_recipient):
    """The department with the whole catalogue, and five people of its teams."""
    catalogue.load()
    db.session.commit()
    people = {
        "an": make_recipient("Nguyễn Văn An", organisation=long_an.team3),
        "anh": make_recipient("Nguyễn Văn Ân", organisation=long_an.team3),
        "binh1": make_recipient("Lê Thị Bình", organisation=long_an.team1),
        "binh3": make_recipient("Lê Thị Bình", organisation=long_an.team3),
        "cuong": make_recipient("Trần Cường", organisation=long_an.department),
    }
    people["cuong"].employee_code = "CC-07"
    db.session.commit()
    return people


@pytest.fixture
def secretary(long_an, actor):
    return actor(long_an.secretary, long_an.department)


@pytest.fixture
def table():
    def table(*rows, head=HEAD):
        return Table([list(head), *[list(row) for row in rows]])

    return table


@pytest.fixture
def dry_run(secretary):
    def dry_run(table, **options):
        return plan(table, actor=secretary, **options)

    return dry_run


def award_row(name="Nguyễn Văn An", unit="Đội QLTT số 3", year="2019", award="Lao động tiên tiến",
              *, code="", number="12/QĐ-CQLTT", day="29/12/2019", issuer="Cục QLTT"):  # fmt: skip
    return ["1", name, code, unit, year, award, number, day, issuer]
