"""The life of a session and of a ballot: which step leads where, and who may take it."""

# One row a line, however long: the table is read beside the regulation.
# ruff: noqa: E501

from workflow.core.actors import system
from workflow.core.i18n import lazy
from workflow.core.lifecycle import Lifecycle, Step
from workflow.councils.policies import secretary_of, secretary_of_ballot, system_or_secretary_of
from workflow.councils.states import BallotStatus as B
from workflow.councils.states import SessionStatus as S

# fmt: off
session_lifecycle = Lifecycle("session", S, [
    Step("convene",  (S.PLANNED,),                       S.CONVENED,  secretary_of,           lazy("Triệu tập phiên họp")),
    Step("request",  (S.PLANNED,),                       S.CONVENED,  secretary_of,           lazy("Soạn công văn lấy ý kiến")),
    Step("open",     (S.CONVENED,),                      S.SITTING,   secretary_of,           lazy("Khai mạc phiên họp")),
    Step("consult",  (S.CONVENED,),                      S.SITTING,   secretary_of,           lazy("Bắt đầu lấy ý kiến")),
    Step("adjourn",  (S.SITTING,),                       S.ADJOURNED, secretary_of,           lazy("Bế mạc phiên họp")),
    Step("conclude", (S.SITTING,),                       S.ADJOURNED, system_or_secretary_of, lazy("Kết thúc lấy ý kiến")),
    Step("minute",   (S.ADJOURNED,),                     S.MINUTED,   system_or_secretary_of, lazy("Hoàn tất biên bản")),
    Step("void",     (S.PLANNED, S.CONVENED, S.SITTING), S.VOID,      secretary_of,           lazy("Hủy phiên họp")),
    Step("call_off", (S.PLANNED, S.CONVENED, S.SITTING), S.VOID,      secretary_of,           lazy("Hủy lần lấy ý kiến")),
])

ballot_lifecycle = Lifecycle("ballot", B, [
    Step("open",  (B.DRAFT,),         B.OPEN,    secretary_of_ballot, lazy("Mở bỏ phiếu")),
    Step("close", (B.OPEN,),          B.CLOSED,  secretary_of_ballot, lazy("Đóng bỏ phiếu")),
    Step("tally", (B.CLOSED,),        B.TALLIED, system,              lazy("Kiểm phiếu")),
    Step("void",  (B.DRAFT, B.OPEN, B.CLOSED), B.VOID, secretary_of_ballot, lazy("Hủy cuộc bỏ phiếu")),
])
# fmt: on
