"""The statuses of what arrived, how urgent it is, and whose opinion is written of it."""

from enum import StrEnum

from workflow.core.i18n import lazy
from workflow.documents.states import PaperKind


class ArrivalStatus(StrEnum):
    RECEIVED = "received"
    ASSIGNED = "assigned"
    IN_HAND = "in_hand"
    ANSWERED = "answered"
    NOTED = "noted"
    SENT_BACK = "sent_back"


OPEN = frozenset({ArrivalStatus.RECEIVED, ArrivalStatus.ASSIGNED, ArrivalStatus.IN_HAND})


class Urgency(StrEnum):
    """The stamps of Decree 30/2020; the value is stored, the word is shown."""

    NORMAL = "normal"
    URGENT = "urgent"
    VERY_URGENT = "very_urgent"
    AT_ONCE = "at_once"


class Voice(StrEnum):
    """Whose opinion it is: the three parts of the handling sheet (Decree 30, PL IV)."""

    LEADER = "leader"
    UNIT = "unit"
    HANDLER = "handler"


URGENCIES = (
    (Urgency.NORMAL, lazy("Thường")), (Urgency.URGENT, lazy("Khẩn")),
    (Urgency.VERY_URGENT, lazy("Thượng khẩn")), (Urgency.AT_ONCE, lazy("Hỏa tốc")),
)  # fmt: skip
# What people call the paper, as it is stored; what pages say; and the nearest of our own kinds.
KINDS = (
    ("Công văn", lazy("Công văn"), PaperKind.LETTER),
    ("Thông báo", lazy("Thông báo"), PaperKind.NOTICE),
    ("Kế hoạch", lazy("Kế hoạch"), PaperKind.LETTER),
    ("Quyết định", lazy("Quyết định (không phải khen thưởng)"), PaperKind.LETTER),
    ("Chỉ thị", lazy("Chỉ thị"), PaperKind.LETTER),
    ("Nghị quyết", lazy("Nghị quyết"), PaperKind.LETTER),
    ("Hướng dẫn", lazy("Hướng dẫn"), PaperKind.LETTER),
    ("Báo cáo", lazy("Báo cáo"), PaperKind.LETTER),
    ("Tờ trình", lazy("Tờ trình"), PaperKind.SUBMISSION_LETTER),
    ("Biên bản", lazy("Biên bản"), PaperKind.MINUTES),
    ("Giấy mời", lazy("Giấy mời"), PaperKind.INVITATION),
    ("Công điện", lazy("Công điện"), PaperKind.LETTER),
    ("Đơn, thư", lazy("Đơn, thư"), PaperKind.LETTER),
    ("Văn bản khác", lazy("Văn bản khác"), PaperKind.LETTER),
)
