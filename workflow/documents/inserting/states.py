"""What may become of a wish to insert a number."""

from enum import StrEnum


class InsertionStatus(StrEnum):
    ASKED = "asked"
    PERMITTED = "permitted"
    REFUSED = "refused"
    USED = "used"
    WITHDRAWN = "withdrawn"
