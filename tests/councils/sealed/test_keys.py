"""The key of a secret ballot: codes as people write them down, and who can put it together."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.councils.sealed.keys import (
    BadCode,
    draw_code,
    make_key,
    public_of,
    read_code,
    recover,
    write_code,
)


def _ceremony(needed, tellers):
    codes = [draw_code(number) for number in range(1, tellers + 1)]
    key = make_key(needed, [public_of(code) for code in codes])
    return codes, dict(enumerate(key.shares, start=1)), key.public


def test_any_two_of_three_tellers_make_the_same_key():
    codes, shares, public = _ceremony(2, 3)
    made = {
        recover(pair, shares, public, 2).public_key().public_bytes_raw()
        for pair in combinations(codes, 2)
    }
    assert made == {public}


def test_one_teller_alone_makes_nothing_and_where_one_is_enough_does():
    codes, shares, public = _ceremony(2, 3)
    with pytest.raises(ValueError, match="too few"):
        recover(codes[:1], shares, public, 2)
    codes, shares, public = _ceremony(1, 3)
    for code in codes:
        assert recover([code], shares, public, 1).public_key().public_bytes_raw() == public


def test_the_same_code_twice_is_one_code():
    codes, shares, public = _ceremony(2, 3)
    with pytest.raises(BadCode) as refused:
        recover([codes[0], codes[0].lower()], shares, public, 2)
    assert refused.value.position == 2


def test_a_code_of_another_ballot_is_known_as_foreign():
    (codes, shares, public), (others, *_rest) = _ceremony(2, 3), _ceremony(2, 3)
    with pytest.raises(BadCode) as refused:
        recover([codes[0], others[1]], shares, public, 2)
    assert refused.value.position == 2


def test_a_share_of_another_ballot_put_in_its_place_is_refused():
    codes, shares, public = _ceremony(2, 3)
    other = make_key(2, [public_of(code) for code in codes])
    with pytest.raises(BadCode) as refused:
        recover(codes[:2], {**shares, 1: other.shares[0]}, public, 2)
    assert refused.value.position == 1


def test_a_count_of_tellers_that_cannot_be_is_refused():
    publics = [public_of(draw_code(number)) for number in (1, 2, 3)]
    for needed, tellers in ((0, publics), (4, publics), (1, [])):
        with pytest.raises(ValueError, match="cannot be needed"):
            make_key(needed, tellers)


CODES = st.tuples(st.integers(1, 99), st.binary(min_size=16, max_size=16))


@given(CODES)
def test_a_code_is_read_back_as_it_was_written_however_it_is_typed(code):
    text = write_code(*code)
    assert len(text) == 42
    for typed in (text, text.lower(), text.replace("-", " "), text.replace("-", "–"),
                  text.replace("-", ""), text[:3] + text[3:].replace("O", "0")):  # fmt: skip
        assert read_code(typed) == code


@given(CODES, st.integers(3, 41), st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"))
def test_one_character_written_down_wrong_is_found(code, place, letter):
    text = write_code(*code)
    if text[place] == "-" or text[place] == letter:
        return
    with pytest.raises(ValueError, match="misread"):
        read_code(text[:place] + letter + text[place + 1 :])


@pytest.mark.parametrize("typed", ["", "-", "02", "AB-CDEF", "٠٢-AAAA", "02-ABCD-1890", "02" * 40])
def test_what_is_no_code_is_refused(typed):
    with pytest.raises(ValueError, match=r".*"):
        read_code(typed)


def test_what_is_kept_of_a_code_is_neither_it_nor_its_seed():
    code = write_code(2, bytes(range(16)))
    assert public_of(code) == public_of(code.lower())
    assert bytes(range(16)) not in public_of(code)
