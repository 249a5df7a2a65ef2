"""The life of a wish to insert a number: asked, answered by another person, used once."""

from workflow.core.actors import system
from workflow.core.i18n import lazy
from workflow.core.lifecycle import Lifecycle, Step
from workflow.documents.inserting.policies import authority_for, clerk_of
from workflow.documents.inserting.states import InsertionStatus as S

insertion_lifecycle = Lifecycle(
    "insertion",
    S,
    [
        Step("permit", (S.ASKED,), S.PERMITTED, authority_for, lazy("Cho phép chèn số")),
        Step("refuse", (S.ASKED,), S.REFUSED, authority_for, lazy("Không cho phép chèn số")),
        Step("use", (S.PERMITTED,), S.USED, clerk_of, lazy("Cấp số chèn")),
        Step("withdraw", (S.ASKED, S.PERMITTED), S.WITHDRAWN, clerk_of, lazy("Thôi xin số chèn")),
        Step("lapse", (S.ASKED, S.PERMITTED), S.WITHDRAWN, system, lazy("Hết hiệu lực")),
    ],
)
