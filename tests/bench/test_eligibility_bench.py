"""The benchmark of the rules at a small size: the body holds together and every figure is told."""

from collections import Counter

import pytest
from sqlalchemy import func, select

from bench.bodies import LAST, LOCAL, NATIONAL, fill
from bench.eligibility import work
from bench.generate import open_database
from tests.servers.postgres import postgres_server
from workflow.awards.models import Honour
from workflow.core.db import db
from workflow.recipients.models import YearlyGrade

pytestmark = pytest.mark.prove  # on both databases there

PEOPLE = 20


@pytest.fixture(scope="module")
def url(engine_name, tmp_path_factory):
    if engine_name == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('body')}/small.db"
    else:
        with postgres_server() as url:
            yield url


@pytest.fixture(scope="module")
def filled(url):
    with open_database(url).app_context():
        totals = fill(PEOPLE)
        db.session.remove()
        db.engine.dispose()
    return totals


def test_everybody_has_thirty_years(filled):
    sizes = [filled[name] for name in ("recipients", "honours", "yearly_grades", "coverages")]

    assert sizes == [PEOPLE, PEOPLE * 30, PEOPLE * 30, PEOPLE * 4]


def test_nobody_holds_what_is_asked_in_the_last_year(filled, url):
    with open_database(url).app_context():
        last = select(Honour.award_id).where(Honour.year == LAST)
        codes = Counter(honour.award.code for honour in db.session.scalars(
            select(Honour).where(Honour.award_id.in_(last), Honour.year == LAST)))  # fmt: skip
        grades = db.session.scalar(select(func.count()).select_from(YearlyGrade))
        db.session.remove()
        db.engine.dispose()

    assert (codes, grades) == (Counter(LDTT=PEOPLE), PEOPLE * 30)


def test_every_figure_is_told(filled, url, capsys):
    work(url)
    told = dict(line.split(": ") for line in capsys.readouterr().out.splitlines())

    assert told["awards"] == f"{len(NATIONAL) + len(LOCAL)} awards"
    assert told["evaluations"] == f"{PEOPLE * 20} evaluations"
    assert {"plain_sql", "facts", "body", "body_cpu", "evaluations_per_second", "due",
            "one_short", "peak_memory"} <= set(told)  # fmt: skip
