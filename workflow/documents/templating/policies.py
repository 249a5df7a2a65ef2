"""Who may propose, approve and withdraw an organisation's own version of a template."""

from typing import Any

from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.documents.models import DocumentTemplate
from workflow.organisations.queries import is_administered
from workflow.recipients.queries import accounts_of_person


def administrator_of(actor: Actor, template: Any) -> bool:
    """Whether the actor administers the template's organisation, or one above it."""
    if actor.is_system or actor.user_id is None or template.organisation_id is None:
        return False
    return is_administered(template.organisation_id, actor)


def sender(actor: Actor, template: Any) -> bool:
    """Whether the actor proposed the version, be it with another account of the same person."""
    if actor.user_id == template.uploaded_by_id:
        return True
    accounts = accounts_of_person(template.uploaded_by_id)
    return actor.user_id in db.session.scalars(accounts).all()


def second_administrator(actor: Actor, template: Any) -> bool:
    """Whether the actor administers it and is not who proposed the version (four eyes)."""
    return administrator_of(actor, template) and not sender(actor, template)


def may_view_id(actor: Actor, template_id: int) -> bool:
    """Whether the actor may look at the pages a version was tried with."""
    template = db.session.get(DocumentTemplate, template_id)
    return template is not None and administrator_of(actor, template)
