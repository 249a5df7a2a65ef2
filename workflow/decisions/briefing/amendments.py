"""The Phiếu trình of a revocation or a letter of correction: what it rests on, whom it touches."""

from collections.abc import Sequence
from typing import Any

from workflow.awards.leaning import dependents_of
from workflow.core.i18n import on_paper
from workflow.decisions import wording
from workflow.decisions.amending import queries
from workflow.decisions.amending.models import Amendment, AmendmentKind, AmendmentLine
from workflow.decisions.amending.wording import correction_line, number_and_day
from workflow.decisions.briefing.frame import checked_by, draft_line, frame, where
from workflow.decisions.briefing.reading import paper_line
from workflow.decisions.models import DecisionItem
from workflow.decisions.printouts import lines
from workflow.documents import briefings
from workflow.documents.events import PaperOffered

MOST_LOOKED_AT = 20  # lines: each is looked up with queries of its own


def on_offered(event: PaperOffered) -> None:
    """Have it drawn of what is known now."""
    amendment = queries.of_paper(event.paper_id)
    if amendment is not None:
        with on_paper():
            context = context_of(amendment)
        briefings.request(amendment.paper, context, actor=event.actor)


def context_of(amendment: Amendment) -> dict[str, Any]:
    rows = queries.lines_of(amendment.id)
    items = list({row.item.id: row.item for row in rows if row.item is not None}.values())
    annuls = amendment.kind is AmendmentKind.ANNUL
    return frame(amendment.paper) | {
        "summary": _annuls(amendment, items) if annuls else _corrects(amendment, rows),
        "bases": lines(amendment.bases),
        "rows": [
            {"ordinal": one.ordinal, "name": one.name, "where": where(one),
             "award": one.award_name, "votes": ""}
            for one in items
        ],
        "voted": False,
        "doubts": _leaning(items) if annuls else [],
        "enclosures": [draft_line(amendment.paper), paper_line(amendment.decision.paper)],
        "opinions": checked_by(amendment.paper),
    }  # fmt: skip


def _annuls(amendment: Amendment, items: list[DecisionItem]) -> list[str]:
    counted = wording.counts(item.kind for item in items)
    decision = f"Quyết định {number_and_day(amendment.decision)}"
    basis = f" ({amendment.ground_basis})" if amendment.ground_basis else ""
    return [
        f"Hủy bỏ khen thưởng đối với {counted} tại {decision}",
        f"Trường hợp: {amendment.ground}{basis}",
        f"Sự việc: {amendment.facts}",
    ]


def _corrects(amendment: Amendment, rows: Sequence[AmendmentLine]) -> list[str]:
    decision = f"Quyết định {number_and_day(amendment.decision)}"
    return [f"Đính chính {decision}", *(correction_line(row) for row in rows)]


def _leaning(items: Sequence[DecisionItem]) -> list[str]:
    """Return which later honours had counted those that are to be struck."""
    if len(items) > MOST_LOOKED_AT:
        return ["Danh sách dài: khen thưởng về sau đã dựa vào được rà soát khi ban hành"]
    names = {item.id: item.name for item in items}
    return [
        f"{names[item_id]}: khen thưởng về sau đã dựa vào ({one.name}, năm {one.honour.year})"
        for item_id, honour in queries.honours_of(list(names)).items()
        for one in dependents_of(honour)
    ]
