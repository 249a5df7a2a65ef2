"""Prize money: dated salary and coefficient, rounded up, the highest title of a period only."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from workflow.awards.models import AwardKind
from workflow.awards.prizes import (
    BaseSalary,
    Claim,
    Payment,
    Prize,
    base_salary_on,
    paid,
    prize_of,
    rounded_up,
)
from workflow.recipients.models import RecipientKind

PERSON, COLLECTIVE, HOUSEHOLD = RecipientKind
NOW = date(2025, 12, 29)


def test_an_advanced_worker_gets_seven_hundred_and_ten_thousand():
    assert prize_of("LDTT", PERSON, NOW) == Prize(
        710_000, Fraction(3, 10), 2_340_000, verified=True,
        legal_basis="Nghị định 152/2025/NĐ-CP Đ.49-54; Nghị định 73/2024/NĐ-CP",
    )  # fmt: skip


@pytest.mark.parametrize(("code", "kind", "expected"), [
    ("CSTDCS", PERSON, (2_340_000, True)),
    ("CSTDTQ", PERSON, (10_530_000, True)),
    ("COCP", COLLECTIVE, (28_080_000, True)),
    ("TTLDTT", COLLECTIVE, (1_880_000, True)),  # 1,872,000
    ("BKTTG_CN", PERSON, (8_190_000, True)),
    ("BKTTG_HGD", HOUSEHOLD, (12_290_000, True)),  # 12,285,000
    ("BKBT_CN", PERSON, (3_510_000, False)),  # nobody verified its coefficient
    ("GK_HGD", HOUSEHOLD, (1_060_000, False)),  # 1,053,000, rounded once
    ("AHLLVT", COLLECTIVE, (72_540_000, True)),
    ("HCLD3_CN", PERSON, (None, False)),
    ("LDTT", COLLECTIVE, (None, False)),
])  # fmt: skip
def test_what_the_table_says(code, kind, expected):
    prize = prize_of(code, kind, NOW)

    assert (prize.amount, prize.verified) == expected


@pytest.mark.parametrize(("day", "expected"), [
    (date(2018, 6, 30), None),
    (date(2020, 12, 29), BaseSalary(1_490_000, "Nghị định 38/2019/NĐ-CP", verified=False)),
    (date(2024, 6, 30), BaseSalary(1_800_000, "Nghị định 24/2023/NĐ-CP", verified=False)),
    (date(2024, 7, 1), BaseSalary(2_340_000, "Nghị định 73/2024/NĐ-CP", verified=True)),
    (date(2026, 7, 1), BaseSalary(2_340_000, "Nghị định 73/2024/NĐ-CP", verified=False)),
])  # fmt: skip
def test_the_salary_is_that_of_the_decisions_day(day, expected):
    assert base_salary_on(day) == expected


@pytest.mark.parametrize(("day", "expected"), [
    (date(2023, 12, 31), (None, False)),  # the older table is not in the catalogue
    (date(2025, 6, 30), (2_340_000, False)),  # the table was verified for the decree of 2025
])  # fmt: skip
def test_the_coefficient_is_that_of_the_decisions_day(day, expected):
    prize = prize_of("CSTDCS", PERSON, day)

    assert (prize.amount, prize.verified) == expected


@given(some.fractions(min_value=0, max_value=10**9))
def test_rounding_goes_up_by_less_than_a_step_and_stays(amount):
    found = rounded_up(amount)

    assert (found % 10_000, 0 <= found - amount < 10_000) == (0, True)
    assert rounded_up(found) == found


def claim(code, *, period="2025", day=NOW, who=1):
    kind = AwardKind.FORM if code.startswith("BK") else AwardKind.TITLE
    return Claim(who, kind, period, day, prize_of(code, PERSON, day))


def test_of_two_titles_of_one_period_the_higher_is_paid_and_the_form_beside_it():
    low, high, form = claim("LDTT"), claim("CSTDCS"), claim("BKTTG_CN")

    assert set(paid([low, high, form])) == {
        Payment(low, 0, outranked=True), Payment(high, 2_340_000), Payment(form, 8_190_000),
    }  # fmt: skip


def test_titles_of_different_periods_and_people_are_each_paid():
    claims = [claim("LDTT"), claim("CSTDCS", period="2024"), claim("LDTT", who=2)]

    assert {one.amount for one in paid(claims)} == {710_000, 2_340_000}
    assert sum(one.amount for one in paid(claims)) == 3_760_000


def test_beside_a_title_of_unknown_amount_a_person_says_which_is_paid():
    assert [one.amount for one in paid([claim("LDTT"), claim("TTLDTT")])] == [None, None]
    assert [one.amount for one in paid([claim("TTLDTT")])] == [None]


CLAIMS = some.lists(
    some.builds(
        claim, some.sampled_from(["LDTT", "CSTDCS", "CSTDBT", "BKTTG_CN", "BKBT_CN"]),
        period=some.sampled_from(["2024", "2025"]), who=some.integers(1, 3),
    )
)  # fmt: skip


@given(CLAIMS)
def test_no_claim_is_lost_and_every_period_pays_its_highest_title_once(claims):
    payments = paid(claims)
    titles = [one for one in payments if one.claim.kind is AwardKind.TITLE]
    periods = {(one.claim.recipient_id, one.claim.period) for one in titles}

    assert sorted(map(repr, claims)) == sorted(repr(one.claim) for one in payments)
    assert len([one for one in titles if not one.outranked]) == len(periods)
    for payment in titles:
        if not payment.outranked:
            rivals = [one.claim.prize.amount for one in titles
                      if (one.claim.recipient_id, one.claim.period)
                      == (payment.claim.recipient_id, payment.claim.period)]  # fmt: skip
            assert payment.amount == max(rivals)
