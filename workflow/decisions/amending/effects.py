"""What happens in the issue of a revocation, a letter of correction or a replacing decision.

All of it in the transaction of the issue itself: a process that dies leaves nothing half-done.
"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from workflow.awards.models import Honour
from workflow.awards.services import Revocation, note_correction, pass_on, strike_honour
from workflow.core import audit, clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import InvalidStep, NotAllowed
from workflow.core.i18n import _
from workflow.decisions import wording
from workflow.decisions.amending import queries
from workflow.decisions.amending.lower_titles import pay_lower
from workflow.decisions.amending.models import Amendment, AmendmentKind, AmendmentLine
from workflow.decisions.amending.recovering import Asked, open_for_item
from workflow.decisions.amending.wording import note_of
from workflow.decisions.models import Decision, DecisionItem, ItemStatus
from workflow.decisions.policies import own_award
from workflow.decisions.presenting.placing import lock_placed
from workflow.decisions.queries import items_of, lock, signers_of
from workflow.decisions.steps import item_lifecycle
from workflow.documents.events import PaperIssued, PaperSigned
from workflow.documents.models import Paper
from workflow.documents.states import PaperStatus
from workflow.documents.superseding import replace_paper, revoke_paper
from workflow.proposals import outcomes
from workflow.proposals.states import NominationStatus


def on_signed(event: PaperSigned) -> None:
    """Refuse the signature where a line no longer stands, or the signer would judge themselves."""
    amendment = queries.of_paper(event.paper_id)
    if amendment is None:
        return
    decision = lock(amendment.decision_id)
    items = _items(queries.lines_of(amendment.id))
    gone = [item.name for item in items if item.status is not ItemStatus.AWARDED]
    if gone or decision.paper.status is not PaperStatus.ISSUED:
        raise InvalidStep(
            _("%(names)s không còn hiệu lực khen thưởng trong quyết định này. Hãy trả lại để thư "
              "ký bỏ dự thảo và soạn lại.", names=", ".join(gone) or decision.paper.title)
        )  # fmt: skip
    if amendment.kind is not AmendmentKind.ANNUL:
        return
    if any(own_award(signer.user_id, items) for signer in signers_of(event.paper_id)):
        raise NotAllowed(
            _("Người ký có tên trong danh sách bị hủy bỏ. Hãy trả lại để thư ký đổi người ký.")
        )


def on_issued(event: PaperIssued) -> None:
    """Do what the issued paper says, once; the second time changes nothing."""
    amendment = queries.of_paper(event.paper_id)
    if amendment is None or amendment.applied_at is not None:
        return
    amendment = queries.lock(amendment.id)
    decision = lock(amendment.decision_id)
    rows = queries.lines_of(amendment.id)
    if amendment.kind is AmendmentKind.ANNUL:
        _annul(amendment, decision, _items(rows), event.actor)
    else:
        _correct(amendment.paper, rows, event.actor)
    amendment.applied_at = clock.now()
    audit.record(
        "amendment.apply", stream=("paper", decision.paper_id), actor=event.actor.as_system(),
        subject=("amendment", amendment.id),
        detail={"number": amendment.paper.number_text, "kind": amendment.kind.value},
    )  # fmt: skip


def _items(rows: Sequence[AmendmentLine]) -> list[DecisionItem]:
    return [row.item for row in rows if row.item is not None]


def _annul(
    amendment: Amendment, decision: Decision, items: Sequence[DecisionItem], actor: Actor
) -> None:
    revocation = Revocation(*_numbered(amendment.paper), amendment.reason)
    take_lines_back(items, revocation, actor=actor)
    close_emptied(decision, revocation, actor=actor)


def close_emptied(decision: Decision, revocation: Revocation, *, actor: Actor) -> None:
    """Mark a decision made here as revoked once none of its lines stands any more."""
    db.session.flush()
    standing = any(item.status is ItemStatus.AWARDED for item in items_of(decision.id))
    if decision.paper.status is PaperStatus.ISSUED and not standing:
        revoke_paper(decision.paper_id, f"{revocation.by}: {revocation.reason}", actor=actor)


def _numbered(paper: Paper) -> tuple[str, date]:
    if paper.dated is None or not paper.number_text:
        raise InvalidStep(_("Văn bản chưa có số và ngày. Văn thư cấp số trước khi phát hành."))
    return paper.number_text, paper.dated


def take_lines_back(items: Sequence[DecisionItem], revocation: Revocation, *, actor: Actor) -> None:
    """Revoke lines with what hangs on them; their places at ceremonies are locked in one order."""
    standing = [item for item in items if item.status is ItemStatus.AWARDED]
    lock_placed([item.id for item in standing])
    for item in standing:
        _take_line_back(item, revocation, actor)


def revoke_line(item: DecisionItem, revocation: Revocation, *, actor: Actor) -> None:
    """Revoke the line alone, if it stands."""
    if item.status is not ItemStatus.AWARDED:
        return
    with item_lifecycle.step(
        item, "revoke", actor=actor.as_system(), stream=("paper", item.decision.paper_id),
        name=item.name, by=revocation.by, reason=revocation.reason,
    ):  # fmt: skip
        item.reason = revocation.reason


def _take_line_back(item: DecisionItem, revocation: Revocation, actor: Actor) -> None:
    """Revoke a line with its nomination and its honour, and ask back what was handed out."""
    revoke_line(item, revocation, actor=actor)
    nomination = item.nomination
    if nomination is not None and nomination.status is NominationStatus.AWARDED:
        outcomes.revoke(
            nomination, number=revocation.by, on=revocation.on, reason=revocation.reason,
            actor=actor,
        )  # fmt: skip
    honour = db.session.scalars(
        select(Honour).where(Honour.decision_item_id == item.id)
    ).one_or_none()
    if honour is not None and not honour.struck_by:
        strike_honour(honour.id, revocation, actor=actor)
    settle_line(item, revocation, actor=actor)


def settle_line(item: DecisionItem, revocation: Revocation, *, actor: Actor) -> None:
    """Ask back what was handed out with a revoked line, and let a lower title's money fall due."""
    due = pay_lower(item, revocation.by, actor=actor)
    because = "; ".join([revocation.reason, *due])
    asked = Asked(revocation.by, revocation.on or clock.today(), because)
    open_for_item(item, asked, actor=actor)


