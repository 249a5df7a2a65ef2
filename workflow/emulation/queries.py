"""Which rounds there are, and which one may hand in dossiers to."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import NotVisible
from workflow.core.i18n import _
from workflow.emulation.models import Round
from workflow.organisations.queries import administered, line_ids

PAGE = 30


def visible_to(actor: Actor) -> Select[Round]:
    """Return the rounds of the organisations the actor administers."""
    return select(Round).where(Round.organisation_id.in_(administered(actor)))


def rounds(actor: Actor, *, page: int) -> Sequence[Round]:
    """Return one page of rounds, newest first, and one more when there is a next page."""
    return db.session.scalars(
        visible_to(actor)
        .options(joinedload(Round.organisation))
        .order_by(Round.due_at.desc(), Round.id.desc())
        .offset(page * PAGE)
        .limit(PAGE + 1)
    ).all()


def get_visible(public_id: str, actor: Actor) -> Round:
    """Return a round of an organisation the actor administers. Raises NotVisible."""
    return _one(visible_to(actor).where(Round.public_id == public_id))


def get_for_change(public_id: str, actor: Actor) -> Round:
    """Return it locked and as it is stored now."""
    wanted = visible_to(actor).where(Round.public_id == public_id)
    return _one(wanted.with_for_update(of=Round).execution_options(populate_existing=True))


def _one(wanted: Select[Round]) -> Round:
    found = db.session.scalars(wanted).one_or_none()
    if found is None:
        raise NotVisible(_("Không tìm thấy đợt này, hoặc đợt không do đơn vị bạn tổ chức."))
    return found


def open_to(organisation_id: int, day: date) -> Sequence[Round]:
    """Return the rounds the organisation may hand in to on `day`: its own and those above it.

    A round past its deadline is not among them.
    """
    return db.session.scalars(
        select(Round)
        .options(joinedload(Round.organisation))
        .where(
            Round.organisation_id.in_(line_ids(organisation_id)),
            Round.opens_on <= day,
            Round.due_at >= clock.start_of(day),
        )
        .order_by(Round.due_at, Round.id)
        .limit(PAGE)
    ).all()
