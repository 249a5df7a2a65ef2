"""What a rule hangs on, told from its text alone: other titles, or the judgement of people."""

from functools import lru_cache

from workflow.awards.eligibility.parsing import rule_of
from workflow.awards.eligibility.rules import Among, Condition, Free, Held, Share, leaves


@lru_cache(maxsize=512)
def leans_on_titles(text: str) -> bool:
    """Whether some title has to be held first: what leans on it is looked at after it."""
    return any(isinstance(one, Held | Share | Among) for one in leaves(rule_of(text)))


@lru_cache(maxsize=512)
def leaves_room(text: str) -> bool:
    """Whether people may weigh the merit: no rule is set, or it names a ground they judge."""
    rule = rule_of(text)
    return rule is None or any(isinstance(one, Free) for one in leaves(rule))


@lru_cache(maxsize=512)
def consultation_days(text: str) -> int | None:
    """Return how many working days the list must be public before the vote; None: not at all."""
    for one in leaves(rule_of(text)):
        if isinstance(one, Condition) and one.kind == "CONSULT":
            number = one.parameter.removesuffix("wd")
            return int(number) if number.isdigit() else None
    return None
