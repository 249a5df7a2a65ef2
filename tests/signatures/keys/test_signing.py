"""Both kinds of keys sign through the signing process, and say plainly why they do not."""

import threading
from dataclasses import asdict

import pytest

from tests.signatures.keys.conftest import PASSWORD
from workflow.signatures.keys.certificates import Signatures
from workflow.signatures.keys.pins import Pin
from workflow.signatures.keys.pkcs11 import _left
from workflow.signatures.keys.refusals import Reason, Refused
from workflow.signatures.keys.words import KeyRefused, WrongPin, say

RSA = ("file", "token", "token-digested", "token-raw", "token-asks")
DATA = [b"", "Quyết định số 846/QĐ-QLTTLA".encode(), bytes(range(256)) * 40]


@pytest.mark.parametrize(
    ("key_id", "mechanism"),
    [(one, how) for one in RSA for how in ("rsassa_pss", "rsassa_pkcs1v15")]
    + [("file-curve", "ecdsa"), ("token-curve", "ecdsa")],
)
def test_one_pin_entry_signs_many(signer, pin, key_id, mechanism):
    with signer.opened(key_id, pin(key_id)) as key:
        made = [*key.sign_many(DATA, mechanism), key.sign(DATA[1], mechanism)]

    checking = Signatures(key.certificate)
    for signature, data in zip(made, [*DATA, DATA[1]], strict=True):
        checking.check(signature, data, mechanism)
        with pytest.raises(Refused, match="other_key"):  # what was not signed does not fit
            checking.check(signature, data + b" ", mechanism)


def test_the_list_tells_certificates_and_purposes_and_nothing_of_where_keys_lie(
    signer, authorities
):
    listed = {one.id: one for one in signer.list()}

    assert asdict(listed["token-curve"]) == {
        "id": "token-curve", "kind": "pkcs11", "purpose": "person", "note": "của văn thư",
        "certificate": authorities.certificate("head-curve"),
        "chain": (authorities.certificate("issuing"),),
    }  # fmt: skip


@pytest.mark.parametrize("typed", ["0000-sai", "0000\0sai", "\0"])
@pytest.mark.parametrize("key_id", ["file", "token"])
def test_a_wrong_pin_is_refused_beside_its_field_and_the_right_one_still_opens(
    signer, pin, key_id, typed
):
    with pytest.raises(WrongPin, match="chưa ký gì") as refused:
        signer.check_pin(key_id, Pin(typed))

    assert (refused.value.field, refused.value.left) == ("pin", None)
    signer.check_pin(key_id, pin(key_id))


def test_the_last_try_is_told_where_the_token_tells_it():
    class Token:
        flags = 0x00020000 | 0x00000004  # final try, login required

    assert _left(Token()) == 1
    Token.flags = 0x00000004
    assert _left(Token()) is None
    assert "chỉ còn 1 lần thử" in str(say(Refused(Reason.WRONG_PIN, 1)))
    assert "đã khóa" in str(say(Refused(Reason.PIN_LOCKED)))


@pytest.mark.parametrize(
    ("key_id", "reason"),
    [
        ("none", Reason.NO_KEY), ("token-gone", Reason.NO_TOKEN), ("no-module", Reason.MODULE),
        ("token-bare", Reason.NO_OBJECT), ("file-wrong", Reason.OTHER_KEY),
        ("token-wrong", Reason.OTHER_KEY),
    ],
)  # fmt: skip
def test_a_key_that_is_not_what_the_register_says_is_refused_at_opening(
    signer, pin, key_id, reason
):
    with pytest.raises(KeyRefused) as refused, signer.opened(key_id, pin(key_id)):
        pass

    assert refused.value.reason is reason


@pytest.mark.parametrize(
    ("key_id", "mechanism", "reason"),
    [
        ("token-old", "rsassa_pss", Reason.MECHANISM), ("file", "ecdsa", Reason.MECHANISM),
        ("file", "md5", Reason.MECHANISM), ("token-curve", "rsassa_pss", Reason.MECHANISM),
    ],
)  # fmt: skip
def test_what_a_key_cannot_do_is_refused_and_the_conversation_goes_on(
    signer, pin, key_id, mechanism, reason
):
    with signer.opened(key_id, pin(key_id)) as key:
        for _time in range(2):
            with pytest.raises(KeyRefused) as refused:
                key.sign(b"x", mechanism)
            assert refused.value.reason is reason


def test_one_signature_that_does_not_come_takes_back_all(signer, pin):
    """Nothing half-signed: a batch is answered whole or refused whole."""
    with signer.opened("token-old", pin("token")) as key, pytest.raises(KeyRefused):
        key.sign_many(DATA, "rsassa_pkcs1v15")
    with signer.opened("token", pin("token")) as key:
        assert len(key.sign_many(DATA, "rsassa_pkcs1v15")) == len(DATA)


def test_conversations_side_by_side_do_not_share_a_login(signer, pin):
    """A token knows one login per program: each conversation is a program of its own."""
    found = {}

    def work(number: int, typed: Pin) -> None:
        try:
            with signer.opened("token", typed) as key:
                found[number] = Signatures(key.certificate).check(
                    key.sign(b"%d" % number, "rsassa_pss"), b"%d" % number, "rsassa_pss"
                )
        except WrongPin:
            found[number] = None

    with signer.opened("token", pin("token")):
        threads = [
            threading.Thread(target=work, args=(n, pin("token") if n % 2 else Pin(PASSWORD)))
            for n in range(6)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert [bool(found[n]) for n in range(6)] == [False, True] * 3
