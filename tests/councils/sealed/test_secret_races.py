"""Sealed papers against a close, from many processes: accepted is counted, no more, no less (P6).

The control takes the lock out of the very same services: votes are accepted that the close missed.
"""

import os

import pytest
from sqlalchemy import func, select

from tests.councils.sealed.programs import run
from workflow.core.db import db
from workflow.core.errors import InvalidStep
from workflow.councils.models import Elector, TallyLine
from workflow.councils.sealed.models import BoxPaper, SecretBallot

FULL = os.environ.get("BANGVANG_PROVE") == "1"
TRIALS = (
    [(voters, after) for voters in (15, 50, 100, 200) for after in (3, voters // 4, voters // 2)] * 2
    if FULL else [(15, 4), (24, 8)]
)  # fmt: skip
CONTROLS = 10 if FULL else 1


def raced(which, vault, long_an, settings, tmp_path, after):
    arguments = (which, vault.id, long_an.secretary.id, long_an.department.id, after)
    said = list(run("race_workers", arguments, settings, tmp_path).values())
    db.session.rollback()
    return said.count("accepted"), said


def in_box():
    return db.session.scalar(select(func.count()).select_from(BoxPaper))


@pytest.mark.prove
@pytest.mark.parametrize(("voters", "after"), TRIALS)
def test_every_accepted_paper_is_counted_and_none_comes_after_the_close(
    make_vault, long_an, settings, tmp_path, voters, after
):
    vault = make_vault(members=voters, absent=0, nominees=1)
    accepted, said = raced("careful", vault, long_an, settings, tmp_path, after)
    vault.count()
    line = db.session.scalars(select(TallyLine)).one()
    marked = db.session.scalar(select(func.count()).where(Elector.voted))
    assert len(said) == voters
    assert (in_box(), marked, line.agree, line.silent) == (*[accepted] * 3, voters - accepted)
    assert accepted >= 1


@pytest.mark.parametrize("trial", range(CONTROLS))
def test_control_without_the_lock_the_close_misses_accepted_papers(
    make_vault, long_an, settings, tmp_path, trial
):
    vault = make_vault(members=15, absent=0, nominees=1)
    accepted, _said = raced("naive", vault, long_an, settings, tmp_path, 3)
    fixed = db.session.scalars(select(SecretBallot.voted)).one()
    assert accepted > fixed
    with pytest.raises(InvalidStep, match="nhiều phiếu hơn"):  # and the count does not hide it
        vault.count()
