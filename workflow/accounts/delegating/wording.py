"""By what right somebody signed in another's place, in one line for pages."""

from workflow.accounts.delegating.blocks import USUAL_HEAD
from workflow.accounts.delegating.labels import SHORT_LABELS
from workflow.accounts.delegating.models import Delegation
from workflow.accounts.delegating.states import Way
from workflow.core.i18n import _


def told(held: Delegation) -> str:
    """Return “Ký thay (KT.) Cục trưởng Nguyễn Văn A, theo 12/QĐ-X ngày 01/12/2020, giao từ …”."""
    parts = [f"{SHORT_LABELS[held.way]} {_whom(held)}", *_basis(held), _days(held)]
    return ", ".join(parts)


def _whom(held: Delegation) -> str:
    if held.way is Way.COLLECTIVE:
        return held.body
    post = held.organisation.head_post or USUAL_HEAD
    return " ".join(filter(None, [post, held.giver.name if held.giver else ""]))


def _basis(held: Delegation) -> list[str]:
    if not held.basis_number:
        return []
    if held.basis_date is None:
        return [_("theo %(number)s", number=held.basis_number)]
    day = f"{held.basis_date:%d/%m/%Y}"
    return [_("theo %(number)s ngày %(day)s", number=held.basis_number, day=day)]


def _days(held: Delegation) -> str:
    since, last = f"{held.valid_from:%d/%m/%Y}", held.last_day
    if last is None:
        return _("được giao từ %(since)s", since=since)
    return _("được giao từ %(since)s đến %(until)s", since=since, until=f"{last:%d/%m/%Y}")
