"""Why a member might not vote on somebody, and what each ground is called."""

from enum import StrEnum

from workflow.core.i18n import _


class Ground(StrEnum):
    """In the order in which one is named where several hold."""

    NOMINEE = "nominee"
    RELATIVE = "relative"
    COLLECTIVE = "collective"
    SUPERIOR = "superior"
    SUBORDINATE = "subordinate"


class TieKind(StrEnum):
    SPOUSE = "spouse"
    PARENT_CHILD = "parent_child"
    SIBLING = "sibling"
    KIN = "kin"
    INTEREST = "interest"


def ground_words(ground: Ground) -> str:
    """Return the ground as it follows a member's name; on paper it is stored and printed."""
    return {
        Ground.NOMINEE: _("là người được xét"),
        Ground.RELATIVE: _("có quan hệ đã khai với người được xét"),
        Ground.COLLECTIVE: _("thuộc tập thể được xét"),
        Ground.SUPERIOR: _("là thủ trưởng trực tiếp của người được xét"),
        Ground.SUBORDINATE: _("là cấp dưới trực tiếp của người được xét"),
    }[ground]


def tie_words(kind: TieKind) -> str:
    return {
        TieKind.SPOUSE: _("Vợ, chồng"), TieKind.PARENT_CHILD: _("Cha mẹ, con"),
        TieKind.SIBLING: _("Anh, chị, em"), TieKind.KIN: _("Họ hàng khác"),
        TieKind.INTEREST: _("Có lợi ích liên quan"),
    }[kind]  # fmt: skip
