"""The handling of what arrived: which step leads where, and who may take it."""

from workflow.archive.incoming.policies import (
    clerk_of,
    desk_of,
    handler_of,
    leader_of,
    unit_or_handler_of,
)
from workflow.archive.incoming.states import ArrivalStatus as S
from workflow.core.i18n import lazy
from workflow.core.lifecycle import Lifecycle, Step

# One row a line, however long: the table is read beside the regulation.
# ruff: noqa: E501
# fmt: off
arrival_lifecycle = Lifecycle("arrival", S, [
    Step("instruct",  (S.RECEIVED,),            S.RECEIVED,  leader_of,          lazy("Cho ý kiến chỉ đạo")),
    Step("assign",    (S.RECEIVED,),            S.ASSIGNED,  desk_of,            lazy("Chuyển giải quyết")),
    Step("reassign",  (S.ASSIGNED, S.IN_HAND),  S.ASSIGNED,  desk_of,            lazy("Chuyển người khác")),
    Step("take",      (S.ASSIGNED,),            S.IN_HAND,   handler_of,         lazy("Ký nhận")),
    Step("opine",     (S.IN_HAND,),             S.IN_HAND,   unit_or_handler_of, lazy("Ghi ý kiến giải quyết")),
    Step("hand_back", (S.ASSIGNED, S.IN_HAND),  S.RECEIVED,  handler_of,         lazy("Trả lại văn thư")),
    Step("answer",    (S.IN_HAND,),             S.ANSWERED,  handler_of,         lazy("Đã trả lời bằng văn bản")),
    Step("close",     (S.IN_HAND,),             S.NOTED,     handler_of,         lazy("Kết thúc, không phải trả lời")),
    Step("note",      (S.RECEIVED,),            S.NOTED,     desk_of,            lazy("Lưu, không phải giải quyết")),
    Step("send_back", (S.RECEIVED,),            S.SENT_BACK, clerk_of,           lazy("Trả lại nơi gửi")),
    Step("reopen",    (S.ANSWERED, S.NOTED),    S.RECEIVED,  desk_of,            lazy("Mở lại")),
])
# fmt: on
