"""Every status against every step, from tables written out by hand."""

from types import SimpleNamespace

import pytest

from workflow.core.actors import Actor
from workflow.core.errors import InvalidStep, NotAllowed
from workflow.proposals.states import NominationStatus, ProposalStatus
from workflow.proposals.steps import nomination_lifecycle, proposal_lifecycle

PROPOSAL = {
    ("draft", "submit"): "submitted",
    ("returned", "submit"): "submitted",
    ("draft", "withdraw"): "withdrawn",
    ("submitted", "withdraw"): "withdrawn",
    ("returned", "withdraw"): "withdrawn",
    ("submitted", "start_check"): "checking",
    ("submitted", "send_back"): "returned",
    ("checking", "send_back"): "returned",
    ("checking", "accept"): "council_review",
    ("council_review", "send_up"): "submitted_upward",
    ("submitted_upward", "send_up"): "submitted_upward",
    ("council_review", "decide"): "decided",
    ("submitted_upward", "decide"): "decided",
}
NOMINATION = {
    ("proposed", "place"): "on_agenda",
    ("on_agenda", "take_off"): "proposed",
    ("on_agenda", "pass"): "passed",
    ("on_agenda", "fail"): "not_passed",
    ("proposed", "clear"): "passed",
    ("passed", "strike"): "not_awarded",
    ("passed", "forward"): "forwarded",
    ("passed", "award"): "awarded",
    ("forwarded", "award"): "awarded",
    ("passed", "refuse"): "not_awarded",
    ("forwarded", "refuse"): "not_awarded",
    ("proposed", "withdraw"): "withdrawn",
    ("on_agenda", "withdraw"): "withdrawn",
    ("passed", "withdraw"): "withdrawn",
    ("awarded", "revoke"): "revoked",
}
UNIT, OFFICE, ELSEWHERE = 3, 7, 9
ACTORS = {
    "officer": Actor(1, "Trần Thị B", UNIT, frozenset({"officer"})),
    "unit_head": Actor(2, "Đỗ Văn G", UNIT, frozenset({"unit_head"})),
    "secretary": Actor(3, "Lê Văn C", OFFICE, frozenset({"secretary"})),
    "head": Actor(4, "Nguyễn Văn A", OFFICE, frozenset({"head"})),
    "clerk": Actor(5, "Hoàng Thị E", OFFICE, frozenset({"clerk"})),
    "stranger": Actor(6, "Người lạ", ELSEWHERE, frozenset(
        {"officer", "unit_head", "secretary", "head", "clerk"})),
    "system": Actor(1, "Trần Thị B", UNIT, frozenset(), is_system=True),
}  # fmt: skip
WHO_PROPOSAL = {
    "submit": {"officer"}, "withdraw": {"officer", "unit_head"}, "start_check": {"secretary"},
    "send_back": {"secretary"}, "accept": {"secretary"}, "send_up": {"secretary"},
    "decide": {"system"},
}  # fmt: skip
WHO_NOMINATION = {
    "place": {"secretary"}, "take_off": {"secretary", "system"}, "pass": {"system"},
    "fail": {"system"}, "clear": {"secretary"}, "strike": {"head"}, "forward": {"system"},
    "award": {"system"}, "refuse": {"system"},
    "withdraw": {"officer", "unit_head", "secretary"}, "revoke": {"system"},
}  # fmt: skip


def a_proposal(status):
    return SimpleNamespace(
        id=1, status=status, proposing_id=UNIT, receiving_id=OFFICE, from_transmittal=False
    )


def a_nomination(status):
    return SimpleNamespace(id=1, status=status, proposal=a_proposal(ProposalStatus.DRAFT))


KINDS = {
    "proposal": (proposal_lifecycle, ProposalStatus, a_proposal, PROPOSAL, WHO_PROPOSAL),
    "nomination": (
        nomination_lifecycle,
        NominationStatus,
        a_nomination,
        NOMINATION,
        WHO_NOMINATION,
    ),
}
CASES = [
    (kind, status, step)
    for kind, (lifecycle, states, *_rest) in KINDS.items()
    for status in states
    for step in sorted({row.trigger for row in lifecycle.steps})
]


@pytest.mark.parametrize(("kind", "status", "step"), CASES)
def test_each_step_leads_where_expected_or_is_refused(kind, status, step):
    lifecycle, _states, make, expected, who = KINDS[kind]
    row = make(status)
    actor = ACTORS[min(who[step])]

    if (status.value, step) in expected:
        assert step in lifecycle.open_to(actor, row)
        dest = {(one.value, s.trigger): s.dest for s in lifecycle.steps for one in s.source}
        assert dest[status.value, step].value == expected[status.value, step]
    else:
        with pytest.raises(InvalidStep), lifecycle.step(row, step, actor=actor):
            pytest.fail("the block ran although the step is not open")
        assert row.status is status


@pytest.mark.parametrize(
    ("kind", "status", "step"), [c for c in CASES if (c[1].value, c[2]) in (KINDS[c[0]][3])]
)
@pytest.mark.parametrize(
    "name", ["stranger", "clerk", "officer", "unit_head", "secretary", "head", "system"]
)
def test_only_those_named_by_the_regulation_may_take_a_step(kind, status, step, name):
    lifecycle, _states, make, _expected, who = KINDS[kind]
    row = make(status)

    allowed = step in lifecycle.open_to(ACTORS[name], row)

    assert allowed == (name in who[step])


@pytest.mark.parametrize("kind", KINDS)
def test_a_refused_right_leaves_the_status(kind):
    lifecycle, _states, make, expected, _who = KINDS[kind]
    (status, step), _dest = next(iter(expected.items()))
    row = make(KINDS[kind][1](status))

    with pytest.raises(NotAllowed), lifecycle.step(row, step, actor=ACTORS["stranger"]):
        pytest.fail("the block ran for a stranger")

    assert row.status.value == status


@pytest.mark.parametrize("kind", KINDS)
def test_every_status_can_be_reached(kind):
    lifecycle, states, _make, _expected, _who = KINDS[kind]
    first = next(iter(states))

    assert {step.dest for step in lifecycle.steps} | {first} == set(states)
