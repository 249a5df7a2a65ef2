"""What may become of a root, or of an algorithm's last day, that somebody proposed."""

from workflow.core.actors import system
from workflow.core.i18n import lazy
from workflow.core.lifecycle import Lifecycle, Step
from workflow.signatures.registry.policies import keeper, second_keeper
from workflow.signatures.renewal.states import RetirementStatus as R
from workflow.signatures.states import RootStatus as S

root_lifecycle = Lifecycle(
    "trusted_root",
    S,
    [
        Step("confirm", (S.PROPOSED,), S.TRUSTED, second_keeper, lazy("Xác nhận gốc")),
        Step("decline", (S.PROPOSED,), S.DECLINED, second_keeper, lazy("Không nhận gốc")),
        Step("withdraw", (S.PROPOSED,), S.WITHDRAWN, keeper, lazy("Rút lại đề nghị")),
        Step("end", (S.TRUSTED,), S.ENDED, keeper, lazy("Thôi tin cậy")),
        Step("overtake", (S.TRUSTED,), S.ENDED, system, lazy("Có bản mới thay")),
    ],
)
retirement_lifecycle = Lifecycle(
    "retired_algorithm",
    R,
    [
        Step("confirm", (R.PROPOSED,), R.HOLDING, second_keeper, lazy("Xác nhận ngày cuối")),
        Step("decline", (R.PROPOSED,), R.DECLINED, second_keeper, lazy("Không nhận ngày cuối")),
        Step("withdraw", (R.PROPOSED,), R.WITHDRAWN, keeper, lazy("Rút lại đề nghị")),
        Step("overtake", (R.HOLDING,), R.ENDED, system, lazy("Có ngày khác thay")),
    ],
)
