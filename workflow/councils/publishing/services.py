"""Make a list public before its vote, take comments on it and answer them."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from workflow.core import audit, clock, working_days
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import BadInput, Incomplete, InvalidStep, NotAllowed
from workflow.core.i18n import _
from workflow.councils.models import AgendaItem, Session
from workflow.councils.policies import secretary_of
from workflow.councils.publishing.models import Publication, PublicComment, PublishedRow
from workflow.councils.publishing.queries import get_publication, stages_of
from workflow.councils.queries import agenda_of, get_for_change
from workflow.councils.states import SessionStatus
from workflow.proposals.queries import name_text

MOST_TEXT = 2000
_EARLY = (SessionStatus.PLANNED, SessionStatus.CONVENED, SessionStatus.SITTING)


def publish(public_id: str, *, actor: Actor) -> Publication:
    """Make the rows public that their awards want public, for the longest time any of them asks."""
    session = get_for_change(public_id, actor)
    if not secretary_of(actor, session):
        raise NotAllowed(_("Chỉ thư ký Hội đồng được công khai danh sách."))
    if session.status not in _EARLY:
        raise InvalidStep(_("Phiên họp không còn ở bước công khai danh sách. Hãy tải lại trang."))
    stages = [one for one in stages_of(session.council, agenda_of(session.id))
              if one.publication is None]  # fmt: skip
    if not stages:
        raise InvalidStep(_("Không còn đề nghị nào cần công khai lấy ý kiến."))
    days, today = max(one.days for one in stages), clock.today()
    special = working_days.special_days(today, today + timedelta(days=3 * days + 60))
    publication = Publication(
        council_id=session.council_id, title=session.title, days=days, published_on=today,
        last_day=working_days.add(today, days, special), published_by_id=actor.user_id,
    )  # fmt: skip
    db.session.add(publication)
    db.session.flush()
    for one in stages:
        db.session.add(
            PublishedRow(publication_id=publication.id, nomination_id=one.item.nomination_id)
        )
    audit.record(
        "session.publish", stream=("session", session.id), actor=actor,
        subject=("publication", publication.id),
        detail={"rows": len(stages), "days": days, "last_day": publication.last_day.isoformat()},
    )  # fmt: skip
    return publication


def must_be_consulted(session: Session, items: Sequence[AgendaItem]) -> None:
    """Refuse a vote on rows not public long enough, with the day from which it may open."""
    for one in stages_of(session.council, items):
        name = name_text(one.item.nomination)
        if one.publication is None or one.may_open_on is None:
            raise Incomplete(
                _("%(name)s phải công khai lấy ý kiến %(n)s ngày làm việc trước khi bỏ phiếu. Hãy "
                  "công khai danh sách ở trang phiên họp, hoặc đưa đề nghị ra khỏi phiên họp.",
                  name=name, n=one.days)
            )  # fmt: skip
        if not one.is_over:
            raise Incomplete(
                _("%(name)s đang công khai lấy ý kiến đến hết ngày %(last)s; mở bỏ phiếu được từ "
                  "ngày %(day)s, hoặc đưa đề nghị ra khỏi phiên họp.", name=name,
                  last=f"{one.publication.last_day:%d/%m/%Y}", day=f"{one.may_open_on:%d/%m/%Y}")
            )  # fmt: skip


def comment(public_id: str, row_id: int, text: str, *, actor: Actor) -> PublicComment:
    """Say something of one row, under the own name, while the list takes comments."""
    publication = get_publication(public_id, actor)
    if publication.last_day < clock.today():
        raise InvalidStep(_("Đã hết thời gian lấy ý kiến về danh sách này."))
    row = db.session.scalars(
        select(PublishedRow).where(
            PublishedRow.id == row_id, PublishedRow.publication_id == publication.id
        )
    ).one_or_none()
    if row is None:
        raise BadInput(_("Hãy chọn đề nghị trong danh sách."), field="row")
    if not text.strip():
        raise BadInput(_("Hãy ghi ý kiến."), field="text")
    said = PublicComment(
        row_id=row.id, author_id=actor.user_id, author_name=actor.name, text=text[:MOST_TEXT],
        said_at=clock.now(),
    )  # fmt: skip
    db.session.add(said)
    audit.record(
        "publication.comment", stream=("publication", publication.id), actor=actor,
        subject=("nomination", row.nomination_id), detail={"name": actor.name},
    )  # fmt: skip
    return said


def answer(public_id: str, comment_id: str, text: str, *, actor: Actor) -> PublicComment:
    """Answer a comment for the council; an answer may be put better later."""
    publication = get_publication(public_id, actor)
    own = publication.council.organisation_id == actor.organisation_id
    if not (own and actor.has("secretary")):
        raise NotAllowed(_("Chỉ thư ký Hội đồng trả lời ý kiến."))
    said = db.session.scalars(
        select(PublicComment)
        .join(PublishedRow, PublicComment.row_id == PublishedRow.id)
        .where(PublicComment.public_id == comment_id,
               PublishedRow.publication_id == publication.id)
        .with_for_update(of=PublicComment)
    ).one_or_none()  # fmt: skip
    if said is None:
        raise BadInput(_("Không thấy ý kiến này. Hãy tải lại trang."))
    if not text.strip():
        raise BadInput(_("Hãy ghi nội dung trả lời."), field=comment_id)
    before = said.answer
    said.answer, said.answered_by_id, said.answered_at = (
        text[:MOST_TEXT],
        actor.user_id,
        clock.now(),
    )
    audit.record(
        "publication.answer", stream=("publication", publication.id), actor=actor,
        detail={"name": said.author_name}, before=before, after=said.answer,
    )  # fmt: skip
    return said
