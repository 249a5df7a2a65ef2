"""Load the demonstration: its ground, then its story up to the morning of 18/12/2020."""

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import select

from workflow.core import clock
from workflow.core.clock import Installation
from workflow.core.db import db
from workflow.core.unit_of_work import unit_of_work
from workflow.demo import base, ceremony, elsewhere, ledgers, story
from workflow.standards import load_standards

START = datetime(2020, 12, 18, 1, 0, tzinfo=UTC)  # 08:00 in the office


def load_demo(say: Callable[[str], None]) -> None:
    """Fill an empty database and mark it as a demo, telling `say` what happens.

    A database that holds anything already is left as it is: started twice, it keeps its data.
    One that was killed while loading has no mark of completion and is refused in words.
    """
    kind = db.session.scalar(select(Installation.kind))
    if kind is not None:
        say("The database is in use already; nothing was loaded.")
        return
    load_standards()
    with unit_of_work():
        _load_ground()
    story.load_dossiers(say)
    with unit_of_work():
        elsewhere.load_ledger()
        elsewhere.load_received_decisions()
        clock.move_to(START)
        ceremony.plan_conference()
    say("The demonstration is loaded.")


def _load_ground() -> None:
    db.session.add(Installation(kind="demo"))
    db.session.flush()
    clock.move_to(START)
    at = base.load_organisations()
    councils = base.load_councils(at)
    users = base.load_users(at, councils)
    base.load_awards(at)
    base.load_recipients(at, users)
    ledgers.load_ledgers(at)
    base.load_rounds(at)
    base.load_books(at)
