"""The page that writes one row into a ledger of a recipient, whichever domain keeps the ledger.

Whoever comes from a dossier brings its public id along, so that the ledger leads back to it.
"""

from collections.abc import Callable
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from workflow.core.errors import NotAllowed
from workflow.core.i18n import _
from workflow.core.web.access import acting
from workflow.core.web.acting import carry_out, carry_out_form
from workflow.core.web.numerals import whole_or
from workflow.recipients.models import Recipient
from workflow.recipients.policies import ledger_keeper
from workflow.recipients.queries import get_visible

DOSSIER = "dossier"  # the parameter that names where somebody came from


def kept(public_id: str) -> Recipient:
    """Return the recipient for somebody who may write into the ledgers."""
    recipient = get_visible(public_id, acting())
    if not ledger_keeper(acting(), recipient.id):
        raise NotAllowed(
            _("Chỉ cán bộ thi đua, thư ký của đơn vị quản lý hoặc cấp trên được ghi sổ này.")
        )
    return recipient


def ledger_url(public_id: str, anchor: str) -> str:
    dossier: Any = request.args.get(DOSSIER) or None
    return url_for(
        "recipients.ledger", public_id=public_id, _anchor=anchor, **{DOSSIER: dossier}
    )  # fmt: skip


def remove(public_id: str, act: Callable[..., object]) -> ResponseReturnValue:
    """Take back the row the form names, and go back to its ledger."""
    book, row_id = request.form.get("book", ""), whole_or(0, request.form.get("row", ""))
    return carry_out(
        lambda: act(public_id, book=book, row_id=row_id, actor=acting()),
        to=ledger_url(public_id, book),
        told=_("Đã xóa dòng ghi sai. Nhật ký còn giữ nội dung cũ."),
    )


def write(
    public_id: str, form: Any, anchor: str, act: Callable[..., object], words: dict[str, Any]
) -> ResponseReturnValue:
    """Show the form of one row, or do the act with what it holds and go back to the ledger."""
    kept(public_id)
    done = carry_out_form(
        form, lambda: act(public_id, **form.typed(), actor=acting()),
        to=ledger_url(public_id, anchor),
        told=_("Đã ghi vào sổ."),
    )  # fmt: skip
    if done is not None:
        return done
    page = render_template(
        "recipients/ledger_row.html", form=form, recipient=get_visible(public_id, acting()),
        form_errors=form.errors, back=ledger_url(public_id, anchor), **words,
    )  # fmt: skip
    return page, 422 if form.errors else 200
