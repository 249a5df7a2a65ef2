"""How a rule and its answer are laid out: headings, other ways, what is waited for."""

import pytest

from workflow.awards.eligibility.evaluating import evaluate
from workflow.awards.eligibility.facts import (
    Facts,
    GradeFact,
    HonourFact,
    Known,
    Members,
    Question,
    Source,
)
from workflow.awards.eligibility.parsing import parse
from workflow.awards.eligibility.wording import lines
from workflow.awards.models import Ground
from workflow.recipients.states import Grade, Ledger

EVERYTHING = dict.fromkeys(Ledger, Known(frozenset(range(2000, 2031)), from_the_start=True))
EXCELLENT = tuple(GradeFact(Grade.EXCELLENT, year) for year in (2019, 2020))
WAYS = "CSTDCS:2 consecutive|PERF:HTXSNV:2 consecutive"
TITLES = "02 năm đạt “CSTDCS” liên tục"
GRADES = "Hoàn thành xuất sắc nhiệm vụ 02 năm liên tục"


def told(rule, facts):
    answer = evaluate(parse(rule), facts, Question(2020))
    return [
        (line.depth, line.title, line.verdict.value, line.spare)
        for line in lines(answer, {}, Ground.MERIT)
    ]


def test_one_of_two_ways_is_enough_and_the_other_is_no_fault():
    assert told(f"({WAYS})&NODISC:any", Facts(grades=EXCELLENT, known=EVERYTHING)) == [
        (0, "Một trong các điều kiện:", "ok", False), (1, TITLES, "no", True),
        (1, GRADES, "ok", False), (0, "Không bị kỷ luật", "ok", False),
    ]  # fmt: skip


def test_where_no_way_is_met_each_of_them_lacks_something():
    assert told(WAYS, Facts(known=EVERYTHING)) == [
        (0, "Một trong các điều kiện:", "no", False), (1, TITLES, "no", False),
        (1, GRADES, "no", False),
    ]  # fmt: skip


def test_a_way_of_several_conditions_has_a_heading_of_its_own():
    facts = Facts(grades=EXCELLENT, known=EVERYTHING)
    assert told("CSTDCS:2 consecutive&NODISC:any|PERF:HTXSNV:2 consecutive", facts) == [
        (0, "Một trong các điều kiện:", "ok", False), (1, "Đủ các điều kiện:", "no", True),
        (2, TITLES, "no", True), (2, "Không bị kỷ luật", "ok", True), (1, GRADES, "ok", False),
    ]  # fmt: skip


def test_what_must_come_after_an_award_stands_under_it():
    assert told("BK:1&THEN CSTDCS:2 consecutive", Facts(known=EVERYTHING)) == [
        (0, "Đã được tặng “BK”", "no", False), (0, "Tính từ sau đó:", "no", False),
        (1, TITLES, "no", False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("third", "told"), [("pending", "Còn chờ kết quả đề nghị trong đợt này"), (None, "")]
)
def test_the_last_title_of_a_run_that_is_proposed_beside_is_waited_for(third, told):
    held = tuple(
        HonourFact("CSTDCS", year, pending=bool(third) and year == 2020) for year in (2019, 2020)
    )
    answer = evaluate(
        parse("CSTDCS:2 consecutive"), Facts(honours=held, known=EVERYTHING), Question(2020)
    )
    assert [line.detail for line in lines(answer, {}, Ground.MERIT)] == [told]


@pytest.mark.parametrize(
    ("second", "detail"),
    [
        (Grade.WELL, "Có hai kết quả xếp loại cho cùng một năm (2020, hoàn thành xuất sắc nhiệm vụ; "
                     "2020: TB 7, hoàn thành tốt nhiệm vụ)"),
        (Grade.EXCELLENT, "2020; 2020: TB 7"),
    ],
)  # fmt: skip
def test_two_grades_of_one_year_are_named(second, detail):
    grades = tuple(
        GradeFact(grade, 2020, Source(text, value=grade.value))
        for grade, text in ((Grade.EXCELLENT, "2020"), (second, "2020: TB 7"))
    )
    facts = Facts(grades=grades, known=EVERYTHING)
    answer = evaluate(parse("PERF:HTXSNV:1"), facts, Question(2020))
    assert [line.detail for line in lines(answer, {}, Ground.MERIT)] == [detail]


@pytest.mark.parametrize(
    ("held", "beside", "complete", "detail"),
    [
        (0, 0, True, "Mới có 00, cần thêm 07"),
        (1, 5, True, "Mới có 01, cần thêm 06; trong đợt này đang đề nghị 05"),
        (1, 6, True, "Mới có 01, đang đề nghị 06 trong đợt này, còn chờ kết quả"),
        (1, 5, False, "Mới có 01, cần thêm 06; trong đợt này đang đề nghị 05; sổ khen thưởng năm "
                      "đó chưa ghi là đã đủ"),
        (1, 0, False, "Chưa có dữ liệu để kiểm tra"),
    ],
)  # fmt: skip
def test_a_share_of_members_says_how_many_are_proposed_beside(held, beside, complete, detail):
    members = Members(10, {"LDTT": held}, {"LDTT": beside}, complete=complete)
    answer = evaluate(parse("SHARE:LDTT:0.70"), Facts(members={2020: members}), Question(2020))
    assert [line.detail for line in lines(answer, {}, Ground.MERIT)] == [detail]
