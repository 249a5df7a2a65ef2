"""How a decision that recognises a title is worded: subject, articles, names inside or annexed."""

from collections.abc import Iterable, Sequence

from workflow.decisions import money_words, wording
from workflow.decisions.models import DecisionItem
from workflow.decisions.wording import COUNTS, Conferring
from workflow.recipients.models import RecipientKind

NAMES = "[danh sách]"  # stands in Article 1; becomes the names' place when the paper is drawn
MOST_INSIDE = 5  # more names than these stand in an annex
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


def stand_inside(articles: Sequence[str], items: Sequence[DecisionItem]) -> bool:
    """Tell whether the names stand below Article 1: few of them, and the mark still there."""
    return bool(articles) and NAMES in articles[0] and len(items) <= MOST_INSIDE


def placed(articles: Sequence[str], *, inside: bool) -> list[str]:
    """Return the articles with the mark replaced by where the names are to be found."""
    if not articles:
        return []
    first, *rest = articles
    if inside:
        first = f"{first.replace(NAMES, 'có tên sau đây').rstrip(' .;:')}:"
    return [one.replace(NAMES, "(có danh sách kèm theo)") for one in [first, *rest]]


def lines(items: Sequence[DecisionItem], *, money: bool) -> list[str]:
    """Return each name as it stands below Article 1, with post, unit and money."""
    return [_line(item, money=money) for item in items]


def _line(item: DecisionItem, *, money: bool) -> str:
    parts = [item.name]
    if item.kind is RecipientKind.PERSON:
        parts += [item.post, item.unit_name]
    if money and item.prize_amount:
        parts.append(f"tiền thưởng {money_words.dong(item.prize_amount)} đồng")
    return ", ".join(part for part in parts if part)
