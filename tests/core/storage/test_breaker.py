"""When the circuit opens, and when it closes again."""

import pytest

from workflow.core.errors import MissingFile, StoreUnavailable
from workflow.core.storage.breaker import Breaker


class Line:
    """A breaker with a clock in hand and a count of the calls that got through."""

    def __init__(self):
        self.now = 0.0
        self.through = 0
        self.breaker = Breaker(failures=3, rest=5, clock=lambda: self.now)

    def call(self, error=None):
        try:
            with self.breaker.guard(lambda: StoreUnavailable("shut")):
                self.through += 1
                if error:
                    raise error
        except StoreUnavailable as refusal:
            return str(refusal)
        return "ok"


@pytest.fixture
def broken():
    line = Line()
    for _ in range(3):
        line.call(StoreUnavailable("down"))
    return line


def test_three_failures_in_a_row_open_the_circuit(broken):
    assert (broken.call(), broken.through) == ("shut", 3)


def test_a_success_in_between_starts_the_count_anew():
    line = Line()
    answers = [line.call(StoreUnavailable("down")) for _ in range(2)] + [line.call()]
    answers += [line.call(StoreUnavailable("down")) for _ in range(2)] + [line.call()]

    assert answers == ["down", "down", "ok"] * 2


def test_after_the_rest_one_call_tries_and_a_success_closes_the_circuit(broken):
    broken.now = 5.0

    assert [broken.call(), broken.call()] == ["ok", "ok"]


def test_after_the_rest_a_failed_try_opens_it_again_at_once(broken):
    broken.now = 5.0

    assert [broken.call(StoreUnavailable("down")), broken.call()] == ["down", "shut"]
    assert broken.through == 4


def test_while_one_call_tries_the_others_are_still_refused(broken):
    broken.now = 5.0
    with broken.breaker.guard(lambda: StoreUnavailable("shut")):
        meanwhile = broken.call()

    assert (meanwhile, broken.call()) == ("shut", "ok")


def test_a_missing_file_is_an_answer_not_a_failure(broken):
    broken.now = 5.0
    with pytest.raises(MissingFile):
        broken.call(MissingFile("none"))

    assert broken.call() == "ok"
