"""The one page on which a decision that rewards is entered when it comes from outside."""

from flask import render_template

from workflow.archive.forms import IntakeForm
from workflow.core.web.access import acting
from workflow.exchange.queries import awaiting_foreign


def draw(form: IntakeForm, *, form_errors: bool = False) -> str:
    """Draw the form; before it, the dossiers sent up that such a decision may answer."""
    return render_template(
        "archive/intake.html", form=form, form_errors=form_errors,
        awaiting=awaiting_foreign(acting()),
    )  # fmt: skip
