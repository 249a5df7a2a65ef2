"""Initiatives an award used up: as many as its rule leaned on, once, and free again if revoked."""

from datetime import date

import pytest

from workflow.awards.eligibility.evaluating import evaluate
from workflow.awards.eligibility.facts import Question
from workflow.awards.eligibility.parsing import parse
from workflow.awards.ledgers import facts_of
from workflow.awards.models import AwardVersion, Initiative
from workflow.awards.states import Scope
from workflow.core import audit
from workflow.core.actors import SYSTEM
from workflow.core.db import db
from workflow.core.unit_of_work import unit_of_work
from workflow.proposals import outcomes
from workflow.proposals.eligibility.consuming import on_outcome, on_revoked
from workflow.proposals.events import NominationRevoked, OutcomeRecorded
from workflow.proposals.models import Nomination, Proposal
from workflow.proposals.states import NominationStatus, PassBasis, ProposalStatus
from workflow.recipients.models import YearlyGrade
from workflow.recipients.states import Grade

GRASSROOTS, NATIONAL = Scope.GRASSROOTS, Scope.NATIONAL
EITHER = "PERF:HTXSNV:1|INIT:grassroots:1"


@pytest.fixture
def passed(long_an, make_nominations):
    """A nomination of 2020 that only waits for its decision, under the rule given."""

    def make(rule, name="Trần Quốc Bảo"):
        db.session.get_one(AwardVersion, long_an.certificate_person.id).prerequisite = rule
        (row_id,) = make_nominations(name)
        return db.session.get_one(Nomination, row_id)

    return make


@pytest.fixture
def known():
    """Enter initiatives: (title, year, scope)."""

    def enter(row, *initiatives, **fields):
        for title, year, scope in initiatives:
            db.session.add(
                Initiative(recipient_id=row.recipient_id, title=title, year=year, scope=scope,
                           **fields)
            )  # fmt: skip
        db.session.commit()

    return enter


def award(row, *, awarded=True):
    with unit_of_work():
        outcomes.record_outcome(
            row, awarded=awarded, number="846/QĐ", on=date(2020, 12, 29), issuer="Cục", actor=SYSTEM
        )


def used():
    return {one.title: one.used_by for one in db.session.query(Initiative).order_by(Initiative.id)}


def test_as_many_as_the_rule_asked_for_the_narrowest_and_oldest_first(passed, known):
    row = passed("INIT:grassroots:2")
    known(row, ("Rộng", 2020, NATIONAL), ("Mới", 2020, GRASSROOTS), ("A & B <x>", 2020, GRASSROOTS),
          ("Năm khác", 2018, GRASSROOTS))  # fmt: skip

    award(row)

    assert used() == {"Rộng": None, "Mới": row.id, "A & B <x>": row.id, "Năm khác": None}
    facts = facts_of([row.recipient_id])[row.recipient_id]
    again = evaluate(parse("INIT:grassroots:2"), facts, Question(2020))
    assert again.counted.found == 1
    acts = [one.act for one in audit.journal("recipient", row.recipient_id)]
    assert acts == ["initiative.use", "initiative.use"]


def test_an_award_given_for_excellent_work_leaves_the_initiatives_free(passed, known):
    row = passed(EITHER)
    known(row, ("Sổ địa bàn", 2020, GRASSROOTS))
    db.session.add(YearlyGrade(recipient_id=row.recipient_id, year=2020, grade=Grade.EXCELLENT))
    db.session.commit()

    award(row)

    assert used() == {"Sổ địa bàn": None}


def test_topics_are_used_up_as_initiatives_are_the_oldest_first(passed, known):
    row = passed("PERF:HTXSNV:1|TOPIC:accepted:1")
    known(row, ("Đề tài một", 2020, NATIONAL), ("Đề tài hai", 2020, GRASSROOTS), is_topic=True)
    known(row, ("Sáng kiến", 2020, GRASSROOTS))

    award(row)

    assert used() == {"Đề tài một": row.id, "Đề tài hai": None, "Sáng kiến": None}
    facts = facts_of([row.recipient_id])[row.recipient_id]
    again = evaluate(parse("TOPIC:accepted:2"), facts, Question(2020))
    assert again.counted.found == 1


