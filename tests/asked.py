"""What each test asks of the database: a page that asks nothing new is tried on SQLite alone.

A page's words, rights and refusals are made in Python and are the same on both databases; what a
database makes of a statement is not. So the run on SQLite writes down what every test asked, and
the run on PostgreSQL, which follows it, leaves out those tests of pages that ask nothing but what
others of its tests ask. `make prove` leaves none out. What stays, and why, is in
docs/adr/0010-tests-run-one-database-at-a-time.md.
"""

import json
import os
import re
import threading
from hashlib import blake2b
from itertools import groupby
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

PAGES = ("client", "browser")  # in the names of the fixtures that open pages
MANY, ROWS = re.compile(r"\?(, \?)+"), re.compile(r"\(\?\)(, \(\?\))+")


def pytest_addoption(parser):
    parser.addoption("--asked-into", help="a folder: write down there what each test asks")
    parser.addoption("--asked-in", help="that folder: leave out pages that ask nothing new")


def pytest_configure(config):
    if folder := config.getoption("--asked-into"):
        config.pluginmanager.register(Listener(Path(folder)))


def pytest_collection_modifyitems(config, items):
    if folder := config.getoption("--asked-in"):
        pages = {name_of(one) for one in items if opens_pages(one)}
        left = asking_nothing_new(pages, {name_of(one) for one in items}, _read(Path(folder)))
        config.hook.pytest_deselected(items=[one for one in items if name_of(one) in left])
        items[:] = [one for one in items if name_of(one) not in left]


def name_of(item):
    """Return the test's name without its database."""
    return item.nodeid.replace("[sqlite", "[", 1).replace("[postgresql", "[", 1)


def opens_pages(item):
    return any(word in name for name in getattr(item, "fixturenames", ()) for word in PAGES)


def _read(folder):
    found = {}
    for one in sorted(folder.glob("*.json")):
        found |= {name: frozenset(asked) for name, asked in json.loads(one.read_bytes()).items()}
    return found


def asking_nothing_new(pages, all_names, asked):
    """Return which pages to leave out; of two that ask the same, who asks more stays.

    Whatever nothing was written down of stays.
    """
    pages = {one for one in pages if asked.get(one)}
    known = {question for one in all_names - pages for question in asked.get(one, ())}
    left = set()
    for one in sorted(pages, key=lambda name: (-len(asked[name]), name)):
        if asked[one] <= known:
            left.add(one)
        known |= asked[one]
    return left


class Listener:
    """Notes the questions of the test that runs; a file a process.

    A question is a statement, however many rows it has, with the kinds of its values and whether
    it locks; or a refusal. What several threads ask at once is a question of that test alone.
    """

    def __init__(self, folder):
        self.folder, self.asked, self.now, self.name = folder, {}, set(), ""
        self.known, self.thread = {}, threading.get_ident()

    def pytest_sessionstart(self):
        event.listen(Engine, "before_cursor_execute", self.note)
        event.listen(Engine, "handle_error", self.note_refusal)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_setup(self, item):
        self.name = name_of(item)
        self.now = self.asked[self.name] = set()
        return (yield)

    def pytest_sessionfinish(self):
        event.remove(Engine, "before_cursor_execute", self.note)
        event.remove(Engine, "handle_error", self.note_refusal)
        told = {name: sorted(asked) for name, asked in self.asked.items()}
        (self.folder / f"{os.getpid()}.json").write_text(json.dumps(told), encoding="utf-8")

    def note(self, _connection, _cursor, statement, values, context, _many):
        row = values[0] if isinstance(values, list) else values  # a list where it has many rows
        meant = getattr(getattr(context, "compiled", None), "statement", None)
        locks = getattr(meant, "_for_update_arg", None) is not None
        kinds = tuple(kind.__name__ for kind, _all in groupby(map(type, row)))
        self._add(statement, locks, kinds)

    def note_refusal(self, context):
        self._add(context.statement or "", False, type(context.original_exception).__name__)

    def _add(self, statement, *rest):
        if threading.get_ident() != self.thread:
            self.now.add(f"at once: {self.name}")
        question = self.known.get((statement, *rest))
        if question is None:
            shape = repr((ROWS.sub("(?)", MANY.sub("?", statement)), *rest))
            question = blake2b(shape.encode(), digest_size=8).hexdigest()
            self.known[statement, *rest] = question
        self.now.add(question)
