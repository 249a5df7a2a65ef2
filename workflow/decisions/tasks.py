"""What waits for whom before a decision is signed, as the inbox shows it."""

from collections.abc import Sequence

from sqlalchemy import CompoundSelect, Row, Select, literal_column, select, union
from sqlalchemy.orm import aliased, contains_eager, joinedload

from workflow.awards.leaning import dependents_of
from workflow.awards.models import Honour
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.i18n import _
from workflow.core.tasks import Task
from workflow.decisions.models import Decision, DecisionItem, Origin
from workflow.decisions.policies import is_alone, is_checked
from workflow.decisions.queries import count_undecided
from workflow.documents.models import Paper, PaperSigner
from workflow.documents.numbering import holds_last_years
from workflow.documents.second_eyes import desk_of
from workflow.documents.states import PaperStatus
from workflow.recipients.lineages import heirs
from workflow.recipients.models import Membership, Recipient
from workflow.recipients.queries import seen_among

MOST = 20
BEFORE_SIGNING = (PaperStatus.DRAFT, PaperStatus.CHECKED, PaperStatus.OFFERED)


def tasks_for(actor: Actor) -> list[Task]:
    """Return the decisions to draft, check, offer and sign; what others hold is marked so."""
    if actor.organisation_id is None or actor.roles.isdisjoint({"secretary", "clerk", "head"}):
        return []
    rows = db.session.execute(
        select(Decision, PaperSigner.user_id)
        .join(Decision.paper)
        .join(PaperSigner, (PaperSigner.paper_id == Paper.id) & (PaperSigner.ordinal == 1))
        .options(contains_eager(Decision.paper))
        .where(
            # of the few papers under way, not of all decisions the office ever made
            Paper.organisation_id == actor.organisation_id, Paper.status.in_(BEFORE_SIGNING),
            Decision.origin == Origin.MADE_HERE,
        )
        .order_by(Decision.id)
        .limit(MOST)
    ).all()  # fmt: skip
    alone = _checks_alone(rows, actor)
    found = [
        _task(decision, actor, signer_id, alone=decision.id in alone)
        for decision, signer_id in rows
    ]
    drafts = [task for task in found if task is not None]
    return [*_to_draft(actor), *_to_review(actor), *drafts][:MOST]


def _to_review(actor: Actor) -> list[Task]:
    """Honours taken back that later ones of this office may have leaned on, not looked at yet."""
    if not actor.has("secretary"):
        return []
    # First the few there are: who may have leaned on them is asked of these alone.
    open_ones = db.session.scalars(
        select(Honour.id).where(Honour.struck_on.is_not(None), Honour.reviewed_on.is_(None))
    ).all()
    if not open_ones:
        return []
    later = aliased(Honour)
    here = (
        select(later.id)
        .join(DecisionItem, DecisionItem.id == later.decision_item_id)
        .join(Decision, Decision.id == DecisionItem.decision_id)
        .where(
            Decision.organisation_id == actor.organisation_id, later.struck_by == "",
            later.id != Honour.id, later.year >= Honour.year,
            later.recipient_id.in_(_who_may_have_counted()),
        )
    )  # fmt: skip
    rows = db.session.scalars(
        select(Honour)
        .options(joinedload(Honour.recipient))
        .where(Honour.id.in_(open_ones), here.exists())
        .order_by(Honour.id)
        .limit(MOST)
    ).all()
    seen = seen_among([honour.recipient_id for honour in rows], actor)
    return [
        _review(honour) for honour in rows if honour.recipient_id in seen and dependents_of(honour)
    ]


def _who_may_have_counted() -> CompoundSelect[int]:
    """Select, for the honour of the query around it, the ledgers that may have leaned on it."""
    collective, line = aliased(Recipient), heirs().cte()
    own: Select[int] = select(literal_column("honours.recipient_id")).correlate(Honour)
    people_of = (
        select(collective.id)
        .join(Membership, Membership.organisation_id == collective.organisation_id)
        .where(Membership.recipient_id == Honour.recipient_id)
        .correlate(Honour)
    )
    after = select(line.c.later).where(line.c.earlier == Honour.recipient_id).correlate(Honour)
    return union(own, people_of, after)


def _review(honour: Honour) -> Task:
    title = _("Xem lại khen thưởng của %(name)s", name=honour.recipient.name)
    values = {"public_id": honour.recipient.public_id, "honour_id": str(honour.id)}
    return Task(
        title, "honours.show", values, "nomination", "revoked", verb=_("Xem lại"),
        note=_("Một khen thưởng trước đó đã bị hủy bỏ theo %(by)s", by=honour.struck_by),
    )  # fmt: skip


def _to_draft(actor: Actor) -> list[Task]:
    waiting = count_undecided(actor.organisation_id or 0) if actor.has("secretary") else 0
    if not waiting:
        return []
    title = _("%(n)s đề nghị chờ soạn quyết định", n=waiting)
    return [Task(title, "decisions.draft", {}, "nomination", "passed", verb=_("Soạn quyết định"))]


def _checks_alone(rows: Sequence[Row[Decision, int]], actor: Actor) -> set[int]:
    """Return the decisions whose form the actor checks besides their content: nobody else can."""
    mine = [row for row in rows if row[0].content_checked_by_id == actor.user_id]
    if not mine:
        return set()
    desk = desk_of(actor.organisation_id or 0)
    return {decision.id for decision, signer in mine if is_alone(actor, desk, [signer])}


def _task(decision: Decision, actor: Actor, signer_id: int, *, alone: bool) -> Task | None:
    verb = _verb(decision, actor, signer_id, alone=alone)
    if verb is None:
        return None
    paper = decision.paper
    declined = _("Bị trả lại: %(reason)s", reason=paper.decline_reason)
    return Task(
        paper.title, "decisions.detail", {"public_id": decision.public_id}, "paper",
        paper.status.value, verb=verb, note=declined if paper.decline_reason else "",
    )  # fmt: skip


def _verb(decision: Decision, actor: Actor, signer_id: int, *, alone: bool) -> str | None:
    """Return the actor's verb, an empty text when somebody else holds it, None if not theirs."""
    if decision.paper.status is PaperStatus.OFFERED and is_checked(decision):
        if actor.has("head") and actor.user_id == signer_id:
            return "" if holds_last_years(decision.paper) else _("Đọc và ký")
        return "" if actor.has("secretary") else None
    signs = actor.user_id == signer_id
    if decision.paper.status is PaperStatus.OFFERED and signs:
        return ""  # a name was struck: those who check hold it
    if decision.content_checked_at is None:
        declined = decision.paper.status is PaperStatus.DRAFT and decision.paper.decline_reason
        verb = _("Sửa và trình lại") if declined else _("Kiểm tra nội dung")
        return verb if actor.has("secretary") and not signs else None
    if decision.form_checked_at is None:
        return None if signs else _form_verb(decision, actor, alone=alone)
    return _("Trình ký") if actor.has("secretary") else None


def _form_verb(decision: Decision, actor: Actor, *, alone: bool) -> str | None:
    """Whoever checked the content leaves the form to others, where there are any."""
    if actor.roles.isdisjoint({"clerk", "secretary"}):
        return None
    left = decision.content_checked_by_id == actor.user_id and not alone
    return "" if left else _("Kiểm tra thể thức")
