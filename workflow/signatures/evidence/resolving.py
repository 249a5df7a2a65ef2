"""Asks the system's resolver where a name leads, for so long and no longer.

It has no limit of its own that could be set, and a lookup under way cannot be stopped, only left
alone until the resolver gives up. So that names nobody answers for do not pile up threads, only so
many lookups are under way at once; who comes then waits within the same limit.
"""

import os
import socket
import threading
import time
from concurrent.futures import Future
from functools import lru_cache

_LONGEST = 5.0  # seconds
_MOST = 16


@lru_cache(maxsize=1)
def _places() -> threading.BoundedSemaphore:
    return threading.BoundedSemaphore(_MOST)


os.register_at_fork(after_in_child=_places.cache_clear)  # the threads stay with the parent


def addresses_of(host: str, port: int) -> list[str]:
    """Return the numbers a name leads to. Raises OSError: there are none, or it took too long."""
    until, places = time.monotonic() + _LONGEST, _places()
    if not places.acquire(timeout=_LONGEST):
        raise TimeoutError(host)
    answer: Future[list[str]] = Future()
    try:
        threading.Thread(
            target=_look, args=(host, port, answer, places), name="lookup", daemon=True
        ).start()
    except RuntimeError as error:  # the machine has no more threads
        places.release()
        raise OSError(host) from error
    return answer.result(timeout=max(0.0, until - time.monotonic()))


def _look(
    host: str, port: int, answer: Future[list[str]], places: threading.BoundedSemaphore
) -> None:  # fmt: skip
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        answer.set_result(list(dict.fromkeys(str(one[4][0]) for one in found)))
    except BaseException as error:  # whoever waits gets it
        answer.set_exception(error)
    finally:
        places.release()
