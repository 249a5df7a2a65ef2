"""Evidence comes from configured servers alone, is checked, and its lack stops the act."""

import dataclasses
import socket
import threading
import time
from datetime import timedelta

import pytest
from asn1crypto import ocsp, tsp

from tests.signatures.evidence.conftest import AT
from workflow.core.errors import Unavailable
from workflow.signatures.evidence import asking, outer, revocation, stamping
from workflow.signatures.evidence.fetching import Sources, fetch_evidence, fetch_stamp
from workflow.signatures.evidence.issuers import Issuers
from workflow.signatures.evidence.refusals import (
    Fault,
    NoEvidence,
    Revoked,
    Server,
    ServerDown,
    WrongAnswer,
)


@pytest.fixture
def sources(servers):
    return Sources(servers.tsa(), [servers.ocsp()], [servers.crl(), servers.crl("root")])


@pytest.fixture
def head(servers):
    return servers.authorities.certificate("head")


def test_everything_below_the_root_is_proven(at_work, issuers, sources, head):
    found = fetch_evidence(sources, issuers, [head], AT)

    assert (len(found.crls), len(found.ocsps)) == (2, 1)
    assert [tuple(found.roots), found.others[0]] == [tuple(issuers.roots), issuers.others[0]]
    assert at_work.authorities.certificate("tsa") in found.others
    assert at_work.asked == [
        "/office/tsa/tsa", "/office/crls/issuing/latest.crl", "/office/crls/root/latest.crl",
        "/office/ocsp/issuing", "/office/ocsp/issuing", "/office/ocsp/issuing",
    ]  # fmt: skip


def test_what_a_certificate_says_of_itself_is_never_asked(at_work, issuers, head):
    """Its own CRL and OCSP addresses answer at this very moment, yet nobody is asked."""
    with pytest.raises(NoEvidence, match="Nguyễn Văn An"):
        fetch_evidence(Sources(crls=[at_work.crl("root")]), issuers, [head], AT)

    assert at_work.asked == ["/office/crls/root/latest.crl"]


def test_without_addresses_there_is_neither_evidence_nor_stamp(issuers, head):
    assert fetch_evidence(Sources(), issuers, [head], AT) is None
    assert fetch_stamp(Sources(), issuers, AT) is None


def test_one_kind_of_evidence_is_enough_and_a_silent_server_beside_it_no_hindrance(
    at_work, issuers, sources, head
):
    lists = dataclasses.replace(sources, ocsps=["http://127.0.0.1:1/ocsp"], stamp="")

    assert fetch_evidence(lists, issuers, [head], AT).ocsps == ()


@pytest.mark.parametrize(
    ("left", "sentence"),
    [
        (Server.STAMP, "Máy chủ dấu thời gian 127.0.0.1:.* không trả lời: chưa ký, hãy thử lại"),
        (Server.OCSP, "Máy chủ trả lời thu hồi 127.0.0.1:.* không trả lời: chưa ký, hãy thử lại"),
        (Server.CRL, "Không tải được danh sách thu hồi từ 127.0.0.1:.*: chưa ký, hãy thử lại"),
    ],
)
def test_a_server_that_is_down_stops_the_act_and_is_named(
    at_work, issuers, sources, head, left, sentence
):
    only = {
        Server.STAMP: sources,
        Server.OCSP: Sources(ocsps=sources.ocsps),
        Server.CRL: Sources(crls=sources.crls),
    }[left]
    at_work.down = True
    with pytest.raises(ServerDown, match=sentence):
        fetch_evidence(only, issuers, [head], AT)


def test_a_revoked_certificate_is_said_so_by_list_and_by_answer(at_work, issuers, sources):
    revoked = at_work.authorities.certificate("head-revoked")
    for only in (Sources(ocsps=sources.ocsps), Sources(crls=sources.crls)):
        with pytest.raises(Revoked, match="Nguyễn Văn An”.* đã bị thu hồi"):
            fetch_evidence(only, issuers, [revoked], AT)


def test_a_certificate_of_a_root_of_the_same_name_is_not_proven(at_work, issuers, sources):
    forged = at_work.authorities.certificate("head", "forged")
    with pytest.raises(NoEvidence):
        fetch_evidence(dataclasses.replace(sources, stamp=""), issuers, [forged], AT)


