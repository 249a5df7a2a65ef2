"""Versions of templates as administrators see them: what holds, what waits, what was before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload

from workflow.accounts.models import Role, RoleGrant, User
from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import NotVisible
from workflow.core.i18n import _
from workflow.core.tasks import Task
from workflow.documents.models import DocumentTemplate
from workflow.documents.queries import documents_of, drawing_of
from workflow.documents.states import TemplateStatus
from workflow.documents.templates import in_force, line_above, newest_shipped
from workflow.documents.templating.papers import (
    PaperForm,
    no_longer_offered,
    papers,
    title_of,
)
from workflow.documents.templating.trying import AFTER, BEFORE, LONG, OWNER, Pages
from workflow.organisations.models import Organisation
from workflow.organisations.queries import administered
from workflow.recipients.queries import accounts_of_person

TASKS, SHOWN = 5, 50
APPROVERS = 6


@dataclass(frozen=True)
class Standing:
    """One paper of the list: whose version holds, and what is to be said of it."""

    paper: PaperForm
    current: DocumentTemplate | None
    own: bool
    waiting: DocumentTemplate | None
    next: DocumentTemplate | None  # approved, and its day has not come
    unknown: list[str]  # fields asked for that this release does not fill in
    product_changed: bool


@dataclass(frozen=True)
class _Around:
    """What is known of an organisation's templates, by name: all of it, or one paper's."""

    organisation: Organisation
    day: date
    current: dict[str, DocumentTemplate]
    shipped: dict[str, DocumentTemplate]
    own: Sequence[DocumentTemplate]

    def standing(self, paper: PaperForm) -> Standing:
        holds, newest = self.current.get(paper.name), self.shipped.get(paper.name)
        own = [one for one in self.own if one.name == paper.name]
        waiting = (one for one in own if one.status is TemplateStatus.PROPOSED)
        coming = (one for one in own if _is_coming(one, self.day))
        is_own = holds is not None and holds.organisation_id == self.organisation.id
        return Standing(
            paper, holds, is_own, next(waiting, None), next(coming, None),
            no_longer_offered(holds) if holds is not None and holds.organisation_id else [],
            bool(is_own and holds and newest and holds.shipped_id != newest.id),
        )  # fmt: skip


def standings(organisation: Organisation, day: date) -> list[Standing]:
    """Return every paper of this release as it stands for the organisation, in few queries."""
    around = _Around(
        organisation, day, in_force(organisation.id, day), newest_shipped(), _own(organisation.id)
    )
    return [around.standing(paper) for paper in papers()]


def standing_of(paper: PaperForm, organisation: Organisation, day: date) -> Standing:
    """Return how one paper stands for the organisation."""
    return _Around(
        organisation, day, in_force(organisation.id, day, paper.name), newest_shipped(paper.name),
        versions_of(paper.name, organisation.id),
    ).standing(paper)  # fmt: skip


def _is_coming(template: DocumentTemplate, day: date) -> bool:
    ended = template.valid_to is not None and template.valid_to < template.valid_from
    return template.status is TemplateStatus.APPROVED and template.valid_from > day and not ended


def _own(organisation_id: int) -> Sequence[DocumentTemplate]:
    return db.session.scalars(
        select(DocumentTemplate)
        .where(DocumentTemplate.organisation_id == organisation_id)
        .order_by(DocumentTemplate.valid_from, DocumentTemplate.version)
    ).all()


def versions_of(name: str, organisation_id: int | None) -> Sequence[DocumentTemplate]:
    """Return the organisation's own versions, newest first; without one those of the product."""
    return db.session.scalars(
        select(DocumentTemplate)
        .where(
            DocumentTemplate.name == name, DocumentTemplate.organisation_id == organisation_id
            if organisation_id is not None else DocumentTemplate.organisation_id.is_(None),
        )
        .order_by(DocumentTemplate.version.desc())
        .options(
            joinedload(DocumentTemplate.uploaded_by), joinedload(DocumentTemplate.settled_by),
            joinedload(DocumentTemplate.file),
        )
    ).all()  # fmt: skip


