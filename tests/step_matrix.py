"""A table of steps against a copy written by hand: every trigger, status and actor."""

from workflow.core.errors import InvalidStep, NotAllowed


def try_step(lifecycle, row, trigger, who):
    """Return the status the step leads to, or the kind of refusal."""
    try:
        with lifecycle.step(row, trigger, actor=who):
            pass
    except (InvalidStep, NotAllowed) as error:
        return type(error)
    return row.status.value


def outcomes_of(lifecycle, row, trigger, actors):
    """Return what becomes of the trigger for every status and actor."""
    found = {}
    for status in lifecycle.states:
        for name, who in actors.items():
            row.status = status
            found[status.value, name] = try_step(lifecycle, row, trigger, who)
    return found


def expected_outcomes(lifecycle, moves, allowed, actors):
    """Return the same from the hand-written row: `moves` from where to where, and who may."""
    return {
        (status.value, name): InvalidStep if status.value not in moves
        else moves[status.value] if name in allowed else NotAllowed
        for status in lifecycle.states
        for name in actors
    }  # fmt: skip
