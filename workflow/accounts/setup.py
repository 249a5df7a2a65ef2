"""The first installation: what the database is, its top organisation, its first administrator."""

from datetime import datetime

from sqlalchemy import select

from workflow.accounts.entry import make_link
from workflow.accounts.models import LinkPurpose, Role, RoleGrant
from workflow.accounts.services import add_user
from workflow.core import audit, clock
from workflow.core.actors import SYSTEM
from workflow.core.clock import Installation
from workflow.core.db import db
from workflow.core.errors import InvalidStep
from workflow.core.i18n import _
from workflow.core.text import one_line
from workflow.organisations.fields import OrganisationFields
from workflow.organisations.services import add_organisation


def install(fields: OrganisationFields, *, login: str, name: str) -> tuple[str, datetime]:
    """Mark the database as real and return the first administrator's link and its end.

    There is no default password: the link is the only way in, works once and for a day.
    Raises InvalidStep when the database is already somebody's, BadInput for a login that
    will not do.
    """
    kind = db.session.scalar(select(Installation.kind))
    if kind is not None:
        raise InvalidStep(
            _(
                "Cơ sở dữ liệu này đã được thiết lập (%(kind)s). Hãy dùng cơ sở dữ liệu trống.",
                kind=kind,
            )
        )
    db.session.add(Installation(kind="real"))
    top = add_organisation(fields, parent=None, actor=SYSTEM)
    user = add_user(login, one_line(name), "")
    db.session.add(
        RoleGrant(
            user_id=user.id, organisation_id=top.id, role=Role.ADMINISTRATOR,
            valid_from=clock.today(),
        )
    )  # fmt: skip
    audit.record(
        "account.create", stream=("account", user.id), actor=SYSTEM,
        detail={"login": user.login, "name": user.name},
    )  # fmt: skip
    return make_link(user, LinkPurpose.FIRST_ADMINISTRATOR)
