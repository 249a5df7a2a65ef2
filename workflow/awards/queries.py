"""Read the catalogue as it holds on a day, who decides an award, and the honours held."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import aliased, joinedload

from workflow.awards.models import Award, AwardVersion, ClusterRank, Honour, Initiative
from workflow.core.db import db
from workflow.core.errors import NotVisible
from workflow.core.i18n import _
from workflow.organisations.models import Organisation, OrganisationKind
from workflow.recipients.lineages import Before, before, links_before
from workflow.recipients.models import RecipientKind, YearlyGrade

_SUBJECTS = {
    RecipientKind.PERSON: frozenset({"individual", "any"}),
    RecipientKind.COLLECTIVE: frozenset({"collective", "any"}),
    RecipientKind.HOUSEHOLD: frozenset({"household", "any"}),
}
_ABOVE = aliased(Organisation)  # made once: an alias is costly to make


def line_of(organisation_id: int) -> list[Organisation]:
    """Return the organisation and those above it, nearest first, in one query."""
    line = (
        select(Organisation.id, Organisation.parent_id)
        .where(Organisation.id == organisation_id)
        .cte("line", recursive=True)
    )
    line = line.union(select(_ABOVE.id, _ABOVE.parent_id).where(_ABOVE.id == line.c.parent_id))
    rows = db.session.scalars(select(Organisation).where(Organisation.id.in_(select(line.c.id))))
    by_id = {row.id: row for row in rows}
    found: list[Organisation] = []
    here = by_id.get(organisation_id)
    while here is not None and here not in found:
        found.append(here)
        here = by_id.get(here.parent_id or 0)
    return found


def decides_here(version: AwardVersion, organisation: Organisation) -> bool:
    """Does the head of this organisation decide the award? Unknown deciders never do."""
    if version.award.owner_id is not None:
        return version.award.owner_id == organisation.id
    return version.decider_kind is not None and version.decider_kind is organisation.kind


def decider_in(version: AwardVersion, line: Sequence[Organisation]) -> Organisation | None:
    """Return the first of `line` (nearest first) that decides the award."""
    return next((one for one in line if decides_here(version, one)), None)


def decider_of(version: AwardVersion, organisation: Organisation) -> Organisation | None:
    """Return the nearest organisation, from this one upward, whose head decides the award."""
    return decider_in(version, line_of(organisation.id))


def fits(version: AwardVersion, kind: RecipientKind) -> bool:
    """May this kind of recipient hold the award? The catalogue may name several, with |."""
    return concerns(version.subject, kind)


def concerns(subject: str, kind: RecipientKind) -> bool:
    """Tell whether the catalogue's word for kinds of recipients, parted by |, names this one."""
    return not _SUBJECTS[kind].isdisjoint(subject.split("|"))


def offered_to(
    organisation: Organisation, day: date, subject: RecipientKind | None = None
) -> list[AwardVersion]:
    """Return the versions that hold on `day` and that somebody up the line decides.

    Awards of an organisation outside the line, and awards decided where no organisation of
    this server stands, are not offered.
    """
    line = line_of(organisation.id)
    rows = db.session.scalars(
        select(AwardVersion)
        .join(Award)
        .options(joinedload(AwardVersion.award))
        .where(
            AwardVersion.valid_from <= day,
            or_(AwardVersion.valid_to.is_(None), AwardVersion.valid_to >= day),
            or_(Award.owner_id.is_(None), Award.owner_id.in_([one.id for one in line])),
        )
        .order_by(AwardVersion.id)
    ).all()
    if organisation.kind is OrganisationKind.UNION:
        rows = [row for row in rows if row.award.owner_id is not None]
    found = [row for row in rows if decider_in(row, line) is not None]
    return [row for row in found if subject is None or fits(row, subject)]


def get_version(version_id: int) -> AwardVersion:
    return db.session.get_one(AwardVersion, version_id, options=[joinedload(AwardVersion.award)])


def find_version(code: str, day: date) -> AwardVersion | None:
    """Return what the rules said of the award `code` on `day`."""
    return db.session.scalars(
        select(AwardVersion)
        .join(Award)
        .options(joinedload(AwardVersion.award))
        .where(
            Award.code == code,
            AwardVersion.valid_from <= day,
            or_(AwardVersion.valid_to.is_(None), AwardVersion.valid_to >= day),
        )
    ).one_or_none()


