"""What a member may recommend, what an appraisal may end in, and what each is called."""

from enum import StrEnum

from workflow.core.i18n import _


class Recommendation(StrEnum):
    REWARD = "reward"
    AGAINST = "against"
    DISCUSS = "discuss"


class Outcome(StrEnum):
    VOTE = "vote"
    DISCUSS = "discuss"
    TAKE_OFF = "take_off"


class Grouping(StrEnum):
    """What rows of one member's share have in common."""

    AWARD = "award"
    UNIT = "unit"


def recommendation_words(one: Recommendation) -> str:
    return {
        Recommendation.REWARD: _("Đề nghị khen"), Recommendation.AGAINST: _("Không đề nghị khen"),
        Recommendation.DISCUSS: _("Cần trao đổi"),
    }[one]  # fmt: skip


def outcome_words(one: Outcome) -> str:
    """Return the result as pages name it; on paper it is printed."""
    return {
        Outcome.VOTE: _("Đưa ra biểu quyết"),
        Outcome.DISCUSS: _("Trao đổi tại phiên họp rồi biểu quyết"),
        Outcome.TAKE_OFF: _("Đưa ra khỏi chương trình họp"),
    }[one]


def grouping_words(one: Grouping) -> str:
    return {
        Grouping.AWARD: _("Theo danh hiệu, hình thức"), Grouping.UNIT: _("Theo đơn vị"),
    }[one]  # fmt: skip