def answering(monkeypatch, module, change):
    """Change what a server answers on its way."""
    real = asking.ask
    monkeypatch.setattr(
        module, "ask", lambda server, address, body=None: change(real(server, address, body))
    )


def flipped(answer: bytes) -> bytes:
    return answer[:-20] + bytes((answer[-20] ^ 1,)) + answer[-19:]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (flipped, Fault.SIGNATURE), (lambda a: a[:-1], Fault.FORM), (lambda a: b"", Fault.FORM),
        (lambda a: a, None),
    ],
)  # fmt: skip
def test_a_list_that_was_tampered_with_is_refused(
    at_work, issuers, sources, head, monkeypatch, change, fault
):
    answering(monkeypatch, revocation, change)
    lists = Sources(crls=sources.crls)
    if fault is None:
        assert len(fetch_evidence(lists, issuers, [head], AT).crls) == 2
    else:
        with pytest.raises(WrongAnswer) as refused:
            fetch_evidence(lists, issuers, [head], AT)
        assert (refused.value.server, refused.value.fault) == (Server.CRL, fault)


def test_an_answer_that_was_given_to_somebody_else_is_refused(
    at_work, issuers, sources, head, monkeypatch
):
    kept = []
    answering(monkeypatch, revocation, lambda answer: kept.append(answer) or answer)
    seal = at_work.authorities.certificate("seal")
    below, above = next(issuers.path(issuers.read(seal)))
    assert revocation.ask_ocsp(sources.ocsps[0], below, above, AT) is not None
    monkeypatch.setattr(revocation, "ask", lambda *_asked: kept[0])

    for asked in (head, seal):  # another certificate; the same one, but an earlier question
        with pytest.raises(WrongAnswer) as refused:
            below, above = next(issuers.path(issuers.read(asked)))
            revocation.ask_ocsp(sources.ocsps[0], below, above, AT)
        assert refused.value.fault is Fault.OTHER


def _with_another_signature(answer: bytes) -> bytes:
    told = ocsp.OCSPResponse.load(answer)
    basic = told.basic_ocsp_response
    made = basic["signature"].native
    return answer.replace(made, made[:-1] + bytes((made[-1] ^ 1,)))


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (_with_another_signature, Fault.SIGNATURE), (lambda a: a[:40], Fault.FORM),
        (lambda a: ocsp.OCSPResponse({"response_status": "try_later"}).dump(), Fault.REFUSED),
    ],
)  # fmt: skip
def test_an_ocsp_answer_that_was_tampered_with_is_refused(
    at_work, issuers, sources, head, monkeypatch, change, fault
):
    answering(monkeypatch, revocation, change)
    below, above = next(issuers.path(issuers.read(head)))
    with pytest.raises(WrongAnswer) as refused:
        revocation.ask_ocsp(sources.ocsps[0], below, above, AT)
    assert refused.value.fault is fault


def test_old_lists_and_answers_are_refused(at_work, issuers, sources, head):
    later = AT + timedelta(days=400)  # our clock, not theirs
    for only, server in (
        (Sources(crls=sources.crls), Server.CRL), (Sources(ocsps=sources.ocsps), Server.OCSP),
    ):  # fmt: skip
        with pytest.raises(WrongAnswer) as refused:
            fetch_evidence(only, issuers, [head], later)
        assert (refused.value.server, refused.value.fault) == (server, Fault.AGE)


