"""The statuses of a proposal (hồ sơ) and of a nomination (đề nghị)."""

from enum import StrEnum


class ProposalStatus(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    CHECKING = "checking"
    RETURNED = "returned"
    COUNCIL_REVIEW = "council_review"
    SUBMITTED_UPWARD = "submitted_upward"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"


class NominationStatus(StrEnum):
    PROPOSED = "proposed"
    ON_AGENDA = "on_agenda"
    PASSED = "passed"
    NOT_PASSED = "not_passed"
    FORWARDED = "forwarded"
    AWARDED = "awarded"
    NOT_AWARDED = "not_awarded"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"


OPEN_NOMINATIONS = frozenset(
    {
        NominationStatus.PROPOSED,
        NominationStatus.ON_AGENDA,
        NominationStatus.PASSED,
        NominationStatus.FORWARDED,
    }
)


class PassBasis(StrEnum):
    COUNCIL = "council"
    DIRECT = "direct"


class ConfirmationResult(StrEnum):
    AGREED = "agreed"
    OBJECTED = "objected"
