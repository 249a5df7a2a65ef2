"""Who falls due, who is one condition short, and who is neither; one pass over a body."""

from datetime import date

import pytest

from tests.factories.archive import statements
from workflow.awards import suggestions
from workflow.awards.eligibility.evaluating import evaluate
from workflow.awards.eligibility.facts import (
    Facts,
    GradeFact,
    HonourFact,
    InitiativeFact,
    Known,
    Question,
)
from workflow.awards.eligibility.parsing import parse
from workflow.awards.eligibility.rules import Held, Span
from workflow.awards.eligibility.verdicts import Verdict
from workflow.awards.models import Award, AwardKind, AwardVersion, Ground, Honour
from workflow.awards.states import Scope
from workflow.awards.suggestions import Standing, candidates, is_grounded, one_short
from workflow.core.db import db
from workflow.recipients.models import Coverage
from workflow.recipients.states import Grade, Ledger

ALL_YEARS = Known(frozenset(range(2010, 2026)), from_the_start=True)
KNOWN = dict.fromkeys(Ledger, ALL_YEARS)


@pytest.fixture
def award(database):
    def award(code, rule="", *, verified="yes", since=2010, until=None, subject="individual"):
        found = db.session.query(Award).filter_by(code=code).one_or_none()
        found = found or Award(code=code, kind=AwardKind.TITLE)
        db.session.add(found)
        db.session.flush()
        version = AwardVersion(
            award_id=found.id, name=code, subject=subject, prerequisite=rule, verified=verified,
            valid_from=date(since, 1, 1), valid_to=date(until, 12, 31) if until else None,
        )  # fmt: skip
        db.session.add(version)
        db.session.commit()
        return version

    return award


@pytest.fixture
def person(make_recipient, award):
    award("LDTT")
    award("BK")

    def person(**honours):
        one = make_recipient()
        codes = {found.code: found.id for found in db.session.query(Award)}
        db.session.add_all(
            Honour(recipient_id=one.id, award_id=codes[code], year=year, ground=Ground.MERIT)
            for code, years in honours.items() for year in years
        )  # fmt: skip
        db.session.add(
            Coverage(recipient_id=one.id, ledger=Ledger.HONOURS, first_year=2010, last_year=2026,
                     from_the_start=True)
        )  # fmt: skip
        db.session.commit()
        return one

    return person


def told(found):
    return [(one.recipient_id, one.standing, one.verdict) for one in found]


def test_who_has_the_years_is_due_and_who_lacks_one_is_short(award, person):
    version = award("CUP", "LDTT:3 consecutive")
    due, short, far = (
        person(LDTT=[2023, 2024, 2025]), person(LDTT=[2023, 2025]), person(LDTT=[2020])
    )  # fmt: skip

    found = list(candidates([far.id, short.id, due.id], [version], [2025]))

    assert told(found) == [
        (due.id, Standing.DUE, Verdict.ELIGIBLE),
        (short.id, Standing.ONE_SHORT, Verdict.NOT_ELIGIBLE),
    ]
    assert found[1].lacking.rule == Held("LDTT", 3, Span.CONSECUTIVE)
    assert found[1].lacking.counted.missing == (2024,)


def test_of_two_rule_sets_the_year_picks_one(award, person):
    old = award("CUP", "LDTT:1", since=2010, until=2023)
    new = award("CUP", "LDTT:2", since=2024)
    one = person(LDTT=[2020])

    found = [(c.version_id, c.year, c.standing)
             for c in candidates([one.id], [old, new], [2025, 2023])]  # fmt: skip

    assert found == [(old.id, 2023, Standing.DUE), (new.id, 2025, Standing.ONE_SHORT)]


def test_an_unverified_rule_only_asks_for_a_look(award, person):
    version = award("CUP", "LDTT:2", verified="partly")
    due, short = person(LDTT=[2020, 2021]), person(LDTT=[2020])

    assert told(candidates([due.id, short.id], [version], [2025])) == [
        (due.id, Standing.DUE, Verdict.REVIEW),
        (short.id, Standing.ONE_SHORT, Verdict.REVIEW),
    ]


def test_whoever_holds_it_for_the_year_is_left_out(award, person):
    version = award("CUP", "LDTT:1")
    one = person(LDTT=[2020], CUP=[2025])

    assert list(candidates([one.id], [version], [2025])) == []


