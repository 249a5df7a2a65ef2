"""What a prerequisite asks, as a tree: the nodes the rule column of the catalogue is read into."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from workflow.awards.states import Scope
from workflow.recipients.states import Grade


class Span(StrEnum):
    """Over which years something is counted."""

    ANY = ""
    CONSECUTIVE = "consecutive"  # adjacent years up to the year of the achievement
    WINDOW = "within_window"  # the years of the run required beside it
    SAME_YEAR = "same_year"


class Free(StrEnum):
    """Grounds that ask nothing the ledgers could answer."""

    FREE = "FREE"
    MOVEMENT = "MOVEMENT"
    PM_MOVEMENT = "PM_MOVEMENT"
    SUDDEN = "SUDDEN"
    CONTRIBUTION = "CONTRIBUTION"
    DEVOTION = "DEVOTION"
    EXTERNAL = "EXTERNAL"


class Elsewhere(StrEnum):
    """The rule stands in other legislation, or nobody has confirmed it."""

    UNVERIFIED = "UNVERIFIED"
    SPECIAL_DECREE = "SPECIAL_DECREE"
    SPECIAL_LAW = "SPECIAL_LAW"


@dataclass(frozen=True)
class Held:
    """An honour held in so many years."""

    code: str
    count: int
    span: Span = Span.ANY


@dataclass(frozen=True)
class Performed:
    """A yearly grade, or a better one, in so many years."""

    grade: Grade
    count: int
    span: Span = Span.ANY


@dataclass(frozen=True)
class Initiatives:
    """So many recognised initiatives that no earlier award used up."""

    scope: Scope
    count: int
    span: Span = Span.ANY


@dataclass(frozen=True)
class Works:
    """Accepted topics of study (TOPIC) or resourceful combat (COMBAT)."""

    kind: str
    count: int
    span: Span = Span.ANY


@dataclass(frozen=True)
class Share:
    """At least this share of the members holds the title in the year."""

    code: str
    ratio: Fraction


@dataclass(frozen=True)
class Among:
    """At least so many members hold the title in the year."""

    code: str
    count: int


@dataclass(frozen=True)
class NoDiscipline:
    """Nobody was disciplined at this level or above in the year; `any` is every level."""

    level: str


@dataclass(frozen=True)
class Ranked:
    """A place in the final table of a cluster, or of the clusters' leaders."""

    cluster: str
    place: int
    best_of_leaders: bool = False


@dataclass(frozen=True)
class Lasting:
    """A movement (THEMATIC) or a service (TENURE) of so many years; None where nobody says."""

    kind: str
    years: int | None


@dataclass(frozen=True)
class Condition:
    """What is settled elsewhere: CONSULT, QUOTA, ONCE with its parameter as written."""

    kind: str
    parameter: str = ""


@dataclass(frozen=True)
class All:
    """Every part is needed."""

    parts: "tuple[Rule, ...]"


@dataclass(frozen=True)
class Any:
    """One part is enough."""

    parts: "tuple[Rule, ...]"


@dataclass(frozen=True)
class Then:
    """`rest` is counted in the years after `first` was reached."""

    first: "Rule"
    rest: "Rule"


@dataclass(frozen=True)
class Within:
    """What stands in brackets is counted in the window of the conjunction around it."""

    rule: "Rule"


Leaf = (
    Held | Performed | Initiatives | Works | Share | Among | NoDiscipline | Ranked | Lasting
    | Condition | Free | Elsewhere
)  # fmt: skip
Rule = Leaf | All | Any | Then | Within


def leaves(rule: Rule | None) -> Iterator[Leaf]:
    """Yield the single conditions in the order of the legal text; of no rule, none."""
    match rule:
        case None:
            return
        case All(parts) | Any(parts):
            for part in parts:
                yield from leaves(part)
        case Then(first, rest):
            yield from leaves(first)
            yield from leaves(rest)
        case Within(inside):
            yield from leaves(inside)
        case _:
            yield rule


def codes_in(rule: Rule | None) -> Iterator[str]:
    """Yield the codes of the awards the rule counts."""
    for one in leaves(rule):
        if isinstance(one, Held | Share | Among):
            yield one.code
