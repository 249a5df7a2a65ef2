"""Voters in processes and threads of their own against one close. Run as a program.

It forks the processes and lets half of the voters go at once; after a few answers it closes the
ballot while the other half goes. Each answer a voter got after its commit is written down as JSON.
"""

import json
import os
import sys
import threading
import traceback
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.attributes import set_committed_value

from workflow.accounts.models import User
from workflow.accounts.sessions import actor_of
from workflow.app import create_app
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import Incomplete, InvalidStep
from workflow.core.unit_of_work import unit_of_work
from workflow.councils.models import Elector
from workflow.councils.services.ballots import Answer
from workflow.councils.services.closing import close_ballot
from workflow.councils.services.secret import casting
from workflow.councils.states import Choice
from workflow.councils.voting import get_ballot, items_of
from workflow.settings import read_settings

PROCESSES = 9  # odd, so that each has voters who come early and late
_seen = threading.local()


def cast(public_id, answers, actor):
    with unit_of_work():
        casting.cast_secret(public_id, answers, actor=actor)


def careful(public_id, answers, actor, wait):
    """The product's own act; who comes late begins as the close does."""
    wait()
    cast(public_id, answers, actor)


def _as_seen(public_id, actor):
    """Stand in for the locking read: the status is what a first look said of it."""
    ballot = get_ballot(public_id, actor)
    set_committed_value(ballot, "status", _seen.status)
    return ballot


def naive(public_id, answers, actor, wait):
    """The same act without its lock: look whether it is open, then store; late, after the close."""
    _seen.status = get_ballot(public_id, actor).status
    db.session.rollback()
    wait()
    cast(public_id, answers, actor)


def vote(app, act, public_id, voter, answers, wait, say):
    """Cast one paper and say what was answered."""
    with app.app_context():
        try:
            act(public_id, answers, voter, wait)
            said = "accepted"
        except InvalidStep:
            said = "refused"
        except OperationalError:  # the database was too busy: nothing stored, nothing accepted
            said = "busy"
        finally:
            db.session.remove()
    os.write(say, f"{voter.user_id} {said}\n".encode())


def fork(work):
    child = os.fork()
    if child == 0:
        status = 1
        try:
            work()
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)
    return child


class Gate:
    """Opened once by the parent, for every process that waits at it."""

    def __init__(self):
        self.read, self.write = os.pipe()

    def open(self):
        os.close(self.write)

    def wait(self):
        os.read(self.read, 1)  # returns when the last writing end is closed


def voters_of(app, act, public_id, voters, answers, gates, say):
    """One process: every voter in a thread; each second one waits at the second gate."""

    def work():
        for gate in gates:
            gate.open()  # this process's own copy of the parent's end
        gates[0].wait()
        threads = [
            threading.Thread(target=vote, args=(app, act, public_id, one, answers, wait, say))
            for one, wait in voters
        ]
        for one in threads:
            one.start()
        for one in threads:
            one.join()

    return work


def close(app, public_id, secretary):
    """Close the ballot; not yet while the box holds too few papers to keep them secret."""
    try:
        with app.app_context(), unit_of_work():
            close_ballot(public_id, actor=secretary)
    except Incomplete:
        return False
    return True


def race(app, act, public_id, secretary, after):
    """Return each voter's answer. The ballot is closed once `after` of them were answered."""
    with app.app_context():
        ballot = get_ballot(public_id, secretary)
        answers = {item.id: Answer(Choice.AGREE) for item in items_of(ballot.id)}
        rows = db.session.scalars(select(Elector).where(Elector.ballot_id == ballot.id)).all()
        gates = start, late = Gate(), Gate()
        voters = [
            (Actor(row.user_id, row.name, None, frozenset()), late.wait if at % 2 else lambda: None)
            for at, row in enumerate(rows)
        ]
        db.session.remove()
        db.engine.dispose()  # no connection may be shared with the forked
    heard, say = os.pipe()

    children = [
        fork(voters_of(app, act, public_id, voters[at::PROCESSES], answers, gates, say))
        for at in range(min(PROCESSES, len(voters)))
    ]
    os.close(say)
    with app.app_context():
        get_ballot(public_id, secretary)  # connected before the others begin
        db.session.rollback()
    start.open()
    said, begun, closed = b"", False, False
    while piece := os.read(heard, 65536):
        said += piece
        if not closed and said.count(b"\n") >= after:
            if act is careful and not begun:
                late.open()
            begun, closed = True, close(app, public_id, secretary)
            if act is naive and closed:
                late.open()
    for child in children:
        if os.waitpid(child, 0)[1]:
            raise SystemExit("a voter failed")
    return dict(line.split() for line in said.decode().splitlines())


def main(which, public_id, secretary_id, organisation_id, after):
    if which is naive:
        casting.get_ballot_for_vote = _as_seen
    app = create_app(read_settings())
    with app.app_context():
        secretary = actor_of(db.session.get_one(User, secretary_id), organisation_id)
    return race(app, which, public_id, secretary, after)


if __name__ == "__main__":
    chosen = {"careful": careful, "naive": naive}[sys.argv[1]]
    answered = main(chosen, sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5]))
    Path(sys.argv[6]).write_text(json.dumps(answered))
