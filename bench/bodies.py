"""A body of people with ledgers of thirty years, made in bulk and the same way every time.

`python -m bench.bodies --url sqlite:////tmp/body.db --recipients 10000` fills an empty database.
"""

import argparse
from datetime import date
from random import Random
from typing import Any

from bench.generate import open_database
from bench.sink import Sink
from workflow.awards import catalogue
from workflow.awards.models import Award, AwardKind, AwardVersion, Ground, Honour, Initiative
from workflow.awards.states import Scope
from workflow.core.clock import Installation
from workflow.core.db import db
from workflow.core.text import fold, sort_key
from workflow.recipients.models import Coverage, Recipient, RecipientKind, YearlyGrade
from workflow.recipients.states import Grade, Ledger

SEED = 20251231
LAST = 2025
YEARS = range(LAST - 29, LAST + 1)
ORDER = ("LDTT", "CSTDCS", "CSTDBT", "CSTDTQ", "BKBT_CN", "BKTTG_CN", "HCLD3_CN", "GK_CN")
WEIGHTS = (20, 8, 2, 1, 2, 1, 1, 6)
SPREAD = (Scope.GRASSROOTS, Scope.GRASSROOTS, Scope.MINISTRY_PROVINCE, Scope.NATIONAL)
ALL_LEDGERS = (Ledger.HONOURS, Ledger.GRADES, Ledger.INITIATIVES, Ledger.DISCIPLINE)

# Twenty awards asked of everybody: ten of the catalogue whose rule the ledgers can answer at least
# in part, and ten as local regulations write them, so that every evaluation has something to count.
NATIONAL = ("CSTDCS", "CSTDBT", "CSTDTQ", "BKBT_CN", "BKTTG_CN", "HCLD3_CN", "HCLD2_CN",
            "HCLD1_CN", "KNC", "AHLD_CN")  # fmt: skip
LOCAL = (
    "PERF:HTXSNV:3 consecutive&NODISC:any",
    "CSTDCS:2 consecutive&INIT:grassroots:1",
    "LDTT:5 consecutive",
    "LDTT:10&NODISC:khientrach",
    "BKBT_CN:2|CSTDBT:1",
    "GK_CN:3&PERF:HTTNV:3 consecutive",
    "(CSTDCS:3 consecutive|PERF:HTXSNV:3 consecutive)&INIT:ministry-province:1",
    "CSTDCS:1&THEN LDTT:3 consecutive",
    "BKTTG_CN:1&THEN CSTDCS:2 consecutive&PERF:HTTNV:5 within_window",
    "LDTT:1 same_year&INIT:grassroots:2",
)


def fill(recipients: int) -> dict[str, int]:
    """Make the tables and the rows, in the application context of the caller; return counts."""
    db.create_all()
    db.session.add(Installation(kind="test"))
    catalogue.load()
    _add_local_awards()
    db.session.commit()
    codes = {award.code: award.id for award in db.session.query(Award)}
    db.session.rollback()
    random = Random(SEED)
    with db.engine.connect() as connection:
        sink = Sink(connection, random)
        for number in range(1, recipients + 1):
            _add_person(sink, random, number, codes)
        sink.finish()
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("ANALYZE")
            connection.commit()
    db.session.remove()
    db.engine.dispose()
    return sink.totals


def _add_local_awards() -> None:
    for number, rule in enumerate(LOCAL, start=1):
        award = Award(code=f"LOCAL{number}", kind=AwardKind.TITLE)
        db.session.add(award)
        db.session.flush()
        db.session.add(
            AwardVersion(
                award_id=award.id, name=f"Danh hiệu của đơn vị {number}", subject="individual",
                prerequisite=rule, verified="yes", valid_from=date(2024, 1, 1),
            )
        )  # fmt: skip


def _add_person(sink: Sink, random: Random, number: int, codes: dict[str, int]) -> None:
    name = f"Nguyễn Văn {number:05d}"
    one: dict[str, Any] = {
        "recipient_id": sink.add(
            Recipient, kind=RecipientKind.PERSON, name=name, name_fold=fold(name),
            sort_key=sort_key(name), version=1,
        )
    }  # fmt: skip
    diligence = random.random()
    for year in YEARS:
        code = "LDTT" if year == LAST else random.choices(ORDER, WEIGHTS)[0]
        sink.add(
            Honour, **one, award_id=codes[code], year=year, ground=Ground.MERIT,
            number_text=f"{number}/QĐ-{year}", source="danh sách", struck_by="",
        )  # fmt: skip
        grade = Grade.EXCELLENT if random.random() < diligence else Grade.WELL
        sink.add(YearlyGrade, **one, year=year, grade=grade, source="QĐ xếp loại")
        if random.random() < diligence / 2:
            scope = random.choice(SPREAD)
            sink.add(Initiative, **one, title=f"Sáng kiến {year}", scope=scope, year=year)
    for ledger in ALL_LEDGERS:
        sink.add(Coverage, **one, ledger=ledger, first_year=YEARS[0], last_year=LAST,
                 from_the_start=True, source="")  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--url", required=True)
    parser.add_argument("--recipients", type=int, default=10_000)
    options = parser.parse_args()
    with open_database(options.url).app_context():
        fill(options.recipients)


if __name__ == "__main__":
    main()
