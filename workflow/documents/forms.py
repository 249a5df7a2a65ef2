"""What people fill in on a paper's page."""

from typing import Any

from flask import g
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField
from wtforms.validators import Optional

from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.i18n import lazy
from workflow.core.web.forms import DayField, Form, ParagraphField, at_most, required
from workflow.documents.beside import signed_on
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
    """The scan, or the PDF signed outside.

    `kept` marks a file that was sent before and has to be confirmed: a new one goes before it.
    """

    file = FileField(lazy("Bản đã ký và đóng dấu (PDF)"), [required(lazy("Hãy chọn tệp PDF."))])
    kept = HiddenField()
    pages_known = BooleanField(
        lazy("Tôi biết bản quét có số trang khác bản trình ký và vẫn lưu bản này.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.kept.data and not self.file.data:
            self.file.validators = [Optional()]
            self.file.flags.required = False

    def keep(self, mark: str) -> None:
        """Carry the file just sent along, for the confirmation."""
        self.kept.data = mark
        self.file.flags.required = False


def remember_refused(paper: Paper, form: Form) -> None:
    """Have the panel of this paper, on whichever page of this answer, show the form again."""
    g.refused_of_paper = (paper.id, form)


def _remembered(paper: Paper) -> Form | None:
    paper_id, form = g.get("refused_of_paper", (0, None))
    return form if paper_id == paper.id else None


def panel_context(paper: Paper, actor: Actor, refused: Form | None = None) -> dict[str, Any]:
    """Return what `documents/_paper_panel.html` and `signatures/_panel.html` need.

    `refused` is a form to be shown again. A job may be committed here: call it first.
    """
    signed = signed_on(paper)
    refused = refused or _remembered(paper)
    forms: dict[str, Form] = {
        "number_form": NumberForm(formdata=None, dated=clock.today()),
        "decline_form": DeclineForm(formdata=None),
        "signed_form": SignedForm(formdata=None),
    }
    names = {NumberForm: "number_form", DeclineForm: "decline_form", SignedForm: "signed_form"}
    if refused is not None:
        forms[names[type(refused)]] = refused
    return {
        "panel": panel_for(paper, actor), "panel_errors": refused is not None, "signed": signed,
        **forms,
    }  # fmt: skip
