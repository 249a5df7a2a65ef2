"""Why a sealed file is renewed, what may hinder it, and what becomes of an algorithm entered."""

from enum import StrEnum


class Why(StrEnum):
    """Why the file is due."""

    ENDS = "ends"  # the certificate of its last archival time-stamp ends
    AGES = "ages"  # an algorithm that time-stamp stands on has its last day
    RAISED = "raised"  # what the file stores proves less than the office's terms ask for


class Trouble(StrEnum):
    """Why a renewal that is due was not made."""

    SERVER = "server"  # a server does not answer, or not rightly
    NO_BETTER = "no_better"  # the time-stamp server itself has nothing that lasts longer
    LACKS = "lacks"  # an address has to be entered first
    UNPROVEN = "unproven"  # the file cannot be proven any more
    CUT_SHORT = "cut_short"  # the worker was stopped in the middle


class RetirementStatus(StrEnum):
    """What became of a last day somebody proposed: it counts only while HOLDING."""

    PROPOSED = "proposed"
    HOLDING = "holding"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"
