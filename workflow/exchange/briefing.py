"""The Phiếu trình of a Tờ trình upward: who proposed, how it was voted, what is to be minded."""

from typing import Any

from sqlalchemy import select

from workflow.core.db import db
from workflow.core.i18n import on_paper
from workflow.councils.models import TallyLine
from workflow.councils.records import unsigned_records
from workflow.decisions import wording
from workflow.decisions.briefing import reading
from workflow.decisions.briefing.frame import checked_by, draft_line, frame
from workflow.decisions.briefing.printouts import dossiers_line, least_votes, session_line
from workflow.decisions.candidates import sessions_of
from workflow.documents import briefings
from workflow.documents.events import PaperOffered
from workflow.exchange import printouts, queries
from workflow.exchange.models import Transmittal
from workflow.proposals.models import Nomination
from workflow.proposals.queries import award_text, name_text
from workflow.recipients.models import RecipientKind


def on_offered(event: PaperOffered) -> None:
    """Have it drawn of what is known now."""
    transmittal = db.session.scalars(
        select(Transmittal).where(Transmittal.paper_id == event.paper_id)
    ).one_or_none()
    if transmittal is not None and transmittal.paper is not None:
        with on_paper():
            context = context_of(transmittal)
        briefings.request(transmittal.paper, context, actor=event.actor)


def context_of(transmittal: Transmittal) -> dict[str, Any]:
    """Return what decisions/briefing needs, in a constant number of queries."""
    paper = transmittal.paper
    assert paper is not None  # noqa: S101  asked for when its letter is offered
    rows = [item.nomination for item in queries.items_of(transmittal.id)]
    votes = queries.votes_of([row.id for row in rows])
    put = sessions_of(row.id for row in rows)
    sessions = sorted({one.id: one for one in put.values()}.values(), key=lambda one: one.id)
    dossiers = reading.dossiers_of({row.proposal_id for row in rows})
    letter = paper.context
    asked = wording.counts(row.recipient.kind for row in rows)
    insisted = [letter["insisted"]] if letter.get("insisted") else []
    unsigned = [f"{one.name}: chưa có chữ ký" for one in unsigned_records(sessions)]
    return frame(paper) | {
        "summary": [
            f"Trình {transmittal.receiver.name} khen thưởng {asked}: "
            + ", ".join(printouts.awards_of(rows)),
            *dossiers_line(dossiers), *map(session_line, sessions), *least_votes(votes.values()),
        ],
        "bases": letter.get("bases", []),
        "rows": [_row(n, row, votes.get(row.id)) for n, row in enumerate(rows, start=1)],
        "voted": True,
        "doubts": [*unsigned, *insisted],
        "enclosures": [
            draft_line(paper), *map(reading.paper_line, reading.papers_of(dossiers, sessions)),
            *letter.get("attachments", []),
        ],
        "opinions": [*map(reading.said, reading.units_of(dossiers)), *checked_by(paper)],
    }  # fmt: skip


def _row(ordinal: int, row: Nomination, line: TallyLine | None) -> dict[str, Any]:
    person = row.recipient.kind is RecipientKind.PERSON
    where = ", ".join(part for part in (row.post, row.unit_name) if part) if person else ""
    return {
        "ordinal": ordinal, "name": name_text(row), "where": where, "award": award_text(row),
        "votes": f"{line.agree}/{line.total}" if line else "",
    }  # fmt: skip
