"""Honours in a report's words: the known case, then what may not change them, then what they say."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as some

from workflow.awards.catalogue import load
from workflow.awards.honour_roll import honour_roll
from workflow.awards.honour_sentences import Held, sentences
from workflow.awards.models import Award, Ground, Honour
from workflow.core.db import db
from workflow.recipients.models import RecipientKind

TITLE = Held("Tập thể lao động xuất sắc", 40, is_title=True, year=2013)
FORM = Held("Bằng khen", 30, is_title=False, year=2013)
LEDGER = {"TTLDXS": (2013, 2015, 2016, 2017, 2018), "COBT": (2013, 2014, 2016, 2018),
          "BKTTG_TT": (2013, 2015, 2017, 2019), "COCP": (2015,)}  # fmt: skip
held = some.lists(
    some.builds(
        Held, some.sampled_from(["A", "B"]), some.just(1), some.just(True),
        some.none() | some.integers(2010, 2014), some.sampled_from(["", "2010–2012"]),
        some.sampled_from(["", "1/QĐ", "số 1/QĐ", "2/QĐ"]), some.sampled_from(["", "1/2/2014"]),
        some.sampled_from(["", "Bộ X"]), some.booleans(),
    ),
    max_size=8,
)  # fmt: skip


def like(one, **fields):
    return dataclasses.replace(one, **fields)


def test_the_local_industry_department_is_told_as_its_paper_tells_it(database, make_recipient):
    load()
    unit = make_recipient("Cục Công Thương địa phương", kind=RecipientKind.COLLECTIVE)
    codes = {one.code: one.id for one in db.session.query(Award)}
    for code, years in LEDGER.items():
        for year in years:
            db.session.add(Honour(recipient_id=unit.id, award_id=codes[code], year=year,
                                  ground=Ground.MERIT))  # fmt: skip
    db.session.commit()

    assert honour_roll(unit.id) == [
        "1 lần đạt Cờ thi đua của Chính phủ (năm 2015): chưa rõ số quyết định.",
        "4 lần được tặng Bằng khen của Thủ tướng Chính phủ (các năm 2013, 2015, 2017, 2019): "
        "chưa rõ số quyết định.",
        "4 lần đạt Cờ thi đua cấp bộ, ban, ngành, tỉnh (các năm 2013, 2014, 2016, 2018): "
        "chưa rõ số quyết định.",
        "5 lần đạt Tập thể lao động xuất sắc (các năm 2013, 2015, 2016, 2017, 2018): "
        "chưa rõ số quyết định.",
    ]


def test_who_holds_nothing_is_told_nothing_of(database, make_recipient):
    assert honour_roll(make_recipient().id) == []


@given(held, some.randoms())
def test_the_order_of_the_ledger_is_irrelevant(rows, chance):
    shuffled = list(rows)
    chance.shuffle(shuffled)

    assert sentences(shuffled) == sentences(rows)


@given(held)
def test_what_is_entered_twice_is_told_once(rows):
    assert sentences(rows + rows) == sentences(rows)


@given(held)
def test_a_struck_honour_is_never_told(rows):
    assert sentences(rows) == sentences([one for one in rows if not one.struck])


@given(held)
def test_every_award_still_held_has_one_sentence(rows):
    assert len(sentences(rows)) == len({one.award for one in rows if not one.struck})


@given(some.sets(some.integers(1950, 2030), min_size=1))
def test_the_count_is_that_of_the_years(years):
    told = sentences([like(TITLE, year=year) for year in years])

    assert told[0].startswith(f"{len(years)} lần đạt Tập thể lao động xuất sắc (")


@pytest.mark.parametrize(("rows", "expected"), [
    ([like(TITLE, number="12/QĐ-BCT", dated="15/3/2014", issuer="Bộ Công Thương")],
     "1 lần đạt Tập thể lao động xuất sắc (năm 2013): "
     "Quyết định số 12/QĐ-BCT ngày 15/3/2014 của Bộ Công Thương."),
    ([like(TITLE, number="Quyết định 12/QĐ-BCT", dated="ngày 15 tháng 3 năm 2014")],
     "1 lần đạt Tập thể lao động xuất sắc (năm 2013): "
     "Quyết định 12/QĐ-BCT ngày 15 tháng 3 năm 2014."),
    ([like(TITLE, number="12/QĐ-BCT"), like(TITLE, year=2015), like(TITLE, year=2016)],
     "3 lần đạt Tập thể lao động xuất sắc (các năm 2013, 2015, 2016): "
     "Quyết định số 12/QĐ-BCT (năm 2013); các năm 2015, 2016 chưa rõ số quyết định."),
    ([like(TITLE, number="12/QĐ-BCT"), TITLE],
     "1 lần đạt Tập thể lao động xuất sắc (năm 2013): Quyết định số 12/QĐ-BCT."),
    ([like(TITLE, number="1/QĐ"), like(TITLE, number="2/QĐ")],
     "1 lần đạt Tập thể lao động xuất sắc (năm 2013): Quyết định số 1/QĐ; Quyết định số 2/QĐ."),
    ([like(FORM, number="1/QĐ"), like(FORM, number="2/QĐ"), FORM],
     "2 lần được tặng Bằng khen (năm 2013): Quyết định số 1/QĐ; Quyết định số 2/QĐ."),
    ([like(FORM, number="1/QĐ-X", dated="1/2/2014"), like(FORM, number="1 /QĐ-x", issuer="Bộ X")],
     "1 lần được tặng Bằng khen (năm 2013): Quyết định số 1 /QĐ-x ngày 1/2/2014 của Bộ X."),
    ([FORM, like(FORM, year=None), like(FORM, year=2018, period="2016–2018")],
     "3 lần được tặng Bằng khen (năm 2013, giai đoạn 2016–2018, chưa rõ năm): "
     "chưa rõ số quyết định."),
])  # fmt: skip
def test_numbers_are_told_and_unknown_ones_said_as_such(rows, expected):
    assert sentences(rows) == [expected]


def test_the_higher_award_comes_first():
    told = sentences([TITLE, FORM])

    assert [one.split(" (")[0] for one in told] == [
        "1 lần được tặng Bằng khen", "1 lần đạt Tập thể lao động xuất sắc"
    ]  # fmt: skip


def test_a_name_is_printed_as_it_is_written():
    assert sentences([like(FORM, award="A & B <x> {{ 7*7 }}")]) == [
        "1 lần được tặng A & B <x> {{ 7*7 }} (năm 2013): chưa rõ số quyết định."
    ]
