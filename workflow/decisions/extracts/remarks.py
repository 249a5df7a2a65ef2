"""What annulments and letters of correction have changed of a decision's lines since its issue."""

from sqlalchemy import select

from workflow.core.db import db
from workflow.decisions.amending.models import Amendment, AmendmentKind, AmendmentLine
from workflow.decisions.models import ItemStatus
from workflow.decisions.queries import decision_of_paper, items_of
from workflow.documents.copies.remarks import Remarks
from workflow.documents.models import Paper


def remarks_of(paper: Paper) -> Remarks:
    decision = decision_of_paper(paper.id)
    if decision is None:
        return Remarks()
    items = items_of(decision.id)
    rows = db.session.execute(
        select(Paper.number_text, Paper.dated, AmendmentLine.item_id)
        .join(Amendment, Amendment.paper_id == Paper.id)
        .join(AmendmentLine, AmendmentLine.amendment_id == Amendment.id)
        .where(
            Amendment.decision_id == decision.id, Amendment.kind == AmendmentKind.CORRECT,
            Amendment.applied_at.is_not(None),
        )
        .order_by(Amendment.id, AmendmentLine.id)
    ).all()  # fmt: skip
    letters = [(f"số {number} ngày {dated:%d/%m/%Y}", item_id) for number, dated, item_id in rows]
    return Remarks(
        taken_back=[one.ordinal for one in items if one.status is ItemStatus.REVOKED],
        corrected={one.ordinal: "; ".join(one.note.splitlines()) for one in items if one.note},
        letters=list(dict.fromkeys(said for said, _item in letters)),
        of_words=list(dict.fromkeys(said for said, item_id in letters if item_id is None)),
    )
