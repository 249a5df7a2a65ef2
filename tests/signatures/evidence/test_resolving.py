"""A resolver that says nothing holds nobody up, and threads do not pile up behind it."""

import socket
import threading
import time

import pytest

from tests.signatures.evidence.test_fetching import HEAD, plain_server
from workflow.signatures.evidence import asking, resolving
from workflow.signatures.evidence.refusals import Server, ServerDown

SILENT = "tsa.im-lang.vn"


@pytest.fixture
def silent(monkeypatch):
    """A resolver that says nothing of SILENT until it is let go; it counts who waits."""
    real, gone, under_way = socket.getaddrinfo, threading.Event(), []

    def resolved(host, *more, **named):
        if host != SILENT:
            return real(host, *more, **named)
        under_way.append(threading.current_thread())
        gone.wait(10)
        return real("127.0.0.1", *more, **named)

    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    monkeypatch.setattr(resolving, "_LONGEST", 0.2)
    monkeypatch.setattr(resolving, "_MOST", 2)
    resolving._places.cache_clear()
    yield gone, under_way
    gone.set()
    for thread in under_way:
        thread.join()
    resolving._places.cache_clear()
    asking._pool.cache_clear()


@pytest.mark.parametrize("inner", [False, True])
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_name_nobody_tells_of_is_a_server_that_is_down(silent, monkeypatch, scheme, inner):
    monkeypatch.setattr(asking, "inner_allowed", lambda: frozenset({SILENT} if inner else ()))
    started = time.monotonic()

    with pytest.raises(ServerDown, match=f"{SILENT} không trả lời: chưa ký"):
        asking.ask(Server.STAMP, f"{scheme}://{SILENT}/tsa", b"?")

    assert time.monotonic() - started < 2


def test_lookups_left_alone_are_so_many_and_no_more_and_their_places_come_back(silent, monkeypatch):
    gone, under_way = silent
    address, server = plain_server(HEAD + b"good")
    monkeypatch.setattr(asking, "inner_allowed", lambda: frozenset({SILENT, "127.0.0.1"}))
    for _once in range(5):
        with pytest.raises(ServerDown):
            asking.ask(Server.STAMP, f"http://{SILENT}/tsa", b"?")
    with pytest.raises(ServerDown):
        asking.ask(Server.STAMP, address, b"?")  # no place is left for others either
    assert (len(under_way), all(one.daemon for one in under_way)) == (2, True)

    gone.set()
    for thread in under_way:
        thread.join()
    there = address.replace("127.0.0.1", SILENT)
    assert asking.ask(Server.STAMP, there, b"?") == b"good"
    server.join()


def test_what_goes_wrong_while_looking_is_told_to_who_asked(monkeypatch):
    def refuse(*_args, **_more):
        raise AssertionError("no name may be looked up")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    with pytest.raises(AssertionError):
        resolving.addresses_of(SILENT, 80)
