"""Pages of one honour taken back: writing it down, and the later honours that had leaned on it."""

from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from workflow.awards.leaning import Dependent, dependents_of
from workflow.awards.models import Honour
from workflow.awards.queries import find_honour, names_of
from workflow.awards.services import Revocation
from workflow.core.i18n import _, lazy
from workflow.core.web.access import acting, requires
from workflow.core.web.acting import carry_out_form
from workflow.core.web.forms import (
    DayField,
    Form,
    LineField,
    ParagraphField,
    at_most,
    not_after_today,
    required,
)
from workflow.core.web.numerals import whole_or
from workflow.decisions.queries import ids_of_items
from workflow.decisions.services import revoking
from workflow.recipients.queries import get_visible, seen_among

READERS = ("officer", "secretary", "head", "archivist")

bp = Blueprint("honours", __name__, url_prefix="/honours")


class RevokeForm(Form):
    by = LineField(lazy("Quyết định hủy bỏ số"), validators=[required(), at_most(100)])
    on = DayField(lazy("Ngày"), validators=[required(), not_after_today])
    reason = ParagraphField(lazy("Lý do"), validators=[required(), at_most(1000)])

    def revocation(self) -> Revocation:
        return Revocation(self.by.data or "", self.on.data, self.reason.data or "")


class ReviewForm(Form):
    note = ParagraphField(lazy("Kết quả xem lại"), validators=[required(), at_most(1000)])


@bp.get("/<public_id>/<honour_id>")
@requires(*READERS)
def show(public_id: str, honour_id: str) -> ResponseReturnValue:
    return _show(public_id, honour_id, ReviewForm(formdata=None))


def _found(public_id: str, honour_id: str) -> Honour:
    recipient = get_visible(public_id, acting())
    return find_honour(recipient.id, whole_or(0, honour_id))


def _show(public_id: str, honour_id: str, form: ReviewForm) -> ResponseReturnValue:
    honour = _found(public_id, honour_id)
    may_strike = revoking.may_strike(honour, acting())
    body = render_template(
        "decisions/honour.html", form=form, form_errors=bool(form.errors), honour=honour,
        may_revoke=may_strike and not honour.struck_by,
        may_review=may_strike and bool(honour.struck_by) and honour.reviewed_on is None,
        **_leaning(honour),
    )  # fmt: skip
    return body, 422 if form.errors else 200


def _leaning(honour: Honour) -> dict[str, Any]:
    every: list[Dependent] = dependents_of(honour)
    seen = seen_among([one.honour.recipient_id for one in every], acting())
    found = [one for one in every if one.honour.recipient_id in seen]
    items = [one.honour.decision_item_id for one in (*found,)] + [honour.decision_item_id]
    return {
        "dependents": found, "elsewhere": len(every) - len(found),
        "name": names_of([honour.award_id]).get(honour.award_id, ""),
        "decisions": ids_of_items([one for one in items if one], acting()),
    }  # fmt: skip


@bp.route("/<public_id>/<honour_id>/revoke", methods=["GET", "POST"])
@requires("secretary")
def revoke(public_id: str, honour_id: str) -> ResponseReturnValue:
    """A page of its own: what is taken back, by which decision, and what had leaned on it."""
    honour = _found(public_id, honour_id)
    revoking.require_striker(honour, acting())
    form, here = RevokeForm(), honour.id
    done = carry_out_form(
        form, lambda: revoking.revoke_honour(public_id, here, form.revocation(), actor=acting()),
        to=url_for("honours.show", public_id=public_id, honour_id=here),
        told=_("Đã ghi hủy bỏ. Khen thưởng này không còn được tính vào điều kiện nào."),
    )  # fmt: skip
    if done:
        return done
    honour = _found(public_id, honour_id)
    body = render_template(
        "decisions/revoke_honour.html", form=form, form_errors=bool(form.errors), honour=honour,
        **_leaning(honour),
    )  # fmt: skip
    return body, 422 if form.errors else 200


@bp.post("/<public_id>/<honour_id>/review")
@requires("secretary")
def review(public_id: str, honour_id: str) -> ResponseReturnValue:
    honour_number, form = whole_or(0, honour_id), ReviewForm()
    done = carry_out_form(
        form,
        lambda: revoking.review_dependents(
            public_id, honour_number, form.note.data or "", actor=acting()
        ),
        to=url_for("honours.show", public_id=public_id, honour_id=honour_number),
        told=_("Đã ghi kết quả xem lại."),
    )  # fmt: skip
    return done or _show(public_id, honour_id, form)
