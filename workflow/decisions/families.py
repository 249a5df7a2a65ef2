"""Which kind of certificate an award is handed over with: told by the catalogue, not by words."""

from collections.abc import Sequence
from enum import StrEnum

from workflow.awards.models import Award, AwardKind
from workflow.core.db import db
from workflow.core.i18n import _
from workflow.decisions.models import DecisionItem
from workflow.organisations.models import Organisation, OrganisationKind

_HIGH_LEVELS = frozenset({"ministry-province", "state"})


class Family(StrEnum):
    """A form is given by Giấy khen or Bằng khen; a title is certified."""

    MERIT = "merit"  # Giấy khen
    HIGH_MERIT = "high_merit"  # Bằng khen
    TITLE = "title"  # Giấy chứng nhận danh hiệu
    HIGH_TITLE = "high_title"  # Bằng chứng nhận danh hiệu

    @property
    def certifies(self) -> bool:
        return self in (Family.TITLE, Family.HIGH_TITLE)

    @property
    def heading_caps(self) -> str:
        """What stands on top of a title's certificate; a form's own name stands there itself."""
        return {
            Family.TITLE: "GIẤY CHỨNG NHẬN", Family.HIGH_TITLE: "BẰNG CHỨNG NHẬN",
        }.get(self, "")  # fmt: skip


def family_name(family: Family) -> str:
    return {
        Family.MERIT: _("Giấy khen"), Family.HIGH_MERIT: _("Bằng khen"),
        Family.TITLE: _("Giấy chứng nhận danh hiệu"),
        Family.HIGH_TITLE: _("Bằng chứng nhận danh hiệu"),
    }[family]  # fmt: skip


def family_of(items: Sequence[DecisionItem], organisation: Organisation) -> Family:
    """Return the family of what `items` confer: they all confer one award's form or title."""
    first = items[0] if items else None
    award = db.session.get(Award, first.award_id) if first and first.award_id else None
    kind = award.kind if award else AwardKind.FORM
    level = ""
    if first is not None and first.nomination is not None:
        level = first.nomination.award_version.level
    high = level in _HIGH_LEVELS if level else organisation.kind is OrganisationKind.MINISTRY
    if kind is AwardKind.TITLE:
        return Family.HIGH_TITLE if high else Family.TITLE
    return Family.HIGH_MERIT if high else Family.MERIT
