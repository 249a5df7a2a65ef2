"""The rule column of the catalogue is read whole, and what is wrong says where."""

import pytest

from workflow.awards.catalogue import rule_texts
from workflow.awards.eligibility.parsing import RuleError, parse
from workflow.awards.eligibility.rules import (
    All,
    Any,
    Free,
    Held,
    Initiatives,
    Performed,
    Span,
    Then,
    Within,
    Works,
)
from workflow.awards.states import Scope
from workflow.recipients.states import Grade


def test_every_rule_of_the_catalogue_is_read():
    read = [parse(text) for text in rule_texts().values()]

    assert len(read) == 84
    assert [rule is None for rule in read] == [not text for text in rule_texts().values()]


def test_then_counts_what_follows_after_what_stands_before():
    assert parse("BKBT_CN:1&THEN PERF:HTTNV:5 consecutive&CSTDCS:3 within_window|SUDDEN") == Any((
        Then(
            Held("BKBT_CN", 1),
            All((
                Performed(Grade.WELL, 5, Span.CONSECUTIVE), Held("CSTDCS", 3, Span.WINDOW),
            )),
        ),
        Free.SUDDEN,
    ))  # fmt: skip


def test_brackets_bind_and_may_be_counted_in_the_window():
    assert parse("A:1&(INIT:grassroots:2|TOPIC:accepted:2) within_window") == All((
        Held("A", 1),
        Within(Any((Initiatives(Scope.GRASSROOTS, 2), Works("TOPIC", 2)))),
    ))  # fmt: skip


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("CSTDCS:x", 1, 8),
        ("CSTDCS:0", 1, 8),
        ("CSTDCS:٣", 1, 8),
        ("CSTDCS:101 consecutive", 1, 8),
        ("CSTDCS:99999999999999 consecutive", 1, 8),
        (f"PERF:HTXSNV:{'9' * 5000}", 1, 13),
        ("SHARE:LDTT:1e-999999999", 1, 12),
        ("FREE\n&" + "(" * 21, 2, 22),
        ("(" * 2000 + "FREE" + ")" * 2000, 1, 21),
        ("CSTDCS", 1, 1),
        ("(A:1", 1, 5),
        ("A:1)", 1, 4),
        ("A:1 &\n B:0", 2, 4),
        ("THEN A:1", 1, 1),
        ("PERF:TOT:1", 1, 6),
        ("INIT:village:1", 1, 6),
        ("SHARE:A:1.2", 1, 9),
        ("SHARE:A:0", 1, 9),
        ("NODISC:some", 1, 8),
        ("A:1 best_of_leaders", 1, 5),
        ("UNVERIFIED:1", 1, 1),
        ("(A:1) consecutive", 1, 7),
        ("A:1 | | B:1", 1, 7),
        ("DELETE FROM awards", 1, 8),
    ],
)
def test_what_cannot_be_read_says_where(text, line, column):
    with pytest.raises(RuleError) as refused:
        parse(text)

    assert (refused.value.line, refused.value.column) == (line, column)


def test_an_empty_cell_is_unknown_and_not_a_rule():
    assert parse(" ") is None
