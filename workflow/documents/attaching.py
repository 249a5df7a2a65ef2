"""Files as documents of their owners: added, attached in a role, taken off a draft again."""

from pathlib import PurePath

from workflow.core import audit, clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import InvalidStep, NotVisible
from workflow.core.i18n import _
from workflow.core.text import one_line
from workflow.documents import queries
from workflow.documents.contents import TakenFile
from workflow.documents.models import Document, DocumentLink
from workflow.documents.states import FileRole
from workflow.documents.stored import said_of, stored_file


def add_document(
    taken: TakenFile, *, title: str = "", organisation_id: int, actor: Actor
) -> Document:
    """Make a document of a file that lies in the store. Without a title its name is taken."""
    name = one_line(PurePath(taken.name.replace("\\", "/")).name)
    document = Document(
        file_id=stored_file(taken).id, organisation_id=organisation_id,
        title=one_line(title) or PurePath(name).stem or "Tệp", file_name=name,
        pages=taken.pages, made_by_id=actor.user_id, made_at=clock.now(),
    )  # fmt: skip
    db.session.add(document)
    db.session.flush()
    return document


def attach(
    document: Document, owner: tuple[str, int], role: FileRole, *, actor: Actor
) -> DocumentLink:
    """Give the document to an owner in a role; attaching it twice in one role changes nothing."""
    for link in queries.documents_of(*owner, role):
        if link.document_id == document.id:
            return link
    link = DocumentLink(owner_kind=owner[0], owner_id=owner[1], document_id=document.id, role=role)
    db.session.add(link)
    audit.record(
        "document.attach", stream=owner, actor=actor, subject=("document", document.id),
        detail=said_of(document, role),
    )  # fmt: skip
    return link


def detach(link_id: int, owner: tuple[str, int], *, actor: Actor) -> None:
    """Take a document off its owner; the file stays for those who have it besides.

    The owner's domain has made sure that the owner is a draft. A paper's own files stay.
    """
    link = db.session.get(DocumentLink, link_id, with_for_update=True, populate_existing=True)
    if link is None or (link.owner_kind, link.owner_id) != owner:
        raise NotVisible(_("Không tìm thấy tệp này, hoặc tệp không dành cho bạn."))
    if link.owner_kind == "paper":
        raise InvalidStep(_("Tệp của văn bản không gỡ được; hãy lập văn bản khác."))
    if link.removed_at is None:
        remove(link, actor=actor)


def remove(link: DocumentLink, *, actor: Actor) -> None:
    """Take the document off its owner; whoever asks has made sure that this may be."""
    link.removed_at = clock.now()
    audit.record(
        "document.detach", stream=(link.owner_kind, link.owner_id), actor=actor,
        subject=("document", link.document_id), detail=said_of(link.document, link.role),
    )  # fmt: skip
