"""The page that writes one row into a ledger of a recipient, whichever domain keeps the ledger."""

from collections.abc import Callable
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from workflow.core.errors import NotAllowed
from workflow.core.i18n import _
from workflow.core.web.access import acting
from workflow.core.web.acting import carry_out_form
from workflow.recipients.models import Recipient
from workflow.recipients.policies import ledger_keeper
from workflow.recipients.queries import get_visible


def kept(public_id: str) -> Recipient:
    """Return the recipient for somebody who may write into the ledgers."""
    recipient = get_visible(public_id, acting())
    if not ledger_keeper(acting(), recipient.id):
        raise NotAllowed(
            _("Chỉ cán bộ thi đua, thư ký của đơn vị quản lý hoặc cấp trên được ghi sổ này.")
        )
    return recipient


def write(
    public_id: str, form: Any, anchor: str, act: Callable[..., object], words: dict[str, Any]
) -> ResponseReturnValue:
    """Show the form of one row, or do the act with what it holds and go back to the ledger."""
    kept(public_id)
    done = carry_out_form(
        form, lambda: act(public_id, **form.typed(), actor=acting()),
        to=url_for("recipients.ledger", public_id=public_id, _anchor=anchor),
        told=_("Đã ghi vào sổ."),
    )  # fmt: skip
    if done is not None:
        return done
    page = render_template(
        "recipients/ledger_row.html", form=form, recipient=get_visible(public_id, acting()),
        form_errors=form.errors, anchor=anchor, **words,
    )  # fmt: skip
    return page, 422 if form.errors else 200
