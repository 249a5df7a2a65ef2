"""The life of one line of a decision. The decision itself lives as its paper does."""

from workflow.core.actors import system
from workflow.core.i18n import lazy
from workflow.core.lifecycle import Lifecycle, Step
from workflow.decisions.models import ItemStatus as S
from workflow.decisions.policies import striker_of

# fmt: off
item_lifecycle = Lifecycle("decision_item", S, [
    Step("award",  (S.PROPOSED,), S.AWARDED, system,     lazy("Ghi nhận khen thưởng")),
    Step("strike", (S.PROPOSED,), S.STRUCK,  striker_of, lazy("Đưa ra khỏi danh sách")),
    Step("revoke", (S.AWARDED,),  S.REVOKED, system,     lazy("Hủy bỏ khen thưởng")),
    Step("replace", (S.AWARDED,), S.REPLACED, system,    lazy("Chuyển sang quyết định thay thế")),
])
# fmt: on
