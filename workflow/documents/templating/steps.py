"""What may become of an organisation's own version of a template."""

from workflow.core.actors import system
from workflow.core.i18n import lazy
from workflow.core.lifecycle import Lifecycle, Step
from workflow.documents.states import TemplateStatus as S
from workflow.documents.templating.policies import administrator_of, second_administrator

template_lifecycle = Lifecycle(
    "document_template",
    S,
    [
        Step("approve", (S.PROPOSED,), S.APPROVED, second_administrator, lazy("Duyệt mẫu")),
        Step("reject", (S.PROPOSED,), S.REJECTED, second_administrator, lazy("Không duyệt mẫu")),
        Step("withdraw", (S.PROPOSED,), S.WITHDRAWN, administrator_of, lazy("Rút mẫu")),
        Step("overtake", (S.PROPOSED,), S.WITHDRAWN, system, lazy("Có bản mới hơn")),
    ],
)
