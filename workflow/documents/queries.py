"""What is stored, drawn and waiting: documents of an owner, papers one may see, work to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from workflow.core import clock, numbers
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import NotVisible
from workflow.core.i18n import _
from workflow.core.jobs import Job
from workflow.core.numbers import EntryState, NumberEntry
from workflow.core.tasks import Task
from workflow.documents.access import owner_allows
from workflow.documents.contents import PDF
from workflow.documents.models import (
    Document,
    DocumentLink,
    Drawing,
    Paper,
    PaperSigner,
    StoredFile,
)
from workflow.documents.states import FileRole, PaperKind, PaperStatus
from workflow.organisations.models import Organisation, OrganisationKind

TASKS = 20
_EARLIER = aliased(PaperSigner)  # made once: an alias is costly to make
INSIDERS = frozenset({"officer", "unit_head", "secretary", "head", "clerk", "archivist", "auditor"})


@dataclass(frozen=True)
class Outlook:
    """What the number book says to the clerk: the next number, the one before and its date."""

    next_text: str
    last_text: str
    last_date: date | None


# Documents


def documents_of(
    owner_kind: str, owner_id: int, role: FileRole | None = None, *, purpose: str | None = None
) -> list[DocumentLink]:
    """Return the owner's documents, oldest first, without those removed; files come along."""
    rows = select(DocumentLink).where(
        DocumentLink.owner_kind == owner_kind, DocumentLink.owner_id == owner_id,
        DocumentLink.removed_at.is_(None),
    )  # fmt: skip
    if role is not None:
        rows = rows.where(DocumentLink.role == role)
    if purpose is not None:
        rows = rows.where(DocumentLink.purpose == purpose)
    rows = rows.options(joinedload(DocumentLink.document).joinedload(Document.file))
    return list(db.session.scalars(rows.order_by(DocumentLink.id)))


def documents_of_many(
    owner_kind: str, owner_ids: Sequence[int], role: FileRole | None = None
) -> dict[int, list[DocumentLink]]:
    """Return the documents of many owners of one kind in one query."""
    rows = (
        select(DocumentLink)
        .where(
            DocumentLink.owner_kind == owner_kind, DocumentLink.owner_id.in_(owner_ids),
            DocumentLink.removed_at.is_(None),
        )
        .options(joinedload(DocumentLink.document).joinedload(Document.file))
        .order_by(DocumentLink.id)
    )  # fmt: skip
    if role is not None:
        rows = rows.where(DocumentLink.role == role)
    found: dict[int, list[DocumentLink]] = {owner_id: [] for owner_id in owner_ids}
    for link in db.session.scalars(rows):
        found[link.owner_id].append(link)
    return found


def get_visible_document(public_id: str, actor: Actor) -> Document:
    """Return the document if the actor may see one of those it now belongs to.

    Raises NotVisible otherwise, whatever the cause.
    """
    rows = (
        select(Document, DocumentLink)
        .join(DocumentLink, DocumentLink.document_id == Document.id)
        .where(Document.public_id == public_id, DocumentLink.removed_at.is_(None))
        .options(joinedload(Document.file))
        .order_by(DocumentLink.id)
    )
    for document, link in db.session.execute(rows).all():
        if owner_allows(actor, link.owner_kind, link.owner_id):
            return document
    raise NotVisible(_("Không tìm thấy tệp này, hoặc tệp không dành cho bạn."))


def find_file(digest: str) -> StoredFile | None:
    return db.session.scalars(select(StoredFile).where(StoredFile.digest == digest)).one_or_none()


# Generation


def drawing_of(owner: tuple[str, int], purpose: str = "") -> Drawing | None:
    """Return what is wished for under this purpose, with its job."""
    return db.session.scalars(
        select(Drawing)
        .where(
            Drawing.owner_kind == owner[0], Drawing.owner_id == owner[1],
            Drawing.purpose == purpose,
        )
        .options(joinedload(Drawing.job))
    ).one_or_none()  # fmt: skip


