"""Operations on award rounds."""

from dataclasses import asdict

from workflow.core import audit
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import StaleEdit
from workflow.core.i18n import _
from workflow.emulation.fields import RoundFields
from workflow.emulation.models import Round
from workflow.emulation.queries import get_for_change
from workflow.organisations.queries import get_visible as get_organisation


def create(organisation: str, fields: RoundFields, *, actor: Actor) -> Round:
    """Open a round of an organisation the actor administers."""
    receiver = get_organisation(organisation, actor)
    fields.check_order()
    award_round = Round(organisation_id=receiver.id, **asdict(fields))
    db.session.add(award_round)
    db.session.flush()
    audit.record(
        "round.create", stream=("round", award_round.id), actor=actor, detail=fields.plain()
    )
    return award_round


def edit(public_id: str, fields: RoundFields, *, version: int, actor: Actor) -> Round:
    """Change name or dates. Raises StaleEdit with both texts when they changed meanwhile."""
    award_round = get_for_change(public_id, actor)
    stored = RoundFields.of(award_round)
    differences = fields.against(stored)
    if award_round.version != version:
        raise StaleEdit(_("Người khác vừa sửa đợt này."), differences)
    fields.check_order()
    if not differences:
        return award_round
    for name, value in asdict(fields).items():
        setattr(award_round, name, value)
    audit.record(
        "round.edit", stream=("round", award_round.id), actor=actor,
        detail={d.label: [d.theirs, d.yours] for d in differences},
        before=stored.plain(), after=fields.plain(),
    )  # fmt: skip
    return award_round
