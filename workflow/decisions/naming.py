"""Where the names of a decision stand: a few below Article 1, more in an annex."""

from collections.abc import Sequence

from workflow.decisions import money_words, wording
from workflow.decisions.models import DecisionItem
from workflow.decisions.wording import NAMES
from workflow.recipients.models import RecipientKind

MOST_INSIDE = 5  # more names than these stand in an annex
_BELOW = "có tên sau đây"


def stand_inside(articles: Sequence[str], items: Sequence[DecisionItem]) -> bool:
    """Tell whether the names stand below Article 1: few, the mark still there, more to follow."""
    return len(articles) > 1 and NAMES in articles[0] and len(items) <= MOST_INSIDE


def placed(articles: Sequence[str], *, inside: bool) -> list[str]:
    """Return the articles with the mark replaced by where the names are to be found."""
    if not articles:
        return []
    first, *rest = articles
    if inside:
        first = f"{_named_below(first).rstrip(' .;:')}:"
    return [one.replace(NAMES, "(có danh sách kèm theo)") for one in [first, *rest]]


def _named_below(article: str) -> str:
    """Return “cho 02 cá nhân có tên sau đây”; after other words than the counts with a comma."""
    beside = article.replace(f"{wording.COUNTS} {NAMES}", f"{wording.COUNTS} {_BELOW}")
    return beside.replace(f" {NAMES}", f", {_BELOW}").replace(NAMES, _BELOW)


def lines(items: Sequence[DecisionItem], *, money: bool) -> list[str]:
    """Return each name as it stands below Article 1, with post, unit and money."""
    return [_line(item, money=money) for item in items]


def _paid(amount: int | None) -> str:
    said = money_words.printed(amount)
    return f"{said}\u00a0đồng" if amount else said.lower()


def _line(item: DecisionItem, *, money: bool) -> str:
    parts = [item.name]
    if item.kind is RecipientKind.PERSON:
        parts += [item.post, item.unit_name]
    if money:
        parts.append(f"tiền thưởng {_paid(item.prize_amount)}")
    return ", ".join(part for part in parts if part)
