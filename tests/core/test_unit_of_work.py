"""One commit, all or nothing, and an act with a key happens once."""

from datetime import date

import pytest
from sqlalchemy import select

from workflow.core.db import db
from workflow.core.unit_of_work import AlreadyDone, after_commit, unit_of_work
from workflow.core.working_days import DayKind, SpecialDay


def add_day(day):
    db.session.add(SpecialDay(day=date(2021, 1, day), kind=DayKind.OFF, name="Nghỉ"))


def days():
    return [row.day.day for row in db.session.scalars(select(SpecialDay).order_by(SpecialDay.day))]


def test_what_the_block_did_is_stored_when_it_ends(database):
    with unit_of_work():
        add_day(1)
    db.session.rollback()

    assert days() == [1]


def test_an_error_undoes_all_of_it_and_the_next_one_works(database):
    with pytest.raises(ZeroDivisionError), unit_of_work():
        add_day(1)
        db.session.flush()
        1 / 0  # noqa: B018
    with unit_of_work():
        add_day(2)

    assert days() == [2]


def test_units_of_work_do_not_nest(database):
    with pytest.raises(RuntimeError, match="do not nest"), unit_of_work(), unit_of_work():
        pytest.fail("a service must not open one")


def test_an_act_with_a_key_happens_once_and_leads_to_the_same_page(database):
    with unit_of_work("key") as work:
        add_day(1)
        work.location = "/there"

    with pytest.raises(AlreadyDone) as done, unit_of_work("key"):
        add_day(2)
    assert (done.value.location, days()) == ("/there", [1])


def test_a_failed_act_may_be_tried_again_with_its_key(database):
    with pytest.raises(ZeroDivisionError), unit_of_work("key"):
        1 / 0  # noqa: B018
    with unit_of_work("key"):
        add_day(1)

    assert days() == [1]


def test_actions_wait_for_the_commit_and_are_dropped_with_it(database):
    told = []
    with unit_of_work():
        after_commit(lambda: told.append(len(days())))
        add_day(1)
    with pytest.raises(ZeroDivisionError), unit_of_work():
        after_commit(lambda: told.append("never"))
        1 / 0  # noqa: B018

    assert told == [1]
