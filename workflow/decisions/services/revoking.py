"""Take an honour back on the word of a revoking decision: ledger, line and nomination together."""

from sqlalchemy import select

from workflow.awards.models import AwardVersion, Honour
from workflow.awards.queries import find_honour, line_of
from workflow.awards.services import Revocation, note_review, strike_honour
from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import BadInput, InvalidStep, NotAllowed
from workflow.core.i18n import _
from workflow.core.text import one_line
from workflow.decisions.amending import queries
from workflow.decisions.amending.effects import close_emptied, revoke_line, settle_line
from workflow.decisions.amending.recovering import Asked, open_for_honour
from workflow.decisions.models import Decision, DecisionItem, Origin
from workflow.decisions.presenting.placing import lock_placed
from workflow.decisions.queries import lock
from workflow.proposals import outcomes
from workflow.proposals.models import Nomination
from workflow.proposals.states import NominationStatus
from workflow.recipients.policies import honour_striker
from workflow.recipients.queries import get_visible


def revoke_honour(
    public_id: str, honour_id: int, revocation: Revocation, *, actor: Actor
) -> Honour:
    """Strike an honour out of the ledger; what this product decided is revoked with it.

    The row stays and is shown struck through. Raises NotAllowed for whoever is neither of the
    deciding office nor above it.
    """
    honour = find_honour(get_visible(public_id, actor).id, honour_id)
    require_striker(honour, actor)
    clean = _checked(revocation)
    item = _line_of(honour)
    if item is not None:
        _refuse_under_way(item)
        lock_placed([item.id])
        revoke_line(item, clean, actor=actor)
    nomination = _nomination_of(honour, item)
    if nomination is not None and nomination.status is NominationStatus.AWARDED:
        outcomes.revoke(
            nomination, number=clean.by, on=clean.on, reason=clean.reason, actor=actor
        )  # fmt: skip
    struck = strike_honour(honour.id, clean, actor=actor)
    if item is not None and item.decision.origin is Origin.MADE_HERE:
        settle_line(item, clean, actor=actor)
        close_emptied(item.decision, clean, actor=actor)
    else:
        asked = Asked(clean.by, clean.on or clock.today(), clean.reason)
        open_for_honour(struck, asked, actor=actor)
    return struck


def _refuse_under_way(item: DecisionItem) -> None:
    """A line that a paper of this product is about is taken back by that paper alone."""
    annulment = queries.open_annulments([item.id]).get(item.id)
    successor = queries.open_replacement(item.decision_id)
    paper = annulment.paper if annulment else successor.paper if successor else None
    if paper is not None:
        raise InvalidStep(
            _("“%(title)s” đang xử lý trong phần mềm. Hãy ban hành hoặc bỏ dự thảo đó trước.",
              title=paper.title)
        )  # fmt: skip


def review_dependents(public_id: str, honour_id: int, note: str, *, actor: Actor) -> Honour:
    """Note what became of the honours that had leaned on a struck one."""
    honour = find_honour(get_visible(public_id, actor).id, honour_id)
    if not may_strike(honour, actor):
        raise NotAllowed(_("Chỉ thư ký của đơn vị quản lý hoặc cấp trên ghi kết quả xem lại."))
    return note_review(honour.id, note, actor=actor)


def may_strike(honour: Honour, actor: Actor) -> bool:
    return honour_striker(actor, honour.recipient_id)


def require_striker(honour: Honour, actor: Actor) -> None:
    """Refuse whoever may not, and name the office that may."""
    if not may_strike(honour, actor):
        raise NotAllowed(
            _("Chỉ thư ký của đơn vị quản lý hoặc cấp trên ghi việc hủy bỏ khen thưởng.")
        )
    decision = _decision_of(honour)
    if decision is None or decision.origin is Origin.RECEIVED:
        return
    entitled = {one.id for one in line_of(decision.organisation_id)}
    if actor.organisation_id not in entitled:
        raise NotAllowed(
            _("Khen thưởng này do %(office)s quyết định. Thư ký của cơ quan đó hoặc cấp trên ghi "
              "việc hủy bỏ.", office=decision.organisation.name)
        )  # fmt: skip


def _decision_of(honour: Honour) -> Decision | None:
    return db.session.scalars(
        select(Decision)
        .join(DecisionItem, DecisionItem.decision_id == Decision.id)
        .where(DecisionItem.id == (honour.decision_item_id or 0))
    ).one_or_none()


def _checked(revocation: Revocation) -> Revocation:
    by, reason = one_line(revocation.by), revocation.reason.strip()
    if not by:
        raise BadInput(_("Hãy ghi số, ký hiệu quyết định hủy bỏ."), field="by")
    if revocation.on is None or revocation.on > clock.today():
        raise BadInput(_("Hãy ghi ngày của quyết định hủy bỏ, không sau hôm nay."), field="on")
    if not reason:
        raise BadInput(_("Hãy ghi lý do hủy bỏ."), field="reason")
    return Revocation(by, revocation.on, reason)


def _line_of(honour: Honour) -> DecisionItem | None:
    """Return the line that conferred the honour, its decision locked first."""
    decision = _decision_of(honour)
    if decision is None:
        return None
    lock(decision.id)
    return db.session.get_one(DecisionItem, honour.decision_item_id, populate_existing=True)


def _nomination_of(honour: Honour, item: DecisionItem | None) -> Nomination | None:
    """Return what was rewarded; a sheet from outside names it by number, award and year alone.

    Of the levels it went up through the highest: revoking goes down from there.
    """
    if item is not None and item.nomination is not None:
        return item.nomination
    if not honour.number_text:
        return None
    return db.session.scalars(
        select(Nomination)
        .join(AwardVersion, AwardVersion.id == Nomination.award_version_id)
        .where(
            Nomination.recipient_id == honour.recipient_id, Nomination.year == honour.year,
            AwardVersion.award_id == honour.award_id,
            Nomination.outcome_number == honour.number_text,
            Nomination.status == NominationStatus.AWARDED,
        )
        .order_by(Nomination.id.desc())
        .limit(1)
    ).one_or_none()  # fmt: skip
