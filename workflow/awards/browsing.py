"""What people look up in the catalogue: awards of a rule set by name, one award, names by code."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload

from workflow.awards.models import Award, AwardVersion
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import NotVisible
from workflow.core.i18n import _
from workflow.core.text import fold
from workflow.organisations.models import Organisation
from workflow.organisations.queries import line_ids, subtree

PAGE = 50
_NEW_LAW = date(2024, 1, 1)  # Law 06/2022/QH15 in force: achievements from that day on
_LAST_OF_OLD = date(2023, 12, 31)
_LEVELS = ("", "grassroots", "ministry-province", "state")


class RuleSet(StrEnum):
    """Which law judges: it is chosen by the day of the achievement."""

    BEFORE_2024 = "before-2024"
    SINCE_2024 = "since-2024"

    @staticmethod
    def of(day: date) -> "RuleSet":
        return RuleSet.BEFORE_2024 if day < _NEW_LAW else RuleSet.SINCE_2024


@dataclass(frozen=True)
class Listed:
    """A line of the catalogue: what the rules say of an award, and whose award it is."""

    version: AwardVersion
    owner: Organisation | None


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """National awards are everybody's; an organisation's own are read up and down its line."""
    here = actor.organisation_id or 0
    return or_(
        Award.owner_id.is_(None),
        Award.owner_id.in_(line_ids(here)),
        Award.owner_id.in_(select(subtree(here).c.id)),
    )


def search(actor: Actor, *, text: str, rules: RuleSet, page: int) -> Sequence[Listed]:
    """Return one page of the versions of a rule set, and one more where another page follows.

    A few dozen rows: the name is compared here, without marks, and needs no column of its own.
    """
    within = (
        AwardVersion.valid_from <= _LAST_OF_OLD
        if rules is RuleSet.BEFORE_2024
        else or_(AwardVersion.valid_to.is_(None), AwardVersion.valid_to >= _NEW_LAW)
    )
    rows = db.session.execute(
        select(AwardVersion, Organisation)
        .join(Award, Award.id == AwardVersion.award_id)
        .outerjoin(Organisation, Organisation.id == Award.owner_id)
        .options(joinedload(AwardVersion.award))
        .where(visible_to(actor), within)
    )
    wanted = fold(text)
    found = [Listed(row[0], row[1]) for row in rows if wanted in fold(row[0].name)]
    found.sort(key=_order)
    return found[page * PAGE : (page + 1) * PAGE + 1]


def _order(one: Listed) -> tuple[object, ...]:
    """Return own awards first, then from the grassroots to the state, the newest rule first."""
    version = one.version
    level = _LEVELS.index(version.level) if version.level in _LEVELS else len(_LEVELS)
    return (
        one.owner is None, version.award.kind.value != "title", level, version.award_id,
        -version.valid_from.toordinal(),
    )  # fmt: skip


def get_visible(public_id: str, actor: Actor) -> Award:
    """Return the award. Raises NotVisible for another organisation's own."""
    found = db.session.scalars(
        select(Award).where(Award.public_id == public_id, visible_to(actor))
    ).one_or_none()
    if found is None:
        raise NotVisible(_("Không tìm thấy hình thức khen thưởng này trong danh mục của bạn."))
    return found


def versions_of(award: Award) -> Sequence[AwardVersion]:
    """Return what the rules said of the award, the newest first."""
    return db.session.scalars(
        select(AwardVersion)
        .options(joinedload(AwardVersion.award))
        .where(AwardVersion.award_id == award.id)
        .order_by(AwardVersion.valid_from.desc())
    ).all()


def owner_of(award: Award) -> Organisation | None:
    return db.session.get(Organisation, award.owner_id or 0)


def names_by_code() -> dict[str, str]:
    """Return every award's newest name by its code, for rules said in words."""
    rows = db.session.execute(
        select(Award.code, AwardVersion.name)
        .join(AwardVersion, AwardVersion.award_id == Award.id)
        .order_by(AwardVersion.valid_from)
    )
    return dict(rows.all())
