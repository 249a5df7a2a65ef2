"""The count is exact: over all members, in integers, for every share and every size."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.councils.states import Choice
from workflow.councils.tally import (
    Count,
    Threshold,
    count_choices,
    has_quorum,
    missing_for_quorum,
    percent_words,
    result_words,
    share_words,
    threshold_for,
    threshold_sentence,
)

MAJORITY = Threshold(1, 2, strict=True)
EIGHTY = Threshold(4, 5, strict=False)
NINETY = Threshold(9, 10, strict=False)


@st.composite
def thresholds(draw):
    denominator = draw(st.integers(2, 1000))
    strict = draw(st.booleans())
    numerator = draw(st.integers(1, denominator - 1 if strict else denominator))
    return Threshold(numerator, denominator, strict)


MEMBERS = (5, 9, 13, 15, 17, 21)
BY_HAND = {  # the fewest agreeing votes, worked out on paper
    (1, 2, True): (3, 5, 7, 8, 9, 11),
    (2, 3, False): (4, 6, 9, 10, 12, 14),
    (2, 3, True): (4, 7, 9, 11, 12, 15),
    (4, 5, False): (4, 8, 11, 12, 14, 17),
    (4, 5, True): (5, 8, 11, 13, 14, 17),
    (9, 10, False): (5, 9, 12, 14, 16, 19),
    (9, 10, True): (5, 9, 12, 14, 16, 19),
}


@pytest.mark.parametrize("share", BY_HAND)
def test_thresholds_of_councils_of_every_usual_size_are_those_worked_out_by_hand(share):
    threshold = Threshold(*share[:2], strict=share[2])
    assert tuple(threshold.needed(total) for total in MEMBERS) == BY_HAND[share]
    for total, needed in zip(MEMBERS, BY_HAND[share], strict=True):
        carried = [threshold.met_by(agree, total) for agree in range(total + 1)]
        assert carried == [agree >= needed for agree in range(total + 1)]


@pytest.mark.parametrize(
    ("threshold", "total", "needed"),
    [
        (NINETY, 17, 16), (EIGHTY, 17, 14), (NINETY, 5, 5), (EIGHTY, 5, 4),
        (NINETY, 9, 9), (EIGHTY, 9, 8), (MAJORITY, 9, 5), (MAJORITY, 8, 5), (MAJORITY, 1, 1),
    ],
)  # fmt: skip
def test_the_fewest_votes_are_those_of_the_handbook(threshold, total, needed):
    assert threshold.needed(total) == needed
    assert [threshold.met_by(n, total) for n in (needed - 1, needed)] == [False, True]


@given(thresholds(), st.integers(0, 500), st.integers(1, 500))
def test_an_item_carries_exactly_when_the_true_fraction_does(threshold, agree, total):
    share = Fraction(agree, total)
    wanted = Fraction(threshold.numerator, threshold.denominator)

    assert threshold.met_by(agree, total) == (
        share > wanted if threshold.strict else share >= wanted
    )


@given(thresholds(), st.integers(1, 500))
def test_needed_is_the_smallest_number_that_carries_and_never_more_than_all(threshold, total):
    needed = threshold.needed(total)

    assert 1 <= needed <= total
    assert threshold.met_by(needed, total)
    assert not threshold.met_by(needed - 1, total)


@given(thresholds(), st.integers(1, 200), st.integers(0, 199))
def test_one_more_vote_never_turns_a_pass_into_a_failure(threshold, total, agree):
    assert threshold.met_by(agree + 1, total) >= threshold.met_by(agree, total)


@given(st.lists(st.sampled_from(Choice), max_size=40), st.integers(0, 5), st.integers(0, 20))
def test_every_member_is_counted_once(choices, recused, silent):
    total = len(choices) + recused + silent

    count = count_choices(choices, recused=recused, total=total)

    assert count.agree + count.disagree + count.other == len(choices)
    assert (count.recused, count.silent, count.total) == (recused, silent, total)


def test_more_votes_than_members_are_no_count():
    with pytest.raises(ValueError, match="more votes"):
        count_choices([Choice.AGREE] * 3, recused=1, total=3)


def test_nobody_passes_nothing():
    assert not EIGHTY.met_by(0, 0)
    assert count_choices([], recused=0, total=0) == Count(0, 0, 0, 0, 0)


@pytest.mark.parametrize("wrong", [(0, 1, False), (2, 1, False), (1, 1, True), (-1, 2, False)])
def test_a_threshold_without_sense_is_refused(wrong):
    with pytest.raises(ValueError, match="threshold"):
        Threshold(wrong[0], wrong[1], strict=wrong[2])


def test_an_award_without_a_threshold_takes_the_councils():
    assert threshold_for(None, None, None, ordinary=MAJORITY) == MAJORITY
    assert threshold_for(4, 5, None, ordinary=MAJORITY) == MAJORITY
    assert threshold_for(9, 10, False, ordinary=MAJORITY) == NINETY


@given(st.integers(0, 60), st.integers(1, 60), st.integers(1, 9), st.integers(1, 9))
def test_the_missing_members_are_exactly_those_that_make_the_quorum(present, total, a, b):
    numerator, denominator = min(a, b), max(a, b)
    rule = {"numerator": numerator, "denominator": denominator}

    missing = missing_for_quorum(present, total, **rule)

    assert has_quorum(present + missing, total, **rule)
    assert missing == 0 or not has_quorum(present + missing - 1, total, **rule)


def test_two_thirds_of_nine_is_six():
    rule = {"numerator": 2, "denominator": 3}
    assert missing_for_quorum(4, 9, **rule) == 2
    assert has_quorum(6, 9, **rule)
    assert not has_quorum(0, 0, **rule)


def test_the_words_say_the_base():
    assert result_words(7, 9, EIGHTY) == "7 trên tổng số 9 thành viên, cần ít nhất 8"
    assert [MAJORITY.words, EIGHTY.words] == ["trên 50%", "từ 80%"]
    assert threshold_sentence(EIGHTY) == (
        "Đạt khi có từ 80% trở lên tổng số thành viên Hội đồng đồng ý"
    )
    assert threshold_sentence(MAJORITY) == "Đạt khi có trên 50% tổng số thành viên Hội đồng đồng ý"
    assert [share_words(2, 3), share_words(9, 10)] == ["2/3", "90%"]
    assert [percent_words(8, 9), percent_words(9, 9), percent_words(0, 0), percent_words(2, 3)] == [
        "88,9%", "100%", "0%", "66,7%",
    ]  # fmt: skip
