"""Two keepers who do the same at once: one does it, the other reads that it was done."""

import contextlib
import threading
from datetime import date

import pytest

from tests.signatures.registry.conftest import CRL
from workflow.core.db import db
from workflow.core.errors import WorkflowError
from workflow.core.unit_of_work import unit_of_work
from workflow.signatures.registry import queries, retiring, trusting
from workflow.signatures.registry.retiring import LastDay
from workflow.signatures.registry.trusting import Asked
from workflow.signatures.states import RootStatus, TrustClass


@pytest.fixture
def at_once(app, people, monkeypatch):
    """Let both act; each waits a moment for the other after it looked for what is there."""
    both = threading.Barrier(2)

    def waiting(look):
        def looked(*args):
            found = look(*args)
            with contextlib.suppress(threading.BrokenBarrierError):
                both.wait(1)  # in vain where the other waits for the lock
            return found

        return looked

    monkeypatch.setattr(queries, "root_with", waiting(queries.root_with))
    monkeypatch.setattr(retiring, "_with", waiting(retiring._with))

    def run(act):
        said = []

        def one(actor):
            with app.app_context():
                try:
                    with unit_of_work():
                        act(actor)
                    said.append("done")
                except WorkflowError as error:
                    said.append(type(error).__name__)

        threads = [threading.Thread(target=one, args=(who,)) for who in (people.first,
                                                                       people.second)]  # fmt: skip
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        db.session.rollback()  # to see what they stored
        return sorted(said)

    return run


def test_one_root_is_proposed_once(at_once, armoured, fingerprint):
    anchor = trusting.read_anchor([armoured("root", "issuing")])
    asked = Asked(TrustClass.OFFICIAL, fingerprint, "x", (CRL,))

    said = at_once(lambda actor: trusting.propose(anchor, asked, actor=actor))
    assert said == ["BadInput", "done"]
    assert len(queries.roots(RootStatus.PROPOSED)) == 1


def test_one_last_day_is_proposed_once(at_once):
    asked = LastDay("sha256", date(2030, 12, 31), "Thông tư 15/2025/TT-BKHCN")

    said = at_once(lambda actor: retiring.propose(asked, actor=actor))
    assert said == ["BadInput", "done"]
    assert len(retiring.listed().proposed) == 1


def test_one_root_is_confirmed_once(at_once, propose, people):
    root_id = propose().public_id
    with unit_of_work():
        queries.get_root(root_id).added_by_id = people.head.user_id

    said = at_once(lambda actor: trusting.confirm(root_id, compared=True, actor=actor))
    assert said == ["InvalidStep", "done"]