def _readable(actor: Actor) -> ColumnElement[bool]:
    """What the actor administers, what that inherits, and what came with the product."""
    above = select(line_above(actor.organisation_id or 0).c.id)
    inherited = DocumentTemplate.organisation_id.in_(above) & (
        DocumentTemplate.status == TemplateStatus.APPROVED
    )
    return or_(
        DocumentTemplate.organisation_id.is_(None), inherited,
        DocumentTemplate.organisation_id.in_(administered(actor)),
    )  # fmt: skip


def get_readable(public_id: str, actor: Actor) -> DocumentTemplate:
    """Return a version whose file the actor may have. Raises NotVisible for any other."""
    return _one(_version(public_id).where(_readable(actor)))


def get_administered(public_id: str, actor: Actor) -> DocumentTemplate:
    """Return an own version of an organisation the actor administers."""
    return _one(
        _version(public_id).where(DocumentTemplate.organisation_id.in_(administered(actor)))
    )


def _version(public_id: str) -> Select[DocumentTemplate]:
    return (
        select(DocumentTemplate)
        .where(DocumentTemplate.public_id == public_id)
        .options(
            joinedload(DocumentTemplate.organisation), joinedload(DocumentTemplate.file),
            joinedload(DocumentTemplate.uploaded_by), joinedload(DocumentTemplate.settled_by),
        )
    )  # fmt: skip


def _one(wanted: Select[DocumentTemplate]) -> DocumentTemplate:
    found = db.session.scalars(wanted).one_or_none()
    if found is None:
        raise NotVisible(_("Không tìm thấy bản mẫu này, hoặc mẫu không do bạn quản trị."))
    return found


def waiting_of(name: str, organisation_id: int) -> Sequence[DocumentTemplate]:
    """Return the organisation's versions that wait for approval, locked."""
    return db.session.scalars(
        select(DocumentTemplate)
        .where(
            DocumentTemplate.name == name, DocumentTemplate.organisation_id == organisation_id,
            DocumentTemplate.status == TemplateStatus.PROPOSED,
        )
        .order_by(DocumentTemplate.id)
        .with_for_update(of=DocumentTemplate)
        .execution_options(populate_existing=True)
    ).all()  # fmt: skip


def last_version(name: str, organisation_id: int, *, approved: bool = False) -> int:
    """Return the highest version number of the organisation's own, 0 where it has none."""
    wanted = select(func.max(DocumentTemplate.version)).where(
        DocumentTemplate.name == name, DocumentTemplate.organisation_id == organisation_id
    )
    if approved:
        wanted = wanted.where(DocumentTemplate.status == TemplateStatus.APPROVED)
    return db.session.scalar(wanted) or 0


@dataclass(frozen=True)
class Meanwhile:
    """What changed while a version waited: the product's template, and the one it would replace."""

    product: DocumentTemplate | None = None
    replaced: DocumentTemplate | None = None


def changed_meanwhile(template: DocumentTemplate) -> Meanwhile:
    """Return the newer templates that whoever approves a waiting version should know of."""
    if template.status is not TemplateStatus.PROPOSED:
        return Meanwhile()
    newest = newest_shipped(template.name).get(template.name)
    day = max(template.valid_from, clock.today())
    holds = in_force(template.organisation_id or 0, day, template.name).get(template.name)
    product = newest if newest is not None and newest.id != template.shipped_id else None
    other = holds is not None and holds.id != template.based_on_id and holds is not product
    return Meanwhile(product, holds if other else None)


def pages_of(template: DocumentTemplate) -> dict[str, Pages]:
    """Return what the version was tried with: before, after, and with awkward data."""
    links = documents_of(OWNER, template.id)
    return {
        purpose: Pages.of(
            drawing_of((OWNER, template.id), purpose),
            [link for link in links if link.purpose == purpose],
        )
        for purpose in (BEFORE, AFTER, LONG)
    }


