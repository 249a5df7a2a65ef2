"""Dossiers by what somebody types into the search of every page: a code, or a whole name."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.text import fold, one_line
from workflow.proposals.models import Nomination, Proposal
from workflow.proposals.queries import visible_to
from workflow.recipients.models import Recipient

SHOWN = 5
_LOOKED_AT = 200  # of a name many share


def dossiers_found(text: str, actor: Actor) -> Sequence[Proposal]:
    """Return the newest few the actor may see that bear this code or name this recipient."""
    words = one_line(text)
    if not words:
        return []
    coded = select(Proposal.id).where(Proposal.code == words.upper())
    naming = (
        select(Nomination.proposal_id)
        .join(Recipient, Recipient.id == Nomination.recipient_id)
        .where(Recipient.name_fold == fold(words))
        .order_by(Nomination.id.desc())
        .limit(_LOOKED_AT)
    )
    ids: set[int] = set(db.session.scalars(coded)) | set(db.session.scalars(naming))
    if not ids:
        return []
    return db.session.scalars(
        visible_to(actor)
        .where(Proposal.id.in_(ids))
        .options(joinedload(Proposal.proposing))
        .order_by(Proposal.id.desc())
        .limit(SHOWN)
    ).all()
