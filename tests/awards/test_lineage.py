"""What a collective takes over through renaming, merger and split, by rule and by property."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.factories.archive import statements
from workflow.awards.eligibility.evaluating import evaluate
from workflow.awards.eligibility.facts import (
    DisciplineFact,
    Facts,
    GradeFact,
    HonourFact,
    InitiativeFact,
    Known,
    Question,
    RankFact,
    Source,
    WorkFact,
)
from workflow.awards.eligibility.parsing import parse
from workflow.awards.eligibility.verdicts import Verdict
from workflow.awards.ledgers import facts_of
from workflow.awards.lineage import inherited
from workflow.awards.models import Ground
from workflow.awards.services import confer
from workflow.awards.states import Scope
from workflow.core.actors import SYSTEM
from workflow.core.db import db
from workflow.recipients.lineages import Before, Link, before
from workflow.recipients.models import Coverage, Lineage, RecipientKind, YearlyGrade
from workflow.recipients.states import DisciplineLevel, Grade, Ledger, LineageKind

FIVE = parse("TTLDXS:5 consecutive")
OF_2020 = Question(2020)
ALL_YEARS = Known(frozenset(range(2000, 2031)), from_the_start=True)
COMPLETE = dict.fromkeys(Ledger, ALL_YEARS)
FORMER = Before(2, "Phòng cũ", renamed=True, until=date.max)
MERGED = Before(2, "Phòng nhập vào", renamed=False, until=date(2018, 7, 1))
RULES = [
    FIVE, parse("PERF:HTTNV:3 consecutive"), parse("TTLDXS:2"), parse("TTLDXS:1 same_year"),
    parse("PERF:HTTNV:2 consecutive&TTLDXS:2 within_window"), parse("BKBT:1&THEN TTLDXS:2"),
    parse("NODISC:canhcao&TTLDXS:1"),
]  # fmt: skip


def held(*years, code="TTLDXS"):
    return tuple(HonourFact(code, year) for year in years)


def verdict(facts, rule=FIVE):
    return evaluate(rule, facts, OF_2020).verdict


def after(own, past, *others):
    """Return the facts of recipient 1 that was, or came from, those of `past`."""
    return inherited(own, past, {one.recipient_id: f for one, f in zip(past, others, strict=True)})


def test_a_run_that_goes_on_under_a_new_name_is_one_run():
    own = Facts(honours=held(2018, 2019, 2020), known=COMPLETE)
    former = Facts(honours=held(2016, 2017), known=COMPLETE)

    assert verdict(own) == Verdict.NOT_ELIGIBLE
    assert verdict(after(own, [FORMER], former)) == Verdict.ELIGIBLE


def test_years_of_a_unit_that_merged_are_for_a_person():
    own = Facts(honours=held(2018, 2019, 2020), known=COMPLETE)
    joined = Facts(honours=held(2016, 2017), known=COMPLETE)

    found = after(own, [MERGED], joined)

    assert verdict(found) == Verdict.REVIEW
    assert (
        evaluate(FIVE, found, OF_2020).used[:2] == (Source("Phòng nhập vào", of_another=True),) * 2
    )


def test_who_qualifies_alone_needs_nobody_because_of_a_merger():
    own = Facts(honours=held(*range(2016, 2021)), known=COMPLETE)

    assert verdict(after(own, [MERGED], Facts(honours=held(2016)))) == Verdict.ELIGIBLE


def test_what_a_merged_unit_won_after_the_merger_is_not_taken_over():
    own = Facts(honours=held(2016, 2017, 2018, 2020), known=COMPLETE)
    joined = Facts(honours=held(2019), known=COMPLETE)

    assert verdict(after(own, [MERGED], joined)) == Verdict.NOT_ELIGIBLE
    assert verdict(after(own, [FORMER], joined)) == Verdict.ELIGIBLE


@pytest.mark.parametrize(
    ("known", "expected"), [({}, Verdict.UNKNOWN), (COMPLETE, Verdict.NOT_ELIGIBLE)]
)
@pytest.mark.parametrize("past", [MERGED, FORMER])
def test_what_nobody_entered_of_the_past_refuses_nobody(past, known, expected):
    since = Known(frozenset(range(2018, 2021)), from_the_start=True)
    own = Facts(honours=held(2018, 2019, 2020), known={Ledger.HONOURS: since})

    assert verdict(own) == Verdict.NOT_ELIGIBLE
    assert verdict(after(own, [past], Facts(known=known))) == expected


def test_grades_and_discipline_of_a_merged_unit_wait_for_a_person_too():
    grades = tuple(GradeFact(Grade.WELL, year) for year in (2019, 2020))
    own = Facts(grades=grades, known=COMPLETE)
    joined = Facts(
        grades=(GradeFact(Grade.EXCELLENT, 2018),),
        discipline=(DisciplineFact(DisciplineLevel.WARNING, 2018, 2020),), known=COMPLETE,
    )  # fmt: skip

    found = after(own, [MERGED], joined)

    assert [verdict(found, parse(text)) for text in
            ("PERF:HTTNV:3 consecutive", "PERF:HTTNV:2 consecutive", "NODISC:canhcao")] == [
        Verdict.REVIEW, Verdict.ELIGIBLE, Verdict.REVIEW,
    ]  # fmt: skip
    assert verdict(own, parse("NODISC:canhcao")) == Verdict.ELIGIBLE


@pytest.mark.parametrize(("rule", "own", "theirs"), [
    ("INIT:grassroots:1", "initiatives", InitiativeFact(Scope.GRASSROOTS, 2017)),
    ("TOPIC:accepted:1", "works", WorkFact("TOPIC", 2017)),
    ("RANK:cluster:1", "ranks", RankFact("cluster", 2017, 1)),
])  # fmt: skip
def test_works_and_ranks_count_under_a_former_name_and_wait_after_a_merger(rule, own, theirs):
    asked, of_2017 = parse(rule), Question(2017)
    past = Facts(known=COMPLETE, **{own: (theirs,)})

    found = [
        evaluate(asked, after(Facts(known=COMPLETE), [one], past), of_2017).verdict
        for one in (FORMER, MERGED)
    ]

    assert found == [Verdict.ELIGIBLE, Verdict.REVIEW]


def test_what_a_merged_unit_had_used_up_waits_for_nobody():
    used = InitiativeFact(Scope.GRASSROOTS, 2017, used=True)
    found = after(Facts(known=COMPLETE), [MERGED], Facts(known=COMPLETE, initiatives=(used,)))

    answer = evaluate(parse("INIT:grassroots:1"), found, Question(2017))

    assert answer.verdict is Verdict.NOT_ELIGIBLE


def test_a_rank_of_a_merged_unit_says_nothing_against_anybody():
    past = Facts(known=COMPLETE, ranks=(RankFact("cluster", 2017, 4),))

    answer = evaluate(
        parse("RANK:cluster:1"), after(Facts(known=COMPLETE), [MERGED], past), Question(2017)
    )

    assert answer.verdict is Verdict.UNKNOWN


def test_the_past_goes_back_through_every_name_and_every_merger():
    links = [
        Link(1, 2, LineageKind.RENAMED, date(2019, 1, 1), "hai"),
        Link(2, 3, LineageKind.RENAMED, date(2015, 1, 1), "ba"),
        Link(3, 4, LineageKind.MERGED, date(2012, 1, 1), "bốn"),
        Link(4, 5, LineageKind.RENAMED, date(2008, 1, 1), "năm"),
    ]

    assert before(1, links) == [
        Before(2, "hai", renamed=True, until=date.max),
        Before(3, "ba", renamed=True, until=date.max),
        Before(4, "bốn", renamed=False, until=date(2012, 1, 1)),
        Before(5, "năm", renamed=False, until=date(2012, 1, 1)),
    ]


def test_a_circle_nobody_could_enter_still_comes_to_an_end():
    links = [
        Link(1, 2, LineageKind.RENAMED, date(2019, 1, 1)),
        Link(2, 1, LineageKind.RENAMED, date(2018, 1, 1)),
    ]

    assert [one.recipient_id for one in before(1, links)] == [2]


years = some.integers(2012, 2021)
honour_facts = some.lists(
    some.builds(HonourFact, some.sampled_from(["TTLDXS", "BKBT"]), years), max_size=8
).map(tuple)
grade_facts = some.lists(some.builds(GradeFact, some.sampled_from(Grade), years), max_size=6).map(
    tuple
)
coverage = some.dictionaries(
    some.sampled_from(Ledger), some.frozensets(years, min_size=1).map(Known), max_size=4
)
ledgers = some.builds(Facts, honours=honour_facts, grades=grade_facts, known=coverage)


def chain(*parts):
    """Return the facts of a collective that bore one name after another, the newest first."""
    past = [Before(n, f"tên {n}", renamed=True, until=date.max) for n in range(2, len(parts) + 1)]
    return after(parts[0], past, *parts[1:])


@given(ledgers, ledgers, some.sampled_from(RULES))
def test_renaming_twice_is_as_renaming_once(new, old, rule):
    assert verdict(chain(new, Facts(), old), rule) == verdict(chain(new, old), rule)


@given(ledgers, some.integers(1, 3), some.sampled_from(RULES))
def test_a_ledger_kept_under_several_names_is_the_ledger_kept_under_one(whole, names, rule):
    parts = [
        replace(
            whole, honours=whole.honours[n::names], grades=whole.grades[n::names],
            known=whole.known if n == names - 1 else {},
        )
        for n in range(names)
    ]  # fmt: skip

    assert verdict(chain(*parts), rule) == verdict(whole, rule)


@given(ledgers, honour_facts, coverage, some.booleans(), some.sampled_from(RULES))
def test_a_former_name_never_takes_eligibility_away(own, honours, known, first, rule):
    own = replace(own, known={
        ledger: replace(one, from_the_start=first) for ledger, one in own.known.items()
    })  # fmt: skip
    was = verdict(own, rule)

    found = verdict(chain(own, Facts(honours=honours, known=known)), rule)

    assert (was, found) != (Verdict.ELIGIBLE, Verdict.NOT_ELIGIBLE)
    assert was != Verdict.ELIGIBLE or found == Verdict.ELIGIBLE


@given(ledgers, ledgers, some.sampled_from(RULES[:-1]))
def test_a_merger_alone_makes_nobody_eligible(own, other, rule):
    found = verdict(after(own, [MERGED], other), rule)

    assert found != Verdict.ELIGIBLE or verdict(own, rule) == Verdict.ELIGIBLE


@pytest.fixture
def team(make_recipient, long_an):
    def team(name):
        return make_recipient(name, organisation=long_an.team3, kind=RecipientKind.COLLECTIVE)

    return team


def link(later, earlier, on, kind=LineageKind.RENAMED):
    db.session.add(
        Lineage(recipient_id=later.id, predecessor_id=earlier.id, kind=kind, on=on, source="1/QĐ")
    )
    db.session.commit()


def test_the_ledgers_of_former_names_are_read_with_the_present_one(team, long_an):
    now, middle, old = team("Tổ mới"), team("Tổ giữa"), team("Tổ cũ")
    link(now, middle, date(2020, 1, 1))
    link(middle, old, date(2018, 1, 1))
    confer(
        recipient_id=old.id, award_id=long_an.certificate_collective.award_id, ground=Ground.MERIT,
        year=2017, number_text="7/QĐ", date_text="", decided_on=None, issuer_text="",
        decision_item_id=None, actor=SYSTEM,
    )  # fmt: skip
    db.session.add_all([
        YearlyGrade(recipient_id=middle.id, year=2019, grade=Grade.WELL, source="9/TB"),
        Coverage(recipient_id=old.id, ledger=Ledger.GRADES, first_year=2016, last_year=2017,
                 from_the_start=True),
        Coverage(recipient_id=now.id, ledger=Ledger.GRADES, first_year=2018, last_year=2020),
    ])  # fmt: skip
    db.session.commit()

    found = facts_of([now.id, middle.id])

    code = long_an.certificate_collective.award.code
    grade = GradeFact(Grade.WELL, 2019, Source("2019: 9/TB"))
    honour = HonourFact(code, 2017, form=True, source=Source("2017: 7/QĐ (Tổ cũ)"))
    own = replace(grade, source=Source("2019: 9/TB (Tổ giữa)"))
    assert (found[now.id].honours, found[now.id].grades) == ((honour,), (own,))
    assert (found[middle.id].honours, found[middle.id].grades) == ((honour,), (grade,))
    assert found[now.id].known == {
        Ledger.GRADES: Known(frozenset(range(2016, 2021)), from_the_start=True)
    }


def test_long_lineages_of_many_cost_as_many_queries_as_none(team):
    alone, teams = team("Một mình"), [team(f"Tổ {n}") for n in range(9)]
    for n, (later, earlier) in enumerate(pairwise(teams)):
        link(later, earlier, date(2018 - n, 1, 1))

    one_id, ids = alone.id, [one.id for one in teams]
    with statements() as one:
        facts_of([one_id])
    with statements() as many:
        facts_of([one_id, *ids])

    assert len(one) == len(many)