def test_a_topic_used_up_counts_no_more_for_the_next_award(passed, known):
    row = passed("TOPIC:accepted:1")
    known(row, ("Đề tài", 2020, GRASSROOTS), is_topic=True)
    before = evaluate(
        parse("TOPIC:accepted:1"), facts_of([row.recipient_id])[row.recipient_id], Question(2020)
    )
    award(row)

    after = evaluate(
        parse("TOPIC:accepted:1"), facts_of([row.recipient_id])[row.recipient_id], Question(2020)
    )

    assert (before.counted.found, after.counted.found) == (1, 0)


def test_an_award_revoked_frees_its_topic(passed, known):
    row = passed("TOPIC:accepted:1")
    known(row, ("Đề tài", 2020, GRASSROOTS), is_topic=True)
    award(row)

    with unit_of_work():
        on_revoked(NominationRevoked(SYSTEM, row.id))

    assert used() == {"Đề tài": None}


def test_without_that_the_initiative_is_what_it_leaned_on(passed, known):
    row = passed(EITHER)
    known(row, ("Sổ địa bàn", 2020, GRASSROOTS))

    award(row)

    assert used() == {"Sổ địa bàn": row.id}


@pytest.mark.parametrize("why", ["refused", "too few", "topic", "used", "no rule", "unreadable"])
def test_nothing_is_used_up_where_nothing_was_leaned_on(passed, known, why):
    texts = {"too few": "INIT:grassroots:2", "no rule": "", "unreadable": "INIT:"}
    row = passed(texts.get(why, "INIT:grassroots:1"))
    fields = {"topic": {"is_topic": True}, "used": {"used_by": 99}}.get(why, {})
    known(row, ("Sổ địa bàn", 2020, GRASSROOTS), **fields)

    award(row, awarded=why != "refused")

    assert used() == {"Sổ địa bàn": 99 if why == "used" else None}


def test_hearing_of_the_award_again_uses_up_no_more_than_one_award_does(passed, known):
    row = passed("INIT:grassroots:1")
    known(row, ("Một", 2020, GRASSROOTS), ("Hai", 2020, GRASSROOTS))
    award(row)

    for _again in range(2):
        with unit_of_work():
            on_outcome(OutcomeRecorded(SYSTEM, row.id, True, "846/QĐ", date(2020, 12, 29), "Cục"))

    assert used() == {"Một": row.id, "Hai": None}


def test_a_revoked_award_frees_them_again_and_those_of_others_stay(passed, known):
    row, other = passed("INIT:grassroots:1"), passed("INIT:grassroots:1", "Đặng Hữu Nghĩa")
    known(row, ("Sổ địa bàn", 2020, GRASSROOTS))
    known(other, ("Của người khác", 2020, GRASSROOTS))
    award(row)
    award(other)

    for _again in range(2):
        if row.status is NominationStatus.AWARDED:
            with unit_of_work():
                outcomes.revoke(
                    row, number="12/QĐ", on=date(2020, 12, 30), reason="x", actor=SYSTEM
                )

    assert used() == {"Sổ địa bàn": None, "Của người khác": other.id}


def test_decided_higher_up_it_is_the_units_own_nomination_that_used_them(long_an, passed, known):
    row = passed("INIT:grassroots:1")
    known(row, ("Sổ địa bàn", 2020, GRASSROOTS))
    row.status = NominationStatus.FORWARDED
    upper = Proposal(
        code="HS-2020-9999", proposing_id=long_an.department.id, receiving_id=long_an.ministry.id,
        title="Trình Bộ", status=ProposalStatus.COUNCIL_REVIEW, created_by_id=long_an.secretary.id,
        created_at=row.proposal.created_at, submitted_at=row.proposal.submitted_at,
    )  # fmt: skip
    db.session.add(upper)
    db.session.flush()
    above = Nomination(
        proposal_id=upper.id, recipient_id=row.recipient_id, origin_id=row.id, year=2020,
        award_version_id=row.award_version_id, position=1, status=NominationStatus.PASSED,
        pass_basis=PassBasis.COUNCIL,
    )  # fmt: skip
    db.session.add(above)
    db.session.commit()

    award(above)

    assert used() == {"Sổ địa bàn": row.id}
    with unit_of_work():
        outcomes.revoke(above, number="12/QĐ", on=date(2020, 12, 30), reason="x", actor=SYSTEM)
    assert used() == {"Sổ địa bàn": None}
