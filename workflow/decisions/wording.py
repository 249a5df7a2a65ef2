"""How a decision words its counts, title, subject, articles and bases. Plain values only."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from workflow.awards.models import AwardKind
from workflow.core.i18n import ngettext
from workflow.organisations.models import Organisation, OrganisationKind
from workflow.recipients.models import RecipientKind

COUNTS = "[số lượng]"  # stands in an article for the counts, which change when a name is struck
NAMES = "[danh sách]"  # stands in Article 1 for where the names are, below it or in an annex
ORDER = (RecipientKind.COLLECTIVE, RecipientKind.HOUSEHOLD, RecipientKind.PERSON)
_NOUNS = {
    RecipientKind.COLLECTIVE: "tập thể",
    RecipientKind.HOUSEHOLD: "hộ gia đình",
    RecipientKind.PERSON: "cá nhân",
}


@dataclass(frozen=True)
class Conferring:
    """What a decision confers: the award's name, and the verb that goes with its kind."""

    award: str
    kind: AwardKind

    @property
    def verb(self) -> str:
        return "công nhận danh hiệu" if self.kind is AwardKind.TITLE else "tặng"

    @property
    def phrase(self) -> str:
        return f"{self.verb} {self.award}"


def counts(kinds: Iterable[RecipientKind]) -> str:
    """Return “05 tập thể và 27 cá nhân”; numbers under ten get a zero, as documents write."""
    numbers = Counter(kinds)
    return counts_of([(kind, numbers[kind]) for kind in ORDER])


def counts_of(numbers: Iterable[tuple[RecipientKind, int]]) -> str:
    """Return the same from ready counts; kinds nobody belongs to are left out."""
    parts = [f"{number:02d} {_NOUNS[kind]}" for kind, number in numbers if number]
    return " và ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


def counts_shown(numbers: Iterable[tuple[RecipientKind, int]]) -> str:
    """Return the counts as pages show them, in the reader's language: “5 tập thể, 27 cá nhân”."""
    forms = {
        RecipientKind.COLLECTIVE: lambda n: ngettext("%(num)s tập thể", "%(num)s tập thể", n),
        RecipientKind.HOUSEHOLD: lambda n: ngettext(
            "%(num)s hộ gia đình", "%(num)s hộ gia đình", n
        ),
        RecipientKind.PERSON: lambda n: ngettext("%(num)s cá nhân", "%(num)s cá nhân", n),
    }
    return ", ".join(forms[kind](number) for kind, number in numbers if number)


def nouns(kinds: Iterable[RecipientKind]) -> str:
    """Return “tập thể, cá nhân”, as far as there are any."""
    present = set(kinds)
    return ", ".join(_NOUNS[kind] for kind in ORDER if kind in present)


def title(conferring: Conferring, kinds: Iterable[RecipientKind]) -> str:
    return f"Quyết định {conferring.phrase} cho {counts(kinds)}"


def issuer(organisation: Organisation) -> str:
    """Return “Cục trưởng Cục Quản lý thị trường tỉnh Long An”."""
    return f"{organisation.head_post or 'Thủ trưởng'} {organisation.name}"


def listed(conferring: Conferring, organisation: Organisation) -> str:
    """Return “Giấy khen của Cục trưởng”; a title is nobody's."""
    if conferring.kind is AwardKind.TITLE:
        return conferring.award
    return f"{conferring.award} của {organisation.head_post}"


def achievement(organisation: Organisation, year: int) -> str:
    if organisation.kind is OrganisationKind.UNION:
        return f"Đã có thành tích xuất sắc trong công tác công đoàn năm {year}"
    return f"Đã hoàn thành xuất sắc nhiệm vụ năm {year}"


def _merit(text: str) -> str:
    return text.removeprefix("Đã ")


def subject(conferring: Conferring, kinds: Iterable[RecipientKind], merit: str) -> str:
    return f"Về việc {conferring.phrase} cho {nouns(kinds)}\n{_merit(merit)}"


def articles(
    conferring: Conferring, kinds: Iterable[RecipientKind], organisation: Organisation, merit: str
) -> list[str]:
    """Return the usual three articles; counts and the place of the names stay marks."""
    first = conferring.phrase[0].upper() + conferring.phrase[1:]
    return [
        f"{first} của {issuer(organisation)} cho {COUNTS} đã {_merit(merit)} {NAMES}.",
        f"Tiền thưởng kèm theo {conferring.award} được trích từ Quỹ thi đua, khen thưởng "
        "theo quy định hiện hành.",
        effect(kinds),
    ]


def effect(kinds: Iterable[RecipientKind]) -> str:
    """Return the last article: from when it holds and who carries it out."""
    return (
        "Quyết định này có hiệu lực kể từ ngày ký. Các đơn vị có liên quan và các "
        f"{nouns(kinds)} có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này."
    )
