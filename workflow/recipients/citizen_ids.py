"""The identity number (CCCD, số định danh): twelve digits, personal data, shown to few."""

import re

from workflow.core.errors import BadInput
from workflow.core.i18n import _

DIGITS = 12
SHOWN = 3
_BLANKS = re.compile(r"[\s.\-]+")


def twelve_digits(text: str) -> str:
    """Return the number without blanks; a spreadsheet drops the zero it begins with."""
    digits = _BLANKS.sub("", text)
    return digits.zfill(DIGITS) if digits.isdigit() and len(digits) == DIGITS - 1 else digits


def checked(text: str) -> str:
    """Return the number as it is stored, or nothing. Raises BadInput for any other text."""
    digits = _BLANKS.sub("", text)
    if digits and not (digits.isascii() and digits.isdigit() and len(digits) == DIGITS):
        raise BadInput(_("Số định danh (CCCD) có đúng 12 chữ số."), field="citizen_id")
    return digits


def masked(number: str) -> str:
    """Return the number as those see it who may only tell people apart by it."""
    return f"{'•' * (len(number) - SHOWN)}{number[-SHOWN:]}" if len(number) > SHOWN else ""
