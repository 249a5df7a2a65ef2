"""Reading delegations, and whom one may be given to."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, false, or_, select
from sqlalchemy.orm import joinedload

from workflow.accounts.delegating.models import Delegation
from workflow.accounts.delegating.standing import held_on
from workflow.accounts.models import RoleGrant, User
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import NotVisible
from workflow.core.i18n import _
from workflow.organisations.models import Organisation
from workflow.organisations.queries import administered, subtree

PAGE = 50
MOST_PEOPLE = 500
READERS = frozenset({"head", "secretary", "administrator"})


def visible_to(actor: Actor) -> Select[Delegation]:
    """Return those of the own organisation for who signs or drafts, and what one administers."""
    own = Delegation.organisation_id == actor.organisation_id
    return select(Delegation).where(
        or_(
            Delegation.organisation_id.in_(administered(actor)),
            own if not actor.roles.isdisjoint(READERS) else false(),
        )
    )


def listed(
    actor: Actor, day: date, *, under: Organisation | None, held: bool, page: int
) -> Sequence[Delegation]:
    """Return one page, the latest first, and one more when there is a next page."""
    wanted = visible_to(actor).options(
        joinedload(Delegation.holder), joinedload(Delegation.giver),
        joinedload(Delegation.organisation),
    )  # fmt: skip
    if under is not None:
        wanted = wanted.where(Delegation.organisation_id == under.id)
    if held:
        wanted = wanted.where(or_(held_on(day), Delegation.valid_from > day))
    order = Delegation.valid_from.desc(), Delegation.id.desc()
    return db.session.scalars(wanted.order_by(*order).offset(page * PAGE).limit(PAGE + 1)).all()


def get_visible(public_id: str, actor: Actor) -> Delegation:
    """Return a delegation the actor sees. Raises NotVisible for any other."""
    return _one(visible_to(actor).where(Delegation.public_id == public_id))


def get_for_change(public_id: str, actor: Actor) -> Delegation:
    """Return it locked and as it is stored now."""
    wanted = visible_to(actor).where(Delegation.public_id == public_id)
    return _one(wanted.with_for_update(of=Delegation).execution_options(populate_existing=True))


def _one(wanted: Select[Delegation]) -> Delegation:
    found = db.session.scalars(wanted).one_or_none()
    if found is None:
        raise NotVisible(_("Không tìm thấy việc giao quyền ký này ở cơ quan của bạn."))
    return found


def office_of(public_id: str, actor: Actor) -> Organisation:
    """Return the organisation a page is about: the own one, or one the actor administers."""
    wanted = select(Organisation).where(Organisation.id == (actor.organisation_id or 0))
    if public_id:
        own = (Organisation.id == actor.organisation_id) & (Organisation.public_id == public_id)
        mine = Organisation.id.in_(administered(actor))
        wanted = select(Organisation).where(or_(own, mine & (Organisation.public_id == public_id)))
    found = db.session.scalars(wanted).one_or_none()
    if found is None:
        raise NotVisible(_("Không tìm thấy đơn vị này, hoặc đơn vị không do bạn quản trị."))
    return found


def people_of(organisation: Organisation, day: date) -> Sequence[User]:
    """Return who may be given to sign: people of the organisation and of what stands under it."""
    below = select(subtree(organisation.id).c.id)
    grants = select(RoleGrant.user_id).where(
        RoleGrant.organisation_id.in_(below),
        or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to >= day),
    )
    return db.session.scalars(
        select(User)
        .where(User.is_active, User.id.in_(grants))
        .order_by(User.sort_key, User.id)
        .limit(MOST_PEOPLE)
    ).all()


def clashing(
    organisation_id: int, holder_id: int, kinds: Sequence[str], start: date, end: date | None
) -> Delegation | None:
    """Return a delegation of the same person that holds, for one of the kinds, on one of the days.

    One that was ended before it began never held.
    """
    rows = db.session.scalars(
        select(Delegation)
        .where(
            Delegation.organisation_id == organisation_id, Delegation.holder_id == holder_id,
            or_(Delegation.valid_to.is_(None), Delegation.valid_to >= start),
            or_(Delegation.ended_on.is_(None), Delegation.ended_on >= start),
            or_(Delegation.ended_on.is_(None), Delegation.ended_on >= Delegation.valid_from),
            *([Delegation.valid_from <= end] if end is not None else []),
        )
        .order_by(Delegation.id)
    )  # fmt: skip
    return next((row for row in rows if not set(row.kinds).isdisjoint(kinds)), None)
