"""What people fill in on a paper's page."""

from typing import Any

from flask_wtf.file import FileField
from wtforms import HiddenField

from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.i18n import lazy
from workflow.core.web.forms import DayField, Form, ParagraphField, at_most, required
from workflow.documents.models import Paper
from workflow.documents.panel import panel_for

REASON_LENGTH = 1000


class NumberForm(Form):
    """The date of issue; the number comes from the book."""

    dated = DayField(lazy("Ngày ban hành"), [required()])


class SignForm(Form):
    """What the signer saw."""

    seen = HiddenField()


class DeclineForm(Form):
    reason = ParagraphField(
        lazy("Lý do không ký"), [required(lazy("Hãy ghi lý do không ký.")), at_most(REASON_LENGTH)]
    )


class SignedForm(Form):
    """The scan, or the PDF signed outside."""

    file = FileField(lazy("Bản đã ký và đóng dấu (PDF)"), [required(lazy("Hãy chọn tệp PDF."))])


def panel_context(paper: Paper, actor: Actor, refused: Form | None = None) -> dict[str, Any]:
    """Return what `documents/_paper_panel.html` needs. `refused` is a form to be shown again."""
    forms: dict[str, Form] = {
        "number_form": NumberForm(formdata=None, dated=clock.today()),
        "decline_form": DeclineForm(formdata=None),
        "signed_form": SignedForm(formdata=None),
    }
    names = {NumberForm: "number_form", DeclineForm: "decline_form", SignedForm: "signed_form"}
    if refused is not None:
        forms[names[type(refused)]] = refused
    return {"panel": panel_for(paper, actor), **forms}
