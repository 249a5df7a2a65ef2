"""Records an actor may see, and what belongs to one."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Select, false, select
from sqlalchemy.orm import joinedload

from workflow.archive.models import Record, RecordCheck, RecordReader, RecordRecipient
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import NotVisible
from workflow.core.i18n import _
from workflow.core.text import fold
from workflow.documents.models import Document, DocumentLink, Paper
from workflow.documents.states import FileRole
from workflow.proposals.models import Nomination

RECIPIENTS_SHOWN = 500
MOST_LEVELS = 6  # a nomination continues over at most this many organisations


def visible_to(actor: Actor) -> Select[Record]:
    """Records whose readers include the organisation the actor acts for, in any role there."""
    if actor.organisation_id is None or not actor.roles:
        return select(Record).where(false())
    reader = select(RecordReader.record_id).where(
        RecordReader.record_id == Record.id, RecordReader.organisation_id == actor.organisation_id
    )
    return select(Record).where(reader.exists())


def get_visible(public_id: str, actor: Actor) -> Record:
    record = db.session.scalars(
        visible_to(actor)
        .where(Record.public_id == public_id)
        .options(
            joinedload(Record.organisation),
            joinedload(Record.paper).joinedload(Paper.number_entry),
        )
    ).one_or_none()
    if record is None:
        raise NotVisible(_("Không có bản ghi này trong kho của đơn vị bạn."))
    return record


def find_by_paper(paper_id: int) -> Record | None:
    return db.session.scalars(select(Record).where(Record.paper_id == paper_id)).one_or_none()


def recipients_of(record_id: int) -> Sequence[RecordRecipient]:
    return db.session.scalars(
        select(RecordRecipient)
        .where(RecordRecipient.record_id == record_id)
        .order_by(RecordRecipient.ordinal, RecordRecipient.id)
        .limit(RECIPIENTS_SHOWN)
    ).all()


def own_files(paper_id: int) -> Sequence[DocumentLink]:
    """Return the paper's files that stand, in the order they came about."""
    return db.session.scalars(
        select(DocumentLink)
        .where(
            DocumentLink.owner_kind == "paper", DocumentLink.owner_id == paper_id,
            DocumentLink.removed_at.is_(None),
        )
        .options(joinedload(DocumentLink.document).joinedload(Document.file))
        .order_by(DocumentLink.id)
    ).all()  # fmt: skip


def best_file(links: Sequence[DocumentLink]) -> DocumentLink | None:
    """Return what stands for the paper: as received, digitised, else numbered, signed, offered.

    What was signed digitally is offered as it is proven today: its newest renewal.
    """
    renewed = [link for link in links if link.role in (FileRole.RENEWED, FileRole.RENEWED_COPY)]
    if renewed:
        return renewed[-1]
    order = [
        FileRole.RECEIVED, FileRole.DIGITISED, FileRole.NUMBERED, FileRole.SIGNED,
        FileRole.OFFERED,
    ]  # fmt: skip
    ranked = [link for role in order for link in links if link.role is role]
    return ranked[0] if ranked else None


def last_check(record_id: int) -> RecordCheck | None:
    return db.session.scalars(
        select(RecordCheck)
        .where(RecordCheck.record_id == record_id)
        .order_by(RecordCheck.id.desc())
        .limit(1)
    ).one_or_none()


def same_number(
    organisation_id: int, *, number: int, symbol: str, issuer: str, years: set[int]
) -> Record | None:
    """Return a record of the organisation that carries the same number of the same issuer."""
    rows = db.session.scalars(
        select(Record).where(
            Record.organisation_id == organisation_id, Record.number == number,
            Record.symbol_fold == symbol, Record.year.in_(years),
        ).order_by(Record.id)
    )  # fmt: skip
    return next((row for row in rows if fold(row.issuer) == fold(issuer)), None)


def nominations_behind(nomination_ids: Iterable[int]) -> tuple[set[int], set[int]]:
    """Return the nominations with their origins at every lower level, and their dossiers."""
    nominations, dossiers = set(nomination_ids), set[int]()
    wanted = set(nominations)
    for _level in range(MOST_LEVELS):
        if not wanted:
            break
        rows = db.session.execute(
            select(Nomination.proposal_id, Nomination.origin_id).where(Nomination.id.in_(wanted))
        ).all()
        dossiers |= {row.proposal_id for row in rows}
        wanted = {row.origin_id for row in rows if row.origin_id} - nominations
        nominations |= wanted
    return nominations, dossiers


def file_roles(paper_ids: Iterable[int]) -> dict[int, set[FileRole]]:
    """Return which kinds of files each paper has, for a page of results."""
    rows = db.session.execute(
        select(DocumentLink.owner_id, DocumentLink.role).where(
            DocumentLink.owner_kind == "paper", DocumentLink.owner_id.in_(list(paper_ids)),
            DocumentLink.removed_at.is_(None),
        )
    )  # fmt: skip
    found: dict[int, set[FileRole]] = {}
    for owner_id, role in rows:
        found.setdefault(owner_id, set()).add(role)
    return found


def neighbours_of(record: Record, actor: Actor) -> Sequence[Record]:
    """Return what the actor may see that came out on the same day from the same issuer."""
    return db.session.scalars(
        visible_to(actor)
        .where(
            Record.dated == record.dated, Record.issuer == record.issuer, Record.id != record.id,
        )
        .options(joinedload(Record.paper))
        .order_by(Record.number, Record.id)
        .limit(5)
    ).all()  # fmt: skip
