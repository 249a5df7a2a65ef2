"""A renewal that is cut short leaves the old file, and one renewal becomes the record."""

import os
import signal
import threading

import pytest

from tests.signatures.renewal.test_renewing import IN_FOURTEEN
from workflow.core import jobs
from workflow.core.db import db
from workflow.documents.states import FileRole
from workflow.signatures.renewal import making, working
from workflow.signatures.renewal.states import Trouble


class Killed(BaseException):
    """The process ends here: nothing that follows runs, nothing open is committed."""


def killed(*_args, **_kwargs):
    raise Killed


@pytest.fixture
def due(archive):
    archive = archive()
    archive.stamped_by("tsa-2034")
    archive.move(IN_FOURTEEN)
    return archive


@pytest.mark.parametrize(
    ("where", "step"),
    [
        (making, "look"), (making, "fetch_evidence"), (making, "renew"), (making, "_hold_longer"),
        (working, "stored_pdf"), (working, "_record"), (working, "_attach"),
        (working.audit, "record"), (working, "_say"),
    ],
)  # fmt: skip
def test_killed_at_any_step_nothing_is_recorded_and_the_next_day_renews_once(
    due, monkeypatch, where, step, quick
):
    before = due.files()
    with monkeypatch.context() as dying:
        dying.setattr(where, step, killed)
        with pytest.raises(Killed):
            due.renew()
    db.session.rollback()

    assert (due.files(), due.renewals()) == (before, [])
    assert due.proof().trouble is Trouble.CUT_SHORT
    assert due.day() > 0  # the same day it is left alone, in case it is what kills workers
    assert due.renewals() == []
    due.day(IN_FOURTEEN.replace(day=2, hour=1))
    assert (len(due.renewals()), due.proof().trouble) == (1, None)
    assert [role for role, _digest in due.files()] == ["signed", FileRole.RENEWED.value]


def test_a_worker_killed_while_it_records_loses_and_doubles_nothing(due, quick):
    before = due.files()
    db.session.remove()
    child = os.fork()
    if child == 0:
        db.engine.dispose(close=False)  # the parent's connections are the parent's
        working._attach = lambda *_args: os.kill(os.getpid(), signal.SIGKILL)
        due.renew()
        os._exit(1)
    _pid, status = os.waitpid(child, 0)

    assert os.WTERMSIG(status) == signal.SIGKILL
    assert (due.files(), due.renewals()) == (before, [])
    due.day(IN_FOURTEEN.replace(day=2, hour=1))
    assert len(due.renewals()) == 1


def test_of_two_workers_at_one_file_one_renewal_becomes_the_record(due, app, monkeypatch, quick):
    both, found = threading.Barrier(2), []

    def made(*args, really=making.make):
        made = really(*args)
        both.wait(30)
        return made

    def work(document_id):
        with app.app_context():
            found.append(working.renew_one(document_id))
            db.session.remove()

    monkeypatch.setattr(making, "make", made)
    document_id = due.sealed().id
    db.session.rollback()
    workers = [threading.Thread(target=work, args=(document_id,)) for _one in range(2)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()

    assert sorted(bool(one.renewed) for one in found) == [False, True]
    [kept] = due.renewals()
    [winner] = [one.renewed for one in found if one.renewed]
    assert due.files()[1:] == [("renewed", winner)]
    assert (due.proof().file_id, due.proof().trouble) == (kept.after_id, None)


def test_a_day_has_one_job_however_often_workers_look(due, quick):
    due.day()
    again = due.day()

    started = db.session.scalars(
        db.select(jobs.Job.state).where(jobs.Job.key == f"{working.KIND}:2034-06-01")
    ).all()
    assert (again, started, len(due.renewals())) == (0, [jobs.JobState.DONE], 1)
