"""What a rule hangs on is told from its text: titles held before, or the judgement of people."""

import pytest

from workflow.awards.eligibility.leaning import leans_on_titles, leaves_room


@pytest.mark.parametrize(
    ("text", "leans", "room"),
    [
        ("", False, True),
        ("FREE", False, True),
        ("not a rule &", False, True),
        ("PERF:HTTNV:1", False, False),
        ("LDTT:1 same_year&(PERF:HTXSNV:1|INIT:grassroots:1)", True, False),
        ("SHARE:LDTT:0.70&PERF:HTTNV:1&NODISC:canhcao", True, False),
        ("PERF:HTXSNV:1&HAS:CSTDCS:1", True, False),
        ("(CSTDCS:2 consecutive&(INIT:grassroots:2|TOPIC:accepted:2) within_window)|MOVEMENT",
         True, True),
        ("(BKBT_CN:1&THEN PERF:HTTNV:5 consecutive)|SUDDEN", True, True),
        ("RANK:cluster:1|THEMATIC:3y", False, False),
    ],
)  # fmt: skip
def test_the_text_of_a_rule_tells_it(text, leans, room):
    assert (leans_on_titles(text), leaves_room(text)) == (leans, room)
