"""Which sealed files are watched: those of papers, and those another domain keeps of its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, Subquery, exists, select, union_all
from sqlalchemy.orm import aliased

from workflow.core.db import db
from workflow.documents.models import Document, DocumentLink, Paper
from workflow.documents.renewed import RENEWED_AS
from workflow.documents.states import OUT, Direction
from workflow.signatures.models import MadeSignature, SigningCertificate
from workflow.signatures.records import made_for
from workflow.signatures.states import Part

PAPER = "paper"
Signers = Sequence[tuple[str, SigningCertificate]]  # field of the profile, certificate


@dataclass(frozen=True)
class Source:
    """Sealed files of one kind of owner.

    `sealed` selects `document_id` and `paper_id`, the paper whose office renews it and whose
    journal says so. `signed_by` tells of an owner and one such file who signed it.
    """

    owner_kind: str
    sealed: Callable[[], Select[int, int]]
    signed_by: Callable[[int, Document], Signers]


def _of_papers() -> Select[int, int]:
    """Select what our papers that are out were sealed in: their own file, copies, annexes."""
    made = exists().where(
        MadeSignature.paper_id == Paper.id, MadeSignature.file_id == Document.file_id,
        MadeSignature.part != Part.PERSON,
    )  # fmt: skip
    return (
        select(DocumentLink.document_id.label("document_id"), Paper.id.label("paper_id"))
        .join(Document, Document.id == DocumentLink.document_id)
        .join(Paper, Paper.id == DocumentLink.owner_id)
        .where(
            DocumentLink.owner_kind == PAPER, DocumentLink.role.in_(RENEWED_AS),
            DocumentLink.removed_at.is_(None), Paper.direction == Direction.OUTGOING,
            Paper.status.in_(OUT), made,
        )
    )  # fmt: skip


def _signed_by(paper_id: int, sealed: Document) -> Signers:
    return made_for(db.session.get_one(Paper, paper_id), sealed.file.digest)


_sources = {PAPER: Source(PAPER, _of_papers, _signed_by)}


def register_source(source: Source) -> None:
    """Have another domain's sealed files watched and renewed."""
    _sources[source.owner_kind] = source


def source_of(owner_kind: str) -> Source:
    return _sources[owner_kind]


def sealed_files() -> Subquery:
    """Select every sealed file to be watched: `document_id` and `paper_id`."""
    return union_all(*(one.sealed() for one in _sources.values())).subquery("sealed")


@dataclass(frozen=True)
class Sealed:
    """A sealed file that is watched: in which role it is whose, and of which paper."""

    document: Document
    link: DocumentLink
    paper_id: int

    @property
    def owner(self) -> tuple[str, int]:
        return self.link.owner_kind, self.link.owner_id


def find_sealed(document_id: int) -> Sealed | None:
    """Return a sealed file; None for one that is none, is not out, or was voided since."""
    sealed, link = sealed_files(), aliased(DocumentLink)
    row = db.session.execute(
        select(link, sealed.c.paper_id)
        .join(sealed, sealed.c.document_id == link.document_id)
        .where(
            link.document_id == document_id, link.role.in_(RENEWED_AS), link.removed_at.is_(None)
        )
        .execution_options(populate_existing=True)
    ).first()
    return Sealed(row[0].document, row[0], row[1]) if row is not None else None
