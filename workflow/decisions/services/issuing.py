"""What a decision's paper causes: the list frozen at signing, the awards conferred at issue."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from workflow.awards.services import confer
from workflow.core import audit, events
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import InvalidStep
from workflow.core.i18n import _
from workflow.core.jobs import Job
from workflow.decisions import wording
from workflow.decisions.amending.effects import (
    close_replaced,
    lock_replaced,
    pass_line_on,
    refuse_lost_ground,
)
from workflow.decisions.amending.models import AmendmentKind
from workflow.decisions.amending.queries import items_behind, of_paper, reads_of_many
from workflow.decisions.events import DecisionIssued
from workflow.decisions.families import family_of
from workflow.decisions.models import Certificate, Decision, DecisionItem, ItemStatus
from workflow.decisions.printing.contexts import contexts_of
from workflow.decisions.printing.queries import style_of
from workflow.decisions.queries import decision_of_paper, items_of, lock
from workflow.decisions.sealing.voiding import void_changed
from workflow.decisions.services.checking import (
    refuse_inspected,
    refuse_own_award,
    require_both_checks,
)
from workflow.decisions.services.drawing import renumber, void_checks
from workflow.decisions.services.listing import changed
from workflow.decisions.steps import item_lifecycle
from workflow.documents.codes import giving
from workflow.documents.events import PaperDeclined, PaperIssued, PaperSigned
from workflow.documents.generation import Wish, request_batch
from workflow.documents.models import Drawing
from workflow.documents.states import FileRole, PaperStatus
from workflow.proposals import outcomes
from workflow.proposals.events import NominationWithdrawn


def on_signed(event: PaperSigned) -> None:
    """Freeze the list, wherever the signature came from; refuse what may not be signed."""
    decision = decision_of_paper(event.paper_id)
    if decision is None:
        return
    require_both_checks(decision)
    refuse_own_award(decision)
    refuse_inspected(decision)
    refuse_lost_ground(decision)
    items = items_of(decision.id)
    printed = [*decision.paper.context["collectives"], *decision.paper.context["individuals"]]
    if [(i.ordinal, i.name) for i in items] != [(p["ordinal"], p["name"]) for p in printed]:
        raise InvalidStep(_("Danh sách khác với bản đã trình ký. Hãy tải lại trang và đọc lại."))
    audit.record(
        "decision.freeze", stream=("paper", decision.paper_id), actor=event.actor,
        subject=("decision", decision.id), detail={"items": len(items)}, after=printed,
    )  # fmt: skip


def on_declined(event: PaperDeclined) -> None:
    """A declined decision is a draft again: both checks start over."""
    decision = decision_of_paper(event.paper_id)
    if decision is not None:
        void_checks(decision)


def on_withdrawn(event: NominationWithdrawn) -> None:
    """Let a withdrawn nomination leave a draft; later it has to be sent back to the draft first."""
    item = db.session.scalars(
        select(DecisionItem).where(
            DecisionItem.nomination_id == event.nomination_id,
            DecisionItem.status == ItemStatus.PROPOSED,
        )
    ).one_or_none()
    if item is None:
        return
    decision = lock(item.decision_id)
    rest = [other for other in items_of(decision.id) if other is not item]
    if decision.paper.status is not PaperStatus.DRAFT or not rest:
        raise InvalidStep(
            _("Đề nghị này đang nằm trong “%(title)s”. "
              "Nhờ thư ký đưa tên ra khỏi quyết định trước.",
              title=decision.paper.title)
        )  # fmt: skip
    name = item.name
    db.session.delete(item)
    db.session.flush()
    renumber(rest)
    changed(decision, "remove", actor=event.actor, name=name, withdrawn=True)


def on_issued(event: PaperIssued) -> None:
    """Confer what the decision confers: outcomes, honours, certificates. Safe to repeat."""
    decision = decision_of_paper(event.paper_id)
    if decision is None:
        return
    lock_replaced(decision)  # before the dossiers, as whoever takes an award back does
    items = items_of(decision.id)
    for item in items:
        _award(decision, item, event.actor)
    close_replaced(decision, actor=event.actor)
    giving.give("certificate", _certificate_ids(decision.id))
    draw_certificates(decision, items, actor=event.actor)
    events.emit(DecisionIssued(event.actor, decision.id))


def _certificate_ids(decision_id: int) -> list[int]:
    rows = select(Certificate.id).join(Certificate.item)
    return list(db.session.scalars(rows.where(DecisionItem.decision_id == decision_id)))


def _award(decision: Decision, item: DecisionItem, actor: Actor) -> None:
    if item.status is not ItemStatus.PROPOSED:
        return
    if item.replaces_id is None:
        _confer(decision, item, actor)
    else:
        pass_line_on(decision, item, actor=actor)
    db.session.add(Certificate(item_id=item.id, golden_number=item.ordinal, dated=_dated(decision)))
    db.session.flush()


def _confer(decision: Decision, item: DecisionItem, actor: Actor) -> None:
    paper, issuer = decision.paper, wording.issuer(decision.organisation)
    number, dated = paper.number_text or "", _dated(decision)
    with item_lifecycle.step(
        item, "award", actor=actor.as_system(), stream=("paper", paper.id), name=item.name
    ):
        if item.nomination is not None:
            outcomes.record_outcome(
                item.nomination, awarded=True, number=number, on=dated, issuer=issuer, actor=actor
            )
        if item.recipient_id is not None and item.award_id is not None:
            confer(
                recipient_id=item.recipient_id, award_id=item.award_id, ground=item.ground,
                year=item.year, number_text=number, date_text=f"{dated:%d/%m/%Y}",
                decided_on=dated, issuer_text=issuer, decision_item_id=item.id, actor=actor,
                period=item.nomination.period if item.nomination is not None else "",
            )  # fmt: skip


def _dated(decision: Decision) -> date:
    if decision.paper.dated is None:
        raise InvalidStep(_("Quyết định chưa có số và ngày. Văn thư cấp số trước khi phát hành."))
    return decision.paper.dated


def on_amended(event: PaperIssued) -> None:
    """Draw the certificates of corrected lines anew: whoever prints one prints it as it reads."""
    amendment = of_paper(event.paper_id)
    if amendment is None or amendment.kind is not AmendmentKind.CORRECT:
        return
    decision = amendment.decision
    read = reads_of_many([item.id for item in items_behind(event.paper_id)])
    items = [i for i in items_of(decision.id) if i.id in read and i.status is ItemStatus.AWARDED]
    if items:
        draw_certificates(decision, items, actor=event.actor)
        void_changed(decision, items, actor=event.actor)


def draw_certificates(
    decision: Decision, items: Sequence[DecisionItem], *, actor: Actor
) -> Job | None:
    """Have one certificate drawn for each line, in the office's layout for such an award.

    Asking again is the same job; one that failed for good is tried anew.
    """
    wishes = _wishes(decision, items)
    return request_batch(wishes, actor=actor) if wishes else None


def draw_changed(decision: Decision, items: Sequence[DecisionItem], *, actor: Actor) -> Job | None:
    """Have those drawn again whose page is not what would be drawn today, if there are any."""
    wishes = _wishes(decision, items)
    rows = db.session.execute(
        select(Drawing.owner_id, Drawing.digest).where(
            Drawing.owner_kind == "certificate",
            Drawing.owner_id.in_([wish.owner[1] for wish in wishes]),
            Drawing.drawn_round == Drawing.round, Drawing.without_pdf.is_(False),
        )
    )  # fmt: skip
    drawn = {owner_id: digest for owner_id, digest in rows}  # noqa: C416
    changed_since = [wish for wish in wishes if drawn.get(wish.owner[1]) != wish.digest]
    return request_batch(changed_since, actor=actor) if changed_since else None


def _wishes(decision: Decision, items: Sequence[DecisionItem]) -> list[Wish]:
    certificates = {
        c.item_id: c
        for c in db.session.scalars(
            select(Certificate).where(Certificate.item_id.in_([i.id for i in items]))
        )
    }
    layout = style_of(decision.organisation_id, family_of(items, decision.organisation)).layout
    return [
        Wish(
            layout.template,
            context,
            title=f"{decision.award_name} số {item.ordinal:02d}, {context['recipient']['name']}",
            owner=("certificate", certificates[item.id].id),
            organisation_id=decision.organisation_id, pdf_role=FileRole.CERTIFICATE,
        )
        for item, context in contexts_of(decision, items)
        if item.id in certificates
    ]  # fmt: skip
