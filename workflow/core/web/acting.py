"""What a page does with an act: one unit of work, a sentence told, and the page to go on to."""

from collections.abc import Callable
from typing import TypeVar

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from workflow.core.errors import BadInput
from workflow.core.unit_of_work import unit_of_work
from workflow.core.web.forms import Form
from workflow.core.web.once import act_key

T = TypeVar("T")
Words = str | Callable[[T], str]


def carry_out(
    act: Callable[[], T], *, to: Words[T], told: Words[T], once: str = ""
) -> ResponseReturnValue:
    """Do the act once, commit it, tell the sentence and go on to `to`.

    `to` and `told` are ready texts, or made from what the act returned. `once` replaces the
    key of the form being answered.
    """
    with unit_of_work(once or act_key()) as work:
        result = act()
        work.location = to(result) if callable(to) else to
        sentence = told(result) if callable(told) else told
    if sentence:
        flash(sentence, "success")
    return redirect(work.location)


def carry_out_form(
    form: Form, act: Callable[[], T], *, to: Words[T], told: Words[T]
) -> ResponseReturnValue | None:
    """Do the act with a form that was sent and is valid.

    None means that the page is to be drawn with the form: it was not sent yet, or it now
    says beside its fields what was refused, and nothing was changed.
    """
    if not form.validate_on_submit():
        return None
    try:
        return carry_out(act, to=to, told=told)
    except BadInput as error:
        form.refuse(error)
        return None
