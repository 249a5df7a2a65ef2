"""Read the suggestions kept for an organisation: filtered, in pages, holds as they are today."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import joinedload

from workflow.awards.models import Award, AwardVersion
from workflow.awards.suggestions import Standing
from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.text import fold
from workflow.organisations.models import Organisation
from workflow.proposals.models import Nomination, Proposal, Suggestion, SuggestionRun
from workflow.proposals.queries import WRITTEN, visible_to
from workflow.proposals.states import OPEN_NOMINATIONS
from workflow.recipients.models import Hold, Membership, Recipient
from workflow.recipients.queries import tree_of

PAGE = 50
ASKING = frozenset({"officer", "secretary"})
_DRAFTS = 20


class Shown(StrEnum):
    """How a suggestion is told apart on the page; a hold goes before either standing."""

    DUE = Standing.DUE.value
    EXPECTED = Standing.EXPECTED.value
    ONE_SHORT = Standing.ONE_SHORT.value
    HELD = "held"


@dataclass(frozen=True)
class Wanted:
    """What the list was asked for; what is empty asks nothing."""

    unit: str = ""
    award: str = ""
    year: int | None = None
    shown: str = ""
    words: str = ""


@dataclass(frozen=True)
class Choices:
    """What there is to filter by, as value and label."""

    units: Sequence[tuple[str, str]]
    awards: Sequence[AwardVersion]
    years: Sequence[int]


def find_run(organisation_id: int) -> SuggestionRun | None:
    return db.session.scalars(
        select(SuggestionRun)
        .options(joinedload(SuggestionRun.job))
        .where(SuggestionRun.organisation_id == organisation_id)
        .execution_options(populate_existing=True)
    ).one_or_none()


def belonging(organisation_id: int) -> Select[int, int]:
    """Select who belongs to the organisation or below it today, in the order they came."""
    today = clock.today()
    return (
        select(Membership.recipient_id, Membership.organisation_id)
        .where(
            Membership.organisation_id.in_(tree_of(organisation_id)),
            Membership.valid_from <= today,
            or_(Membership.valid_to.is_(None), Membership.valid_to >= today),
        )
        .order_by(Membership.valid_from, Membership.id)
    )


def _is_held() -> ColumnElement[bool]:
    today = clock.today()
    return exists().where(
        Hold.recipient_id == Suggestion.recipient_id, Hold.starts_on <= today,
        or_(Hold.ends_on.is_(None), Hold.ends_on >= today),
    )  # fmt: skip


def _shown() -> ColumnElement[str]:
    return case((_is_held(), Shown.HELD.value), else_=Suggestion.standing)


def _rank(shown: ColumnElement[str]) -> ColumnElement[int]:
    return case(*[(shown == one.value, place) for place, one in enumerate(Shown)], else_=0)


def _asked(organisation_id: int, wanted: Wanted) -> list[ColumnElement[bool]]:
    """Only people who still belong here: who has left since is another office's business."""
    still = belonging(organisation_id).with_only_columns(Membership.recipient_id).order_by(None)
    asked = [Suggestion.organisation_id == organisation_id, Suggestion.recipient_id.in_(still)]
    if wanted.unit:
        asked.append(Organisation.public_id == wanted.unit)
    if wanted.award:
        asked.append(Award.public_id == wanted.award)
    if wanted.year is not None:
        asked.append(Suggestion.year == wanted.year)
    asked += [
        Recipient.name_fold.contains(word, autoescape=True) for word in fold(wanted.words).split()
    ]
    return asked


def _joined(statement: Any, organisation_id: int, wanted: Wanted) -> Any:
    return (
        statement.join(Recipient, Recipient.id == Suggestion.recipient_id)
        .join(Organisation, Organisation.id == Suggestion.unit_id)
        .join(AwardVersion, AwardVersion.id == Suggestion.award_version_id)
        .join(Award, Award.id == AwardVersion.award_id)
        .where(*_asked(organisation_id, wanted))
    )


def counts_of(organisation_id: int, wanted: Wanted) -> dict[str, int]:
    """Return how many there are of each kind, whichever kind is shown."""
    shown = _shown().label("shown")
    inner = _joined(select(shown).select_from(Suggestion), organisation_id, wanted).subquery()
    rows = db.session.execute(select(inner.c.shown, func.count()).group_by(inner.c.shown))
    return dict(rows.all())


