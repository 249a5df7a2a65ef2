"""What people set for themselves: which organisation they act for, their language."""

from sqlalchemy import update

from workflow.accounts.models import User, UserSession
from workflow.accounts.queries import organisations_of
from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import NotVisible
from workflow.core.i18n import _
from workflow.organisations.models import Organisation


def choose_organisation(session_id: int, public_id: str, *, actor: Actor) -> Organisation:
    """Act for another organisation in this session; it must be granted today."""
    granted = organisations_of(actor.user_id or 0, clock.today())
    for organisation in granted:
        if organisation.public_id == public_id:
            db.session.execute(
                update(UserSession)
                .where(UserSession.id == session_id)
                .values(organisation_id=organisation.id)
            )
            return organisation
    raise NotVisible(_("Bạn không có vai trò ở đơn vị này."))


def keep_language(user_id: int, code: str) -> None:
    """Remember the language for the account; no version changes, nobody edits beside it."""
    db.session.execute(update(User).where(User.id == user_id).values(language=code))
