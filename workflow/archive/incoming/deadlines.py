"""Until when something is to be done: working days counted, days that are left."""

from datetime import date, timedelta

from workflow.archive.incoming.models import Arrival
from workflow.archive.incoming.states import OPEN
from workflow.core import working_days
from workflow.core.errors import BadInput
from workflow.core.i18n import _

LONGEST = 365
_MARGIN = timedelta(days=60)  # more than any holidays in a row


def due_after(start: date, days: int) -> date:
    """Return the last of `days` working days; the day it begins is not counted."""
    if not 1 <= days <= LONGEST:
        raise BadInput(_("Thời hạn từ 1 đến %(most)s ngày làm việc.", most=LONGEST), field="days")
    until = start + timedelta(days=2 * days) + _MARGIN
    return working_days.add(start, days, working_days.special_days(start, until))


def due_from(days: int | None, until: date | None, today: date) -> date | None:
    """Return the deadline typed as working days or as a date. Raises BadInput for both."""
    if days is not None and until is not None:
        raise BadInput(
            _("Ghi số ngày làm việc hoặc ghi ngày, không ghi cả hai."), field="days"
        )  # fmt: skip
    if until is not None and until < today:
        raise BadInput(_("Hạn này đã qua. Chọn từ hôm nay trở đi."), field="due_on")
    return due_after(today, days) if days is not None else until


def is_late(arrival: Arrival, today: date) -> bool:
    """Tell whether it is still open after its deadline."""
    return arrival.status in OPEN and arrival.due_on is not None and arrival.due_on < today
