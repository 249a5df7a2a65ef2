"""People of an office without any history, and a workbook with ten years of it for each of them.

`python -m bench.histories --url sqlite:////tmp/history.db --folder /tmp --rows 100000` fills an
empty database and writes the workbook, the same way every time.
"""

import argparse
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import xlsxwriter

from bench.generate import open_database
from bench.names import person
from bench.sink import Sink
from workflow.accounts.models import Role, RoleGrant, User
from workflow.awards import catalogue
from workflow.core.clock import Installation
from workflow.core.db import db
from workflow.core.text import fold, sort_key
from workflow.organisations.models import Organisation, OrganisationKind
from workflow.recipients.models import Membership, Recipient, RecipientKind

SEED = 20201218
BOOK = "lich-su.xlsx"
FIRST, YEARS, TEAMS = 2014, 10, 20
LONG_AGO = date(2010, 1, 1)
HEADS = ("STT", "Họ và tên", "Số hiệu", "Đơn vị", "Năm", "Danh hiệu", "Số quyết định",
         "Ngày quyết định", "Cơ quan quyết định")  # fmt: skip


def fill(people: int) -> list[tuple[str, str, str]]:
    """Make the tables, an office with its secretary, and people; return name, code and unit."""
    db.create_all()
    db.session.add(Installation(kind="test"))
    catalogue.load()
    db.session.commit()
    random = Random(SEED)
    with db.engine.connect() as connection:
        sink = Sink(connection, random)
        teams = _places(sink)
        made = [_person(sink, random, number, teams) for number in range(1, people + 1)]
        sink.finish()
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("ANALYZE")
            connection.commit()
    db.session.remove()
    db.engine.dispose()
    return made


def _places(sink: Sink) -> list[tuple[int, str]]:
    def place(name: str, kind: OrganisationKind, parent: int | None) -> int:
        return sink.add(
            Organisation, name=name, short_name=name, name_fold=fold(name), symbol="QLTT",
            kind=kind, parent_id=parent, valid_from=LONG_AGO,
        )  # fmt: skip

    office = place("Cục Quản lý thị trường", OrganisationKind.DEPARTMENT, None)
    names = [f"Đội Quản lý thị trường số {number}" for number in range(1, TEAMS + 1)]
    teams = [(place(name, OrganisationKind.UNIT, office), name) for name in names]
    name = "Nguyễn Thị Thư Ký"
    user = sink.add(User, login="secretary", name=name, name_fold=fold(name),
                    sort_key=sort_key(name), version=1)  # fmt: skip
    sink.add(RoleGrant, user_id=user, organisation_id=office, role=Role.SECRETARY,
             valid_from=LONG_AGO)  # fmt: skip
    return teams


def _person(
    sink: Sink, random: Random, number: int, teams: list[tuple[int, str]]
) -> tuple[str, str, str]:
    name, code = person(random), f"CC-{number:05d}"
    team, unit = teams[number % len(teams)]
    who = sink.add(
        Recipient, kind=RecipientKind.PERSON, name=name, name_fold=fold(name),
        sort_key=sort_key(name), employee_code=code, version=1,
    )  # fmt: skip
    sink.add(Membership, recipient_id=who, organisation_id=team, post="Kiểm soát viên",
             valid_from=LONG_AGO)  # fmt: skip
    return name, code, unit


def write_book(path: Path, people: list[tuple[str, str, str]], rows: int) -> None:
    """Write the history as an office keeps it: a title, headings, one honour a row."""
    book: Any = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Lịch sử")
    sheet.write_string(0, 0, "DANH SÁCH KHEN THƯỞNG")
    for at, text in enumerate(HEADS):
        sheet.write_string(2, at, text)
    for number in range(rows):
        name, code, unit = people[number // YEARS]
        year = FIRST + number % YEARS
        texts = (
            str(number + 1), name, code, unit, str(year), _award(number),
            f"{number % 400 + 1}/QĐ-CQLTT", f"29/12/{year}", "Cục Quản lý thị trường",
        )  # fmt: skip
        for at, text in enumerate(texts):
            sheet.write_string(number + 3, at, text)
    book.close()


def _award(number: int) -> str:
    return "Chiến sĩ thi đua cơ sở" if number % 7 == 0 else "Lao động tiên tiến"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--url", required=True)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--rows", type=int, default=100_000)
    options = parser.parse_args()
    with open_database(options.url).app_context():
        people = fill(-(-options.rows // YEARS))
    write_book(options.folder / BOOK, people, options.rows)


if __name__ == "__main__":
    main()
