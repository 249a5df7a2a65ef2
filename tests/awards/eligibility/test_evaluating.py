"""What the engine says of real rules, and what no data may ever make it say."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from workflow.awards.catalogue import rule_texts
from workflow.awards.eligibility.counting import longest_run
from workflow.awards.eligibility.evaluating import evaluate
from workflow.awards.eligibility.facts import (
    DisciplineFact,
    Facts,
    GradeFact,
    HonourFact,
    InitiativeFact,
    Known,
    Members,
    Question,
)
from workflow.awards.eligibility.parsing import parse
from workflow.awards.eligibility.rules import Free
from workflow.awards.eligibility.verdicts import Verdict
from workflow.awards.eligibility.wording import lines
from workflow.awards.models import Ground
from workflow.awards.states import Scope
from workflow.recipients.states import DisciplineLevel, Grade, Ledger

NEW, OLD = "2024-01-01", "2004-07-01"
OF_2020 = Question(2020)
ALL_YEARS = Known(frozenset(range(2000, 2031)), from_the_start=True)
EVERYTHING = dict.fromkeys(Ledger, ALL_YEARS)
EXCELLENT = tuple(GradeFact(Grade.EXCELLENT, year) for year in (2019, 2020))
TWO_INITIATIVES = tuple(InitiativeFact(Scope.GRASSROOTS, year) for year in (2019, 2020))


def rule(code, since):
    return parse(rule_texts()[code, since])


def verdict(code, facts, question=OF_2020, since=NEW):
    return evaluate(rule(code, since), facts, question).verdict


def honours(code, *years, **more):
    return tuple(HonourFact(code, year, **more) for year in years)


def leaves(criterion):
    if not criterion.parts:
        return [criterion]
    return [leaf for part in criterion.parts for leaf in leaves(part)]


def test_the_longest_run_of_2013_and_2015_to_2018_is_four_years():
    assert longest_run((2013, 2015, 2016, 2017, 2018)) == range(2015, 2019)
    assert longest_run(()) == range(0)


def test_five_excellent_collectives_in_a_row_lack_2014():
    held = honours("TTLDXS", 2013, 2015, 2016, 2017, 2018)
    facts = Facts(honours=held, known=EVERYTHING)

    answer = evaluate(parse("TTLDXS:5 consecutive"), facts, Question(2018))

    assert (answer.verdict, answer.counted.missing, answer.counted.short) == (
        Verdict.NOT_ELIGIBLE, (2014,), 1,
    )  # fmt: skip
    four = evaluate(parse("TTLDXS:4 consecutive"), facts, Question(2018))
    assert four.verdict == Verdict.ELIGIBLE


@pytest.mark.parametrize(("known", "told"), [
    (EVERYTHING, "Dài nhất 4 năm liên tục (2015–2018), thiếu năm 2014"),
    ({}, "Dài nhất 4 năm liên tục (2015–2018), chưa có dữ liệu năm 2014"),
])  # fmt: skip
def test_the_explanation_says_how_long_the_run_is_and_where_it_breaks(known, told):
    held = honours("TTLDXS", 2013, 2015, 2016, 2017, 2018)
    facts = Facts(honours=held, known=known)

    answer = evaluate(parse("TTLDXS:5 consecutive"), facts, Question(2018))

    assert [line.detail for line in lines(answer, {}, Ground.MERIT)] == [told]


def test_a_single_year_is_no_run_worth_telling():
    facts = Facts(honours=honours("TTLDXS", 2016, 2018), known=EVERYTHING)

    answer = evaluate(parse("TTLDXS:3 consecutive"), facts, Question(2018))

    assert [line.detail for line in lines(answer, {}, Ground.MERIT)] == ["Thiếu năm 2017"]


@pytest.mark.parametrize("since", [NEW, OLD])
@pytest.mark.parametrize(
    ("initiatives", "expected"),
    [
        (TWO_INITIATIVES, Verdict.ELIGIBLE),
        (TWO_INITIATIVES[:1], Verdict.NOT_ELIGIBLE),
        ((TWO_INITIATIVES[0], replace(TWO_INITIATIVES[1], used=True)), Verdict.NOT_ELIGIBLE),
    ],
)
def test_two_years_of_excellence_need_two_unused_initiatives(since, initiatives, expected):
    facts = Facts(grades=EXCELLENT, initiatives=initiatives, known=EVERYTHING)

    assert verdict("BKBT_CN", facts, since=since) == expected


def test_without_the_ledger_of_initiatives_nobody_is_refused():
    facts = Facts(grades=EXCELLENT, initiatives=TWO_INITIATIVES[:1])

    assert verdict("BKBT_CN", facts) == Verdict.UNKNOWN


def test_the_ground_chooses_the_alternative():
    facts = Facts(known=EVERYTHING)

    assert verdict("BKBT_CN", facts, Question(2020, Ground.SUDDEN)) == Verdict.REVIEW
    assert verdict("BKBT_CN", facts, Question(2020, Ground.TENURE)) == Verdict.REVIEW
    assert verdict("BKBT_CN", facts) == Verdict.NOT_ELIGIBLE
    assert verdict("HCDC", facts) == Verdict.NOT_ELIGIBLE
    assert verdict("HCDC", facts, Question(2020, Ground.SUDDEN)) == Verdict.REVIEW


def test_a_title_proposed_beside_is_conditional():
    excellent = Facts(grades=EXCELLENT, known=EVERYTHING)
    beside = replace(excellent, honours=honours("LDTT", 2020, pending=True))
    decided = replace(excellent, honours=honours("LDTT", 2020))

    assert verdict("CSTDCS", excellent) == Verdict.NOT_ELIGIBLE
    assert verdict("CSTDCS", beside) == Verdict.REVIEW
    assert verdict("CSTDCS", decided) == Verdict.ELIGIBLE


def test_only_honours_on_merit_that_nobody_revoked_count():
    facts = Facts(honours=honours("CSTDCS", 2018, 2019, 2020), known=EVERYTHING)
    asked = parse("CSTDCS:3 consecutive")

    assert evaluate(asked, facts, OF_2020).verdict == Verdict.ELIGIBLE
    for fault in ({"merit": False}, {"revoked": True}):
        spoilt = replace(facts, honours=honours("CSTDCS", 2018, 2019) + honours(
            "CSTDCS", 2020, **fault
        ))  # fmt: skip
        assert evaluate(asked, spoilt, OF_2020).verdict == Verdict.NOT_ELIGIBLE


def test_the_prime_ministers_diploma_counts_the_years_after_the_ministers():
    grades = tuple(GradeFact(Grade.WELL, year) for year in range(2016, 2021))
    facts = Facts(
        honours=honours("BKBT_CN", 2015) + honours("CSTDCS", 2016, 2018, 2020),
        grades=grades, known=EVERYTHING,
    )  # fmt: skip

    assert verdict("BKTTG_CN", facts) == Verdict.ELIGIBLE
    later = replace(facts, honours=honours("BKBT_CN", 2016) + facts.honours[1:])
    assert verdict("BKTTG_CN", later) == Verdict.NOT_ELIGIBLE
    assert [leaf.counted.short for leaf in leaves(evaluate(
        rule("BKTTG_CN", NEW), later, OF_2020
    ))][:3] == [0, 1, 1]  # fmt: skip


def test_shares_of_members_are_counted_in_whole_people():
    asked = parse("SHARE:LDTT:0.70")

    def of(held, total):
        facts = Facts(members={2020: Members(total, {"LDTT": held}, complete=True)})
        return evaluate(asked, facts, OF_2020).verdict

    assert (of(7, 10), of(6, 10), of(8, 11), of(7, 11)) == (
        Verdict.ELIGIBLE, Verdict.NOT_ELIGIBLE, Verdict.ELIGIBLE, Verdict.NOT_ELIGIBLE,
    )  # fmt: skip
    assert evaluate(asked, Facts(), OF_2020).verdict == Verdict.UNKNOWN


def test_a_discipline_in_the_year_blocks_and_an_open_book_does_not_clear():
    asked = parse("NODISC:canhcao")
    warned = Facts(
        discipline=(DisciplineFact(DisciplineLevel.WARNING, 2019, 2020),), known=EVERYTHING
    )
    rebuked = Facts(
        discipline=(DisciplineFact(DisciplineLevel.REBUKE, 2020, 2020),), known=EVERYTHING
    )

    assert evaluate(asked, warned, OF_2020).verdict == Verdict.NOT_ELIGIBLE
    assert evaluate(asked, warned, Question(2021)).verdict == Verdict.ELIGIBLE
    assert evaluate(asked, rebuked, OF_2020).verdict == Verdict.ELIGIBLE
    assert evaluate(asked, Facts(), OF_2020).verdict == Verdict.UNKNOWN


def test_two_grades_for_one_year_are_for_a_person_to_look_at():
    both = Facts(grades=(*EXCELLENT, GradeFact(Grade.WELL, 2020)), known=EVERYTHING)

    assert evaluate(parse("PERF:HTXSNV:1"), both, OF_2020).verdict == Verdict.REVIEW
    assert evaluate(parse("PERF:HTTNV:1"), both, OF_2020).verdict == Verdict.ELIGIBLE


def test_what_nobody_verified_and_what_no_rule_says_are_for_a_person():
    assert evaluate(parse("UNVERIFIED"), Facts(known=EVERYTHING), OF_2020).verdict == Verdict.REVIEW
    assert evaluate(None, Facts(known=EVERYTHING), OF_2020).verdict == Verdict.REVIEW


RULES = sorted({text for text in rule_texts().values() if text})
ON_MERIT = [text for text in RULES if not isinstance(parse(text), Free)]
YEARS = some.integers(2008, 2022)
CODES = some.sampled_from(("LDTT", "CSTDCS", "CSTDBT", "TTLDXS", "BKBT_CN", "BKTTG_CN", "HCLD3_TT"))
LIVES = some.builds(
    Facts,
    honours=some.lists(some.builds(
        HonourFact, CODES, YEARS, some.booleans(), some.booleans(), some.booleans()
    ), max_size=12).map(tuple),
    grades=some.lists(
        some.builds(GradeFact, some.sampled_from(Grade), YEARS), max_size=8
    ).map(tuple),
    initiatives=some.lists(
        some.builds(InitiativeFact, some.sampled_from(Scope), YEARS, some.booleans()), max_size=6
    ).map(tuple),
    discipline=some.just(()),
    members=some.dictionaries(
        YEARS, some.builds(Members, some.integers(1, 30), some.dictionaries(CODES, YEARS))
    ),
    known=some.dictionaries(some.sampled_from(Ledger), some.builds(
        Known, some.frozensets(YEARS), some.booleans()
    )),
)  # fmt: skip
QUESTIONS = some.builds(Question, YEARS, some.sampled_from(Ground))


def shifted(facts, by):
    """The same life lived `by` years later."""

    def moved(rows):
        return tuple(replace(row, year=row.year + by) for row in rows)

    return replace(
        facts, honours=moved(facts.honours), grades=moved(facts.grades),
        initiatives=moved(facts.initiatives),
        members={year + by: row for year, row in facts.members.items()},
        known={
            ledger: replace(known, years=frozenset(year + by for year in known.years))
            for ledger, known in facts.known.items()
        },
    )  # fmt: skip


@given(some.sampled_from(RULES), LIVES, QUESTIONS, YEARS)
def test_an_honour_no_rule_asks_for_changes_nothing(text, facts, question, year):
    more = replace(facts, honours=(*facts.honours, HonourFact("KNC", year)))

    assert evaluate(parse(text), more, question) == evaluate(parse(text), facts, question)


@given(some.sampled_from(RULES), LIVES, QUESTIONS, CODES, YEARS)
def test_one_more_honour_on_merit_never_removes_eligibility(text, facts, question, code, year):
    more = replace(facts, honours=(*facts.honours, HonourFact(code, year)))

    if evaluate(parse(text), facts, question).verdict is Verdict.ELIGIBLE:
        assert evaluate(parse(text), more, question).verdict is Verdict.ELIGIBLE


@given(some.sampled_from(RULES), LIVES, QUESTIONS, some.integers(-5, 40))
def test_the_same_life_later_gets_the_same_answer(text, facts, question, by):
    later = replace(question, year=question.year + by)

    assert (
        evaluate(parse(text), shifted(facts, by), later).verdict
        == evaluate(parse(text), facts, question).verdict
    )


@given(some.sampled_from(ON_MERIT), LIVES, YEARS)
def test_what_is_not_recorded_never_refuses_anybody(text, facts, year):
    silent = replace(facts, known={}, grades=(), members={}, discipline=())

    assert evaluate(parse(text), silent, Question(year)).verdict is not Verdict.NOT_ELIGIBLE


@given(some.sampled_from(RULES), LIVES, QUESTIONS, some.randoms())
def test_the_order_of_the_facts_means_nothing(text, facts, question, dice):
    def mixed(rows):
        rows = list(rows)
        dice.shuffle(rows)
        return tuple(rows)

    other = replace(
        facts, honours=mixed(facts.honours), grades=mixed(facts.grades),
        initiatives=mixed(facts.initiatives),
    )  # fmt: skip

    assert evaluate(parse(text), other, question) == evaluate(parse(text), facts, question)
