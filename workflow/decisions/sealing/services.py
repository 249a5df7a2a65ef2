"""Begins a run over a decision's certificates: who may, with which key, one at a time."""

from contextlib import ExitStack
from dataclasses import replace

from flask import Flask

from workflow.core import audit, clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import InvalidStep, NotAllowed
from workflow.core.i18n import _
from workflow.core.unit_of_work import unit_of_work
from workflow.decisions import queries as decisions
from workflow.decisions.models import Decision
from workflow.decisions.printing.contexts import signed_by
from workflow.decisions.sealing import running
from workflow.decisions.sealing.making import Order
from workflow.decisions.sealing.models import SigningRun
from workflow.decisions.sealing.policies import may_still_sign, part_of
from workflow.decisions.sealing.queries import is_alive, sheets_of, under_way
from workflow.signatures.queries import terms_of
from workflow.signatures.services import means
from workflow.signatures.states import Part


def start(public_id: str, pin: str, *, actor: Actor, app: Flask) -> SigningRun:
    """Open the key with the PIN and sign in the background all that waits for this actor.

    Everything that can be refused at once is refused here, before a thread has begun. Commits by
    itself.
    """
    order = order_for(decisions.get_visible(public_id, actor), actor)
    db.session.rollback()
    means.means_of(order.plan, means.gather(order.plan))
    with ExitStack() as held:
        key = held.enter_context(means.unlocked(order.plan, pin))
        with unit_of_work():
            run = _claim(public_id, order)
            order = replace(order, run_id=run.id)
        running.begin(app, order, held.pop_all(), key)
    return run


def order_for(decision: Decision, actor: Actor) -> Order:
    """Return what the actor would have signed now. Raises what speaks against it."""
    part = part_of(actor, decision)
    if part is None:
        raise NotAllowed(
            _("Chỉ người có tên ở chỗ ký và văn thư của cơ quan ký số được giấy khen.")
        )
    if part is Part.PERSON and not may_still_sign(actor, decision):
        raise NotAllowed(
            _("Quyền ký giấy khen của bạn ở cơ quan này đã hết hạn nên không ký số được nữa. "
              "Các giấy này in ra và ký trên giấy.")
        )  # fmt: skip
    name = signed_by(decision)["name"]
    if not any(one.waits_for(part) for one in sheets_of(decision.id)):
        raise InvalidStep(_nothing(part, name))
    user_id = actor.user_id if part is Part.PERSON else None
    certificate = means.certificate_for(decision.paper, part, user_id)
    plan = replace(means.plan_for(decision.paper, certificate), before=())
    return Order(
        decision.id, part, plan, name, float(terms_of(decision.organisation).seal_mm), actor
    )


def _nothing(part: Part, name: str) -> str:
    if part is Part.PERSON:
        return _("Không có giấy nào chờ bạn ký số: đã ký cả, hoặc đang vẽ lại. Hãy tải lại trang.")
    return _("Không có giấy nào chờ đóng dấu: đã đóng dấu cả, hoặc %(name)s chưa ký số. Dấu chỉ "
             "đóng sau chữ ký của người có thẩm quyền.", name=name)  # fmt: skip


def _claim(public_id: str, order: Order) -> SigningRun:
    """Write the run's row; the lock on the decision lets one of two begin."""
    decision = decisions.get_for_change(public_id, order.actor)
    former = under_way(decision.id, order.part)
    if former is not None and is_alive(former):
        who = former.started_by.name if former.started_by else ""
        raise InvalidStep(
            _("%(who)s đang ký, đã xong %(done)s trên %(total)s giấy. Chờ đợt này xong rồi tải lại "
              "trang.", who=who, done=former.done, total=former.total)
        )  # fmt: skip
    if former is not None:
        former.ended_at, former.refusal = clock.now(), _("Đợt ký dừng giữa chừng.")
        db.session.flush()
    total = sum(one.waits_for(order.part) for one in sheets_of(decision.id))
    run = SigningRun(
        decision_id=decision.id, part=order.part, total=total, started_at=clock.now(),
        by_certificate_id=order.plan.certificate_id, started_by_id=order.actor.user_id,
        heard_at=clock.real_now(),
    )  # fmt: skip
    db.session.add(run)
    db.session.flush()
    audit.record(
        "certificates.signing_begin", stream=("paper", decision.paper_id), actor=order.actor,
        subject=("decision", decision.id),
        detail={"part": order.part.value, "sheets": total},
    )  # fmt: skip
    return run
