"""Which way an award may be voted on, and the least a secret ballot needs of any council."""

from workflow.awards.models import AwardVersion
from workflow.councils.models import Council
from workflow.councils.states import BallotMode

FEWEST_ELECTORS = 3  # of fewer, the totals themselves tell who voted how
FEW_ELECTORS = 5
FEWEST_TELLERS = 2  # one teller alone never opens the box
MOST_TELLERS = 20
MOST_WITHOUT_TELLERS = 7  # members; our own suggestion for a tiny unit, each council has its rule


def demands_secret(rule: bool | None, ordinary: BallotMode) -> bool:
    """Say whether a vote must be secret: the award's rule, or the council's where it is silent."""
    return rule if rule is not None else ordinary is BallotMode.SECRET


def may_be_consulted(version: AwardVersion, council: Council) -> bool:
    """Say whether members may be asked in writing about the award, instead of meeting on it.

    Never where the vote must be secret; else the award's rule, or the council's where it is silent.
    """
    if version.secret_ballot:
        return False
    if version.in_writing is not None:
        return version.in_writing
    return council.may_consult and not demands_secret(version.secret_ballot, council.ordinary_mode)