def names_of(award_ids: Sequence[int]) -> dict[int, str]:
    """Return each award's newest name, for lists of honours."""
    rows = db.session.execute(
        select(AwardVersion.award_id, AwardVersion.name)
        .where(AwardVersion.award_id.in_(award_ids))
        .order_by(AwardVersion.valid_from)
    )
    return dict(rows.all())


def honours_of(recipient_id: int) -> Sequence[Honour]:
    """Return what the recipient holds, newest year first, struck ones included."""
    return db.session.scalars(
        select(Honour)
        .options(joinedload(Honour.award))
        .where(Honour.recipient_id == recipient_id)
        .order_by(Honour.year.desc().nulls_last(), Honour.id)
    ).all()


def honours_of_many(recipient_ids: Collection[int]) -> dict[int, list[Honour]]:
    """Return the same of many recipients in one query; of one who holds nothing, none."""
    found: dict[int, list[Honour]] = {one: [] for one in recipient_ids}
    rows = select(Honour).options(joinedload(Honour.award))
    held = rows.where(Honour.recipient_id.in_(sorted(found)))
    for row in db.session.scalars(held.order_by(Honour.year.desc().nulls_last(), Honour.id)):
        found[row.recipient_id].append(row)
    return found


def find_honour(recipient_id: int, honour_id: int) -> Honour:
    """Return one line of the ledger of a recipient the actor was already found to see."""
    found = db.session.scalars(
        select(Honour)
        .options(joinedload(Honour.award), joinedload(Honour.recipient))
        .where(Honour.recipient_id == recipient_id, Honour.id == honour_id)
    ).one_or_none()
    if found is None:
        raise NotVisible(_("Không tìm thấy khen thưởng này trong sổ theo dõi."))
    return found


def initiatives_of(recipient_id: int) -> Sequence[Initiative]:
    """Return the recipient's initiatives and topics, newest year first."""
    return db.session.scalars(
        select(Initiative)
        .where(Initiative.recipient_id == recipient_id)
        .order_by(Initiative.year.desc(), Initiative.id)
    ).all()


def ranks_of(recipient_id: int) -> Sequence[ClusterRank]:
    """Return the places the collective took in its clusters, newest year first."""
    return db.session.scalars(
        select(ClusterRank)
        .where(ClusterRank.recipient_id == recipient_id)
        .order_by(ClusterRank.year.desc(), ClusterRank.id)
    ).all()


@dataclass(frozen=True)
class Inherited:
    """What a collective has from one it was before, up to the day the two became one."""

    before: Before
    honours: list[Honour]
    grades: list[YearlyGrade]
    initiatives: list[Initiative]
    ranks: list[ClusterRank]

    @property
    def is_empty(self) -> bool:
        return not (self.honours or self.grades or self.initiatives or self.ranks)


def inherited_by(recipient_id: int) -> list[Inherited]:
    """Return what the collective has from each it was before, newest year first."""
    past = before(recipient_id, links_before([recipient_id]))
    if not past:
        return []
    ids = [one.recipient_id for one in past]
    honours = _by_recipient(Honour, ids, Honour.struck_by == "")
    grades = _by_recipient(YearlyGrade, ids)
    initiatives, ranks = _by_recipient(Initiative, ids), _by_recipient(ClusterRank, ids)
    return [
        Inherited(
            one,
            *(
                [row for row in rows[one.recipient_id] if _in_time(row.year, one)]
                for rows in (honours, grades, initiatives, ranks)
            ),
        )
        for one in past
    ]


def _by_recipient(
    model: Any, ids: Sequence[int], *which: ColumnElement[bool]
) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    rows: Any = select(model).where(model.recipient_id.in_(ids), *which)
    for row in db.session.scalars(rows.order_by(model.year.desc().nulls_last(), model.id)):
        found[row.recipient_id].append(row)
    return found


def _in_time(year: int | None, one: Before) -> bool:
    return one.renamed or (year is not None and year <= one.until.year)
