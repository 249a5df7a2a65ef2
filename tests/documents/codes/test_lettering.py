"""Codes anyone can type off a paper: long enough, hard to mistype, told when they are."""

from itertools import combinations

from workflow.documents.codes import lettering
from workflow.documents.codes.lettering import ALPHABET, grouped, make, read

CODE = "2F258MMW0KE2J86ZEQBV3JGQ8DA"


def test_a_code_holds_128_bits_in_letters_nobody_takes_for_figures(monkeypatch):
    monkeypatch.setattr(lettering.secrets, "randbits", lambda bits: 2**bits - 1)
    most = make()
    monkeypatch.setattr(lettering.secrets, "randbits", lambda bits: 2**bits - 2)

    assert most[:-1] == "7" + "Z" * 25  # 3 bits and 25 times 5
    assert make()[:-1] == "7" + "Z" * 24 + "Y"
    assert set("ILOU") & set(ALPHABET) == set()


def test_a_code_is_read_however_it_is_typed():
    assert grouped(CODE) == "2F25-8MMW-0KE2-J86Z-EQBV-3JGQ-8DA"
    typed = (CODE, CODE.lower(), grouped(CODE), f" {grouped(CODE).replace('-', ' ')} ",
             CODE.replace("0", "o"))  # fmt: skip

    assert [read(one) for one in typed] == [CODE] * 5


def test_every_wrong_letter_and_every_exchange_of_two_is_told():
    wrong = [CODE[:n] + letter + CODE[n + 1 :] for n in range(27) for letter in ALPHABET
             if letter != CODE[n]]  # fmt: skip
    exchanged = []
    for one, other in combinations(range(27), 2):
        letters = list(CODE)
        letters[one], letters[other] = letters[other], letters[one]
        exchanged.append("".join(letters))

    assert [code for code in wrong if read(code)] == []
    assert [code for code in exchanged if code != CODE and read(code)] == []
    assert (len(wrong), read(CODE)) == (27 * 31, CODE)


def test_what_cannot_be_a_code_is_none():
    assert [read(one) for one in ("", CODE[:-1], CODE + "A", "Ữ" * 27, "\x00" * 27)] == [None] * 5
