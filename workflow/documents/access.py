"""Who may see a file: whoever may see one of its owners, as the owner's own domain says."""

from collections.abc import Callable

from workflow.core.actors import Actor

Rule = Callable[[Actor, int], bool]

_rules: dict[str, Rule] = {}


def register_owner(kind: str, may_view: Rule) -> None:
    """Let `may_view` judge the files of owners of `kind`. Without a rule nobody sees them."""
    _rules[kind] = may_view


def owner_allows(actor: Actor, kind: str | None, owner_id: int | None) -> bool:
    """Whether the actor may see this owner, and so what belongs to it."""
    rule = _rules.get(kind or "")
    return rule is not None and owner_id is not None and rule(actor, owner_id)
