"""The blueprint of the dossiers' pages, its places in the rail, and who may see their files."""

from typing import Any

from flask import Blueprint
from sqlalchemy import Select, select

from workflow.core.actors import Actor
from workflow.core.i18n import lazy
from workflow.core.web.navigation import add_entry
from workflow.councils.queries import proposals_before_member
from workflow.documents.access import register_owner
from workflow.proposals import policies, queries
from workflow.proposals.models import Nomination, Proposal
from workflow.proposals.work import count_incoming
from workflow.recipients.queries import register_viewer

bp = Blueprint("proposals", __name__, url_prefix="/proposals")

add_entry(
    "proposals.index", lazy("Hồ sơ của đơn vị"), icon="folder", roles={"officer", "unit_head"},
    order=20,
)  # fmt: skip
add_entry(
    "proposals.incoming", lazy("Hồ sơ đến"), icon="folder-symlink", roles={"secretary"}, order=25,
    count=count_incoming,
)  # fmt: skip


def _nominated(actor: Actor) -> Select[int]:
    """Whoever sees a dossier sees whom it names."""
    seen = queries.visible_to(actor).with_only_columns(Proposal.id)
    return select(Nomination.recipient_id).where(Nomination.proposal_id.in_(seen))


@bp.record
def _connect(_state: Any) -> None:
    register_owner("proposal", policies.may_view_id)
    register_owner("nomination", policies.may_view_nomination_id)
    register_viewer(_nominated)
    queries.register_viewer(proposals_before_member)  # members read what is on their agenda
