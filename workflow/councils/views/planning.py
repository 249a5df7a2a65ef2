"""The one page a session and a consultation are planned and changed on."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from workflow.core.web.numerals import whole_or
from workflow.councils.forms import ConsultationForm, PlanForm
from workflow.councils.models import Council, Session


@dataclass(frozen=True)
class Words:
    """What the page is called and says; `lacking` where no council may be planned for."""

    heading: str
    title_hint: str
    save: str
    lacking: tuple[str, str]
    sub: str = ""
    day_hint: str = ""


def offer(form: PlanForm | ConsultationForm, councils: Sequence[Council]) -> None:
    form.council.choices = [SelectChoice(one.public_id, one.name) for one in councils]


def keep_council(form: PlanForm | ConsultationForm, found: Session) -> None:
    """What is planned already stays with its council."""
    offer(form, [found.council])
    form.council.data = found.council.public_id


def sent_version() -> int:
    return whole_or(0, request.form.get("version", ""))


def plan_page(
    form: PlanForm | ConsultationForm, found: Session | None, words: Words, *, may: bool = True
) -> ResponseReturnValue:
    body = render_template(
        "councils/plan.html", form=form, session=found, words=words, may=may,
        form_errors=form.errors,
    )  # fmt: skip
    return body, 422 if form.errors else 200
