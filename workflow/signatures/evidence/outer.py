"""Connections to authorities: a name is resolved once, in time, and what was judged is dialled.

Our machine stands inside the office's network. A public name may be made to lead there, and may
lead elsewhere the next moment (DNS rebinding): so the very number that was found to be public is
connected to, while the name stays what the server's certificate is held against.
"""

import contextlib
import ipaddress
import socket
import threading
from typing import ClassVar

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import NewConnectionError
from urllib3.poolmanager import PoolManager
from urllib3.response import HTTPResponse
from urllib3.util.connection import create_connection

from workflow.signatures.evidence.resolving import addresses_of

Number = ipaddress.IPv4Address | ipaddress.IPv6Address

_MOST_TRIED = 3  # addresses of one name: each may take the whole time for connecting
_HEAD = 10.0  # seconds until an answer has begun; its body is bounded by who reads it
_UNICAST = ipaddress.IPv6Network("2000::/3")
_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")  # an IPv4 address by way of NAT64 (RFC 6052)


class InnerNumber(Exception):
    """The name leads into an inner network."""


def number_of(host: str) -> Number | None:
    """Read a host as a number, in every way of writing the system's resolver takes: 127.1."""
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        pass
    try:
        return ipaddress.IPv4Address(socket.inet_aton(host))
    except OSError:
        return None


def is_inner_number(number: Number) -> bool:
    """Say whether it is anything but a public machine, an IPv4 address inside an IPv6 one too."""
    if isinstance(number, ipaddress.IPv6Address):
        inside = number.ipv4_mapped or number.sixtofour
        if number in _TRANSLATED:
            inside = ipaddress.IPv4Address(int(number) & 0xFFFFFFFF)
        if inside is not None:
            return is_inner_number(inside)
        if number not in _UNICAST:
            return True
    return not number.is_global or number.is_multicast


def _hold_public(host: str, addresses: list[str]) -> None:
    numbers = [number_of(one) for one in addresses]
    if not numbers or any(one is None or is_inner_number(one) for one in numbers):
        raise InnerNumber(host)


class _Dialling(HTTPConnection):
    """A connection that looks where it leads before it is made."""

    inner: ClassVar[bool] = False  # whether it may stay inside our own network

    def _new_conn(self) -> socket.socket:
        addresses = self._resolved()
        failed: OSError | None = None
        for address in addresses[:_MOST_TRIED]:
            try:  # a number is not resolved again
                return create_connection(
                    (address, self.port), self.timeout, socket_options=self.socket_options
                )
            except OSError as error:
                failed = error
        raise NewConnectionError(self, f"cannot be reached: {failed}") from failed

    def _resolved(self) -> list[str]:
        try:
            addresses = addresses_of(self._dns_host, self.port)
        except OSError as error:
            raise NewConnectionError(self, f"leads nowhere: {error}") from error
        if not self.inner:
            _hold_public(self._dns_host, addresses)
        return addresses

    def getresponse(self) -> HTTPResponse:  # type: ignore[override]  # as urllib3's own
        """Wait until an answer begins; the limit on each read alone lets a server drip for days."""
        watch = threading.Timer(_HEAD, _hang_up, [self.sock])
        watch.daemon = True
        watch.start()
        try:
            return super().getresponse()
        finally:
            watch.cancel()


def _hang_up(held: socket.socket) -> None:
    with contextlib.suppress(OSError):
        socket.socket.shutdown(held, socket.SHUT_RDWR)  # under TLS too: whoever reads is woken


class _DiallingSecured(_Dialling, HTTPSConnection):
    """The same under TLS: the certificate is held against the name."""


class _Inside(_Dialling):
    """A connection the operator allowed to stay inside."""

    inner = True


class _InsideSecured(_DiallingSecured):
    inner = True


class _Plain(HTTPConnectionPool):
    ConnectionCls = _Dialling


class _Secured(HTTPSConnectionPool):
    ConnectionCls = _DiallingSecured


class _PlainInside(HTTPConnectionPool):
    ConnectionCls = _Inside


class _SecuredInside(HTTPSConnectionPool):
    ConnectionCls = _InsideSecured


_OUTER: dict[str, type[HTTPConnectionPool]] = {"http": _Plain, "https": _Secured}
_INNER: dict[str, type[HTTPConnectionPool]] = {"http": _PlainInside, "https": _SecuredInside}


def dialling(pool: PoolManager, *, inner: bool) -> PoolManager:
    """Have a pool, before its first use, connect so: to public machines alone unless `inner`."""
    pool.pool_classes_by_scheme = _INNER if inner else _OUTER
    return pool
