"""Which accounts an administrator may change."""

from sqlalchemy import or_, select

from workflow.accounts.models import RoleGrant, User
from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.organisations.queries import administered


def administers(actor: Actor, user: User) -> bool:
    """Administer the whole account: every role it holds or will hold lies in one's own tree.

    Otherwise the administrator of a small unit could take over the account of somebody who
    also works higher up, by a reset link. Roles in one's own tree are granted and ended anyway.
    """
    elsewhere = db.session.scalar(
        select(RoleGrant.id)
        .where(
            RoleGrant.user_id == user.id,
            or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to >= clock.today()),
            RoleGrant.organisation_id.not_in(administered(actor)),
        )
        .limit(1)
    )
    return elsewhere is None
