"""Slow work is never lost, never doubled in effect, and says why it failed."""

import logging
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from workflow.core import clock, jobs
from workflow.core.db import db
from workflow.core.errors import BadInput
from workflow.core.jobs import Job, JobState
from workflow.core.unit_of_work import unit_of_work


@pytest.fixture
def ran(database):
    """What the handlers of these tests did, by payload."""
    done = []

    def work(run):
        done.append(run.payload["n"])

    def stumble(run):
        done.append("stumbled")
        raise BadInput("Mẫu thiếu trường “ten”.")

    jobs.handlers.update({"test.work": work, "test.stumble": stumble})
    yield done
    for kind in ("test.work", "test.stumble"):
        del jobs.handlers[kind]


def enqueue(kind="test.work", key="k", n=1):
    with unit_of_work():
        return jobs.enqueue(kind, key, {"n": n}).id


def states():
    db.session.rollback()
    return [(j.key, j.state, j.attempts) for j in db.session.scalars(select(Job).order_by(Job.id))]


def test_a_job_is_written_with_the_business_and_runs_once(ran):
    enqueue(n=1)
    enqueue(n=2)

    assert (jobs.run_all(), ran, states()) == (1, [1], [("k", JobState.DONE, 1)])


def test_a_job_of_an_undone_transaction_does_not_exist(ran):
    with pytest.raises(ZeroDivisionError), unit_of_work():
        jobs.enqueue("test.work", "k", {"n": 1})
        1 / 0  # noqa: B018

    assert (jobs.run_all(), ran) == (0, [])


def test_a_job_whose_worker_died_runs_again_when_its_lease_is_over(ran):
    job_id = enqueue()
    jobs._claim()  # a worker takes it and is never heard of again
    assert jobs.run_all() == 0

    with unit_of_work():
        db.session.get_one(Job, job_id).lease_until = clock.real_now() - timedelta(seconds=1)
    assert (jobs.run_all(), ran, states()) == (1, [1], [("k", JobState.DONE, 2)])


def test_a_worker_that_lost_its_lease_cannot_report(ran):
    job_id = enqueue()
    late = jobs._claim()
    with unit_of_work():
        db.session.get_one(Job, job_id).lease_until = clock.real_now() - timedelta(seconds=1)
    jobs.run_all()

    with pytest.raises(jobs.LostLease):
        late.progress(1, 2)


def test_a_failing_job_is_tried_five_times_and_then_says_why(ran):
    job_id = enqueue("test.stumble")
    for _ in range(10):
        with unit_of_work():
            db.session.get_one(Job, job_id).due_at = clock.real_now()
        jobs.run_one()

    assert states() == [("k", JobState.FAILED, 5)]
    assert db.session.get_one(Job, job_id).error == "Mẫu thiếu trường “ten”."


def test_a_failing_job_does_not_stop_the_others(ran):
    enqueue("test.stumble", "bad")
    enqueue("test.work", "good", n=3)

    assert (jobs.run_all(), ran) == (2, ["stumbled", 3])


def test_asking_again_for_a_failed_job_gives_it_new_tries(ran):
    job_id = enqueue("test.stumble")
    with unit_of_work():
        db.session.get_one(Job, job_id).state = JobState.FAILED
    enqueue("test.stumble")

    assert states() == [("k", JobState.WAITING, 0)]


def test_the_log_says_what_was_taken_and_how_it_ended_and_names_nobody(ran, caplog):
    caplog.set_level(logging.INFO, logger="workflow.core.jobs")
    good, bad = enqueue(), enqueue("test.stumble", "bad")

    jobs.run_all()

    lines = [re.sub(r"[0-9.]+ s|py:[0-9]+", "…", line.getMessage()) for line in caplog.records]
    assert lines == [
        f"job {good} test.work taken, attempt 1", f"job {good} test.work done in …",
        f"job {bad} test.stumble taken, attempt 1",
        f"job {bad} test.stumble failed in …: BadInput at test_jobs.…",
    ]  # fmt: skip
    assert [line.exc_info for line in caplog.records] == [None] * 4
