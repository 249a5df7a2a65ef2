"""Read the public lists: which a person may see, what was said, and when a vote may open."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Select, and_, exists, false, or_, select
from sqlalchemy.orm import joinedload

from workflow.awards.eligibility.leaning import consultation_days
from workflow.awards.models import AwardVersion
from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import NotVisible
from workflow.core.i18n import _
from workflow.core.tasks import Task
from workflow.councils.models import AgendaItem, Council
from workflow.councils.publishing.models import Publication, PublicComment, PublishedRow
from workflow.organisations.queries import line_ids
from workflow.proposals.models import Nomination

LIST_LIMIT = 100
ANSWER_IS_NEWS = timedelta(days=7)  # so long the inbox tells who asked


@dataclass(frozen=True)
class Stage:
    """An agenda item whose award wants its list public first, and how far that is."""

    item: AgendaItem
    days: int
    publication: Publication | None

    @property
    def is_over(self) -> bool:
        return self.publication is not None and self.publication.last_day < clock.today()

    @property
    def may_open_on(self) -> date | None:
        """Return the first day of the vote, once the list is public."""
        if self.publication is None:
            return None
        return self.publication.last_day + timedelta(days=1)


def stages_of(council: Council, items: Iterable[AgendaItem]) -> list[Stage]:
    """Return the items that want a public list, each with the last one it stood on."""
    wanted = [
        (item, days) for item in items
        if (days := consultation_days(item.nomination.award_version.prerequisite))
    ]  # fmt: skip
    if not wanted:
        return []
    rows = db.session.scalars(
        select(PublishedRow)
        .join(Publication, PublishedRow.publication_id == Publication.id)
        .options(joinedload(PublishedRow.publication))
        .where(
            Publication.council_id == council.id,
            PublishedRow.nomination_id.in_([item.nomination_id for item, _days in wanted]),
        )
        .order_by(PublishedRow.id)
    )  # fmt: skip
    published = {row.nomination_id: row.publication for row in rows}
    return [Stage(item, days, published.get(item.nomination_id)) for item, days in wanted]


def visible_to(actor: Actor) -> Select[Publication]:
    """Return the lists made public in the actor's organisation, or one it reports to."""
    here = select(Council.id).where(
        Council.organisation_id.in_(line_ids(actor.organisation_id or 0))
    )
    return select(Publication).where(Publication.council_id.in_(here))


def publications_for(actor: Actor) -> Sequence[Publication]:
    return db.session.scalars(
        visible_to(actor)
        .options(joinedload(Publication.council))
        .order_by(Publication.last_day.desc(), Publication.id.desc())
        .limit(LIST_LIMIT)
    ).all()


def get_publication(public_id: str, actor: Actor) -> Publication:
    """Return a list the actor may see. Raises NotVisible."""
    found = db.session.scalars(
        visible_to(actor)
        .options(joinedload(Publication.council))
        .where(Publication.public_id == public_id)
    ).one_or_none()
    if found is None:
        raise NotVisible(_("Không tìm thấy danh sách công khai này."))
    return found


def rows_of(publication_id: int) -> Sequence[PublishedRow]:
    """Return the rows as they were made public, with everything a line shows."""
    nomination = joinedload(PublishedRow.nomination)
    return db.session.scalars(
        select(PublishedRow)
        .options(
            nomination.joinedload(Nomination.recipient),
            nomination.joinedload(Nomination.award_version).joinedload(AwardVersion.award),
        )
        .where(PublishedRow.publication_id == publication_id)
        .order_by(PublishedRow.id)
    ).all()


def comments_on(publication_id: int, *, author_id: int | None = None) -> Sequence[PublicComment]:
    """Return what was said, the oldest first; of one author alone where one is named."""
    wanted = (
        select(PublicComment)
        .join(PublishedRow, PublicComment.row_id == PublishedRow.id)
        .where(PublishedRow.publication_id == publication_id)
        .order_by(PublicComment.id)
    )
    if author_id is not None:
        wanted = wanted.where(PublicComment.author_id == author_id)
    return db.session.scalars(wanted).all()


def tasks_for(actor: Actor) -> list[Task]:
    """Return the lists open for comments, with comments nobody answered, with an answer to the
    actor's own."""
    if actor.organisation_id is None:
        return []
    today, said = clock.today(), PublishedRow.publication_id == Publication.id
    waiting = exists().where(
        PublicComment.row_id == PublishedRow.id, PublicComment.answer == "", said
    )
    own = Publication.council_id.in_(
        select(Council.id).where(Council.organisation_id == actor.organisation_id)
    )
    asked = and_(own, waiting) if actor.has("secretary") else false()
    told = exists().where(
        PublicComment.row_id == PublishedRow.id, said,
        PublicComment.author_id == (actor.user_id or 0),
        PublicComment.answered_at > clock.now() - ANSWER_IS_NEWS,
    )  # fmt: skip
    rows = db.session.execute(
        select(Publication, asked.label("asked"), told.label("told"))
        .where(Publication.id.in_(visible_to(actor).with_only_columns(Publication.id)))
        .where(or_(Publication.last_day >= today, asked, told))
        .order_by(Publication.last_day, Publication.id)
        .limit(10)
    )
    return [_task(one, bool(to_answer), bool(answered)) for one, to_answer, answered in rows]


def _task(one: Publication, to_answer: bool, answered: bool) -> Task:
    title, verb = _("Danh sách lấy ý kiến: %(title)s", title=one.title), _("Xem danh sách")
    if to_answer:
        title, verb = _("Trả lời ý kiến: %(title)s", title=one.title), _("Trả lời")
    elif answered:
        title, verb = _("Ý kiến của bạn đã được trả lời: %(title)s", title=one.title), _("Xem")
    day = f"{one.last_day:%d/%m/%Y}"
    note = _("Góp ý đến hết ngày %(day)s", day=day)
    if one.last_day < clock.today():
        note = _("Đã hết hạn góp ý ngày %(day)s", day=day)
    return Task(
        title, "councils.publication", {"public_id": one.public_id}, "publication", "open",
        note=note, verb=verb,
    )  # fmt: skip