def drawings_of(owner: tuple[str, int], purposes: Sequence[str]) -> list[Drawing]:
    """Return what is wished for under these purposes, in their order, in one query."""
    rows = db.session.scalars(
        select(Drawing)
        .where(
            Drawing.owner_kind == owner[0], Drawing.owner_id == owner[1],
            Drawing.purpose.in_(purposes),
        )
        .options(joinedload(Drawing.job))
    )  # fmt: skip
    return sorted(rows, key=lambda drawing: purposes.index(drawing.purpose))


def generation_of(owner: tuple[str, int], purpose: str = "") -> Job | None:
    """Return the job that generates the owner's document, for its progress."""
    drawing = drawing_of(owner, purpose)
    return drawing.job if drawing else None


def is_drawn(paper: Paper, purpose: str = "") -> bool:
    """Whether what is wished for has been drawn."""
    drawing = drawing_of(("paper", paper.id), purpose)
    return drawing is not None and drawing.drawn_round == drawing.round


# Papers


def _signs(actor: Actor) -> Select[int]:
    return select(PaperSigner.paper_id).where(PaperSigner.user_id == actor.user_id)


def visible_to(actor: Actor) -> Select[Paper]:
    """Return the papers of the actor's organisation, and those they sign."""
    inside = not actor.roles.isdisjoint(INSIDERS)
    own = Paper.organisation_id == (actor.organisation_id if inside else None)
    return select(Paper).where(or_(own, Paper.id.in_(_signs(actor))))


def may_view(actor: Actor, paper_id: int) -> bool:
    """Whether the paper is their organisation's, theirs to sign, or its owner visible to them."""
    if db.session.scalars(visible_to(actor).where(Paper.id == paper_id)).one_or_none():
        return True
    owner = db.session.execute(
        select(Paper.owner_kind, Paper.owner_id).where(Paper.id == paper_id)
    ).one_or_none()
    return owner is not None and owner_allows(actor, *owner)


def get_visible(public_id: str, actor: Actor) -> Paper:
    """Return the paper. Raises NotVisible when the actor may not see it."""
    paper = db.session.scalars(
        select(Paper)
        .where(Paper.public_id == public_id)
        .options(joinedload(Paper.organisation), joinedload(Paper.number_entry))
    ).one_or_none()
    if paper is None or not may_view(actor, paper.id):
        raise NotVisible(_("Không tìm thấy văn bản này, hoặc văn bản không dành cho bạn."))
    return paper


def lock(paper_id: int) -> Paper:
    """Lock the paper's row until the transaction ends, and read it anew."""
    return db.session.get_one(
        Paper, paper_id, with_for_update={"of": Paper}, populate_existing=True
    )


def get_for_change(public_id: str, actor: Actor) -> Paper:
    return lock(get_visible(public_id, actor).id)


def papers_of(owner_kind: str, owner_id: int) -> Sequence[Paper]:
    """Return the papers written for this owner, oldest first."""
    return db.session.scalars(
        select(Paper)
        .where(Paper.owner_kind == owner_kind, Paper.owner_id == owner_id)
        .order_by(Paper.id)
    ).all()


def paper_of(owner: tuple[str, int], purpose: str) -> Paper | None:
    """Return the latest paper of this purpose written for the owner."""
    return db.session.scalars(
        select(Paper)
        .where(Paper.owner_kind == owner[0], Paper.owner_id == owner[1], Paper.purpose == purpose)
        .order_by(Paper.id.desc())
        .limit(1)
    ).one_or_none()


def signers_of(paper_id: int) -> Sequence[PaperSigner]:
    """Return who signs, in order."""
    return db.session.scalars(
        select(PaperSigner).where(PaperSigner.paper_id == paper_id).order_by(PaperSigner.ordinal)
    ).all()


