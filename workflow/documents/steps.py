"""The life of a numbered paper, from its draft to its issue and what may become of it."""

from workflow.core.actors import Actor, system
from workflow.core.i18n import lazy
from workflow.core.lifecycle import Lifecycle, Step
from workflow.documents.models import Paper
from workflow.documents.policies import checker_of, clerk_for, drafter_of, next_signer_of
from workflow.documents.states import PaperStatus as S


def _clerk_reserving(actor: Actor, paper: Paper) -> bool:
    """Whether the actor keeps the numbers of an office that numbers before it signs."""
    return paper.organisation.numbers_first and clerk_for(actor, paper)


def _clerk_of_held(actor: Actor, paper: Paper) -> bool:
    """Whether the actor keeps the numbers, and one is held for the paper nobody signed yet."""
    return paper.number_entry_id is not None and clerk_for(actor, paper)


def _clerk_or_system(actor: Actor, paper: Paper) -> bool:
    """Whether the actor keeps the numbers, or a number reserved before becomes the paper's."""
    return clerk_for(actor, paper) or (system(actor, paper) and paper.number_entry_id is not None)


paper_lifecycle = Lifecycle(
    "paper",
    S,
    [
        Step("check", (S.DRAFT,), S.CHECKED, checker_of, lazy("Đã kiểm tra thể thức")),
        Step("redraft", (S.CHECKED,), S.DRAFT, drafter_of, lazy("Sửa lại bản thảo")),
        Step("reserve", (S.CHECKED,), S.CHECKED, _clerk_reserving, lazy("Giữ số trước khi ký")),
        Step("offer", (S.CHECKED,), S.OFFERED, drafter_of, lazy("Trình ký")),
        Step("sign", (S.OFFERED,), S.SIGNED, next_signer_of, lazy("Ký")),
        Step("decline", (S.OFFERED,), S.DRAFT, next_signer_of, lazy("Không ký, trả lại")),
        Step(
            "release",
            (S.CHECKED, S.OFFERED),
            S.DRAFT,
            _clerk_of_held,
            lazy("Bỏ số giữ của năm trước"),
        ),
        Step("number", (S.SIGNED,), S.NUMBERED, _clerk_or_system, lazy("Cấp số")),
        Step("seal", (S.NUMBERED,), S.SEALED, clerk_for, lazy("Đóng dấu, tải bản đã ký")),
        Step("issue", (S.SEALED,), S.ISSUED, clerk_for, lazy("Phát hành")),
        Step("replace", (S.ISSUED,), S.REPLACED, system, lazy("Thay thế")),
        Step("revoke", (S.ISSUED,), S.REVOKED, system, lazy("Hủy bỏ")),
        Step("drop", (S.DRAFT, S.CHECKED), S.DROPPED, system, lazy("Bỏ dự thảo")),
    ],
)
