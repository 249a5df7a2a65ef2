"""The key of a secret ballot: shares as people write them down, and who can put it together."""

from itertools import combinations

import pytest
from Crypto.Protocol.SecretSharing import Shamir
from hypothesis import given
from hypothesis import strategies as st

from workflow.councils.sealed.keys import (
    BadShare,
    commitment_of,
    make_key,
    read_share,
    recover,
    write_share,
)


def test_any_two_of_three_tellers_make_the_same_key():
    key = make_key(2, 3)
    made = {
        recover(pair, key.commitments, 2).public_key().public_bytes_raw()
        for pair in combinations(key.codes, 2)
    }
    assert made == {key.public}


def test_one_teller_alone_makes_nothing_and_where_one_is_enough_does():
    key = make_key(2, 3)
    with pytest.raises(ValueError, match="too few"):
        recover(key.codes[:1], key.commitments, 2)
    lone = make_key(1, 3)
    for code in lone.codes:
        assert recover([code], lone.commitments, 1).public_key().public_bytes_raw() == lone.public


def test_the_same_share_twice_is_one_share():
    key = make_key(2, 3)
    with pytest.raises(BadShare) as refused:
        recover([key.codes[0], key.codes[0].lower()], key.commitments, 2)
    assert refused.value.position == 2


def test_a_share_of_another_ballot_is_known_as_foreign():
    key, other = make_key(2, 3), make_key(2, 3)
    with pytest.raises(BadShare) as refused:
        recover([key.codes[0], other.codes[1]], key.commitments, 2)
    assert refused.value.position == 2


def test_a_count_of_shares_that_cannot_be_is_refused():
    for needed, tellers in ((0, 3), (4, 3), (2, 100)):
        with pytest.raises(ValueError, match="cannot be needed"):
            make_key(needed, tellers)


SHARES = st.tuples(st.integers(1, 99), st.binary(min_size=16, max_size=16))


@given(SHARES)
def test_a_code_is_read_back_as_it_was_written_however_it_is_typed(share):
    code = write_share(*share)
    assert len(code) == 42
    for typed in (code, code.lower(), code.replace("-", " "), code.replace("-", "–"),
                  code.replace("-", ""), code[:3] + code[3:].replace("O", "0")):  # fmt: skip
        assert read_share(typed) == share


@given(SHARES, st.integers(3, 41), st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"))
def test_one_character_written_down_wrong_is_found(share, place, letter):
    code = write_share(*share)
    if code[place] == "-" or code[place] == letter:
        return
    with pytest.raises(ValueError, match=r".*"):
        read_share(code[:place] + letter + code[place + 1 :])


@pytest.mark.parametrize("typed", ["", "-", "02", "AB-CDEF", "٠٢-AAAA", "02-ABCD-1890", "02" * 40])
def test_what_is_no_code_is_refused(typed):
    with pytest.raises(ValueError, match=r".*"):
        read_share(typed)


def test_what_is_kept_of_a_share_is_a_digest_of_it_and_not_it():
    code = write_share(2, bytes(range(16)))
    assert commitment_of(code) == commitment_of(code.lower())
    assert bytes(range(16)) not in commitment_of(code)


def test_the_splitting_is_the_one_published():
    """A vector of the library's own manual: ssss, 128 bits, without diffusion (shares 1 and 2)."""
    secret = bytes.fromhex("000102030405060708090a0b0c0d0e0f")
    shares = Shamir.split(2, 3, secret)
    assert {Shamir.combine(pair) for pair in combinations(shares, 2)} == {secret}
