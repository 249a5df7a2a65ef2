"""Asking for an inserted number, permitting it for one paper, and giving it once."""

from datetime import date
from functools import partial

from workflow.core import audit, clock, inserting
from workflow.core.actors import Actor
from workflow.core.bindings import last_binding
from workflow.core.db import db
from workflow.core.errors import BadInput, InvalidStep, NotAllowed
from workflow.core.i18n import _
from workflow.core.inserting import Place
from workflow.core.numbers import find_book
from workflow.core.text import one_line
from workflow.documents import policies, queries
from workflow.documents.inserting.models import Insertion
from workflow.documents.inserting.queries import open_of
from workflow.documents.inserting.steps import insertion_lifecycle
from workflow.documents.models import Paper
from workflow.documents.numbering import insert_for, series_of
from workflow.documents.services import number_paper, refuse_before_signing
from workflow.documents.states import PaperStatus


def may_ask(actor: Actor, paper: Paper) -> bool:
    """Whether the paper waits for its number from this clerk."""
    reserving = paper.status is PaperStatus.CHECKED and paper.organisation.numbers_first
    waits = (paper.status is PaperStatus.SIGNED or reserving) and paper.number_entry_id is None
    return waits and policies.clerk_for(actor, paper)


def place_of(paper: Paper, dated: date) -> Place:
    """Return where a paper of that day would stand in its book; only using it gives the number."""
    return inserting.place_for(paper.organisation_id, series_of(paper, dated), dated)


def bound_words(paper: Paper, dated: date) -> str:
    """Tell that the register of that day's book is bound already; nothing where it is not."""
    book = find_book(paper.organisation_id, series_of(paper, dated), dated.year)
    binding = last_binding(book.id) if book else None
    if binding is None:
        return ""
    return _("Sổ năm %(year)s đã đóng lần %(n)s ngày %(day)s: sổ ghi rõ số này được ghi sau khi "
             "đóng, và phải đóng lại.", year=dated.year, n=binding.edition,
             day=f"{binding.on:%d/%m/%Y}")  # fmt: skip


def ask(public_id: str, dated: date, reason: str, *, actor: Actor) -> Insertion:
    """Ask for a number between two others. The day must have a place in the book by now."""
    paper = queries.get_for_change(public_id, actor)
    if not policies.clerk_for(actor, paper):
        raise NotAllowed(_("Chỉ văn thư giữ sổ xin được số chèn cho văn bản này."))
    if not may_ask(actor, paper):
        raise InvalidStep(_("Văn bản này không chờ cấp số. Hãy tải lại trang."))
    if open_of(paper.id) is not None:
        raise InvalidStep(_("Đã có yêu cầu số chèn cho văn bản này. Hãy tải lại trang để xem."))
    if not reason.strip():
        raise BadInput(_("Hãy ghi lý do xin số chèn."), field="reason")
    refuse_before_signing(paper, dated)
    place_of(paper, dated)
    row = Insertion(
        paper=paper, dated=dated, reason=one_line(reason), asked_by_id=actor.user_id,
        asked_at=clock.now(),
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    audit.record(
        "insertion.ask", stream=("paper", paper.id), actor=actor, subject=("insertion", row.id),
        detail={"dated": f"{dated:%d/%m/%Y}", "reason": row.reason},
    )  # fmt: skip
    return row


def permit(public_id: str, *, actor: Actor) -> Insertion:
    """Permit it for this one paper and day."""
    row = _locked(public_id, actor)
    with insertion_lifecycle.step(row, "permit", actor=actor, stream=("paper", row.paper_id)):
        place_of(row.paper, row.dated)
        row.answered_by_id, row.answered_at = actor.user_id, clock.now()
    return row


def refuse(public_id: str, answer: str, *, actor: Actor) -> Insertion:
    row = _locked(public_id, actor)
    with insertion_lifecycle.step(
        row, "refuse", actor=actor, stream=("paper", row.paper_id), reason=one_line(answer)
    ):
        if not answer.strip():
            raise BadInput(_("Hãy ghi lý do không cho phép."), field="answer")
        row.answered_by_id, row.answered_at = actor.user_id, clock.now()
        row.answer = one_line(answer)
    return row


def withdraw(public_id: str, *, actor: Actor) -> Insertion:
    """Ask no longer: the paper takes the next number as any other."""
    row = _locked(public_id, actor)
    with insertion_lifecycle.step(row, "withdraw", actor=actor, stream=("paper", row.paper_id)):
        return row


def use(public_id: str, *, actor: Actor) -> Paper:
    """Give the paper its number with a letter; the permission is used up by it."""
    row = _locked(public_id, actor)
    if not may_ask(actor, row.paper):
        raise InvalidStep(_("Văn bản này không chờ cấp số. Hãy tải lại trang."))
    with insertion_lifecycle.step(
        row, "use", actor=actor, stream=("paper", row.paper_id)
    ) as detail:
        give = partial(insert_for, note=_note(row))
        paper = number_paper(public_id, row.dated, actor=actor, give=give)
        row.number_text = detail["number"] = paper.number_text or ""
    return paper


def _note(row: Insertion) -> str:
    """Return what book and register say of the number, in the language of papers."""
    name = row.answered_by.name if row.answered_by else ""
    on = clock.local(row.answered_at) if row.answered_at else row.dated
    return f"{name} cho phép ngày {on:%d/%m/%Y}: {row.reason}"


def _locked(public_id: str, actor: Actor) -> Insertion:
    """Lock the paper, which every act on its number locks first, then the wish."""
    paper = queries.get_for_change(public_id, actor)
    row = open_of(paper.id)
    if row is None:
        raise InvalidStep(_("Không còn yêu cầu số chèn nào cho văn bản này."))
    return db.session.get_one(
        Insertion, row.id, with_for_update={"of": Insertion}, populate_existing=True
    )
