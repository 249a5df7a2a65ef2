"""Whether the one who signs a paper has the right to, on the day, as the paper prints it."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from workflow.accounts.delegating import wording
from workflow.accounts.delegating.blocks import USUAL_HEAD, Block, block
from workflow.accounts.delegating.models import Delegation
from workflow.accounts.delegating.standing import Standing, latest_of, standing_of
from workflow.accounts.delegating.states import SignedKind
from workflow.accounts.models import User
from workflow.core import clock
from workflow.core.db import db
from workflow.core.errors import InvalidStep, NotAllowed
from workflow.core.i18n import _
from workflow.documents import queries
from workflow.documents.events import PaperOffered, PaperToBeSigned
from workflow.documents.models import Paper, PaperSigner
from workflow.documents.states import PaperKind, PaperStatus
from workflow.organisations.models import Organisation

KINDS = {
    PaperKind.DECISION: SignedKind.DECISION, PaperKind.SUBMISSION_LETTER: SignedKind.SUBMISSION,
    PaperKind.LETTER: SignedKind.LETTER,
}  # fmt: skip


class Named(Protocol):
    """Who signs, as drafts and papers name them."""

    @property
    def user_id(self) -> int: ...
    @property
    def post(self) -> str: ...
    @property
    def name(self) -> str: ...


def asks_for_right(paper: Paper) -> bool:
    """Whether the paper is signed for the organisation; a council's are signed by its seats."""
    return paper.owner_kind != "session" and paper.kind in KINDS


def block_of(organisation: Organisation, signer: Named, kind: SignedKind) -> Block:
    """Return the signature block as it would be signed today.

    Somebody without the right is printed with the post alone; the paper cannot be offered so.
    """
    standing = standing_of(organisation, signer.user_id, kind, clock.today())
    if standing is not None:
        return standing.block
    head_post = organisation.head_post or USUAL_HEAD
    return block(signer.post or head_post, signer.name, head_post=head_post)


def right_to_sign(paper: Paper, signer: PaperSigner, day: date) -> Standing | None:
    """Return what the signature of `signer` on `day` rests on; None where there is nothing."""
    return standing_of(paper.organisation, signer.user_id, KINDS[paper.kind], day)


def rights_told(signers: Sequence[PaperSigner]) -> dict[int, str]:
    """Return, by ordinal, in whose place somebody signed and on what basis; heads are left out."""
    given = {one.delegation_id: one.ordinal for one in signers if one.delegation_id is not None}
    if not given:
        return {}
    rows = db.session.scalars(
        select(Delegation)
        .where(Delegation.id.in_(given))
        .options(joinedload(Delegation.giver), joinedload(Delegation.organisation))
    )
    return {given[row.id]: wording.told(row) for row in rows}


def hear_to_be_signed(event: PaperToBeSigned | PaperOffered) -> None:
    """Refuse who has no right to sign today, and a block that says another right than theirs.

    Whoever signs last signs for the organisation; those before them sign in their own name.
    """
    paper = db.session.get_one(Paper, event.paper_id)
    if paper.status is not PaperStatus.OFFERED or not asks_for_right(paper):
        return
    last = queries.signers_of(paper.id)[-1]
    standing = right_to_sign(paper, last, clock.today())
    if standing is None:
        raise NotAllowed(_no_right(paper, last))
    printed = paper.context.get("signature")
    if printed is not None and _shown(printed) != _shown(standing.block):
        raise InvalidStep(
            _("Khối chữ ký trên văn bản ghi “%(printed)s”, nhưng hôm nay %(name)s ký là “%(now)s”. "
              "Trả văn bản lại để thư ký mở “Sửa”, lưu lại rồi trình ký.",
              printed=_shown(printed), name=last.name, now=_shown(standing.block))
        )  # fmt: skip


def _shown(block: dict[str, str]) -> str:
    lines = [*block.get("prefix", "").splitlines(), block.get("post_caps", "")]
    return " / ".join(line for line in lines if line)


def _no_right(paper: Paper, signer: PaperSigner) -> str:
    """Say why, and the way out."""
    held = latest_of(paper.organisation_id, signer.user_id, KINDS[paper.kind])
    way_out = _(
        "Trả văn bản lại để thư ký chọn người ký khác, hoặc nhờ người đứng đầu hay quản trị viên "
        "ghi việc giao quyền ký."
    )
    if held is None:
        title = db.session.get_one(User, signer.user_id).title or _("không ghi")
        why = _("%(name)s (chức vụ ở tài khoản: %(title)s) không đứng đầu cơ quan và chưa được "
                "giao ký loại văn bản này.", name=signer.name, title=title)  # fmt: skip
    elif held.valid_from > clock.today():
        why = _("%(name)s được giao ký loại văn bản này từ ngày %(day)s, chưa ký được hôm nay.",
                name=signer.name, day=f"{held.valid_from:%d/%m/%Y}")  # fmt: skip
    elif held.last_day is not None and held.last_day < clock.today():
        why = _("Việc giao %(name)s ký loại văn bản này đã hết từ sau ngày %(day)s.",
                name=signer.name, day=f"{held.last_day:%d/%m/%Y}")  # fmt: skip
    else:
        why = _("%(name)s không còn vai trò “Người ký quyết định” hoặc tài khoản đã ngừng.",
                name=signer.name)  # fmt: skip
    return f"{why} {way_out}"
