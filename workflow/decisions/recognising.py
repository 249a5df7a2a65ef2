"""How a decision that recognises a title is worded: subject and articles."""

from collections.abc import Iterable

from workflow.decisions import wording
from workflow.decisions.wording import COUNTS, NAMES, Conferring
from workflow.recipients.models import RecipientKind

TEMPLATE = "decisions/recognition"


def quoted(conferring: Conferring) -> str:
    return f"danh hiệu “{conferring.award}”"


def subject(conferring: Conferring, year: int) -> str:
    return f"Về việc công nhận {quoted(conferring)}\nnăm {year}"


def achievement(year: int) -> str:
    """Return what the certificate of a title says; the secretary may word it otherwise."""
    return f"Đã có thành tích trong phong trào thi đua năm {year}"


def articles(conferring: Conferring, kinds: Iterable[RecipientKind], year: int) -> list[str]:
    """Return the usual three articles; counts and the place of the names stay marks."""
    return [
        f"Công nhận {quoted(conferring)} năm {year} cho {COUNTS} {NAMES}.",
        f"Tiền thưởng kèm theo {quoted(conferring)} được trích từ Quỹ thi đua, khen thưởng "
        "theo quy định hiện hành.",
        wording.effect(kinds),
    ]
