"""The parts of an agenda: awards from the lowest to the highest, collectives before persons."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from workflow.awards.eligibility.leaning import leans_on_titles
from workflow.awards.wording import form_name
from workflow.core.i18n import _, ngettext
from workflow.councils.models import AgendaItem, BallotItem
from workflow.councils.states import Choice
from workflow.organisations.models import OrganisationKind
from workflow.proposals.models import Nomination
from workflow.proposals.queries import award_text
from workflow.recipients.models import RecipientKind

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
MANY = 2  # a heading speaks of its rows, however many
_LEVELS = (
    OrganisationKind.UNIT, OrganisationKind.UNION, OrganisationKind.DEPARTMENT,
    OrganisationKind.GENERAL_DEPARTMENT, OrganisationKind.COMMITTEE, OrganisationKind.MINISTRY,
)  # fmt: skip
_KINDS = (RecipientKind.COLLECTIVE, RecipientKind.HOUSEHOLD, RecipientKind.PERSON)


@dataclass(frozen=True)
class Loose:
    """A nomination that is on no agenda yet."""

    nomination: Nomination


R = TypeVar("R", bound=AgendaItem | BallotItem | Loose)


@dataclass
class Part(Generic[R]):
    """The rows of one award for one kind of recipient, under a Roman number."""

    number: int
    title: str
    rows: list[R] = field(default_factory=list)

    @property
    def roman(self) -> str:
        return ROMAN[self.number - 1] if self.number <= len(ROMAN) else str(self.number)


PartKey = tuple[int, bool, str, int, int]


def part_key(nomination: Nomination) -> PartKey:
    """Return what orders the parts: the decider's level, the form, collectives first.

    What leans on a title comes after those that do not: the title is settled before it.
    The catalogue may hold one form as two rows, for collectives and for persons; they
    stand next to each other by the form's name.
    """
    version = nomination.award_version
    kind = version.decider_kind
    level = _LEVELS.index(kind) if kind in _LEVELS else len(_LEVELS)
    leans = leans_on_titles(version.prerequisite)
    return level, leans, form_name(version), _KINDS.index(nomination.recipient.kind), version.id


def part_title(nomination: Nomination) -> str:
    """Return “Giấy khen của Cục trưởng, tập thể”; the kind is a plural where languages have one."""
    kinds = {
        RecipientKind.COLLECTIVE: ngettext("tập thể", "tập thể", MANY),
        RecipientKind.HOUSEHOLD: ngettext("hộ gia đình", "hộ gia đình", MANY),
        RecipientKind.PERSON: ngettext("cá nhân", "cá nhân", MANY),
    }
    return f"{award_text(nomination)}, {kinds[nomination.recipient.kind]}"


def parts_of(rows: Iterable[R]) -> list[Part[R]]:
    """Group rows by award and kind of recipient, parts in the order they first appear."""
    found: dict[PartKey, Part[R]] = {}
    for row in rows:
        key = part_key(row.nomination)
        if key not in found:
            found[key] = Part(len(found) + 1, part_title(row.nomination))
        found[key].rows.append(row)
    return list(found.values())


def in_order(nominations: Sequence[Nomination]) -> list[Nomination]:
    """Return the nominations from the lowest award to the highest, each part as it came."""
    return sorted(nominations, key=part_key)


def choice_words(choice: Choice) -> str:
    return {
        Choice.AGREE: _("Đồng ý"), Choice.DISAGREE: _("Không đồng ý"),
        Choice.OTHER: _("Ý kiến khác"),
    }[choice]  # fmt: skip
