"""Votes against a close, all at once: what was accepted is what was counted (promises P6, P10).

The control takes the row lock out of the very same services and shows what it is there for.
"""

import threading

import pytest
from sqlalchemy import event, func, select

from tests.factories.councils import member_actor
from workflow.core.db import db
from workflow.core.errors import InvalidStep
from workflow.core.unit_of_work import unit_of_work
from workflow.councils.models import Ballot, Elector, NamedVote, TallyLine
from workflow.councils.services.ballots import cast_votes
from workflow.councils.services.closing import close_ballot
from workflow.councils.services.counting import count_ballot

VOTERS = 15
IN_POOL = 12  # the control holds one connection a voter, and the pool has fifteen
TRIALS = 3


def at_once(app, acts):
    """Run every act in a thread and context of its own, all let go together; return who got in."""
    gate = threading.Barrier(len(acts))
    outcomes = [None] * len(acts)

    def run(index, act):
        with app.app_context():
            try:
                gate.wait(timeout=30)
                with unit_of_work():
                    act()
                outcomes[index] = "accepted"
            except InvalidStep:
                outcomes[index] = "refused"
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert None not in outcomes
    return outcomes


def prepared(make_meeting):
    """Everything the threads need, as plain values read before they start."""
    meeting = make_meeting(members=VOTERS, absent=0, nominees=1, ballot=True)
    voters = [member_actor(user) for user in meeting.members]
    key, answers, ballot_id = meeting.ballot.public_id, meeting.answers(), meeting.ballot.id
    secretary = meeting.secretary
    db.session.commit()
    return key, ballot_id, answers, voters, secretary


def figures(ballot_id):
    db.session.rollback()
    voted = db.session.scalar(
        select(func.count()).where(Elector.ballot_id == ballot_id, Elector.voted)
    )
    stored = db.session.scalar(select(func.count()).select_from(NamedVote))
    line = db.session.scalars(select(TallyLine)).one()
    return stored, voted, line.agree, line.silent


@pytest.mark.parametrize("trial", range(TRIALS))
def test_fifteen_voters_against_a_close_are_all_counted_or_told_no(trial, app, make_meeting):
    key, ballot_id, answers, voters, secretary = prepared(make_meeting)
    acts = [lambda v=v: cast_votes(key, answers, actor=v) for v in voters]
    acts.insert(5 * trial, lambda: close_ballot(key, actor=secretary))

    outcomes = at_once(app, acts)
    assert outcomes.pop(5 * trial) == "accepted"
    with unit_of_work():
        count_ballot(key, actor=secretary)

    accepted = outcomes.count("accepted")
    assert figures(ballot_id) == (accepted, accepted, accepted, VOTERS - accepted)


def test_one_member_casting_from_eight_tablets_is_counted_once(app, make_meeting):
    key, ballot_id, answers, voters, secretary = prepared(make_meeting)

    outcomes = at_once(app, [lambda: cast_votes(key, answers, actor=voters[0])] * 8)
    with unit_of_work():
        close_ballot(key, actor=secretary)
    with unit_of_work():
        count_ballot(key, actor=secretary)

    assert sorted(outcomes) == ["accepted"] + ["refused"] * 7
    assert figures(ballot_id) == (1, 1, 1, VOTERS - 1)


def test_of_eight_closes_one_wins(app, make_meeting):
    key, _ballot_id, _answers, _voters, secretary = prepared(make_meeting)

    outcomes = at_once(app, [lambda: close_ballot(key, actor=secretary)] * 8)

    assert sorted(outcomes) == ["accepted"] + ["refused"] * 7


def test_control_without_the_lock_accepted_votes_are_missed(app, make_meeting, engine_name):
    """Every voter has seen the ballot open; then it is closed and counted; then they store."""
    if engine_name == "sqlite":
        _one_writer_at_a_time(app)
        return
    key, ballot_id, answers, voters, secretary = prepared(make_meeting)
    seen, counted = threading.Barrier(IN_POOL + 1), threading.Event()
    unlocked = threading.local()

    def take_the_lock_out(execution):
        of_ballot = execution.is_select and execution.bind_mapper is Ballot.__mapper__
        if not (of_ballot and getattr(unlocked, "voter", False)):
            return None
        execution.statement._for_update_arg = None
        result = execution.invoke_statement().freeze()
        unlocked.voter = False
        seen.wait(timeout=30)
        assert counted.wait(timeout=30)
        return result()

    def vote(voter):
        unlocked.voter = True
        cast_votes(key, answers, actor=voter)

    def close_and_count():
        seen.wait(timeout=30)
        close_ballot(key, actor=secretary)
        count_ballot(key, actor=secretary)
        db.session.commit()
        counted.set()

    event.listen(db.session, "do_orm_execute", take_the_lock_out)
    try:
        outcomes = at_once(app, [lambda v=v: vote(v) for v in voters[:IN_POOL]] + [close_and_count])
    finally:
        event.remove(db.session, "do_orm_execute", take_the_lock_out)

    stored, _voted, agree, _silent = figures(ballot_id)
    assert outcomes.count("accepted") == IN_POOL + 1
    assert (stored, agree) == (IN_POOL, 0)


def _one_writer_at_a_time(app):
    """On SQLite the writer's lock stands in for the row's: a second one waits for the first."""
    order = []

    def second():
        with app.app_context(), unit_of_work():
            order.append("second")

    with unit_of_work():
        waiting = threading.Thread(target=second)
        waiting.start()
        waiting.join(timeout=0.3)
        order.append("first")
    waiting.join(timeout=30)
    assert order == ["first", "second"]
