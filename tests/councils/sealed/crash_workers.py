"""Die by SIGKILL at every named point of opening, voting, closing and counting. Run as a program.

For each point a forked process does the act and is killed there; the parent then writes down what
is stored. After the last point of an act, which lies behind its commit, the ballot goes on.
"""

import json
import os
import signal
import sys
from pathlib import Path

from sqlalchemy import event, func, select

from workflow.accounts.models import User
from workflow.accounts.sessions import actor_of
from workflow.app import create_app
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.unit_of_work import unit_of_work
from workflow.councils.models import Ballot, BallotItem, Elector, TallyLine
from workflow.councils.sealed.keyfile import KeyFolder
from workflow.councils.sealed.models import BoxPaper, SecretBallot, Teller
from workflow.councils.services.ballots import Answer
from workflow.councils.services.closing import close_ballot
from workflow.councils.services.secret.casting import cast_secret
from workflow.councils.services.secret.counting import count_box
from workflow.councils.services.secret.preparing import open_secret
from workflow.councils.states import Choice
from workflow.councils.voting import items_of
from workflow.settings import read_settings

BEFORE, AFTER = "before the commit", "after the commit"
POINTS = {
    "open": ("UPDATE ballots", "INSERT INTO electors", "INSERT INTO ballot_items",
             "the child starts", "UPDATE tellers", "UPDATE secret_ballots", BEFORE, AFTER),
    "vote": ("INSERT INTO box_papers", "UPDATE electors", "INSERT INTO audit_records", BEFORE, AFTER),
    "close": ("UPDATE ballots", "UPDATE secret_ballots", "INSERT INTO audit_records", BEFORE, AFTER),
    "tally": ("the child starts", "INSERT INTO tally_lines", "UPDATE nominations", "UPDATE ballots",
              BEFORE, AFTER),
}  # fmt: skip


def die():
    os.kill(os.getpid(), signal.SIGKILL)


def die_at(point):
    """Have this process killed when it comes to the point."""

    def of_statement(_connection, _cursor, statement, *_more):
        if statement.startswith(point):
            die()

    event.listen(db.engine, "after_cursor_execute", of_statement)
    if point == BEFORE:
        event.listen(db.session, "before_commit", lambda _session: die())
    if point == AFTER:
        event.listen(db.session, "after_commit", lambda _session: die())
    if point == "the child starts":
        sys.addaudithook(lambda name, _arguments: die() if name == "subprocess.Popen" else None)


def stored():
    """Return what a reader finds: nothing of it may be half of an act."""

    def counted(rows):
        return db.session.scalar(select(func.count()).select_from(rows))

    secret = db.session.scalars(select(SecretBallot)).one()
    return {
        "status": db.session.scalars(select(Ballot.status)).one().value,
        "key": secret.public_key is not None, "root": secret.box_root is not None,
        "voted": secret.voted, "papers": counted(BoxPaper), "electors": counted(Elector),
        "marked": db.session.scalar(select(func.count()).where(Elector.voted)),
        "items": counted(BallotItem), "lines": counted(TallyLine),
        "shares": db.session.scalar(select(func.count()).where(Teller.share.is_not(None))),
    }  # fmt: skip


class Walk:
    """One ballot, carried through every act by processes that are killed."""

    def __init__(self, app, public_id, secretary_id, organisation_id, members, codes, folder):
        self.app, self.public_id, self.members, self.codes = app, public_id, members, codes
        self.keys, self.seen = KeyFolder(Path(folder)), []
        with app.app_context():
            self.secretary = actor_of(db.session.get_one(User, secretary_id), organisation_id)

    def act(self, name, voter):
        if name == "open":
            return open_secret(self.public_id, self.keys, actor=self.secretary)
        if name == "vote":
            ballot = db.session.scalars(select(Ballot)).one()
            answers = {item.id: Answer(Choice.AGREE) for item in items_of(ballot.id)}
            return cast_secret(self.public_id, answers, actor=Actor(voter, "", None, frozenset()))
        if name == "close":
            return close_ballot(self.public_id, actor=self.secretary)
        return count_box(self.public_id, self.codes, self.keys, actor=self.secretary)

    def killed(self, name, point, voter):
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()
        child = os.fork()
        if child == 0:
            try:
                with self.app.app_context():
                    die_at(point)
                    with unit_of_work():
                        self.act(name, voter)
            finally:
                os._exit(1)
        status = os.waitpid(child, 0)[1]
        with self.app.app_context():
            self.seen.append([name, point, os.WIFSIGNALED(status), stored()])

    def through(self):
        for name in ("open", "vote", "vote", "vote", "close", "tally"):
            at = sum(n == "vote" and p == AFTER for n, p, *_more in self.seen)
            for point in POINTS[name]:
                self.killed(name, point, self.members[at])
        return self.seen


def main(public_id, secretary_id, organisation_id, members, codes, folder):
    app = create_app(read_settings())
    return Walk(
        app, public_id, int(secretary_id), int(organisation_id),
        [int(one) for one in members.split(",")], codes.split(","), folder,
    ).through()  # fmt: skip


if __name__ == "__main__":
    Path(sys.argv[7]).write_text(json.dumps(main(*sys.argv[1:7])))
