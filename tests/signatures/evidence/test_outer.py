"""A name that leads into our own network is not asked, whatever it led to a moment ago."""

import ipaddress
import socket
from types import SimpleNamespace

import pytest

from tests.signatures.evidence.test_fetching import HEAD, plain_server
from workflow.signatures.evidence import asking, outer
from workflow.signatures.evidence.outer import is_inner_number
from workflow.signatures.evidence.refusals import InnerServer, Server, ServerDown, WrongAnswer

NAME, PUBLIC = "tsa.ca.vn", "203.162.0.11"


@pytest.fixture
def leads_to(monkeypatch):
    """Have the resolver say of NAME what is given, one answer after another; others as ever."""
    real, asked = socket.getaddrinfo, []

    def say(*answers):
        left = [list(one) for one in answers]

        def resolved(host, port, *more, **named):
            if host != NAME:
                return real(host, port, *more, **named)
            asked.append(host)
            found = left.pop(0) if len(left) > 1 else left[0]
            return [entry for one in found for entry in real(one, port, type=socket.SOCK_STREAM)]

        monkeypatch.setattr(socket, "getaddrinfo", resolved)
        return asked

    return say


@pytest.fixture
def dialled(monkeypatch):
    """Where connections go; a public machine is played by a server of our own."""
    made, real = SimpleNamespace(to=[], port=0), outer.create_connection

    def connect(address, *more, **named):
        made.to.append(address[0])
        return real(("127.0.0.1", made.port), *more, **named)

    monkeypatch.setattr(outer, "create_connection", connect)
    yield made
    asking._pool.cache_clear()


def port_of(address):
    return int(address.rstrip("/").rpartition(":")[2])


INNER = [
    ["127.0.0.1"], ["10.0.0.8"], ["192.168.1.5"], ["172.16.0.1"], ["169.254.169.254"],
    ["100.64.0.1"], ["0.0.0.0"], ["::1"], ["::ffff:127.0.0.1"], ["::ffff:10.0.0.1"],
    ["fd00::1"], ["64:ff9b::7f00:1"], [PUBLIC, "127.0.0.1"],
]  # fmt: skip


@pytest.mark.parametrize("found", INNER, ids=" ".join)
def test_a_public_name_that_leads_inside_is_not_asked(leads_to, dialled, found):
    leads_to(found)

    with pytest.raises(InnerServer, match=f"{NAME} dẫn vào mạng nội bộ.*chưa ký"):
        asking.ask(Server.STAMP, f"http://{NAME}/tsa", b"?")
    with pytest.raises(InnerServer):
        asking.ask(Server.CRL, f"https://{NAME}/a.crl")
    assert dialled.to == []


def test_a_public_machine_is_asked_by_the_number_that_was_judged_and_by_its_name(leads_to, dialled):
    address, thread = plain_server(HEAD + b"good")
    dialled.port = port_of(address)
    asked = leads_to([PUBLIC], ["127.0.0.1"])  # the next moment it would lead inside

    assert asking.ask(Server.STAMP, f"http://{NAME}/tsa", b"?") == b"good"

    thread.join()
    assert (asked, dialled.to) == ([NAME], [PUBLIC])


def test_what_the_operator_allows_by_name_may_lead_inside(leads_to, monkeypatch):
    address, thread = plain_server(HEAD + b"good")
    leads_to(["127.0.0.1"])
    monkeypatch.setattr(asking, "inner_allowed", lambda: frozenset({NAME}))

    assert asking.ask(Server.STAMP, f"http://{NAME}:{port_of(address)}/", b"?") == b"good"
    thread.join()
    with pytest.raises(InnerServer):
        asking.ask(Server.STAMP, address, b"?")  # its number is another name


def test_a_public_machine_that_sends_us_inside_is_not_followed(leads_to, dialled):
    with socket.create_server(("127.0.0.1", 0)) as inside:
        inside.settimeout(0.05)
        away = f"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:{inside.getsockname()[1]}/\r\n"
        address, thread = plain_server(away.encode() + b"Content-Length: 0\r\n\r\n")
        dialled.port = port_of(address)
        leads_to([PUBLIC])

        with pytest.raises(WrongAnswer):
            asking.ask(Server.STAMP, f"http://{NAME}/tsa", b"?")
        thread.join()
        with pytest.raises(TimeoutError):
            inside.accept()


def test_under_tls_the_name_is_asked_for_though_a_number_is_dialled(leads_to, dialled, monkeypatch):
    ours, theirs = socket.socketpair()
    leads_to([PUBLIC])
    monkeypatch.setattr(outer, "create_connection", lambda *_a, **_n: ours)
    theirs.sendall(b"no TLS here\r\n")

    with theirs:
        with pytest.raises(ServerDown):
            asking.ask(Server.CRL, f"https://{NAME}/a.crl")
        assert NAME.encode() in theirs.recv(4096)  # server_name of the ClientHello (RFC 6066)


@pytest.mark.parametrize(
    ("number", "inner"),
    [
        (PUBLIC, False), ("2606:4700::1111", False), ("64:ff9b::808:808", False),
        ("2002:808:808::1", False), ("::ffff:8.8.8.8", False), ("2002:7f00:1::1", True),
        ("2002:a00:1::1", True), ("::127.0.0.1", True), ("fe80::1", True), ("224.0.0.1", True),
        ("198.18.0.1", True), ("255.255.255.255", True), ("2001:db8::1", True),
    ],
)  # fmt: skip
def test_public_numbers_are_told_from_inner_ones_in_every_disguise(number, inner):
    assert is_inner_number(ipaddress.ip_address(number)) is inner
