"""What every Phiếu trình has, whatever is put before the head: who, to whom, the checks made."""

from typing import Any

from sqlalchemy import select

from workflow.core import clock
from workflow.core.audit import AuditRecord
from workflow.core.db import db
from workflow.core.written_dates import long_date
from workflow.decisions.models import DecisionItem
from workflow.documents.authority import KINDS, block_of
from workflow.documents.headings import heading_of
from workflow.documents.models import Paper
from workflow.documents.queries import best_pdf_of, kind_name, signers_of
from workflow.recipients.models import RecipientKind


def frame(paper: Paper) -> dict[str, Any]:
    """Return head, addressee, matter, drafter and signature of a Phiếu trình."""
    organisation, signer = paper.organisation, signers_of(paper.id)[0]
    day = long_date(clock.today())
    drafted = _record(paper, "paper.draft")
    return {
        "organisation": heading_of(organisation),
        "date_line": f"{organisation.place}, {day}" if organisation.place else day,
        "addressee": f"{signer.name}, {signer.post} {organisation.name}",
        "subject": paper.title,
        "drafter": drafted.actor_name if drafted else "",
        "signature": block_of(organisation, signer, KINDS[paper.kind]),
    }


def _record(paper: Paper, act: str) -> AuditRecord | None:
    """Return the last entry of the act in the paper's journal."""
    return db.session.scalars(
        select(AuditRecord)
        .where(
            AuditRecord.stream_kind == "paper", AuditRecord.stream_id == paper.id,
            AuditRecord.act == act,
        )
        .order_by(AuditRecord.id.desc())
        .limit(1)
    ).one_or_none()  # fmt: skip


def checked_by(paper: Paper) -> list[dict[str, str]]:
    """Return who checked the draft, as the paper's journal says."""
    entry = _record(paper, "paper.check")
    if entry is None:
        return []
    return [{
        "who": "Kiểm tra thể thức", "name": entry.actor_name,
        "date": f"{clock.local(entry.at):%d/%m/%Y}",
        "text": "Thể thức, kỹ thuật trình bày theo Nghị định số 30/2020/NĐ-CP.",
    }]  # fmt: skip


def draft_line(paper: Paper) -> str:
    """Return “Dự thảo Tờ trình (03 trang)”."""
    draft = best_pdf_of(paper.id)
    long = f" ({draft.pages:02d} trang)" if draft and draft.pages else ""
    return f"Dự thảo {kind_name(paper.kind)}{long}"


def where(item: DecisionItem) -> str:
    """Return post and unit of a person; a collective is its own place."""
    if item.kind is not RecipientKind.PERSON:
        return ""
    return ", ".join(part for part in (item.post, item.unit_name) if part)
