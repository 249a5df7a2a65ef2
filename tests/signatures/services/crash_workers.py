"""Die by SIGKILL between the steps of signing, numbering and sealing. Run as a program.

For each point a forked process does the product's own act and is killed there; then what is stored
is written down. The last point of an act lies behind its commit. Signatures are asked of a signing
process that outlives them all, as an operator runs one.
"""

import dataclasses
import json
import os
import signal
import sys
from pathlib import Path

from sqlalchemy import event, select

from tests.factories.documents import taken_pdf
from tests.signatures.making import HeldKey
from tests.signatures.pki.authorities import read_authorities
from workflow.accounts.models import User
from workflow.accounts.sessions import actor_of
from workflow.app import create_app
from workflow.core import clock
from workflow.core.db import db
from workflow.core.numbers import NumberEntry
from workflow.core.unit_of_work import unit_of_work
from workflow.documents import digital, queries, services
from workflow.documents.models import Paper
from workflow.documents.states import FileRole
from workflow.settings import read_settings
from workflow.signatures.engine.signing import Means, seal
from workflow.signatures.keys.child import child_of
from workflow.signatures.queries import made_on, open_request
from workflow.signatures.services import outside, signing
from workflow.signatures.states import Part

MADE, STORED = "made, not stored", "stored, not recorded"
BEFORE, AFTER = "before the commit", "after the commit"
RECORD = "INSERT INTO made_signatures"
HERE = {
    "sign": (STORED, AFTER), "number": ("INSERT INTO number_entries", AFTER),
    "seal": (MADE, STORED, RECORD, BEFORE, AFTER),
}  # fmt: skip
OUTSIDE = {
    "sign": (AFTER,), "number": (AFTER,), "hand out": (STORED, AFTER),
    "take back": (RECORD, BEFORE, AFTER),
}  # fmt: skip


def die():
    os.kill(os.getpid(), signal.SIGKILL)


def die_in_the_store(point):
    real = signing.stored_pdf

    def dying(*given):
        if point == STORED:
            real(*given)
        die()

    signing.stored_pdf = outside.stored_pdf = dying


def die_at(point):
    """Have this process killed when it comes to the point."""

    def of_statement(_connection, _cursor, statement, *_more):
        if statement.startswith(point):
            die()

    if point in {MADE, STORED}:
        die_in_the_store(point)
    elif point in {BEFORE, AFTER}:
        name = "before_commit" if point == BEFORE else "after_commit"
        event.listen(db.session, name, lambda _session: die())
    else:
        event.listen(db.engine, "after_cursor_execute", of_statement)


class Walk:
    """A paper carried through every act by processes that are killed."""

    def __init__(self, app, given, public_id):
        self.app, self.given, self.public_id, self.seen = app, given, public_id, []
        self.brought = b""

    def actor(self, name):
        return actor_of(db.session.get_one(User, self.given[name]), self.given["organisation"])

    def paper(self):
        return db.session.scalars(select(Paper).where(Paper.public_id == self.public_id)).one()

    def act(self, name):
        pin, clerk, paper = self.given["pin"], self.actor("clerk"), self.paper()
        if name == "sign":
            seen = digital.file_to_sign(paper).file.digest
            return signing.sign_here(self.public_id, pin, seen=seen, actor=self.actor("head"))
        if name == "number":
            with unit_of_work():
                return services.number_paper(self.public_id, clock.today(), actor=clerk)
        if name == "seal":
            return signing.seal_here(self.public_id, pin, actor=clerk)
        if name == "hand out":
            return outside.hand_out(self.public_id, Part.SEAL, seen="", actor=clerk)
        request = open_request(paper.id, Part.SEAL)
        return outside.take_back(request.public_id, taken_pdf(self.brought), actor=clerk)

    def sign_with_token(self):
        """What was handed out is sealed once, on the clerk's own computer."""
        with self.app.app_context():
            request = open_request(self.paper().id, Part.SEAL)
            given = outside.file_of(request.public_id, actor=self.actor("clerk"))[1]
            key = HeldKey(read_authorities(self.given["servers"]), "seal")
            self.brought = seal(given, key, Means(clock.now()))
            db.session.remove()

    def killed(self, name, point):
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()
        child = os.fork()
        if child == 0:
            try:
                with self.app.app_context():
                    die_at(point)
                    self.act(name)
            finally:
                os._exit(1)
        status = os.waitpid(child, 0)[1]
        with self.app.app_context():
            self.seen.append([name, point, os.WIFSIGNALED(status), self.stored()])

    def stored(self):
        """Return what a reader finds of the paper: nothing of it may be half of an act."""
        paper = self.paper()
        held = db.session.scalars(select(NumberEntry).where(NumberEntry.holder_id == paper.id))
        return {
            "status": paper.status.value, "number": paper.number_text,
            "entries": [one.number for one in held], "made": len(made_on(paper)),
            "sealed": len(queries.documents_of("paper", paper.id, FileRole.SIGNED)),
            "out": open_request(paper.id, Part.SEAL) is not None,
        }  # fmt: skip

    def through(self, points):
        for name, at in points.items():
            if name == "take back":
                self.sign_with_token()
            for point in at:
                self.killed(name, point)
        return self.seen


def main(given):
    settings = read_settings()
    signer = child_of(settings.instance / "keys")
    signer.connect(10).close()
    app = create_app(dataclasses.replace(settings, signer=f"{signer._place}/socket"))
    papers = zip(given["papers"], (HERE, OUTSIDE), strict=True)
    return [Walk(app, given, public_id).through(points) for public_id, points in papers]


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(json.dumps(main(json.loads(sys.argv[1]))))
