"""The least a secret ballot needs, whatever a council's rules say: they may only ask for more."""

from workflow.councils.states import BallotMode

FEWEST_ELECTORS = 3  # of fewer, the totals themselves tell who voted how
FEW_ELECTORS = 5
FEWEST_TELLERS = 2  # one teller alone never opens the box
MOST_TELLERS = 20


def demands_secret(rule: bool | None, ordinary: BallotMode) -> bool:
    """Say whether a vote must be secret: the award's rule, or the council's where it is silent."""
    return rule if rule is not None else ordinary is BallotMode.SECRET
