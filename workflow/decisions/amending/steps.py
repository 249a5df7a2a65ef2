"""The life of what has to come back, and of a certificate made a second time."""

from workflow.core.actors import Actor
from workflow.core.i18n import lazy
from workflow.core.lifecycle import Lifecycle, Step
from workflow.decisions.amending.models import RecoveryStatus as R
from workflow.decisions.amending.models import Reissue
from workflow.decisions.amending.models import ReissueStatus as S
from workflow.decisions.amending.policies import keeper_of
from workflow.decisions.amending.queries import stands


def _keeper_exchanging(actor: Actor, row: Reissue) -> bool:
    """Whether there is an old one to take back: a lost one is not."""
    return row.is_exchange and keeper_of(actor, row)


def _keeper_of_lost(actor: Actor, row: Reissue) -> bool:
    return not row.is_exchange and keeper_of(actor, row)


def _keeper_of_void(actor: Actor, row: Reissue) -> bool:
    """Whether the award was taken back meanwhile: then nothing is handed over any more."""
    return keeper_of(actor, row) and not stands(row.certificate.item)


# fmt: off
recovery_lifecycle = Lifecycle("recovery", R, [
    Step("recover", (R.OPEN, R.FAILED), R.RECOVERED, keeper_of, lazy("Ghi đã thu hồi")),
    Step("pay",     (R.OPEN, R.FAILED), R.OPEN,      keeper_of, lazy("Ghi thu một phần")),
    Step("give_up", (R.OPEN,),          R.FAILED,    keeper_of, lazy("Ghi không thu hồi được")),
])
reissue_lifecycle = Lifecycle("reissue", S, [
    Step("confirm",   (S.ASKED,),      S.CONFIRMED,   keeper_of,          lazy("Xác nhận theo sổ")),
    Step("refuse",    (S.ASKED, S.CONFIRMED),
                                       S.REFUSED,     keeper_of,          lazy("Không cấp")),
    Step("refuse",    (S.TAKEN_BACK, S.DRAWN),
                                       S.REFUSED,     _keeper_of_void,    lazy("Không cấp")),
    Step("take_back", (S.CONFIRMED,),  S.TAKEN_BACK,  _keeper_exchanging, lazy("Nhận lại bản cũ")),
    Step("draw",      (S.TAKEN_BACK,), S.DRAWN,       keeper_of,          lazy("Lập bản mới")),
    Step("draw_lost", (S.CONFIRMED,),  S.DRAWN,       _keeper_of_lost,    lazy("Lập bản mới")),
    Step("hand_over", (S.DRAWN,),      S.HANDED_OVER, keeper_of,          lazy("Trao bản mới")),
])
# fmt: on
