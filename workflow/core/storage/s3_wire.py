"""How long the S3 store waits for its server, and how often it asks again."""

import io
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Self

import urllib3
from urllib3.exceptions import ReadTimeoutError
from urllib3.exceptions import TimeoutError as WireTimeout
from urllib3.response import BaseHTTPResponse

from workflow.core.storage.port import CHUNK


@dataclass(frozen=True)
class Patience:
    """Seconds to wait: to connect, for the next bytes, and for a whole object."""

    connect: float = 3.0
    read: float = 30.0
    whole: float = 120.0
    clock: Callable[[], float] = time.monotonic


class _RetryUnlessSlow(urllib3.Retry):
    """A server that broke off may be asked again; one that is slow is not made to work twice."""

    def increment(
        self,
        method: str | None = None,
        url: str | None = None,
        response: BaseHTTPResponse | None = None,
        error: Exception | None = None,
        *rest: Any,
        **named: Any,
    ) -> Self:
        if isinstance(error, ReadTimeoutError):
            raise error
        return super().increment(method, url, response, error, *rest, **named)


class _Connections(urllib3.PoolManager):
    """Sends bodies block by block.

    Bytes given at once must all be sent within the time meant for connecting, since the time-out
    of a socket covers one whole `sendall`: a large file on a slow line would never get through.
    """

    def urlopen(  # type: ignore[override]
        self, method: str, url: str, redirect: bool = True, **options: Any
    ) -> BaseHTTPResponse:
        content = options.get("body")
        if isinstance(content, bytes) and content:
            options["headers"]["Content-Length"] = str(len(content))
            options["body"] = io.BytesIO(content)
        return super().urlopen(method, url, redirect, **options)


def pool(patience: Patience) -> urllib3.PoolManager:
    """Connections of our own: the SDK's default would wait five minutes, five times.

    Servers are trusted by the machine's own list of authorities, where an office adds its own.
    """
    return _Connections(
        maxsize=16,
        cert_reqs="CERT_REQUIRED",
        timeout=urllib3.Timeout(connect=patience.connect, read=patience.read),
        retries=_RetryUnlessSlow(
            total=2,
            redirect=0,
            backoff_factor=0.2,
            status_forcelist=(500, 502, 503, 504),
            raise_on_status=False,
        ),
    )


def body(response: BaseHTTPResponse, patience: Patience) -> Iterator[bytes]:
    """The bytes of an answer as they come; the connection is given back however this ends."""
    deadline = patience.clock() + patience.whole
    try:
        # read1 returns what is there: a server that drips cannot hold us past the deadline.
        while piece := response.read1(CHUNK, decode_content=False):
            if patience.clock() > deadline:
                raise WireTimeout("the object did not arrive in time")
            yield piece
    finally:
        response.close()
        response.release_conn()
