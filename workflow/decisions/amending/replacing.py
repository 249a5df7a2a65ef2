"""Draft the decision that takes an issued one's place; from then on it lives as any decision."""

from collections.abc import Collection

from workflow.accounts.delegating.states import SignedKind
from workflow.core import audit, clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import BadInput, InvalidStep, NotAllowed
from workflow.core.i18n import _
from workflow.core.text import fold
from workflow.decisions import printouts
from workflow.decisions.amending import wording as amending_words
from workflow.decisions.amending.drafting import (
    chosen,
    open_for_amending,
    refuse_annulled,
    refuse_letter_under_way,
    refuse_replacement_under_way,
    standing,
)
from workflow.decisions.amending.queries import reads_of
from workflow.decisions.models import Decision, DecisionItem
from workflow.decisions.policies import drafter_of
from workflow.decisions.queries import find_item, get_for_change, items_of
from workflow.decisions.services.drafting import SERIES, default_signer
from workflow.decisions.services.drawing import title_of
from workflow.decisions.services.listing import changed, open_draft
from workflow.documents.authority import block_of
from workflow.documents.dropping import drop_paper
from workflow.documents.models import Paper
from workflow.documents.services import draft_paper
from workflow.documents.states import PaperKind, PaperStatus


def replace(
    public_id: str, item_ids: Collection[str], *, reason: str, bases: str, actor: Actor
) -> Decision:
    """Draft a decision with the ticked lines, in whose words everything may be changed.

    At its issue the honours pass to it; what was not ticked is revoked then.
    """
    former = open_for_amending(public_id, actor)
    items = chosen(former, item_ids)
    refuse_replacement_under_way(former)
    refuse_annulled(standing(former))
    refuse_letter_under_way(former)
    if not reason.strip():
        raise BadInput(_("Hãy ghi vì sao phải thay thế."), field="reason")
    decision = _copy(former, bases)
    lines = [_copied(item, n) for n, item in enumerate(items, start=1)]
    decision.paper = _paper(decision, lines, actor)
    db.session.add(decision)
    db.session.flush()
    for line in lines:
        line.decision_id = decision.id
    db.session.add_all(lines)
    db.session.flush()
    decision.paper.owner_id = decision.id
    detail = {"title": decision.paper.title, "reason": reason.strip()}
    for paper_id in (decision.paper_id, former.paper_id):
        audit.record(
            "decision.replace", stream=("paper", paper_id), actor=actor,
            subject=("decision", decision.id), detail=detail,
        )  # fmt: skip
    return decision


def _copy(former: Decision, bases: str) -> Decision:
    articles = printouts.lines(former.articles)
    return Decision(
        organisation=former.organisation, replaces=former, award_name=former.award_name,
        session_id=former.session_id, subject=former.subject, achievement=former.achievement,
        bases="\n".join([*printouts.lines(former.bases), *printouts.lines(bases)]),
        articles="\n".join(amending_words.replacing_article(former, articles)),
        prize_base=former.prize_base, prize_person=former.prize_person,
        prize_collective=former.prize_collective, prize_source=former.prize_source,
    )  # fmt: skip


def _copied(item: DecisionItem, ordinal: int) -> DecisionItem:
    """Copy a line as letters corrected it."""
    said = {"name": item.name, "post": item.post, "unit_name": item.unit_name} | reads_of(item.id)
    return DecisionItem(
        replaces_id=item.id, nomination_id=item.nomination_id, nomination=item.nomination,
        recipient_id=item.recipient_id, recipient=item.recipient, award_id=item.award_id,
        kind=item.kind, name_fold=fold(said["name"]), award_name=item.award_name,
        ground=item.ground, year=item.year, count=item.count, ordinal=ordinal, **said,
    )  # fmt: skip


def _paper(decision: Decision, lines: list[DecisionItem], actor: Actor) -> Paper:
    organisation, former = decision.organisation, decision.replaces
    signer = default_signer(organisation, lines)
    symbol = f"{PaperKind.DECISION.value}-{organisation.symbol}"
    destinations = list(former.paper.destinations) if former else []
    context = printouts.decision_context(
        decision, lines, symbol=symbol, destinations=destinations, year=clock.today().year,
        signer=block_of(organisation, signer, SignedKind.DECISION),
    )  # fmt: skip
    return draft_paper(
        organisation_id=organisation.id, kind=PaperKind.DECISION, title=title_of(decision, lines),
        owner=("decision", 0), purpose="decision", series=SERIES, symbol=symbol,
        template="decisions/decision", context=context, signers=[signer],
        destinations=destinations, actor=actor,
    )  # fmt: skip


def reword_line(
    public_id: str, item_id: str, *, name: str, post: str, unit_name: str, actor: Actor
) -> DecisionItem:
    """Change what a line of a replacing draft prints: that is what it is drafted for."""
    decision = open_draft(public_id, actor)
    item = find_item(decision.id, item_id)
    if item.replaces_id is None:
        raise InvalidStep(_("Dòng này lấy từ hồ sơ đề nghị; hãy sửa ở hồ sơ."))
    if not name:
        raise BadInput(_("Hãy ghi tên."), field="name")
    before = {"name": item.name, "post": item.post, "unit": item.unit_name}
    item.name, item.name_fold, item.post, item.unit_name = name, fold(name), post, unit_name
    db.session.flush()
    changed(decision, "reword", actor=actor, name=name, before=before)
    return item


def drop(public_id: str, *, actor: Actor) -> Decision:
    """Give a replacing draft up; what else had been put into it waits for another decision."""
    decision = get_for_change(public_id, actor)
    if not drafter_of(actor, decision):
        raise NotAllowed(_("Chỉ thư ký của cơ quan quyết định mới sửa được dự thảo."))
    if decision.replaces_id is None:
        raise InvalidStep(_("Chỉ bỏ được dự thảo quyết định thay thế."))
    if decision.paper.status not in (PaperStatus.DRAFT, PaperStatus.CHECKED):
        raise InvalidStep(_("Văn bản đã trình ký nên dự thảo không đổi được nữa."))
    drop_paper(decision.paper_id, actor=actor)
    for item in items_of(decision.id):
        if item.replaces_id is None:
            db.session.delete(item)
    db.session.flush()
    return decision
