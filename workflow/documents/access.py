"""Who may see a file: whoever may see one of its owners, as the owner's own domain says."""

from collections.abc import Callable
from dataclasses import dataclass

from workflow.core.actors import Actor


@dataclass(frozen=True)
class Home:
    """The page of an owner: the words of the link, the endpoint and its values.

    `is_whole` says that the paper is worked on there, not on a page of its own.
    """

    label: str
    endpoint: str
    values: dict[str, str]
    is_whole: bool = False


Rule = Callable[[Actor, int], bool]
HomeOf = Callable[[int], Home | None]

_rules: dict[str, Rule] = {}
_homes: dict[str, HomeOf] = {}


def register_owner(kind: str, may_view: Rule, home_of: HomeOf | None = None) -> None:
    """Let `may_view` judge the files of owners of `kind`. Without a rule nobody sees them.

    `home_of`, if given, names the owner's page, for the link on its papers.
    """
    _rules[kind] = may_view
    if home_of is not None:
        _homes[kind] = home_of


def home_of(actor: Actor, kind: str | None, owner_id: int | None) -> Home | None:
    """Return the page of an owner the actor may see, if it has one."""
    find = _homes.get(kind or "")
    if find is None or owner_id is None or not owner_allows(actor, kind, owner_id):
        return None
    return find(owner_id)


def owner_allows(actor: Actor, kind: str | None, owner_id: int | None) -> bool:
    """Whether the actor may see this owner, and so what belongs to it."""
    rule = _rules.get(kind or "")
    return rule is not None and owner_id is not None and rule(actor, owner_id)