def next_signer(paper_id: int) -> PaperSigner | None:
    """Return who has to sign now, or None when everybody has."""
    return next((one for one in signers_of(paper_id) if one.signed_at is None), None)


def voids_of(paper_id: int) -> int:
    """Return how many numbers the paper held and lost."""
    held = select(func.count()).where(
        NumberEntry.holder_kind == "paper", NumberEntry.holder_id == paper_id,
        NumberEntry.state == EntryState.VOID,
    )  # fmt: skip
    return db.session.scalar(held) or 0


def holder_of(
    organisation_id: int, number_text: str, year: int, *, besides: int = 0
) -> Paper | None:
    """Return the organisation's own paper that carries this number with its symbol that year."""
    return db.session.scalars(
        select(Paper).where(
            Paper.organisation_id == organisation_id, Paper.number_year == year,
            Paper.number_text == number_text, Paper.id != besides,
        )
    ).one_or_none()  # fmt: skip


def outlook(paper: Paper, day: date, series: str) -> Outlook:
    """Return what the paper's book would give on `day`; only numbering itself gives it."""
    book = numbers.find_book(paper.organisation_id, series, day.year)
    following = numbers.next_number(paper.organisation_id, series, day.year)
    started = book is not None and book.last >= book.first
    last = numbers.written(book.last, "", paper.symbol) if book is not None and started else ""
    return Outlook(
        numbers.written(following, "", paper.symbol), last, book.last_date if book else None
    )


def signed_file_of(paper_id: int) -> Document | None:
    """Return the signed file as it is proven today: the newest renewal of it, if there is one."""
    renewed = documents_of("paper", paper_id, FileRole.RENEWED)
    links = [*reversed(renewed), *documents_of("paper", paper_id, FileRole.SIGNED)]
    return links[0].document if links else None


def offered_file_of(paper_id: int) -> Document | None:
    """Return the PDF before the signer; the docx where there is no converter."""
    return offered_among(documents_of("paper", paper_id, purpose=""))


def offered_among(links: Sequence[DocumentLink]) -> Document | None:
    """Return which of a paper's files lies before the signer."""
    links = [link for link in links if not link.purpose]
    pdfs = [link.document for link in links if link.role is FileRole.OFFERED]
    sources = [link.document for link in links if link.role is FileRole.SOURCE]
    return next(iter(pdfs or sources), None)


def best_pdf_of(paper_id: int) -> Document | None:
    """Return the paper as it should be shown now: signed, else numbered, else offered."""
    pdfs = {
        link.role: link.document
        for link in documents_of("paper", paper_id)
        if link.document.file.media_type == PDF
    }
    order = (
        FileRole.RENEWED, FileRole.RENEWED_COPY, FileRole.DIGITISED, FileRole.SIGNED,
        FileRole.NUMBERED, FileRole.PERSON_SIGNED, FileRole.OFFERED, FileRole.RECEIVED,
    )  # fmt: skip
    return next((pdfs[role] for role in order if role in pdfs), None)


# Work


def _numbers(actor: Actor) -> bool:
    """Say whether the actor's role ever numbers, completes or issues a paper."""
    return not actor.roles.isdisjoint({"clerk", "secretary", "officer"})


def _numbering(actor: Actor) -> Select[Paper]:
    """Papers that wait for the actor's number, scan or issue."""
    rights: list[ColumnElement[bool]] = []
    if actor.has("clerk"):
        rights.append(Paper.id.is_not(None))
    if actor.has("secretary"):
        rights.append(Paper.owner_kind == "session")
    if actor.has("officer"):
        rights.append(Organisation.kind == OrganisationKind.UNIT)
    signed = [PaperStatus.SIGNED, PaperStatus.NUMBERED, PaperStatus.SEALED]
    reserving = and_(Organisation.numbers_first, Paper.number_entry_id.is_(None))
    return (
        select(Paper)
        .join(Organisation, Organisation.id == Paper.organisation_id)
        .where(
            # the statuses stand alone, so that only the few papers under way are read
            Paper.organisation_id == actor.organisation_id,
            Paper.status.in_([*signed, PaperStatus.CHECKED]),
            or_(Paper.status != PaperStatus.CHECKED, reserving),
            or_(False, *rights), Paper.id.not_in(_signs(actor)),
        )
    )  # fmt: skip


