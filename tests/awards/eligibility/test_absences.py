"""What time away does to a run of grades and to service; the row itself says whether it counts."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from workflow.awards.eligibility.evaluating import evaluate
from workflow.awards.eligibility.facts import (
    AbsenceFact,
    Facts,
    GradeFact,
    HonourFact,
    Known,
    Question,
    ServiceFact,
    Source,
)
from workflow.awards.eligibility.parsing import parse
from workflow.awards.eligibility.service import service_days
from workflow.awards.eligibility.verdicts import Verdict
from workflow.recipients.states import Counts, Grade, Ledger

OF_2020 = Question(2020)
COMPLETE = dict.fromkeys(Ledger, Known(frozenset(range(2000, 2031)), from_the_start=True))
THREE = parse("PERF:HTTNV:3 consecutive")


def graded(*years, grade=Grade.WELL):
    return tuple(GradeFact(grade, year) for year in years)


def away(counts, first=date(2019, 2, 1), last=date(2019, 8, 31)):
    return (AbsenceFact(first, last, counts, Source("nghỉ")),)


def verdict(facts, rule=THREE, question=OF_2020):
    return evaluate(rule, facts, question).verdict


def without_2019(counts, *years, **more):
    return Facts(grades=graded(*years), absences=away(counts), known=COMPLETE, **more)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        (Counts.YES, Verdict.ELIGIBLE), (Counts.NO, Verdict.NOT_ELIGIBLE),
        (Counts.UNKNOWN, Verdict.UNKNOWN),
    ],
)  # fmt: skip
def test_a_year_without_a_grade_because_of_time_away(counts, expected):
    assert verdict(without_2019(counts, 2017, 2018, 2020)) == expected


def test_the_year_is_gone_over_and_not_counted():
    facts = without_2019(Counts.YES, 2018, 2020)

    answer = evaluate(THREE, facts, OF_2020)

    assert (answer.verdict, answer.counted.missing) == (Verdict.NOT_ELIGIBLE, (2017,))
    assert "nghỉ" in [source.text for source in answer.used]


def test_time_away_in_a_graded_year_is_no_part_of_the_explanation():
    facts = without_2019(Counts.YES, 2018, 2019, 2020)

    assert "nghỉ" not in [source.text for source in evaluate(THREE, facts, OF_2020).used]


def test_time_away_that_does_not_count_is_known_to_lack_without_any_coverage():
    facts = replace(without_2019(Counts.NO, 2018, 2020), known={})

    answer = evaluate(THREE, facts, OF_2020)

    assert (answer.verdict, answer.counted.missing) == (Verdict.NOT_ELIGIBLE, (2019,))


@pytest.mark.parametrize("counts", Counts)
def test_a_year_that_was_graded_is_judged_by_its_grade(counts):
    good = without_2019(counts, 2018, 2019, 2020)
    poor = replace(good, grades=graded(2018, 2020) + graded(2019, grade=Grade.DONE))

    assert (verdict(good), verdict(poor)) == (Verdict.ELIGIBLE, Verdict.NOT_ELIGIBLE)


@pytest.mark.parametrize(
    ("last", "expected"),
    [(date(2019, 8, 2), Verdict.ELIGIBLE), (date(2019, 8, 1), Verdict.NOT_ELIGIBLE)],
)
def test_less_than_half_a_year_explains_no_missing_grade(last, expected):
    facts = replace(
        without_2019(Counts.YES, 2017, 2018, 2020),
        absences=away(Counts.YES, date(2019, 2, 1), last),
    )

    assert verdict(facts) == expected


def test_leave_that_still_lasts_reaches_to_the_year_of_the_question():
    facts = Facts(
        grades=graded(2016, 2017, 2018), known=COMPLETE,
        absences=away(Counts.YES, date(2018, 12, 1), None),
    )  # fmt: skip

    assert verdict(facts) == Verdict.ELIGIBLE


def test_the_window_of_a_run_grows_with_the_years_it_goes_over():
    rule = parse("(PERF:HTTNV:3 consecutive&(CSTDCS:2) within_window)")
    facts = without_2019(
        Counts.YES, 2017, 2018, 2020, honours=(HonourFact("CSTDCS", 2017), HonourFact("CSTDCS", 2020))
    )  # fmt: skip

    assert verdict(facts, rule) == Verdict.ELIGIBLE


def test_titles_in_a_row_are_not_helped_by_time_away():
    facts = Facts(
        honours=tuple(HonourFact("CSTDCS", year) for year in (2017, 2018, 2020)),
        absences=away(Counts.YES), known=COMPLETE,
    )  # fmt: skip

    assert verdict(facts, parse("CSTDCS:3 consecutive")) == Verdict.NOT_ELIGIBLE


TEN_YEARS = (ServiceFact(date(2010, 1, 1), None),)


@pytest.mark.parametrize(
    ("absences", "expected"),
    [
        ((), Verdict.ELIGIBLE), (away(Counts.YES, date(2012, 1, 1), date(2013, 12, 31)),
                                 Verdict.ELIGIBLE),
        (away(Counts.NO, date(2012, 1, 1), date(2013, 12, 31)), Verdict.UNKNOWN),
        (away(Counts.UNKNOWN, date(2012, 1, 1), date(2013, 12, 31)), Verdict.UNKNOWN),
    ],
)  # fmt: skip
def test_service_is_counted_without_time_away_that_does_not_count(absences, expected):
    facts = Facts(service=TEN_YEARS, absences=absences)

    assert verdict(facts, parse("TENURE:10y")) == expected


def test_service_nobody_entered_refuses_nobody():
    assert verdict(Facts(), parse("TENURE:10y")) == Verdict.UNKNOWN


def test_places_held_at_once_count_once_and_only_to_the_day_asked_about():
    facts = Facts(
        service=(
            ServiceFact(date(2020, 1, 1), date(2020, 1, 31)),
            ServiceFact(date(2020, 1, 11), date(2020, 2, 10)), ServiceFact(date(2021, 1, 1), None),
        ),
        absences=away(Counts.NO, date(2020, 1, 1), date(2020, 1, 10)),
    )  # fmt: skip

    assert service_days(facts, date(2020, 12, 31)) == 31


years = some.integers(2012, 2020)
absences = some.lists(
    some.builds(
        AbsenceFact,
        years.map(lambda year: date(year, 2, 1)),
        some.one_of(some.none(), some.integers(2014, 2022).map(lambda year: date(year, 12, 1))),
        some.just(Counts.YES),
    ),
    max_size=3,
).map(tuple)
grades = some.lists(
    some.builds(GradeFact, some.sampled_from(Grade), years), max_size=8, unique_by=lambda g: g.year
).map(tuple)


@given(grades, absences, some.integers(1, 4))
def test_time_away_that_counts_never_takes_a_run_away(held, leave, length):
    rule = parse(f"PERF:HTTNV:{length} consecutive")
    facts = Facts(grades=held, known=COMPLETE)

    was, found = verdict(facts, rule), verdict(replace(facts, absences=leave), rule)

    assert was != Verdict.ELIGIBLE or found == Verdict.ELIGIBLE