def _correct(paper: Paper, rows: Sequence[AmendmentLine], actor: Actor) -> None:
    """Say beside the line what it should read; the line itself stays as it was printed."""
    number, dated = _numbered(paper)
    for row in rows:
        if row.item is None:
            continue
        note = note_of(row, number, dated)
        row.item.note = "\n".join(filter(None, [row.item.note, note]))
        note_correction(row.item.id, note, actor=actor)


# A decision that takes another's place


def pass_line_on(decision: Decision, item: DecisionItem, *, actor: Actor) -> None:
    """Let the award of the replaced line rest on the new one; it is held without a gap."""
    former = db.session.get_one(DecisionItem, item.replaces_id)
    number, dated = _numbered(decision.paper)
    said = f"Thay thế bằng Quyết định số {number} ngày {dated:%d/%m/%Y}"
    with item_lifecycle.step(
        former, "replace", actor=actor.as_system(), stream=("paper", former.decision.paper_id),
        name=former.name, by=number,
    ):  # fmt: skip
        former.reason = said
    db.session.flush()
    issuer = wording.issuer(decision.organisation)
    with item_lifecycle.step(
        item, "award", actor=actor.as_system(), stream=("paper", decision.paper_id), name=item.name
    ):
        if item.nomination is not None:
            outcomes.restate(item.nomination, number=number, on=dated, issuer=issuer, actor=actor)
        old = former.decision.paper
        pass_on(
            item_id=former.id, to_item_id=item.id, number_text=number, decided_on=dated,
            issuer_text=issuer, actor=actor,
            note=f"Trước đây theo Quyết định số {old.number_text} ngày {old.dated:%d/%m/%Y}",
        )  # fmt: skip
    open_for_item(former, Asked(number, dated, said), actor=actor, money=False)


def lock_replaced(decision: Decision) -> None:
    """Lock the decision whose place this one takes, and its lines at ceremonies, in one order."""
    if decision.replaces_id is not None:
        former = lock(decision.replaces_id)
        lock_placed([item.id for item in items_of(former.id)])


def close_replaced(decision: Decision, *, actor: Actor) -> None:
    """Revoke the lines the new decision left out, and mark the old one as replaced by it."""
    if decision.replaces_id is None:
        return
    former = lock(decision.replaces_id)
    if former.paper.status is PaperStatus.REPLACED:
        return
    number, dated = _numbered(decision.paper)
    reason = f"Không có tên trong Quyết định số {number} thay thế"
    take_lines_back(items_of(former.id), Revocation(number, dated, reason), actor=actor)
    replace_paper(former.paper_id, decision.paper_id, actor=actor)


def refuse_lost_ground(decision: Decision) -> None:
    """Refuse to sign a replacement whose lines or whose decision no longer stand."""
    if decision.replaces_id is None:
        return
    former = lock(decision.replaces_id)
    kept = [one.replaces_id for one in items_of(decision.id) if one.replaces_id]
    stand = {one.id for one in items_of(former.id) if one.status is ItemStatus.AWARDED}
    if former.paper.status is not PaperStatus.ISSUED or not stand.issuperset(kept):
        raise InvalidStep(
            _("Quyết định được thay thế đã thay đổi sau khi soạn. Hãy trả lại để thư ký bỏ dự thảo "
              "và soạn lại.")
        )  # fmt: skip
    if not any((former.paper.number_text or "") in text for text in decision.articles.split("\n")):
        raise InvalidStep(
            _("Không điều nào của dự thảo ghi quyết định được thay thế (%(number)s). Hãy trả lại "
              "để thư ký ghi rõ.", number=former.paper.number_text or "")
        )  # fmt: skip
