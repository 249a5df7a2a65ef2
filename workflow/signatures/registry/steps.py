"""What may become of a root somebody proposed to trust."""

from workflow.core.actors import system
from workflow.core.i18n import lazy
from workflow.core.lifecycle import Lifecycle, Step
from workflow.signatures.registry.policies import keeper, second_keeper
from workflow.signatures.states import RootStatus as S

root_lifecycle = Lifecycle(
    "trusted_root",
    S,
    [
        Step("confirm", (S.PROPOSED,), S.TRUSTED, second_keeper, lazy("Xác nhận gốc")),
        Step("decline", (S.PROPOSED,), S.DECLINED, second_keeper, lazy("Không nhận gốc")),
        Step("withdraw", (S.PROPOSED,), S.WITHDRAWN, keeper, lazy("Rút đề nghị")),
        Step("end", (S.TRUSTED,), S.ENDED, keeper, lazy("Thôi tin cậy")),
        Step("overtake", (S.TRUSTED,), S.ENDED, system, lazy("Có bản mới thay")),
    ],
)
