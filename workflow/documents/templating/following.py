"""What becomes of an organisation's own templates when it gets another name."""

from sqlalchemy import or_, select

from workflow.core import audit
from workflow.core.db import db
from workflow.documents.models import DocumentTemplate
from workflow.documents.states import TemplateStatus
from workflow.documents.templating.trying import OWNER
from workflow.organisations.events import OrganisationChanged
from workflow.organisations.models import ChangeKind

_KEPT = (
    "name", "version", "status", "file_id", "valid_to", "note", "uploaded_by_id", "uploaded_at",
    "settled_by_id", "settled_at", "based_on_id", "shipped_id", "findings", "fields", "difference",
)  # fmt: skip


def on_organisation_changed(event: OrganisationChanged) -> None:
    """A renamed organisation goes on with its approved versions; a merged one takes the other's."""
    if event.kind is not ChangeKind.RENAMED:
        return
    rows = db.session.scalars(
        select(DocumentTemplate)
        .where(
            DocumentTemplate.organisation_id == event.predecessor_id,
            DocumentTemplate.status == TemplateStatus.APPROVED,
            or_(DocumentTemplate.valid_to.is_(None), DocumentTemplate.valid_to >= event.on),
        )
        .order_by(DocumentTemplate.id)
    ).all()
    for old in rows:
        new = DocumentTemplate(
            organisation_id=event.successor_id, valid_from=max(old.valid_from, event.on),
            **{name: getattr(old, name) for name in _KEPT},
        )  # fmt: skip
        db.session.add(new)
        db.session.flush()
        audit.record(
            "document_template.follow",
            stream=(OWNER, new.id),
            actor=event.actor.as_system(),
            detail={"name": new.name, "version": new.version},
        )
