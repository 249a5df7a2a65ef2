"""The life of a transmittal: which step leads where, and who may take it."""

from workflow.core.actors import system
from workflow.core.i18n import lazy
from workflow.core.lifecycle import Lifecycle, Step
from workflow.exchange.policies import receiver_of, secretary_of_sender, sender_of
from workflow.exchange.states import TransmittalStatus as S

# One row a line, however long: the table is read beside the regulation.
# ruff: noqa: E501
# fmt: off
transmittal_lifecycle = Lifecycle("transmittal", S, [
    Step("send",     (S.DRAFT,),          S.SENT,           secretary_of_sender, lazy("Gửi cấp trên")),
    Step("receive",  (S.SENT,),           S.RECEIVED,       receiver_of,         lazy("Tiếp nhận")),
    Step("ask_more", (S.RECEIVED,),       S.MORE_REQUESTED, receiver_of,         lazy("Yêu cầu bổ sung")),
    Step("answer",   (S.MORE_REQUESTED,), S.ANSWERED,       sender_of,           lazy("Trả lời và gửi tệp")),
    Step("resume",   (S.ANSWERED,),       S.RECEIVED,       receiver_of,         lazy("Nhận phần bổ sung")),
    Step("decide",   (S.SENT, S.RECEIVED, S.MORE_REQUESTED, S.ANSWERED), S.DECIDED, system,
         lazy("Có kết quả")),
])
# fmt: on
