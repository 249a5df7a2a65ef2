"""The page where the person named signs a decision's certificates, and the clerk seals them."""

from typing import cast

from flask import Blueprint, Flask, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from workflow.core.errors import BadInput, NotAllowed
from workflow.core.i18n import _
from workflow.core.web.access import acting, signed_in
from workflow.core.web.forms import Form
from workflow.decisions.queries import get_visible
from workflow.decisions.sealing import services
from workflow.decisions.sealing.board import board_for
from workflow.decisions.sealing.policies import may_open
from workflow.signatures.forms import PinForm

bp = Blueprint("sealing", __name__, url_prefix="/decisions/<public_id>/certificates/signing")


@bp.get("")
@signed_in
def desk(public_id: str) -> ResponseReturnValue:
    return _page(public_id, PinForm(formdata=None))


@bp.post("")
@signed_in
def begin(public_id: str) -> ResponseReturnValue:
    """Begin a run; the PIN is never shown again, right or wrong."""
    form = PinForm()
    if form.validate_on_submit():
        try:
            services.start(
                public_id, form.pin.data or "", actor=acting(),
                app=cast("Flask", current_app._get_current_object()),  # type: ignore[attr-defined]
            )  # fmt: skip
        except BadInput as error:
            error.field = "pin"
            form.refuse(error)
        else:
            flash(_("Đang ký. Có thể rời trang này; tải lại để xem đã đến đâu."), "success")
            return redirect(url_for("sealing.desk", public_id=public_id))
    return _page(public_id, form)


def _page(public_id: str, form: Form) -> ResponseReturnValue:
    decision = get_visible(public_id, acting())
    if not may_open(acting(), decision):
        raise NotAllowed(
            _("Trang ký số giấy khen dành cho người ký, văn thư và thư ký của cơ quan ký số, sau "
              "khi quyết định đã phát hành.")
        )  # fmt: skip
    body = render_template(
        "decisions/sealing/desk.html", board=board_for(decision, acting()), decision=decision,
        pin_form=form, form_errors=bool(form.errors),
    )  # fmt: skip
    return body, 422 if form.errors else 200