def test_missing_data_is_neither_due_nor_short(award, make_recipient):
    version = award("CUP", "LDTT:1")

    assert list(candidates([make_recipient().id], [version], [2025])) == []


def test_kinds_of_recipients_are_asked_their_own_awards(award, make_recipient, person):
    version = award("CUP", "LDTT:1", subject="collective")
    one = person(LDTT=[2020])

    assert list(candidates([one.id], [version], [2025])) == []


def judged(rule, **facts):
    return evaluate(parse(rule), Facts(known=KNOWN, **facts), Question(2025))


@pytest.mark.parametrize(
    ("rule", "expected"),
    [("FREE", False), ("UNVERIFIED", False), ("BK:1&UNVERIFIED", True), ("BK:1|UNVERIFIED", True)],
)
def test_what_asks_nothing_of_the_ledgers_is_suggested_to_nobody(rule, expected):
    assert is_grounded(judged(rule, honours=(HonourFact("BK", 2020),))) is expected


@pytest.mark.parametrize("rule", ["BK:1", "BK:1&UNVERIFIED", "BK:3", "BK:2&LDTT:1"])
def test_who_has_nothing_or_lacks_two_is_not_near(rule):
    assert one_short(judged(rule)) is None


def test_of_alternatives_the_nearest_counts():
    near = judged(
        "LDTT:9|(BK:1&PERF:HTXSNV:1)", honours=(HonourFact("BK", 2020),),
        grades=(GradeFact(Grade.WELL, 2025),),
    )  # fmt: skip

    assert one_short(near).rule == parse("PERF:HTXSNV:1")


def test_the_statements_do_not_grow_with_the_people_of_a_batch(award, person, monkeypatch):
    version = award("CUP", "LDTT:1")
    ids = [person(LDTT=[2020]).id for _number in range(4)]
    list(candidates(ids, [version], [2025]))  # loads the version itself

    with statements() as few:
        list(candidates(ids[:1], [version], [2025]))
    with statements() as many:
        list(candidates(ids, [version], [2025]))
    assert len(many) == len(few)

    monkeypatch.setattr(suggestions, "_BATCH", 2)
    assert told(candidates(ids, [version], [2025])) == [
        (one, Standing.DUE, Verdict.ELIGIBLE) for one in ids
    ]


def waits(rule, facts, year=2026, first_open=2026):
    judged = suggestions.judge(
        parse(rule), facts, Question(year), verified=True, first_open=first_open
    )
    return judged and judged.standing


def test_who_lacks_only_a_year_that_is_not_over_waits_for_it():
    facts = Facts(honours=(HonourFact("LDTT", 2024), HonourFact("LDTT", 2025)), known=KNOWN)

    assert waits("LDTT:3 consecutive", facts) is Standing.EXPECTED
    assert waits("LDTT:3 consecutive&LDTT:1 same_year", facts) is Standing.EXPECTED
    assert waits("LDTT:3 consecutive", facts, first_open=2027) is None
    assert waits("LDTT:3 consecutive", facts, first_open=None) is None


def test_a_year_that_is_over_is_not_waited_for():
    facts = Facts(honours=(HonourFact("LDTT", 2024), HonourFact("LDTT", 2025)), known=KNOWN)
    older = Known(frozenset(range(2024, 2026)))

    assert waits("LDTT:4 consecutive", facts) is None
    assert waits("LDTT:4 consecutive", Facts(facts.honours, known={Ledger.HONOURS: older})) is None


def test_who_has_begun_nothing_waits_for_nothing():
    assert waits("PERF:HTTNV:1", Facts(known=KNOWN)) is None
    assert waits("PERF:HTTNV:1&NODISC:canhcao", Facts(known=KNOWN)) is None


@pytest.mark.parametrize(
    ("first_open", "standing"), [(2026, Standing.EXPECTED), (2027, None)]
)  # fmt: skip
def test_an_award_that_asks_for_works_is_expected_once_only_open_years_lack(first_open, standing):
    """One work of last year, the ledger complete till then: the second may still come."""
    works = (InitiativeFact(Scope.GRASSROOTS, 2025),)
    facts = Facts(
        grades=(GradeFact(Grade.EXCELLENT, 2025),), initiatives=works, known=KNOWN
    )  # fmt: skip
    rule = "PERF:HTXSNV:2 consecutive&INIT:grassroots:2"
    assert waits(rule, facts, first_open=first_open) is standing
