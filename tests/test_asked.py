"""Which tests of pages PostgreSQL may be spared, and that nothing else ever is."""

import json
import threading

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, create_engine, insert, select, text
from sqlalchemy.exc import IntegrityError

from tests.asked import Listener, asking_nothing_new

ANY_THREAD = {"check_same_thread": False}
THING = Table("things", MetaData(), Column("id", Integer, primary_key=True), Column("n", Integer))


def test_a_page_that_asks_only_what_others_ask_is_left_out():
    asked = {"service": {"a", "b"}, "list": {"a"}, "form": {"b", "c"}, "same form": {"c"}}
    pages = {"list", "form", "same form"}

    assert asking_nothing_new(pages, set(asked), asked) == {"list", "same form"}


def test_without_the_test_that_asked_it_the_page_stays():
    asked = {"list": {"a"}, "page": {"a", "b"}}

    assert asking_nothing_new({"list", "page"}, {"list", "page"}, asked) == {"list"}
    assert asking_nothing_new({"list"}, {"list"}, asked) == set()


def test_what_nothing_is_known_of_stays_and_so_does_every_test_without_a_page():
    asked = {"service": {"a"}, "twin of it": {"a"}, "silent page": set()}

    assert asking_nothing_new({"silent page", "new page"}, {*asked, "new page"}, asked) == set()


class Item:
    def __init__(self, nodeid):
        self.nodeid = nodeid


@pytest.fixture
def questions(tmp_path):
    """Let a test of each name ask the things of its function; return what was written down."""

    def run(**tests):
        listener, engine = Listener(tmp_path), create_engine("sqlite://", connect_args=ANY_THREAD)
        THING.create(engine)
        listener.pytest_sessionstart()
        for name, ask in tests.items():
            hook = listener.pytest_runtest_setup(Item(f"{name}[sqlite-x]"))
            next(hook)
            with engine.connect() as connection:
                ask(connection)
        listener.pytest_sessionfinish()
        engine.dispose()
        [written] = tmp_path.glob("*.json")
        return json.loads(written.read_bytes())

    return run


def test_a_question_is_the_same_for_many_rows_and_another_for_other_kinds_or_a_lock(questions):
    told = questions(
        two=lambda ask: ask.execute(select(THING).where(THING.c.id.in_([1, 2]))),
        three=lambda ask: ask.execute(select(THING).where(THING.c.id.in_([1, 2, 3]))),
        word=lambda ask: ask.execute(text("SELECT * FROM things WHERE n = :n"), {"n": "x"}),
        number=lambda ask: ask.execute(text("SELECT * FROM things WHERE n = :n"), {"n": 1}),
        plain=lambda ask: ask.execute(select(THING)),
        locked=lambda ask: ask.execute(select(THING).with_for_update()),
    )

    assert told["two[-x]"] == told["three[-x]"]
    assert len({tuple(one) for one in told.values()}) == 5


def test_a_refusal_and_what_threads_ask_are_questions_of_their_own(questions):
    def twice(ask):
        ask.execute(insert(THING), {"id": 1, "n": 1})
        with pytest.raises(IntegrityError):
            ask.execute(insert(THING), {"id": 1, "n": 1})

    def at_once(ask):
        thread = threading.Thread(target=lambda: ask.execute(select(THING)))
        thread.start()
        thread.join()

    told = questions(
        once=lambda ask: ask.execute(insert(THING), {"id": 2, "n": 1}), twice=twice,
        alone=lambda ask: ask.execute(select(THING)), at_once=at_once,
    )  # fmt: skip

    assert set(told["once[-x]"]) < set(told["twice[-x]"])
    assert set(told["at_once[-x]"]) - set(told["alone[-x]"]) == {"at once: at_once[-x]"}