def suggestions_of(
    organisation_id: int, wanted: Wanted, *, limit: int = PAGE, offset: int = 0
) -> list[tuple[Suggestion, str]]:
    """Return one page with how each is told apart: unit by unit, who is due first, by name.

    Ids are put in order first: whole rows are read of one page alone.
    """
    ids = _ordered(select(Suggestion.id, _shown()).select_from(Suggestion), organisation_id, wanted)
    shown: dict[int, str] = dict(db.session.execute(ids.limit(limit).offset(offset)).all())
    rows = db.session.scalars(
        select(Suggestion)
        .options(
            joinedload(Suggestion.recipient), joinedload(Suggestion.unit),
            joinedload(Suggestion.award_version).joinedload(AwardVersion.award),
        )
        .where(Suggestion.id.in_(shown))
    )  # fmt: skip
    by_id = {row.id: row for row in rows}
    return [(by_id[key], kind) for key, kind in shown.items()]


def _ordered(statement: Any, organisation_id: int, wanted: Wanted) -> Any:
    rows = _joined(statement, organisation_id, wanted)
    if wanted.shown in set(Shown):
        rows = rows.where(_shown() == wanted.shown)
    return rows.order_by(
        Organisation.name_fold, Organisation.id, _rank(_shown()), Recipient.sort_key,
        Recipient.id, Suggestion.year, Suggestion.id,
    )  # fmt: skip


@dataclass(frozen=True)
class Printed:
    """A suggestion as a sheet has it, with what was said when it was computed."""

    name: str
    unit: str
    version_id: int
    year: int
    shown: str
    told: str


def printed(organisation_id: int, wanted: Wanted) -> tuple[list[Printed], dict[int, AwardVersion]]:
    """Return all that is asked for, columns only, and the awards named in it."""
    statement = select(
        Recipient.name, Organisation.name, Suggestion.award_version_id, Suggestion.year, _shown(),
        Suggestion.told,
    ).select_from(Suggestion)  # fmt: skip
    rows: Any = db.session.execute(_ordered(statement, organisation_id, wanted))
    found = [Printed(*row) for row in rows]
    versions = db.session.scalars(
        select(AwardVersion)
        .options(joinedload(AwardVersion.award))
        .where(AwardVersion.id.in_({one.version_id for one in found}))
    )
    return found, {one.id: one for one in versions}


def choices_of(organisation_id: int) -> Choices:
    """Return the units, awards and years that occur among the suggestions."""
    here = Suggestion.organisation_id == organisation_id
    units = db.session.execute(
        select(Organisation.public_id, Organisation.short_name)
        .where(Organisation.id.in_(select(Suggestion.unit_id).where(here)))
        .order_by(Organisation.name_fold)
    )
    awards = db.session.scalars(
        select(AwardVersion)
        .options(joinedload(AwardVersion.award))
        .where(AwardVersion.id.in_(select(Suggestion.award_version_id).where(here)))
        .order_by(AwardVersion.name, AwardVersion.id)
    )
    one_each = {one.award_id: one for one in awards}
    years = db.session.scalars(
        select(Suggestion.year).where(here).distinct().order_by(Suggestion.year)
    )
    return Choices([(row[0], row[1]) for row in units], list(one_each.values()), years.all())


def find_suggestion(organisation_id: int, suggestion_id: int) -> Suggestion | None:
    """Return one of the organisation's own."""
    return db.session.scalars(
        select(Suggestion)
        .options(joinedload(Suggestion.recipient))
        .where(Suggestion.id == suggestion_id, Suggestion.organisation_id == organisation_id)
    ).one_or_none()


def drafts_of(actor: Actor) -> Sequence[Proposal]:
    """Return the unit's dossiers the actor may add a row to, the newest first."""
    ways = [Proposal.from_transmittal.is_(True)] if not actor.has("officer") else []
    if not ways and not actor.has("officer"):
        return []
    rows = visible_to(actor).where(
        Proposal.proposing_id == actor.organisation_id, Proposal.status.in_(WRITTEN), *ways
    )
    return db.session.scalars(rows.order_by(Proposal.id.desc()).limit(_DRAFTS)).all()


def proposed_of(actor: Actor, rows: Sequence[Suggestion]) -> dict[int, Proposal]:
    """Return the dossiers one may see that propose this very thing already, by suggestion."""
    found = db.session.execute(
        select(Suggestion.id, Proposal)
        .join(Nomination, and_(Nomination.recipient_id == Suggestion.recipient_id,
                               Nomination.year == Suggestion.year))
        .join(Proposal, Proposal.id == Nomination.proposal_id)
        .where(
            Suggestion.id.in_([row.id for row in rows]), Nomination.status.in_(OPEN_NOMINATIONS),
            _award_of(Nomination.award_version_id) == _award_of(Suggestion.award_version_id),
            Proposal.id.in_(visible_to(actor).with_only_columns(Proposal.id)),
        )
        .order_by(Proposal.id)
    )  # fmt: skip
    return dict(found.all())


def _award_of(version_id: Any) -> Any:
    return select(AwardVersion.award_id).where(AwardVersion.id == version_id).scalar_subquery()
