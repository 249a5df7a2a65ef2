"""The page where an office says its own order of honour."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms.widgets import HiddenInput

from workflow.core.i18n import _, lazy
from workflow.core.web.access import acting, requires
from workflow.core.web.acting import carry_out_form
from workflow.core.web.forms import CountField, Form, LineField, ParagraphField, at_most, required
from workflow.decisions.presenting import own_order
from workflow.decisions.presenting.blueprint import bp

_TEXT, _SOURCE = 20_000, 500


class OrderForm(Form):
    version = CountField(widget=HiddenInput())
    awards = ParagraphField(
        lazy("Thứ tự vinh dự"), [required(lazy("Hãy ghi ít nhất một hình thức.")), at_most(_TEXT)]
    )
    source = LineField(lazy("Theo văn bản"), [at_most(_SOURCE)])


@bp.route("/order-of-honour", methods=["GET", "POST"])
@requires("secretary")
def own_order_of_honour() -> ResponseReturnValue:
    kept = own_order.current_order(acting())
    form = OrderForm(data=vars(kept))
    done = carry_out_form(
        form,
        lambda: own_order.set_order(
            form.awards.data or "", source=form.source.data or "",
            version=form.version.data or 0, actor=acting(),
        ),
        to=url_for("ceremonies.own_order_of_honour"),
        told=_("Đã lưu. Buổi đã xếp giữ nguyên cho đến khi bấm “Xếp lại theo thứ tự vinh dự”."),
    )  # fmt: skip
    if done:
        return done
    body = render_template(
        "ceremonies/order_of_honour.html", form=form, form_errors=bool(form.errors), kept=kept
    )
    return body, 422 if form.errors else 200
