"""The people of a demonstration: who may be entered by a button, in a demo database only."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager

from workflow.accounts.models import Role, RoleGrant, User
from workflow.accounts.queries import find_by_login
from workflow.accounts.signing_in import Entered, admit
from workflow.core import clock
from workflow.core.clock import Installation
from workflow.core.db import db
from workflow.core.errors import NotVisible
from workflow.core.i18n import _
from workflow.organisations.models import OrganisationKind

MOST = 80


@dataclass
class DemoPerson:
    """One button: a person with their roles in one organisation."""

    login: str
    name: str
    title: str
    roles: list[Role] = field(default_factory=list)


@dataclass
class DemoOffice:
    """One group of buttons; a folded one is opened by a click."""

    name: str
    is_folded: bool = False
    people: list[DemoPerson] = field(default_factory=list)


def is_demo_database() -> bool:
    """Return whether the database itself says that it is a demonstration."""
    return db.session.scalar(select(Installation.kind)) == "demo"


def demo_accounts() -> Sequence[DemoOffice]:
    """Return the people one may enter as, by organisation; each person once.

    The story's own people were granted their roles first, so they stand first; the units
    that only play along are folded away.
    """
    today = clock.today()
    grants = db.session.scalars(
        select(RoleGrant)
        .join(RoleGrant.user)
        .join(RoleGrant.organisation)
        .options(contains_eager(RoleGrant.user), contains_eager(RoleGrant.organisation))
        .where(
            User.is_active,
            RoleGrant.valid_from <= today,
            or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to >= today),
        )
        .order_by(RoleGrant.id)
        .limit(MOST)
    )
    offices: dict[int, DemoOffice] = {}
    people: dict[int, tuple[int, DemoPerson]] = {}
    for grant in grants:
        user, organisation = grant.user, grant.organisation
        home, person = people.setdefault(
            user.id, (organisation.id, DemoPerson(user.login, user.name, user.title))
        )
        if home == organisation.id:
            if not person.roles:
                folded = bool(offices) and organisation.kind is OrganisationKind.UNIT
                fresh = DemoOffice(organisation.short_name, folded)
                office = offices.setdefault(organisation.id, fresh)
                office.people.append(person)
            person.roles.append(grant.role)
    return list(offices.values())


def enter_demo(login: str, *, device_cookie: str) -> Entered:
    """Let a person of the demonstration in. The caller has checked that it is one."""
    user = find_by_login(login)
    if user is None or not user.is_active:
        raise NotVisible(_("Bản dùng thử không có người này."))
    return admit(user, device_cookie=device_cookie)