REQUEST = tsp.TimeStampReq(
    {
        "version": 1, "cert_req": True, "nonce": 77,
        "message_imprint": {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": b"a" * 32},
    }
)  # fmt: skip


def test_a_stamp_is_given_through_as_it_came(at_work, issuers, sources):
    answer = fetch_stamp(sources, issuers, AT)(REQUEST.dump())
    token = tsp.TimeStampResp.load(answer)["time_stamp_token"]["content"]

    assert token["encap_content_info"]["content"].parsed["nonce"].native == 77


@pytest.mark.parametrize(
    "what", ["nonce", "imprint", "signature", "form", "refused", "root", "age"]
)
def test_a_stamp_that_is_not_ours_or_not_theirs_is_refused(
    at_work, issuers, sources, monkeypatch, what
):
    asked, at = REQUEST, AT
    if what in {"nonce", "imprint"}:  # a good stamp, of another question
        given = fetch_stamp(sources, issuers, AT)(REQUEST.dump())
        answering(monkeypatch, stamping, lambda _answer: given)
        asked = REQUEST.copy()
        if what == "nonce":
            asked["nonce"] = 78
        else:
            asked["message_imprint"]["hashed_message"] = b"b" * 32
        asked = tsp.TimeStampReq.load(asked.dump(force=True))
    elif what == "signature":
        answering(monkeypatch, stamping, flipped)
    elif what == "form":
        answering(monkeypatch, stamping, lambda answer: answer[:60])
    elif what == "refused":
        said = bytes.fromhex("30053003020102")  # rejection, and no token
        answering(monkeypatch, stamping, lambda _answer: said)
    elif what == "root":
        issuers = Issuers([at_work.authorities.certificate("root", "forged")])
    else:
        at = AT + timedelta(hours=1)
    with pytest.raises(WrongAnswer, match="chưa ký") as refused:
        fetch_stamp(sources, issuers, at)(asked.dump())

    assert refused.value.fault is {
        "nonce": Fault.OTHER, "imprint": Fault.OTHER, "form": Fault.FORM, "age": Fault.AGE,
        "refused": Fault.REFUSED,
    }.get(what, Fault.SIGNATURE)  # fmt: skip


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("http://ca.gov.vn/crl", True), ("https://ca.gov.vn:8443/x", True),
        ("file:///etc/passwd", False), ("ftp://ca.gov.vn/x", False), ("ca.gov.vn", False),
        ("http://", False), ("http://a:b@ca.gov.vn/", False), ("http://ca.gov.vn:x/", False),
        ("http://ca..vn/", False), (f"http://{'a' * 64}.vn/", False), ("http://dấu.vn./", True),
    ],
)  # fmt: skip
def test_only_http_addresses_without_passwords_may_be_configured(address, allowed):
    if allowed:
        assert Sources(crls=[address]).crls == [address]
    else:
        with pytest.raises(ValueError, match=".*"):
            Sources(crls=[address])


def plain_server(answer: bytes, *, parts: int = 1, pause: float = 0.0):
    """A server that gives one answer, in parts, and closes."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve():
        with listener, listener.accept()[0] as connection:
            while not connection.recv(65536).endswith(b"?"):
                pass
            try:
                for _part in range(parts):
                    connection.sendall(answer)
                    time.sleep(pause)
            except OSError:
                return

    thread = threading.Thread(target=serve)
    thread.start()
    return f"http://127.0.0.1:{listener.getsockname()[1]}/", thread


HEAD = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"


@pytest.mark.parametrize(
    ("answer", "parts", "pause", "error"),
    [
        (HEAD + b"x" * 4096, 100, 0.0, WrongAnswer),  # longer than may be
        (
            b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
            1,
            0,
            WrongAnswer,
        ),  # never followed
        (b"HTTP/1.1 404 None\r\nContent-Length: 0\r\n\r\n", 1, 0, WrongAnswer),
        (b"HTTP/1.1 503 Down\r\nContent-Length: 0\r\n\r\n", 1, 0, ServerDown),
        (HEAD, 8, 0.1, ServerDown),  # a drop now and then
        (HEAD[:9], 1, 0.6, ServerDown),  # silence
        (HEAD[:9], 40, 0.1, ServerDown),  # a head that never ends
        (b"nonsense\r\n\r\n", 1, 0, ServerDown),
        (HEAD + b"good", 1, 0, None),
    ],
)
def test_answers_are_bounded_in_time_and_size(monkeypatch, answer, parts, pause, error):
    monkeypatch.setattr(asking, "_WHOLE", 0.3)
    monkeypatch.setattr(asking, "_READ", 0.3)
    monkeypatch.setattr(outer, "_HEAD", 0.3)
    asking._pool.cache_clear()
    address, thread = plain_server(answer, parts=parts, pause=pause)
    started = time.monotonic()
    if error is None:
        assert asking.ask(Server.OCSP, address, b"?") == b"good"
    else:
        with pytest.raises(Unavailable) as refused:
            asking.ask(Server.OCSP, address, b"?")
        assert type(refused.value) is error
    assert time.monotonic() - started < 3
    thread.join()
    asking._pool.cache_clear()
