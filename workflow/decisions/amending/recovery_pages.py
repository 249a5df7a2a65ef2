"""Pages of what has to come back: the list with its totals, and what became of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import ColumnElement, case, func, select

from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.i18n import _, lazy
from workflow.core.web.access import acting, requires
from workflow.core.web.acting import carry_out_form
from workflow.core.web.exports import send_list
from workflow.core.web.navigation import add_entry
from workflow.decisions.amending import queries, recovering
from workflow.decisions.amending.forms import SettleForm
from workflow.decisions.amending.models import Recovery, RecoveryPayment, RecoveryStatus, What
from workflow.decisions.amending.policies import KEEPERS, READERS, keeper_of
from workflow.decisions.amending.queries import paid_of
from workflow.decisions.amending.recovering import Settled
from workflow.decisions.amending.steps import recovery_lifecycle
from workflow.decisions.presenting.placing import placed
from workflow.decisions.presenting.states import GIVEN
from workflow.decisions.queries import ids_of_items

PAGE, EXPORTED = 50, 5000
bp = Blueprint("recoveries", __name__, url_prefix="/recoveries")
add_entry(
    "recoveries.index", lazy("Thu hồi, cấp đổi"), icon="arrow-repeat", roles=set(KEEPERS), order=63
)


@dataclass(frozen=True)
class Totals:
    """What is open, how much of it is late, and the money: asked, back, not known."""

    open: int
    late: int
    asked: int
    back: int
    unknown: int


def _here(actor: Actor) -> ColumnElement[bool]:
    return Recovery.organisation_id == (actor.organisation_id or 0)


def totals_of(actor: Actor) -> Totals:
    late = case((Recovery.due_on < clock.today(), 1), else_=0)
    unknown = case((Recovery.amount.is_(None), 1), else_=0)
    rows = db.session.execute(
        select(
            Recovery.status, Recovery.what, func.count(), func.sum(late), func.sum(unknown),
            func.sum(Recovery.amount),
        )
        .where(_here(actor))
        .group_by(Recovery.status, Recovery.what)
    ).all()  # fmt: skip
    still = [row for row in rows if row[0] is RecoveryStatus.OPEN]
    money = [row for row in rows if row[1] is What.MONEY]
    parts = (
        select(func.sum(RecoveryPayment.amount))
        .join(Recovery, Recovery.id == RecoveryPayment.recovery_id)
        .where(_here(actor), Recovery.status != RecoveryStatus.RECOVERED)
    )
    return Totals(
        open=sum(row[2] for row in still), late=sum(int(row[3]) for row in still),
        asked=sum(int(row[5] or 0) for row in money),
        back=sum(int(row[5] or 0) for row in money if row[0] is RecoveryStatus.RECOVERED)
        + int(db.session.scalar(parts) or 0),
        unknown=sum(int(row[4]) for row in money),
    )  # fmt: skip


def _rows(status: RecoveryStatus | None, limit: int, after: int = 0) -> Sequence[Recovery]:
    asked = select(Recovery).where(_here(acting()))
    if status is not None:
        asked = asked.where(Recovery.status == status)
    return db.session.scalars(
        asked.order_by(Recovery.due_on, Recovery.id).offset(after).limit(limit)
    ).all()


def _status() -> RecoveryStatus | None:
    wanted = request.args.get("status", "")
    return RecoveryStatus(wanted) if wanted in set(RecoveryStatus) else None


@bp.get("")
@requires(*READERS)
def index() -> ResponseReturnValue:
    status, after = _status(), request.args.get("after", "")
    start = int(after) if after.isascii() and after.isdigit() and len(after) < 7 else 0  # noqa: PLR2004
    rows = _rows(status, PAGE + 1, start)
    return render_template(
        "decisions/amending/recoveries.html", rows=rows[:PAGE], totals=totals_of(acting()),
        status=status, today=clock.today(),
        following=start + PAGE if len(rows) > PAGE else 0,
        decisions=ids_of_items([row.item_id for row in rows if row.item_id], acting()),
        paid=paid_of([row.id for row in rows]),
    )  # fmt: skip


@bp.get("/export")
@requires(*READERS)
def export() -> ResponseReturnValue:
    rows = _rows(_status(), EXPORTED)
    paid = paid_of([row.id for row in rows])
    return send_list(
        "Thu hồi hiện vật, tiền thưởng", _heads,
        lambda: (_cells(row, paid.get(row.id)) for row in rows),
    )  # fmt: skip


def _heads() -> list[tuple[str, str]]:
    return [
        ("name", _("Tập thể, cá nhân")), ("unit", _("Đơn vị")), ("thing", _("Hiện vật, tiền")),
        ("amount", _("Số tiền (đồng)")), ("paid", _("Đã thu (đồng)")),
        ("by", _("Theo văn bản")), ("why", _("Lý do")),
        ("due", _("Hạn")), ("status", _("Trạng thái")), ("on", _("Ngày thu hồi")),
        ("from", _("Người nộp lại, người thu")), ("voucher", _("Số phiếu thu, biên bản")),
        ("note", _("Ghi chú")),
    ]  # fmt: skip


def _status_names() -> dict[RecoveryStatus, str]:
    return {
        RecoveryStatus.OPEN: _("Chưa thu hồi"), RecoveryStatus.RECOVERED: _("Đã thu hồi"),
        RecoveryStatus.FAILED: _("Không thu hồi được"),
    }  # fmt: skip


def _cells(row: Recovery, paid: int | None) -> dict[str, str]:
    if paid is None and row.what is What.MONEY and row.status is RecoveryStatus.RECOVERED:
        paid = row.amount
    unknown = _("Chưa xác định") if row.what is What.MONEY else ""
    return {
        "name": row.name, "unit": row.unit_name, "thing": row.thing,
        "amount": unknown if row.amount is None else str(row.amount),
        "paid": "" if paid is None else str(paid), "by": row.by_text,
        "why": row.because, "due": f"{row.due_on:%d/%m/%Y}",
        "status": _status_names()[row.status],
        "on": f"{row.settled_on:%d/%m/%Y}" if row.settled_on else "", "from": row.settled_by,
        "voucher": row.voucher, "note": row.note,
    }  # fmt: skip


@bp.route("/<public_id>", methods=["GET", "POST"])
@requires(*READERS)
def settle(public_id: str) -> ResponseReturnValue:
    row = recovering.get_visible(public_id, acting())
    payments = queries.payments_of(row.id)
    left = None if row.amount is None else row.amount - sum(one.amount for one in payments)
    form = SettleForm(data={"version": row.version, "on": clock.today(), "came_back": "yes",
                            "amount": left})  # fmt: skip
    form.came_back.choices = [("yes", _("Đã thu hồi")), ("no", _("Không thu hồi được"))]
    if row.what is What.OBJECT:
        del form.amount
    done = carry_out_form(
        form, lambda: recovering.settle(public_id, _settled(form), version=form.version.data or 0,
                                        actor=acting()),
        to=lambda done: url_for("recoveries.index", status="open")
        if done.status is not RecoveryStatus.OPEN
        else url_for("recoveries.settle", public_id=public_id),
        told=_("Đã ghi kết quả thu hồi."),
    )  # fmt: skip
    if done:
        return done
    row = recovering.get_visible(public_id, acting())
    may = keeper_of(acting(), row) and bool(recovery_lifecycle.open_to(acting(), row))
    found = ids_of_items([row.item_id] if row.item_id else [], acting())
    body = render_template(
        "decisions/amending/recovery.html", form=form, form_errors=bool(form.errors), row=row,
        at_ceremony=placed(row.item_id) if row.item_id else None, given=GIVEN,
        may_settle=may, payments=payments, left=left,
        decision=found.get(row.item_id or 0), today=clock.today(),
    )  # fmt: skip
    return body, 422 if form.errors else 200


def _settled(form: SettleForm) -> Settled:
    return Settled(
        form.came_back.data == "yes", cast("date", form.on.data), form.by.data or "",
        form.voucher.data or "",
        form.amount.data if "amount" in form else None, form.note.data or "",
    )  # fmt: skip