def waiting_for_number(actor: Actor, limit: int = 50) -> Sequence[Paper]:
    """Return the papers to number, complete or issue, those signed first on top."""
    if not _numbers(actor):
        return []
    rows = _numbering(actor).order_by(Paper.signed_at, Paper.id).limit(limit)
    return db.session.scalars(rows.options(joinedload(Paper.organisation))).all()


def count_waiting_for_number(actor: Actor) -> int:
    if not _numbers(actor):
        return 0
    rows = _numbering(actor).with_only_columns(func.count(Paper.id), maintain_column_froms=True)
    return db.session.scalar(rows) or 0


def waiting_for_signature(actor: Actor, limit: int = TASKS) -> Sequence[Paper]:
    """Return the papers whose turn to sign is the actor's.

    Not those that hold a number of a year that is over: they wait for the clerk.
    """
    too_old = select(NumberEntry.id).where(
        NumberEntry.id == Paper.number_entry_id, NumberEntry.state == EntryState.RESERVED,
        NumberEntry.note == "", Paper.number_year < clock.today().year,
    )  # fmt: skip
    before_me = select(_EARLIER.id).where(
        _EARLIER.paper_id == PaperSigner.paper_id, _EARLIER.ordinal < PaperSigner.ordinal,
        _EARLIER.signed_at.is_(None),
    )  # fmt: skip
    return db.session.scalars(
        select(Paper)
        .join(PaperSigner, PaperSigner.paper_id == Paper.id)
        .where(
            Paper.status == PaperStatus.OFFERED, PaperSigner.user_id == actor.user_id,
            PaperSigner.signed_at.is_(None), ~before_me.exists(), ~too_old.exists(),
            Paper.owner_kind.is_distinct_from("decision"),  # they are signed on their own page
        )
        .order_by(Paper.id)
        .limit(limit)
    ).all()  # fmt: skip


def kind_name(kind: PaperKind) -> str:
    """Return what people call such a paper."""
    return {
        PaperKind.DECISION: _("Quyết định"), PaperKind.SUBMISSION_LETTER: _("Tờ trình"),
        PaperKind.MINUTES: _("Biên bản"), PaperKind.INVITATION: _("Giấy mời"),
        PaperKind.NOTICE: _("Thông báo"), PaperKind.LETTER: _("Công văn"),
    }[kind]  # fmt: skip


def _task(paper: Paper, verb: str) -> Task:
    kind = kind_name(paper.kind)
    own = paper.title.startswith(kind)  # a decision is titled “Quyết định tặng …” already
    return Task(
        title=paper.title if own else f"{kind}: {paper.title}", endpoint="documents.paper",
        values={"public_id": paper.public_id}, kind="paper", status=paper.status.value, verb=verb,
        note=paper.number_text or "",
    )  # fmt: skip


def tasks_for(actor: Actor) -> list[Task]:
    """Return the papers the actor has to sign, number, complete or issue."""
    verbs = {
        PaperStatus.CHECKED: _("Giữ số"), PaperStatus.SIGNED: _("Cấp số"),
        PaperStatus.NUMBERED: _("Tải bản đã ký"), PaperStatus.SEALED: _("Phát hành"),
    }  # fmt: skip
    tasks = [_task(paper, _("Ký")) for paper in waiting_for_signature(actor)]
    tasks += [_task(paper, verbs[paper.status]) for paper in waiting_for_number(actor, TASKS)]
    return tasks[:TASKS]
