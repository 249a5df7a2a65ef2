"""Nobody who holds everything stored tells better than the totals who voted how (promise P5).

The control is the layout of the textbooks, written by the same votes: the same attacker unmasks it.
"""

import logging
import os
import random
import sys
from dataclasses import dataclass, field

import pytest
from sqlalchemy import text

from tests.councils.sealed.attacker import AGREE, DISAGREE, LINKS, OPENER, Score, guesses
from tests.councils.sealed.conftest import Vault
from tests.councils.sealed.loot import Thief
from tests.factories.councils import member_actor
from workflow.core import clock
from workflow.core.db import db
from workflow.core.unit_of_work import unit_of_work
from workflow.councils.sealed.box import Slot
from workflow.councils.sealed.keys import recover
from workflow.councils.sealed.models import SecretBallot
from workflow.councils.sealed.queries import box_of, tellers_of
from workflow.councils.sealed.sealing import Mark, binding, open_paper
from workflow.councils.services.secret.casting import cast_secret
from workflow.councils.states import Choice

FULL = os.environ.get("BANGVANG_PROVE") == "1"
SESSIONS = 200 if FULL else 12
DOUBT = 4.5  # of ninety strategies none goes so far by chance in a thousand runs


@dataclass
class Past:
    """One session that was: what its members chose is known to the judge alone."""

    public_id: str
    ballot_id: int
    items: list[int]
    truth: dict[int, str] = field(default_factory=dict)
    copies: list[int] = field(default_factory=list)  # who was new in the copy after each vote
    slots: list[bytes] = field(default_factory=list)  # and which slot
    codes: dict[int, str] = field(default_factory=dict)  # the tellers keep them, on paper

    @property
    def agree(self):
        return sum(choice == AGREE for choice in self.truth.values())

    @staticmethod
    def digest(slot, sealed):
        return Slot(slot, sealed).digest.hex()


@pytest.fixture
def textbook_tables(database):
    with db.engine.begin() as connection:
        serial = "SERIAL" if db.engine.dialect.name == "postgresql" else "INTEGER"
        connection.execute(text(
            f"CREATE TABLE plain_ballots (id {serial} PRIMARY KEY, ballot_id INTEGER, "
            "choice VARCHAR, created_at VARCHAR)"
        ))  # fmt: skip
    yield
    db.session.rollback()
    with db.engine.begin() as connection:
        connection.execute(text("DROP TABLE plain_ballots"))


def hold(make_meeting, keys, dice):
    """Hold one small session; every member votes, in any order, as a coin says."""
    vault = Vault(make_meeting(members=dice.randint(5, 9), absent=0, nominees=1), keys)
    vault.prepare().draw_all().open()
    past = Past(vault.id, vault.meeting.ballot.id, [item.id for item in vault.meeting.items])
    for user in dice.sample(vault.meeting.members, len(vault.meeting.members)):
        choice = dice.choice((Choice.AGREE, Choice.DISAGREE))
        with unit_of_work(f"{user.id}:councils.cast:{dice.random()}"):
            cast_secret(vault.id, vault.meeting.answers(choice), actor=member_actor(user))
            db.session.execute(
                text("INSERT INTO plain_ballots (ballot_id, choice, created_at) VALUES (:b, :c, :a)"),
                {"b": past.ballot_id, "c": choice.value, "a": str(clock.now())},
            )  # fmt: skip
        past.truth[user.id] = {Choice.AGREE: AGREE}.get(choice, DISAGREE)
        past.copies.append(user.id)
        past.slots += [one.slot for one in box_of(past.ballot_id) if one.slot not in past.slots]
    past.codes = vault.codes
    vault.close()
    return past


def judged(pasts, loot_of):
    scores = {}
    for past in pasts:
        if 0 < past.agree < len(past.truth):  # of a unanimous vote the totals tell all there is
            for name, guess in guesses(loot_of(past), with_keys=not scores):
                scores.setdefault(name, Score()).add(guess, past.truth)
    return scores


def with_the_codes(loot, past):
    """The declared limit, and the attacker's own control: enough tellers lend him their codes."""
    secret = db.session.get_one(SecretBallot, past.ballot_id)
    shares = {one.number: one.share for one in tellers_of(past.ballot_id)}
    private = recover([past.codes[1], past.codes[2]], shares, secret.public_key, secret.needed)
    linked = LINKS["records next to each other in the journal"](loot)
    bound = binding(past.public_id, past.items)
    marks = {
        u: open_paper(p.content, private, bound, len(past.items))[0] for u, p in linked.items()
    }
    return {user: AGREE if mark is Mark.AGREE else DISAGREE for user, mark in marks.items()}


@pytest.mark.prove
@pytest.mark.timeout(3000)
def test_whoever_holds_everything_stored_does_no_better_than_the_totals(
    make_meeting, keys, textbook_tables, tmp_path, record_property, capsys
):
    handler = logging.FileHandler(tmp_path / "all.log")
    logging.getLogger().addHandler(handler)
    try:
        dice = random.Random()
        pasts = [hold(make_meeting, keys, dice) for _number in range(SESSIONS)]
    finally:
        logging.getLogger().removeHandler(handler)
        handler.close()
    db.session.rollback()
    thief = Thief(tmp_path, (tmp_path / "all.log").read_bytes())

    sealed, textbook = judged(pasts, thief.sealed), judged(pasts, thief.textbook)

    colluding = Score()
    for past in (one for one in pasts[:12] if 0 < one.agree < len(one.truth)):
        colluding.add(with_the_codes(thief.sealed(past), past), past.truth)

    # One that names a handful of members says little either way; it is held to DOUBT like all.
    papers = max(one.voters for one in sealed.values())
    telling = [one for one in sealed.values() if one.voters * 2 >= papers]
    best = max(telling, key=lambda one: abs(one.z))
    for name, one in sealed.items():
        record_property(name, f"{one.advantage:+.3f} ± {one.margin:.3f}")
    if FULL:
        with capsys.disabled():
            sys.stdout.write(
                f"\n{len(sealed)} strategies, {SESSIONS} sessions, {best.voters} papers; the one "
                f"furthest from the totals: {best.advantage:+.3f} ± {best.margin:.3f} (95 %)\n"
            )
    assert len(sealed) >= 12
    assert {name: round(one.z, 1) for name, one in sealed.items() if abs(one.z) > DOUBT} == {}
    assert sealed[OPENER].voters > 0
    assert best.margin < 0.25
    unmasked = [name for name, one in textbook.items() if one.hits == one.voters and one.z > DOUBT]
    assert len(unmasked) >= 3, {name: (one.hits, one.voters) for name, one in textbook.items()}
    assert (
        colluding.hits == colluding.voters
    )  # the traces do lead to the papers: sealing is what holds
