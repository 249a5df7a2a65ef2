"""Who checks a paper nobody may check alone: one that takes awards back or corrects them."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import select

from workflow.accounts.models import Role
from workflow.accounts.queries import users_with
from workflow.core import clock
from workflow.core.audit import AuditRecord
from workflow.core.db import db
from workflow.core.i18n import _
from workflow.documents.models import PaperSigner

OWNERS = frozenset({"amendment"})


def second_eyes(papers: Sequence[Any]) -> dict[int, set[int]]:
    """Return who may check each of an office's papers, in a constant number of queries.

    Its secretaries and clerks, without the signers and who worded it last. Where nobody is left
    the author checks, and the signer is the second pair of eyes.
    """
    if not papers:
        return {}
    ids, desk = [paper.id for paper in papers], desk_of(papers[0].organisation_id)
    authors = _worded_by(ids)
    signers: dict[int, set[int]] = {}
    for paper_id, user_id in db.session.execute(
        select(PaperSigner.paper_id, PaperSigner.user_id).where(PaperSigner.paper_id.in_(ids))
    ):
        signers.setdefault(paper_id, set()).add(user_id)
    left = {one: desk - signers.get(one, set()) for one in ids}
    return {one: (found - {authors.get(one)}) or found for one, found in left.items()}


def desk_of(organisation_id: int) -> set[int]:
    """Return the secretaries and clerks of an office today."""
    roles, day = (Role.SECRETARY, Role.CLERK), clock.today()
    return {user.id for role in roles for user in users_with(role, organisation_id, day)}


def _worded_by(paper_ids: Collection[int]) -> dict[int, int | None]:
    """Return who wrote each paper as it stands, as its journal says."""
    rows = db.session.execute(
        select(AuditRecord.stream_id, AuditRecord.actor_id)
        .where(
            AuditRecord.stream_kind == "paper", AuditRecord.stream_id.in_(paper_ids),
            AuditRecord.act.in_(("paper.draft", "paper.redraw")),
        )
        .order_by(AuditRecord.id)
    )  # fmt: skip
    return {paper_id: actor_id for paper_id, actor_id in rows}  # noqa: C416


def refusal() -> str:
    """Say to the author whom to ask."""
    return _(
        "Bạn soạn, sửa hoặc ký văn bản này nên không tự kiểm tra được. Hãy nhờ thư ký khác hoặc "
        "văn thư của cơ quan kiểm tra."
    )
