"""Connections that leave our own network: a name is resolved once, and what was judged is dialled.

Our machine stands inside the office's network. A public name may be made to lead there, and may
lead elsewhere the next moment (DNS rebinding): so the very number that was found to be public is
connected to, while the name stays what the server's certificate is held against.
"""

import ipaddress
import socket

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import NameResolutionError, NewConnectionError
from urllib3.poolmanager import PoolManager
from urllib3.util.connection import create_connection

Number = ipaddress.IPv4Address | ipaddress.IPv6Address

_MOST_TRIED = 3  # addresses of one name: each may take the whole time for connecting
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


def _resolved(host: str, port: int) -> list[str]:
    """Return the public addresses of a name. Raises InnerNumber if one of them is not."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
    numbers = [number_of(one) for one in addresses]
    if not numbers or any(one is None or is_inner_number(one) for one in numbers):
        raise InnerNumber(host)
    return addresses[:_MOST_TRIED]


class _Dialling(HTTPConnection):
    """A connection that looks where it leads before it is made."""

    def _new_conn(self) -> socket.socket:
        try:
            addresses = _resolved(self._dns_host, self.port)
        except socket.gaierror as error:
            raise NameResolutionError(self.host, self, error) from error
        failed: OSError | None = None
        for address in addresses:
            try:  # a number is not resolved again
                return create_connection(
                    (address, self.port), self.timeout, socket_options=self.socket_options
                )
            except OSError as error:
                failed = error
        raise NewConnectionError(self, f"cannot be reached: {failed}") from failed


class _DiallingSecured(_Dialling, HTTPSConnection):
    """The same under TLS: the certificate is held against the name."""


class _Plain(HTTPConnectionPool):
    ConnectionCls = _Dialling


class _Secured(HTTPSConnectionPool):
    ConnectionCls = _DiallingSecured


def only_outer(pool: PoolManager) -> PoolManager:
    """Have a pool, before its first use, connect to public machines alone."""
    pool.pool_classes_by_scheme = {"http": _Plain, "https": _Secured}
    return pool
