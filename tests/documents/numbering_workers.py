"""Sixteen processes that number the same papers while one after another is killed (SIGKILL).

Run as a program: it forks the workers, kills one after every few answers, forks another in
its place, and at the end prints every answer a worker got after its commit, as JSON.
"""

import json
import os
import random
import signal
import sys
import traceback
from datetime import date
from pathlib import Path
from select import select as select_ready

from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from workflow.accounts.models import User
from workflow.accounts.sessions import actor_of
from workflow.app import create_app
from workflow.core.db import db
from workflow.core.unit_of_work import unit_of_work
from workflow.documents import services
from workflow.documents.models import Paper
from workflow.settings import read_settings

WORKERS = 16
LATECOMER = 1000  # takes over from one that was killed: what has a number is left alone
PATIENCE = 1000  # refusals of the database after which a worker gives up
DAY = date(2020, 12, 18)


def careful(public_id, actor):
    """The product's own act."""
    with unit_of_work():
        return services.number_paper(public_id, DAY, actor=actor).number_entry.number


def naive(public_id, _actor):
    """What a first attempt looks like: the highest number there is, and one more."""
    with db.engine.connect() as connection:
        last = connection.execute(text("SELECT COALESCE(MAX(number), 0) FROM naive")).scalar_one()
        connection.rollback()
        os.sched_yield()
        connection.execute(text("INSERT INTO naive VALUES (:number)"), {"number": last + 1})
        connection.commit()
    return last + 1


def work(take, public_ids, clerk_id, seed, answers):
    """Number every paper in an order of one's own; say each number once it is committed."""
    order = list(public_ids)
    if seed >= LATECOMER:
        order = list(db.session.scalars(select(Paper.public_id).where(Paper.dated.is_(None))))
    random.Random(seed).shuffle(order)
    clerk = db.session.get_one(User, clerk_id)
    actor = actor_of(clerk, db.session.scalars(select(Paper.organisation_id).limit(1)).one())
    refused = 0
    for public_id in order:
        try:
            number = take(public_id, actor)
        except OperationalError:  # the database asks to try again; another pass will
            db.session.rollback()
            refused += 1
            if refused > PATIENCE:
                raise
            order.append(public_id)
            continue
        os.write(answers, f"{public_id} {number}\n".encode())


def fork(app, take, public_ids, clerk_id, seed, answers):
    child = os.fork()
    if child == 0:
        status = 1
        try:
            with app.app_context():
                work(take, public_ids, clerk_id, seed, answers)
            status = 0
        except BaseException:
            traceback.print_exc()
            raise
        finally:
            os._exit(status)
    return child


def running(child):
    """Whether a worker still works; one that failed ends the whole run."""
    pid, status = os.waitpid(child, os.WNOHANG)
    if pid and status:
        raise SystemExit("a worker failed")
    return not pid


def kill(victim):
    os.kill(victim, signal.SIGKILL)
    _pid, status = os.waitpid(victim, 0)
    return os.WIFSIGNALED(status)


def main(take, kills, clerk_id):
    """Let them work and die; return what they answered and how many were killed."""
    dice = random.Random(2020)
    app = create_app(read_settings())
    with app.app_context():
        public_ids = db.session.scalars(select(Paper.public_id)).all()
        db.session.remove()
        db.engine.dispose()  # no connection may be shared with the forked
    reading, writing = os.pipe()
    alive = [fork(app, take, public_ids, clerk_id, seed, writing) for seed in range(WORKERS)]
    said, killed, until_next = b"", 0, 3
    while alive:
        ready, _w, _x = select_ready([reading], [], [], 0.2)
        if ready:
            piece = os.read(reading, 65536)
            said += piece
            until_next -= piece.count(b"\n")
        if killed < kills and until_next <= 0:
            killed += kill(alive.pop(dice.randrange(len(alive))))
            alive.append(fork(app, take, public_ids, clerk_id, LATECOMER + killed, writing))
            until_next = dice.randint(1, 5)
        alive = [child for child in alive if running(child)]
    os.close(writing)
    while piece := os.read(reading, 65536):
        said += piece
    return [line.split() for line in said.decode().splitlines()], killed


if __name__ == "__main__":
    which = {"careful": careful, "naive": naive}[sys.argv[1]]
    answered, dead = main(which, int(sys.argv[2]), int(sys.argv[3]))
    Path(sys.argv[4]).write_text(json.dumps({"answered": answered, "killed": dead}))
