"""Other offices' word on a nominee (hiệp y): whom it concerns, asked when, answered what."""

from dataclasses import dataclass
from datetime import date

from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import BadInput, NotVisible
from workflow.core.i18n import _
from workflow.core.text import one_line
from workflow.documents.queries import documents_of
from workflow.documents.states import FileRole
from workflow.proposals.editing import changed, open_row, refuse_stale
from workflow.proposals.models import Confirmation, Nomination
from workflow.proposals.required import Opinion, forms_of
from workflow.proposals.states import ConfirmationResult


@dataclass(frozen=True)
class Heard:
    """What is typed about one office: asked, answered, by which paper, with which file."""

    asked_on: date | None
    answered_on: date | None
    answered_by: str
    result: ConfirmationResult | None
    document_public_id: str = ""


def opinion_of(row: Nomination, office: str) -> Opinion:
    """Return what the award asks of one office about this row."""
    found = [one for one in forms_of([row])[row.id].opinions if one.demand.text == office]
    if not found:
        raise NotVisible(_("Hình thức này không cần ý kiến của cơ quan đó."))
    return found[0]


def set_concerned(
    public_id: str, nomination_public_id: str, *, concerned: bool, actor: Actor
) -> Nomination:
    """Say whether the nominee is among those some offices have to be asked about.

    Taking it back drops only what nobody has written anything in.
    """
    proposal, row = open_row(public_id, nomination_public_id, actor)
    for one in forms_of([row])[row.id].opinions:
        if one.demand.whom and concerned and one.kept is None:
            db.session.add(Confirmation(nomination_id=row.id, office=one.demand.text))
        if one.demand.whom and not concerned and one.kept is not None and _is_blank(one.kept):
            db.session.delete(one.kept)
    db.session.flush()
    changed(proposal, "set_concerned", actor=actor, row=row.position, concerned=concerned)
    return row


def _is_blank(one: Confirmation) -> bool:
    return one.asked_on is None and one.result is None


def record_confirmation(
    public_id: str, nomination_public_id: str, office: str, heard: Heard, *, version: int,
    actor: Actor,
) -> Confirmation:  # fmt: skip
    """Write when the office was asked and what it answered."""
    proposal, row = open_row(public_id, nomination_public_id, actor)
    opinion = opinion_of(row, office)
    kept = opinion.kept or Confirmation(nomination_id=row.id, office=opinion.demand.text)
    _refuse_changed(kept, opinion, heard, version)
    _refuse_nonsense(heard)
    kept.asked_on, kept.answered_on = heard.asked_on, heard.answered_on
    kept.answered_by, kept.result = one_line(heard.answered_by), heard.result
    kept.document_id = _document_id(row, heard.document_public_id)
    db.session.add(kept)
    db.session.flush()
    changed(proposal, "record_confirmation", actor=actor, row=row.position)
    return kept


def _refuse_changed(kept: Confirmation, opinion: Opinion, heard: Heard, version: int) -> None:
    stored = kept.version if opinion.kept is not None else 0
    pairs = [
        (_("Hỏi ngày"), _day(heard.asked_on), _day(kept.asked_on)),
        (_("Trả lời ngày"), _day(heard.answered_on), _day(kept.answered_on)),
        (_("Số văn bản, người trả lời"), one_line(heard.answered_by), kept.answered_by or ""),
    ]
    refuse_stale(_("ý kiến của %(office)s", office=opinion.demand.text), stored, version, pairs)


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def _refuse_nonsense(heard: Heard) -> None:
    """An answer has its day, its source and its result, and comes after the question."""
    today = clock.today()
    if heard.asked_on is None:
        raise BadInput(_("Hãy ghi ngày hỏi ý kiến."), field="asked_on")
    if heard.asked_on > today:
        raise BadInput(_("Ngày hỏi không thể sau hôm nay."), field="asked_on")
    if heard.result is None and heard.answered_on is None:
        return
    if heard.result is None:
        raise BadInput(_("Hãy chọn kết quả trả lời."), field="result")
    if heard.answered_on is None or not heard.asked_on <= heard.answered_on <= today:
        raise BadInput(
            _("Ngày trả lời phải từ ngày hỏi đến hôm nay."), field="answered_on"
        )  # fmt: skip
    if not one_line(heard.answered_by):
        raise BadInput(_("Hãy ghi số văn bản hoặc người trả lời."), field="answered_by")


def _document_id(row: Nomination, public_id: str) -> int | None:
    if not public_id:
        return None
    links = documents_of("nomination", row.id, FileRole.EVIDENCE)
    found = next((one for one in links if one.document.public_id == public_id), None)
    if found is None:
        raise BadInput(_("Tệp này không còn trong minh chứng của dòng."), field="document")
    return found.document_id
