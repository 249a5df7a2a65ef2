"""Asks a server the operator configured: bounded in time and size, no redirects, http(s) only.

It is a public machine, or one the operator allows by name: whatever its name leads to today.
"""

import os
import ssl
import time
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

import urllib3
from flask import current_app, has_app_context
from urllib3.exceptions import HTTPError

from workflow.signatures.evidence.outer import InnerNumber, dialling
from workflow.signatures.evidence.refusals import (
    Fault,
    InnerServer,
    Server,
    ServerDown,
    WrongAnswer,
)

_CONNECT, _READ, _WHOLE = 4.0, 8.0, 20.0  # seconds
_PART = 1 << 16
_OK = 200
MISREAD = (
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    IndexError,
)  # by asn1crypto, of nonsense


@dataclass(frozen=True)
class Limits:
    """How long an answer may be, and what is sent."""

    largest: int
    content_type: str = ""


LIMITS = {
    Server.STAMP: Limits(128 << 10, "application/timestamp-query"),
    Server.OCSP: Limits(128 << 10, "application/ocsp-request"),
    Server.CRL: Limits(32 << 20),
}


def is_address(text: str) -> bool:
    """Say whether an operator may configure it: http or https, a host, no password inside."""
    try:
        parts = urlsplit(text)
        _port = parts.port
        (parts.hostname or "").encode("idna")  # as the resolver will: no empty or endless part
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc


def inner_allowed() -> frozenset[str]:
    """Return the hosts of our own network that may be asked; outside an application none."""
    if not has_app_context():
        return frozenset()
    allowed: frozenset[str] = current_app.config["SETTINGS"].inner_authorities
    return allowed


@lru_cache(maxsize=2)
def _pool(*, inner: bool) -> urllib3.PoolManager:
    made = urllib3.PoolManager(
        num_pools=8, retries=False, ssl_context=ssl.create_default_context(),
        timeout=urllib3.Timeout(connect=_CONNECT, read=_READ),
    )  # fmt: skip
    return dialling(made, inner=inner)


os.register_at_fork(after_in_child=_pool.cache_clear)  # two processes never share a connection


def ask(server: Server, address: str, body: bytes | None = None) -> bytes:
    """Return the answer. Raises ServerDown, InnerServer or WrongAnswer."""
    if not is_address(address):
        raise ServerDown(server, address)
    headers = {"Content-Type": LIMITS[server].content_type} if body is not None else {}
    until = time.monotonic() + _WHOLE
    host = (urlsplit(address).hostname or "").rstrip(".")
    try:
        answer = _pool(inner=host in inner_allowed()).request(
            "GET" if body is None else "POST", address, body=body, headers=headers,
            preload_content=False, redirect=False,
        )  # fmt: skip
        try:
            return _taken(answer, server, address, until)
        finally:
            answer.close()
    except InnerNumber as error:
        raise InnerServer(server, address) from error
    except (HTTPError, OSError) as error:
        raise ServerDown(server, address) from error


def _taken(
    answer: urllib3.BaseHTTPResponse, server: Server, address: str, until: float
) -> bytes:  # fmt: skip
    if answer.status >= 500:  # noqa: PLR2004
        raise ServerDown(server, address)
    if answer.status != _OK:
        raise WrongAnswer(server, address, Fault.STATUS)
    taken = bytearray()
    while part := answer.read1(_PART):
        taken += part
        if len(taken) > LIMITS[server].largest:
            raise WrongAnswer(server, address, Fault.SIZE)
        if time.monotonic() > until:
            raise ServerDown(server, address)
    return bytes(taken)
