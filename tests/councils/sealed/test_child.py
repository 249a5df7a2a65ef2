"""The process that makes the key and opens the box: what it answers, and what it leaves behind."""

import secrets

import pytest

from workflow.core.errors import BadInput, InvalidStep, Unavailable
from workflow.councils.sealed.box import Slot, root_of
from workflow.councils.sealed.keys import draw_code, public_of
from workflow.councils.sealed.process import ask
from workflow.councils.sealed.sealing import Mark, binding, seal

ITEMS = [4, 9]
CODES = [draw_code(number) for number in (1, 2, 3)]


@pytest.fixture(scope="module")
def key():
    return ask("make", {"needed": 2, "tellers": [public_of(code).hex() for code in CODES]})


@pytest.fixture
def order(key):
    public, bound = bytes.fromhex(key["public"]), binding("b", ITEMS)
    papers = [(Mark.AGREE, Mark.DISAGREE), (Mark.AGREE, Mark.BLANK), (Mark.OTHER, Mark.AGREE)]
    box = [Slot(secrets.token_bytes(16), seal(one, public, bound)) for one in papers]
    return {
        "ballot": "b", "items": ITEMS, "public": key["public"], "needed": 2, "voted": 3,
        "shares": dict(enumerate(key["shares"], start=1)), "codes": CODES[1:],
        "root": root_of(box).hex(), "box": [[s.slot.hex(), s.sealed.hex()] for s in box],
    }  # fmt: skip


def test_it_answers_with_totals_by_item_and_nothing_of_single_papers(order):
    assert ask("tally", order) == {
        "totals": [
            [4, {"blank": 0, "agree": 2, "disagree": 0, "other": 1}],
            [9, {"blank": 1, "agree": 1, "disagree": 1, "other": 0}],
        ]
    }


def test_a_wrong_code_is_said_with_its_place(order):
    with pytest.raises(BadInput) as refused:
        ask("tally", {**order, "codes": [CODES[0], draw_code(2)]})
    assert refused.value.field == "code_2"


def test_too_few_codes_are_refused(order):
    with pytest.raises(BadInput, match="ít nhất 2 mã"):
        ask("tally", {**order, "codes": CODES[:1]})


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"voted": 2}, "nhiều phiếu hơn"),
        ({"voted": 4}, "ít phiếu hơn"),
        ({"root": "00" * 32}, "không còn là những phiếu lúc đóng hòm"),
        ({"ballot": "c"}, "có phiếu không mở được"),
    ],
)
def test_a_box_that_is_not_whole_is_named_and_not_counted(order, change, told):
    with pytest.raises(InvalidStep, match=told):
        ask("tally", {**order, **change})


def test_a_process_that_dies_is_told_in_a_sentence_without_what_it_was_given(order):
    with pytest.raises(Unavailable) as refused:
        ask("nothing", order)
    assert refused.value.__cause__ is None
    assert not [code for code in CODES if code in str(refused.value)]
