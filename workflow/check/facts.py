"""What a visitor is told: only what the sheet itself says, whether it holds, what ended it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from workflow.core.i18n import _
from workflow.documents.models import Paper
from workflow.signatures.engine.report import Expected


class Standing(StrEnum):
    """Whether what the sheet says holds today."""

    GENUINE = "genuine"
    CORRECTED = "corrected"
    PARTLY_REVOKED = "partly_revoked"
    REISSUED = "reissued"  # a certificate made a second time: the award stands, this sheet is old
    REPLACED = "replaced"
    REVOKED = "revoked"
    VOID = "void"  # of a copy


@dataclass(frozen=True)
class Deed:
    """A paper that did something to this one, by its number and day."""

    word: str  # annul, correct, replace
    number: str
    dated: date | None


@dataclass(frozen=True)
class Line:
    """One thing printed on the sheet; `also` stands below it, smaller things of the same."""

    label: str
    text: str
    also: str = ""
    is_number: bool = False


@dataclass(frozen=True)
class Facts:
    """Everything the page shows. `noun` is what the sheet calls itself, in Vietnamese.

    `files` are the digests of our own records of this very sheet, `scan` says whether they are
    pictures of a signed one; those in `unsigned` were drawn to be printed and bear no signature.
    The signatures told are those of `own`, else of `paper`; `source` names that paper where it is
    not the sheet itself: the original of a copy, the decision behind a certificate.
    """

    noun: str
    english: str
    agency: str
    standing: Standing
    lines: tuple[Line, ...]
    paper: Paper
    files: frozenset[str]
    scan: bool = False
    deeds: tuple[Deed, ...] = field(default=())
    note: str = ""
    own: "OwnFile | None" = None
    source: str = ""  # whose the signatures told are, where the sheet itself is signed by pen
    unsigned: frozenset[str] = frozenset()
    former: frozenset[str] = frozenset()  # sealed files of it that count no more


@dataclass(frozen=True)
class OwnFile:
    """The digitally signed file of the sheet itself, and the names below its signatures."""

    expected: Expected
    names: Mapping[str, str]


def deed_words(deed: Deed) -> str:
    """Return what a paper did, with the number to ask for it by."""
    said = {
        "annul": _("Bị hủy bỏ theo %(number)s"),
        "correct": _("Được đính chính tại %(number)s"),
        "replace": _("Được thay thế bằng %(number)s"),
    }[deed.word]
    number = deed.number
    if deed.dated is not None:
        number = _("%(number)s ngày %(day)s", number=number, day=f"{deed.dated:%d/%m/%Y}")
    return said % {"number": number}


def standing_words(standing: Standing) -> str:
    """Return whether it holds, in a few words."""
    return {
        Standing.GENUINE: _("Đang có hiệu lực"),
        Standing.CORRECTED: _("Đang có hiệu lực, đã được đính chính"),
        Standing.PARTLY_REVOKED: _("Đang có hiệu lực, một phần đã bị hủy bỏ"),
        Standing.REISSUED: _("Khen thưởng đang có hiệu lực; tờ này đã được cấp lại"),
        Standing.REPLACED: _("Không còn hiệu lực: đã được thay thế"),
        Standing.REVOKED: _("Không còn hiệu lực: đã bị hủy bỏ"),
        Standing.VOID: _("Không còn giá trị: số bản sao đã bị hủy"),
    }[standing]