def approvers_of(template: DocumentTemplate, day: date) -> Sequence[User]:
    """Return who else could approve the version: its administrators, the nearest ones first."""
    line = line_above(template.organisation_id or 0)
    steps = func.min(line.c.steps)
    nearest = (
        select(RoleGrant.user_id, steps.label("steps"))
        .join(line, RoleGrant.organisation_id == line.c.id)
        .where(
            RoleGrant.role == Role.ADMINISTRATOR, RoleGrant.valid_from <= day,
            or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to >= day),
        )
        .group_by(RoleGrant.user_id)
        .subquery()
    )  # fmt: skip
    return db.session.scalars(
        select(User)
        .join(nearest, nearest.c.user_id == User.id)
        .where(
            User.is_active, User.id != (template.uploaded_by_id or 0),
            User.id.not_in(accounts_of_person(template.uploaded_by_id)),
        )
        .order_by(nearest.c.steps, User.sort_key, User.id)
        .limit(APPROVERS)
    ).all()  # fmt: skip


def _to_settle(actor: Actor) -> Select[DocumentTemplate]:
    return select(DocumentTemplate).where(
        DocumentTemplate.status == TemplateStatus.PROPOSED,
        DocumentTemplate.organisation_id.in_(administered(actor)),
        DocumentTemplate.uploaded_by_id.is_distinct_from(actor.user_id),
        or_(
            DocumentTemplate.uploaded_by_id.is_(None),
            DocumentTemplate.uploaded_by_id.not_in(accounts_of_person(actor.user_id)),
        ),
    )


def to_mend(day: date) -> list[DocumentTemplate]:
    """Return the own versions, in force or to come, that ask for what is not offered any more."""
    rows = db.session.scalars(
        select(DocumentTemplate)
        .where(
            DocumentTemplate.organisation_id.is_not(None),
            DocumentTemplate.status == TemplateStatus.APPROVED,
            or_(DocumentTemplate.valid_to.is_(None), DocumentTemplate.valid_to >= day),
        )
        .options(joinedload(DocumentTemplate.organisation))
        .order_by(DocumentTemplate.id)
    )
    known = {one.name for one in papers()}
    asking = [one for one in rows if one.name in known and no_longer_offered(one)]
    newest = {(one.organisation_id, one.name): one for one in asking}
    return list(newest.values())


def count_to_settle(actor: Actor) -> int:
    """Return how many proposed versions wait for the actor's word."""
    rows = _to_settle(actor).with_only_columns(
        func.count(DocumentTemplate.id), maintain_column_froms=True
    )
    return db.session.scalar(rows) or 0


def to_settle(actor: Actor, most: int = SHOWN) -> Sequence[DocumentTemplate]:
    """Return the proposed versions that wait for the actor: the own office's, then by day."""
    return db.session.scalars(
        _to_settle(actor)
        .options(
            joinedload(DocumentTemplate.organisation), joinedload(DocumentTemplate.uploaded_by)
        )
        .order_by(
            DocumentTemplate.organisation_id != actor.organisation_id,
            DocumentTemplate.valid_from, DocumentTemplate.id,
        )
        .limit(most)
    ).all()  # fmt: skip


def tasks_for(actor: Actor) -> list[Task]:
    """Return the first of the proposed versions that wait for the actor's word."""
    if not actor.has("administrator"):
        return []
    return [
        Task(
            _("Duyệt mẫu: %(title)s", title=title_of(one.name)), "document_templates.version",
            {"public_id": one.public_id}, "document_template", one.status.value,
            verb=_("Xem, duyệt"),
            note=_("%(name)s, bản %(n)s do %(who)s gửi, áp dụng từ %(day)s",
                   name=one.organisation.short_name if one.organisation else "", n=one.version,
                   who=one.uploaded_by.name if one.uploaded_by else "",
                   day=f"{max(one.valid_from, clock.today()):%d/%m/%Y}"),
        )
        for one in to_settle(actor, TASKS)
    ]  # fmt: skip
