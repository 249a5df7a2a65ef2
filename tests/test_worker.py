"""A worker says that it is alive, and pages say when none is."""

import logging
import threading
from datetime import timedelta

import pytest
from flask import render_template_string
from sqlalchemy import select

from workflow.core import clock, heartbeat
from workflow.core.db import db
from workflow.core.heartbeat import WorkerBeat
from workflow.core.unit_of_work import unit_of_work
from workflow.worker import own_name, sign_of_life

WARNING = "Chưa có tiến trình xử lý nào đang chạy"


def beat(name="máy-1:7", ago=timedelta(0)):
    with unit_of_work():
        heartbeat.beat(name)
        db.session.get_one(WorkerBeat, name).seen_at = clock.real_now() - ago


def names():
    db.session.rollback()
    return db.session.scalars(select(WorkerBeat.name).order_by(WorkerBeat.name)).all()


@pytest.mark.parametrize(("seconds", "alive"), [(0, True), (50, True), (70, False)])
def test_a_worker_is_alive_while_it_was_heard_of_within_the_last_minute(database, seconds, alive):
    beat(ago=timedelta(seconds=seconds))

    assert heartbeat.is_any_alive() is alive


def test_a_worker_has_one_row_however_often_it_beats(database):
    beat()
    beat()

    assert names() == ["máy-1:7"]


def test_workers_long_gone_are_forgotten(database):
    beat("máy-cũ:1", ago=timedelta(days=2))
    beat()

    assert names() == ["máy-1:7"]


def test_a_worker_is_known_while_it_runs_and_gone_once_it_stops(app, database):
    with sign_of_life(app) as name:
        assert (names(), heartbeat.is_any_alive()) == ([own_name()], True)

    assert (name, names(), heartbeat.is_any_alive()) == (own_name(), [], False)


def test_a_worker_is_heard_of_again_while_a_long_job_is_under_way(app, database, monkeypatch):
    heard = threading.Event()
    monkeypatch.setattr(heartbeat, "EVERY", timedelta(milliseconds=5))
    with sign_of_life(app) as name:
        with unit_of_work():
            db.session.get_one(WorkerBeat, name).seen_at = clock.real_now() - timedelta(hours=1)
        for _ in range(1000):
            db.session.rollback()
            if heartbeat.is_any_alive():
                heard.set()
                break
            heard.wait(0.01)

    assert heard.is_set()


def test_a_worker_tells_the_log_when_it_starts_and_stops(app, database, caplog):
    caplog.set_level(logging.INFO, logger="workflow.worker")
    with sign_of_life(app) as name:
        pass

    assert [record.getMessage() for record in caplog.records] == [
        f"worker {name} starts", f"worker {name} stops",
    ]  # fmt: skip


def drawn(status):
    template = "{% import 'macros/ui.html' as ui %}{{ ui.job(status, 'Dựng văn bản') }}"
    return render_template_string(template, status=status)


@pytest.mark.parametrize(
    ("status", "warned"), [("waiting", True), ("running", True), ("failed", False)]
)
def test_a_page_that_waits_says_when_no_worker_is_alive(app, database, status, warned):
    with app.test_request_context():
        assert (WARNING in drawn(status)) is warned


def test_a_page_that_waits_for_a_living_worker_says_nothing(app, database):
    beat()

    with app.test_request_context():
        assert WARNING not in drawn("waiting")
