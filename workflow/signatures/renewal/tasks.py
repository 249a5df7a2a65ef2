"""What waits for archivists and administrators about sealed files: only what needs a person."""

from sqlalchemy import func, select

from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.i18n import _, ngettext
from workflow.core.tasks import Task
from workflow.documents.models import Paper
from workflow.signatures.renewal.keeping import KEEPERS, pressing
from workflow.signatures.renewal.models import FileProof
from workflow.signatures.renewal.words import on


def tasks_for(actor: Actor) -> list[Task]:
    """Return one line for all files somebody has to look after; nothing while all is well."""
    if actor.roles.isdisjoint(KEEPERS):
        return []
    count, first, failure = db.session.execute(
        select(func.count(), func.min(FileProof.until), func.max(FileProof.failure))
        .join_from(FileProof, Paper)
        .where(pressing(actor))
    ).one()
    if not count:
        return []
    ends = _("Sớm nhất hết hạn chứng minh ngày %(day)s.", day=on(first)) if first else ""
    return [
        Task(
            ngettext("Gia hạn chữ ký số: %(num)s tệp chưa gia hạn được",
                     "Gia hạn chữ ký số: %(num)s tệp chưa gia hạn được", count),
            "signing.renewals", {}, "signing_certificate", "expiring", verb=_("Xem, xử lý"),
            note=" ".join(filter(None, [failure, ends])), due_at=first,
        )
    ]  # fmt: skip


def count_waiting(actor: Actor) -> int:
    """Return how many files need somebody."""
    if actor.roles.isdisjoint(KEEPERS):
        return 0
    counted = select(func.count()).select_from(FileProof).join(Paper)
    return db.session.scalar(counted.where(pressing(actor))) or 0
