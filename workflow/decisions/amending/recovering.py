"""What has to come back after an annulment or a replacement: opened once, settled by the office."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from workflow.awards.models import Honour
from workflow.awards.queries import names_of
from workflow.core import audit, clock, working_days
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import BadInput, NotVisible, StaleEdit
from workflow.core.i18n import _
from workflow.decisions.amending.models import Recovery, RecoveryPayment, What
from workflow.decisions.amending.policies import reader_of
from workflow.decisions.amending.queries import paid_of, reads_of
from workflow.decisions.amending.rules import current_rule
from workflow.decisions.amending.steps import recovery_lifecycle
from workflow.decisions.models import DecisionItem
from workflow.decisions.money_words import dong
from workflow.decisions.presenting.placing import is_still_here, lock_placed


@dataclass(frozen=True)
class Asked:
    """By which paper something is asked back, of which day, and why."""

    by: str
    on: date
    because: str


@dataclass(frozen=True)
class Settled:
    """What became of it: when, through whom, by which voucher; or why it cannot be got back."""

    came_back: bool
    on: date
    by: str = ""
    voucher: str = ""
    amount: int | None = None
    note: str = ""


def open_for_item(
    item: DecisionItem, asked: Asked, *, actor: Actor, money: bool = True
) -> list[Recovery]:
    """Ask back the certificate of a line and, unless it is paid elsewhere, its money; once.

    Not what still lies in the office. An amount nobody knows stays unknown; 0 means that a higher
    title was paid instead.
    """
    known = select(Recovery.what).where(Recovery.item_id == item.id)
    held = set(db.session.scalars(known)) | _still_here(item.id)
    wanted = {What.OBJECT: item.award_name or item.decision.award_name}
    if money and item.prize_amount != 0:
        wanted[What.MONEY] = "Tiền thưởng"
    said = reads_of(item.id)
    rows = [
        Recovery(
            organisation_id=item.decision.organisation_id, item_id=item.id, what=what,
            name=said.get("name", item.name), unit_name=said.get("unit_name", item.unit_name),
            thing=_thing(what, name, item),
            amount=item.prize_amount if what is What.MONEY else None,
            **_asking(asked, item.decision.organisation_id),
        )
        for what, name in wanted.items()
        if what not in held
    ]  # fmt: skip
    return _opened(rows, actor)


def _still_here(item_id: int) -> set[What]:
    """Return what nobody was handed yet, by the ceremony of the line; its ticks wait for us."""
    placed = lock_placed([item_id]).get(item_id)
    if placed is None or not is_still_here(placed):
        return set()
    held = {What.OBJECT} if placed.certificate or placed.has_flag else set()
    return held | ({What.MONEY} if placed.has_envelope else set())


def open_for_honour(honour: Honour, asked: Asked, *, actor: Actor) -> list[Recovery]:
    """Ask back what belongs to an honour decided outside; what it was worth nobody knows here."""
    here = actor.organisation_id or 0
    if db.session.scalars(select(Recovery.id).where(Recovery.honour_id == honour.id)).first():
        return []
    award = names_of([honour.award_id]).get(honour.award_id, "")
    unit = ", ".join(filter(None, [honour.number_text, str(honour.year or "")]))
    held = _still_here(honour.decision_item_id) if honour.decision_item_id else set()
    rows = [
        Recovery(
            organisation_id=here,
            honour_id=honour.id,
            what=what,
            name=honour.recipient.name,
            unit_name=unit,
            thing=thing,
            **_asking(asked, here),
        )
        for what, thing in ((What.OBJECT, award), (What.MONEY, "Tiền thưởng"))
        if what not in held
    ]
    return _opened(rows, actor)


def _thing(what: What, name: str, item: DecisionItem) -> str:
    return f"{name}, số sổ vàng {item.ordinal:02d}" if what is What.OBJECT else name


def _asking(asked: Asked, organisation_id: int) -> dict[str, object]:
    days = current_rule(organisation_id).recovery_days
    return {
        "by_text": asked.by,
        "because": asked.because,
        "due_on": working_days.end_of_term(asked.on, days),
    }


def _opened(rows: list[Recovery], actor: Actor) -> list[Recovery]:
    db.session.add_all(rows)
    db.session.flush()
    for row in rows:
        audit.record(
            "recovery.open", stream=("recovery", row.id), actor=actor.as_system(),
            detail={"what": row.what.value, "name": row.name, "by": row.by_text},
        )  # fmt: skip
    return rows


def get_visible(public_id: str, actor: Actor) -> Recovery:
    row = db.session.scalars(select(Recovery).where(Recovery.public_id == public_id)).one_or_none()
    if row is None or not reader_of(actor, row):
        raise NotVisible(_("Không tìm thấy khoản thu hồi này, hoặc không thuộc cơ quan bạn."))
    return row


def settle(public_id: str, settled: Settled, *, version: int, actor: Actor) -> Recovery:
    """Write down what came back, or why it cannot; of a known sum a part may come back first."""
    seen = get_visible(public_id, actor)
    row = db.session.get_one(
        Recovery, seen.id, with_for_update={"of": Recovery}, populate_existing=True
    )
    if row.version != version:
        raise StaleEdit(_("Người khác vừa ghi khoản này. Hãy tải lại trang để xem."))
    left = None if row.amount is None else row.amount - paid_of([row.id]).get(row.id, 0)
    sum_ = left if settled.amount is None else settled.amount
    is_part = row.what is What.MONEY and left is not None and sum_ != left
    trigger = "give_up" if not settled.came_back else "pay" if is_part else "recover"
    with recovery_lifecycle.step(row, trigger, actor=actor) as detail:
        _check(row, settled, left)
        row.settled_on, row.settled_by = settled.on, settled.by
        row.voucher, row.note = settled.voucher, settled.note
        flag_modified(row, "voucher")  # two like payments of one day are two
        if row.what is What.MONEY and settled.came_back:
            row.amount = sum_ if row.amount is None else row.amount
            _pay(row, settled, sum_ or 0)
            detail["amount"] = sum_
        detail |= {"on": settled.on.isoformat(), "voucher": settled.voucher, "note": settled.note}
    return row


def _pay(row: Recovery, settled: Settled, amount: int) -> None:
    db.session.add(
        RecoveryPayment(
            recovery_id=row.id, paid_on=settled.on, paid_by=settled.by, voucher=settled.voucher,
            amount=amount,
        )
    )  # fmt: skip


def _check(row: Recovery, settled: Settled, left: int | None) -> None:
    if settled.on > clock.today():
        raise BadInput(_("Ngày này chưa đến. Hãy kiểm tra lại."), field="on")
    if settled.came_back and not settled.by:
        raise BadInput(_("Hãy ghi người nộp lại hoặc người thu."), field="by")
    if settled.came_back and row.what is What.MONEY and not settled.voucher:
        raise BadInput(_("Hãy ghi số phiếu thu hoặc chứng từ nộp tiền."), field="voucher")
    unknown = row.what is What.MONEY and row.amount is None
    if settled.came_back and unknown and settled.amount is None:
        raise BadInput(_("Hãy ghi số tiền đã thu theo chứng từ."), field="amount")
    over = left is not None and settled.amount is not None and settled.amount > left
    if settled.came_back and (settled.amount == 0 or over):
        raise BadInput(
            _("Số tiền từ 1 đến số còn phải thu (%(left)s đồng).", left=dong(left or 0))
            if left is not None else _("Hãy ghi số tiền đã thu theo chứng từ."),
            field="amount",
        )  # fmt: skip
    if not settled.came_back and not settled.note:
        raise BadInput(_("Hãy ghi lý do không thu hồi được."), field="note")
