"""The life of a dossier and of each nomination in it: which step leads where, and by whom."""

# One row a line, however long: the table is read beside the regulation.
# ruff: noqa: E501

from workflow.core.actors import system
from workflow.core.i18n import lazy
from workflow.core.lifecycle import Lifecycle, Step
from workflow.proposals.policies import (
    head_for,
    may_take_back,
    proposer_of,
    proposing_unit,
    secretary_for,
    secretary_of,
    secretary_or_system,
)
from workflow.proposals.states import NominationStatus as N
from workflow.proposals.states import ProposalStatus as P

# fmt: off
proposal_lifecycle = Lifecycle("proposal", P, [
    Step("submit",      (P.DRAFT, P.RETURNED),                     P.SUBMITTED,        proposer_of,    lazy("Nộp hồ sơ")),
    Step("withdraw",    (P.DRAFT, P.SUBMITTED, P.RETURNED),        P.WITHDRAWN,        proposing_unit, lazy("Rút hồ sơ")),
    Step("start_check", (P.SUBMITTED,),                            P.CHECKING,         secretary_of,   lazy("Bắt đầu kiểm tra")),
    Step("send_back",   (P.SUBMITTED, P.CHECKING),                 P.RETURNED,         secretary_of,   lazy("Trả lại để bổ sung")),
    Step("accept",      (P.CHECKING,),                             P.COUNCIL_REVIEW,   secretary_of,   lazy("Nhận hồ sơ")),
    Step("send_up",     (P.COUNCIL_REVIEW, P.SUBMITTED_UPWARD),    P.SUBMITTED_UPWARD, secretary_of,   lazy("Trình cấp trên")),
    Step("decide",      (P.COUNCIL_REVIEW, P.SUBMITTED_UPWARD),    P.DECIDED,          system,         lazy("Kết thúc hồ sơ")),
])

nomination_lifecycle = Lifecycle("nomination", N, [
    Step("place",    (N.PROPOSED,),                        N.ON_AGENDA,   secretary_for,       lazy("Xếp vào phiên họp")),
    Step("take_off", (N.ON_AGENDA,),                       N.PROPOSED,    secretary_or_system, lazy("Đưa ra khỏi phiên họp")),
    Step("pass",     (N.ON_AGENDA,),                       N.PASSED,      system,              lazy("Hội đồng thông qua")),
    Step("fail",     (N.ON_AGENDA,),                       N.NOT_PASSED,  system,              lazy("Hội đồng không thông qua")),
    Step("clear",    (N.PROPOSED,),                        N.PASSED,      secretary_for,       lazy("Chuyển xét trực tiếp")),
    Step("strike",   (N.PASSED,),                          N.NOT_AWARDED, head_for,            lazy("Đưa ra khỏi quyết định")),
    Step("forward",  (N.PASSED,),                          N.FORWARDED,   system,              lazy("Trình cấp trên")),
    Step("award",    (N.PASSED, N.FORWARDED),              N.AWARDED,     system,              lazy("Ghi nhận khen thưởng")),
    Step("refuse",   (N.PASSED, N.FORWARDED),              N.NOT_AWARDED, system,              lazy("Ghi nhận không khen thưởng")),
    Step("withdraw", (N.PROPOSED, N.ON_AGENDA, N.PASSED),  N.WITHDRAWN,   may_take_back,       lazy("Rút đề nghị")),
    Step("revoke",   (N.AWARDED,),                         N.REVOKED,     system,              lazy("Hủy kết quả khen thưởng")),
])
# fmt: on
