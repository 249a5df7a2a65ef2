"""Who is under inspection: nothing is decided or sent up for them meanwhile (NĐ 152 Đ.4)."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import or_, select

from workflow.core import clock
from workflow.core.db import db
from workflow.core.errors import Incomplete
from workflow.core.i18n import _
from workflow.recipients.models import Hold, Recipient


def open_holds(recipient_ids: Collection[int]) -> dict[int, list[Hold]]:
    """Return, by recipient, the inspections that last today."""
    today = clock.today()
    found: dict[int, list[Hold]] = defaultdict(list)
    rows = select(Hold).where(
        Hold.recipient_id.in_(recipient_ids), Hold.starts_on <= today,
        or_(Hold.ends_on.is_(None), Hold.ends_on >= today),
    )  # fmt: skip
    for hold in db.session.scalars(rows.order_by(Hold.id)):
        found[hold.recipient_id].append(hold)
    return found


def refuse_held(recipient_ids: Collection[int]) -> None:
    """Refuse while one of them is under inspection; the reason stays with who keeps the ledger."""
    held = open_holds(recipient_ids)
    if not held:
        return
    rows = select(Recipient.name).where(Recipient.id.in_(held)).order_by(Recipient.id)
    raise Incomplete(
        _("Đang thanh tra, kiểm tra, điều tra hoặc có khiếu nại: %(names)s. Hãy đưa ra khỏi danh "
          "sách, hoặc chờ có kết luận.", names=", ".join(db.session.scalars(rows)))
    )  # fmt: skip
