"""The benchmark of imports at a small size: every step does what it should and tells its figures."""

import pytest

from bench.generate import open_database
from bench.histories import BOOK, fill, write_book
from bench.importing import STEPS, work
from tests.servers.postgres import postgres_server
from workflow.awards.importing import keeping
from workflow.core.db import db

pytestmark = pytest.mark.prove  # on both databases there

ROWS = 50


@pytest.fixture
def url(engine_name, tmp_path):
    if engine_name == "sqlite":
        yield f"sqlite:///{tmp_path}/small.db"
    else:
        with postgres_server() as url:
            yield url


def test_every_step_is_done_and_told(url, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(keeping, "_stores", [])
    with open_database(url).app_context():
        people = fill(ROWS // 10)
        db.session.remove()
        db.engine.dispose()
    write_book(tmp_path / BOOK, people, ROWS)
    for step in STEPS:
        work(step, url, tmp_path, ROWS)

    told = dict(line.split(": ") for line in capsys.readouterr().out.splitlines())
    assert [name for step in STEPS
            for name in (step, f"{step}_rows_per_second", f"{step}_peak_memory")
            if name not in told] == []  # fmt: skip
