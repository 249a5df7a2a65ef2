"""A circuit breaker: after several failures in a row the store is left alone for a while."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from workflow.core.errors import StoreUnavailable, WorkflowError


class Breaker:
    """Refuses at once while the store is known to be down, so that no request waits in vain."""

    def __init__(
        self,
        failures: int = 3,
        rest: float = 5.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._allowed = failures
        self._rest = rest
        self._clock = clock
        self._lock = threading.Lock()
        self._failed = 0
        self._shut_until = 0.0

    @contextmanager
    def guard(self, refusal: Callable[[], StoreUnavailable]) -> Iterator[None]:
        """Run the block unless the circuit is open; learn from how it ends."""
        self._admit(refusal)
        try:
            yield
        except StoreUnavailable:
            self._note_failure()
            raise
        except WorkflowError:
            self._note_success()  # an answer, if not the one hoped for
            raise
        else:
            self._note_success()

    def _admit(self, refusal: Callable[[], StoreUnavailable]) -> None:
        with self._lock:
            if self._failed < self._allowed:
                return
            now = self._clock()
            if now < self._shut_until:
                raise refusal()
            # One caller goes ahead to try; the others keep being refused meanwhile.
            self._shut_until = now + self._rest

    def _note_failure(self) -> None:
        with self._lock:
            self._failed += 1
            self._shut_until = self._clock() + self._rest

    def _note_success(self) -> None:
        with self._lock:
            self._failed = 0
