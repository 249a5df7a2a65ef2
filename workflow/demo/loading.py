"""Load the demonstration: its ground, then its story up to the morning of 18/12/2020."""

from datetime import UTC, datetime

from sqlalchemy import select

from workflow.core import clock
from workflow.core.clock import Installation
from workflow.core.db import db
from workflow.core.unit_of_work import unit_of_work
from workflow.demo import base

START = datetime(2020, 12, 18, 1, 0, tzinfo=UTC)  # 08:00 in the office


def load_demo() -> str:
    """Fill an empty database and mark it as a demo; return what was done, in words.

    A database that holds anything already is left as it is: started twice, it keeps its data.
    """
    if db.session.scalar(select(Installation.kind)) is not None:
        return "The database is in use already; nothing was loaded."
    with unit_of_work():
        db.session.add(Installation(kind="demo"))
        db.session.flush()
        clock.move_to(START)
        at = base.load_organisations()
        councils = base.load_councils(at)
        users = base.load_users(at, councils)
        base.load_awards(at)
        base.load_recipients(at, users)
        base.load_rounds(at)
        base.load_books(at)
    return "The demonstration is loaded."
