"""What the award asks of each row beside its conditions, and how far the row answers it."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from workflow.awards.demands import AnsweredBy, answered_by, demands_of, is_verified
from workflow.awards.models import AwardDemand, DemandKind
from workflow.awards.queries import concerns
from workflow.awards.report_forms import FormPart, as_shipped, form_for
from workflow.core.db import db
from workflow.core.text import fold
from workflow.documents.models import DocumentLink
from workflow.documents.queries import documents_of_many
from workflow.documents.states import FileRole
from workflow.proposals.models import Confirmation, Nomination


@dataclass(frozen=True)
class Part:
    """A part of the report; `written` where its heading stands in the text."""

    heading: str
    detail: str
    written: bool


@dataclass(frozen=True)
class Needed:
    """A line of the award's checklist. `met` is None for what the unit's papers answer."""

    item: str
    answered_by: AnsweredBy
    links: tuple[DocumentLink, ...]
    met: bool | None


@dataclass(frozen=True)
class Opinion:
    """An office whose word the award asks for, and what was heard of it so far."""

    demand: AwardDemand
    kept: Confirmation | None

    @property
    def asked(self) -> bool:
        """Tell whether this nominee is among those it concerns."""
        return not self.demand.whom or self.kept is not None

    @property
    def heard(self) -> bool:
        return self.kept is not None and self.kept.result is not None

    @property
    def blocks(self) -> bool:
        """Tell whether it keeps the dossier back: a demand nobody verified never does."""
        return self.asked and not self.heard and is_verified(self.demand)


@dataclass(frozen=True)
class RowForm:
    """The form of one row: parts of its report, its length, its papers, other offices' word."""

    parts: tuple[Part, ...]
    words: int
    limit: int | None
    needed: tuple[Needed, ...]
    opinions: tuple[Opinion, ...]

    @property
    def too_long(self) -> bool:
        return self.limit is not None and self.words > self.limit

    @property
    def lacking(self) -> list[str]:
        """Return the lines of the checklist a file should answer and none does."""
        return [
            one.item for one in self.needed
            if one.answered_by is AnsweredBy.FILE and not one.met
        ]  # fmt: skip

    @property
    def file_items(self) -> list[str]:
        return [one.item for one in self.needed if one.answered_by is AnsweredBy.FILE]


def checklist_of(row: Nomination) -> list[str]:
    """Return the papers the award requires, as its checklist lists them."""
    lines = row.award_version.checklist.split("\n")
    return [line.strip() for line in lines if line.strip()]


def count_words(text: str) -> int:
    return len(text.split())


def forms_of(rows: Sequence[Nomination]) -> dict[int, RowForm]:
    """Return the form of each row, in a number of queries that does not grow with the rows."""
    if not rows:
        return {}
    demands = demands_of({row.award_version_id for row in rows})
    heard = confirmations_of([row.id for row in rows])
    files = documents_of_many("nomination", [row.id for row in rows])
    return {
        row.id: _form(row, demands.get(row.award_version_id, []), heard[row.id], files[row.id])
        for row in rows
    }


def confirmations_of(nomination_ids: Collection[int]) -> dict[int, dict[str, Confirmation]]:
    """Return what other offices were asked about each row, by the office's name."""
    rows = (
        select(Confirmation)
        .options(joinedload(Confirmation.document))
        .where(Confirmation.nomination_id.in_(nomination_ids))
        .order_by(Confirmation.id)
    )
    found: dict[int, dict[str, Confirmation]] = defaultdict(dict)
    for one in db.session.scalars(rows):
        found[one.nomination_id][one.office] = one
    return found


def _form(
    row: Nomination, demands: Sequence[AwardDemand], heard: dict[str, Confirmation],
    files: Sequence[DocumentLink],
) -> RowForm:  # fmt: skip
    demands = [one for one in demands if concerns(one.subject, row.recipient.kind)]
    parts = _asked_parts(row, [one for one in demands if one.kind is DemandKind.PART])
    written = fold(row.achievements) if parts else ""
    evidence = [one for one in files if one.role is FileRole.EVIDENCE]
    return RowForm(
        tuple(Part(one.heading, one.detail, fold(one.heading) in written) for one in parts),
        count_words(row.achievements), row.award_version.word_limit,
        tuple(_needed(row, item, evidence) for item in checklist_of(row)),
        tuple(Opinion(one, heard.get(one.text)) for one in demands
              if one.kind is DemandKind.CONFIRMATION),
    )  # fmt: skip


def _asked_parts(row: Nomination, asked: Sequence[AwardDemand]) -> tuple[FormPart, ...]:
    """Return the parts its award asks for, or those of the form this kind of commendation has."""
    form = form_for(row.award_version.award.code, row.ground, row.recipient.kind)
    if form is not None and asked and as_shipped(asked):
        return form.parts
    return tuple(FormPart(one.text, one.detail) for one in asked)


def _needed(row: Nomination, item: str, evidence: Sequence[DocumentLink]) -> Needed:
    links = tuple(one for one in evidence if one.purpose == item)
    by = answered_by(item)
    met = {
        AnsweredBy.REPORT: bool(row.achievements.strip()),
        AnsweredBy.VOTE: row.unit_agree is not None, AnsweredBy.FILE: bool(links),
    }.get(by)  # fmt: skip
    return Needed(item, by, links, met)
