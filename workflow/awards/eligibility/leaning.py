"""What a rule hangs on, told from its text alone: other titles, or the judgement of people."""

from functools import lru_cache

from workflow.awards.eligibility.parsing import RuleError, parse
from workflow.awards.eligibility.rules import (
    All,
    Among,
    Any,
    Condition,
    Free,
    Held,
    Rule,
    Share,
    Then,
    Within,
)


@lru_cache(maxsize=512)
def leans_on_titles(text: str) -> bool:
    """Whether some title has to be held first: what leans on it is looked at after it."""
    return any(isinstance(one, Held | Share | Among) for one in _leaves(_read(text)))


@lru_cache(maxsize=512)
def leaves_room(text: str) -> bool:
    """Whether people may weigh the merit: no rule is set, or it names a ground they judge."""
    rule = _read(text)
    return rule is None or any(isinstance(one, Free) for one in _leaves(rule))


@lru_cache(maxsize=512)
def consultation_days(text: str) -> int | None:
    """Return how many working days the list must be public before the vote; None: not at all."""
    for one in _leaves(_read(text)):
        if isinstance(one, Condition) and one.kind == "CONSULT":
            number = one.parameter.removesuffix("wd")
            return int(number) if number.isdigit() else None
    return None


def _read(text: str) -> Rule | None:
    try:
        return parse(text)
    except RuleError:
        return None


def _leaves(rule: Rule | None) -> list[Rule]:
    match rule:
        case None:
            return []
        case All(parts) | Any(parts):
            return [one for part in parts for one in _leaves(part)]
        case Then(first, rest):
            return [*_leaves(first), *_leaves(rest)]
        case Within(inside):
            return _leaves(inside)
        case _:
            return [rule]
