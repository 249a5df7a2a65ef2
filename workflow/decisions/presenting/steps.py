"""The life of a ceremony, and of each thing handed over there."""

from workflow.core.i18n import lazy
from workflow.core.lifecycle import Lifecycle, Step
from workflow.decisions.presenting.policies import keeper_of, secretary_of, secretary_of_line
from workflow.decisions.presenting.states import CeremonyStatus as C
from workflow.decisions.presenting.states import HandoverStatus as H

# fmt: off
ceremony_lifecycle = Lifecycle("ceremony", C, [
    Step("hold",   (C.PLANNED,), C.HELD,      secretary_of, lazy("Bắt đầu trao")),
    Step("close",  (C.HELD,),    C.CLOSED,    secretary_of, lazy("Kết thúc trao thưởng")),
    Step("cancel", (C.PLANNED,), C.CANCELLED, secretary_of, lazy("Hủy buổi trao thưởng")),
])

handover_lifecycle = Lifecycle("handover", H, [
    Step("hand",    (H.WAITING,),                H.HANDED,      keeper_of, lazy("Đã trao")),
    Step("miss",    (H.WAITING,),                H.UNCOLLECTED, keeper_of, lazy("Chưa nhận")),
    Step("collect", (H.WAITING, H.UNCOLLECTED),  H.COLLECTED,   keeper_of, lazy("Đã đến nhận")),
    Step("send",    (H.WAITING, H.UNCOLLECTED),  H.SENT,        keeper_of, lazy("Giao về đơn vị")),
    Step("keep",    (H.UNCOLLECTED,),            H.KEPT,        keeper_of, lazy("Lưu tại cơ quan")),
    Step("undo",    (H.HANDED, H.UNCOLLECTED, H.COLLECTED, H.SENT, H.KEPT),
                                                 H.WAITING,     keeper_of, lazy("Ghi lại")),
    Step("reopen",  (H.COLLECTED, H.SENT, H.KEPT),
                                                 H.UNCOLLECTED, keeper_of, lazy("Ghi lại từ đầu")),
    Step("release", (H.WAITING,),                H.RELEASED,    secretary_of_line,
         lazy("Đưa ra khỏi danh sách trao")),
])
# fmt: on
