"""Rows dealt out evenly, to nobody they may not go to, neighbours to one member."""

from collections import Counter
from itertools import groupby
from random import Random

import pytest

from workflow.councils.appraising.balancing import deal

CASES = [(rows, members, wanted) for rows in (1, 7, 30) for members in (2, 5, 9)
         for wanted in (1, 2, 3) if wanted <= members]  # fmt: skip


@pytest.mark.parametrize(("rows", "members", "wanted"), CASES)
def test_every_row_goes_to_as_many_as_wanted_and_shares_differ_by_one_at_most(
    rows, members, wanted
):
    pairs = deal(range(rows), range(100, 100 + members), wanted=wanted)

    assert len(set(pairs)) == len(pairs) == rows * wanted
    assert set(Counter(row for row, _one in pairs).values()) == {wanted}
    shares = [sum(who == one for _row, who in pairs) for one in range(100, 100 + members)]
    assert max(shares) - min(shares) <= 1


def test_neighbours_go_to_one_member():
    pairs = deal(range(12), [1, 2, 3], wanted=1)

    assert [who for who, _rows in groupby(who for _row, who in sorted(pairs))] == [1, 2, 3]


def test_what_is_held_counts_and_stays():
    pairs = deal([1, 2, 3], [7, 8], wanted=2, held=[(1, 7), (2, 7)])

    assert sorted(pairs) == [(1, 8), (2, 8), (3, 7), (3, 8)]


def test_a_row_nobody_is_left_for_gets_fewer():
    assert sorted(deal([1, 2], [7, 8], wanted=2, barred=[(1, 7)])) == [(1, 8), (2, 7), (2, 8)]
    assert deal([1], [7], wanted=1, barred=[(1, 7)]) == []
    assert deal([1], [], wanted=1) == []


@pytest.mark.parametrize("seed", range(40))
def test_no_barred_pair_is_dealt_and_no_move_would_make_it_more_even(seed):
    chance = Random(seed)
    rows, members = range(chance.randint(1, 40)), range(chance.randint(2, 11))
    wanted = chance.randint(1, min(3, len(members)))
    barred = {(row, one) for row in rows for one in members if chance.random() < 0.2}
    held = {(row, chance.choice(members)) for row in rows if chance.random() < 0.3} - barred

    pairs = deal(rows, members, wanted=wanted, barred=barred, held=held)

    every = {*pairs, *held}
    assert len(every) == len(pairs) + len(held)
    assert not barred & set(pairs)
    for row in rows:
        able = sum((row, one) not in barred for one in members)
        assert sum(at == row for at, _one in every) == min(wanted, able)
    loads = Counter(one for _row, one in every)
    better = [
        (row, who, other) for row, who in pairs for other in members
        if (row, other) not in barred | every and loads[who] - loads[other] > 1
    ]  # fmt: skip
    assert better == []
