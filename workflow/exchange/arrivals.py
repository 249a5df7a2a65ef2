"""Pages of what lower levels send us: the list, receipt, what is missing, our own term."""

from datetime import timedelta

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workflow.core import clock
from workflow.core.errors import BadInput, NotVisible
from workflow.core.i18n import _, lazy
from workflow.core.unit_of_work import unit_of_work
from workflow.core.web.access import acting, requires
from workflow.core.web.navigation import add_entry
from workflow.core.web.numerals import whole
from workflow.core.web.once import act_key
from workflow.exchange import manifest, queries, showing
from workflow.exchange.forms import AskMoreForm, TermForm
from workflow.exchange.models import Transmittal
from workflow.exchange.services import receiving
from workflow.exchange.states import TransmittalStatus

READERS = tuple(sorted(queries.READERS))
USUAL_ANSWER_DAYS = timedelta(days=7)

bp = Blueprint("arrivals", __name__, url_prefix="/arrivals")

add_entry(
    "arrivals.index", lazy("Hồ sơ cấp dưới trình"), icon="envelope-check", roles={"secretary"},
    order=26, count=queries.count_waiting_to_receive,
)  # fmt: skip


def _get(public_id: str) -> Transmittal:
    """Return what was sent to us; what we sent has its page elsewhere."""
    row = queries.get_visible(public_id, acting())
    if row.receiver_id != acting().organisation_id:
        raise NotVisible(_("Không tìm thấy hồ sơ trình này, hoặc hồ sơ không dành cho bạn."))
    return row


@bp.get("/")
@requires(*READERS)
def index() -> ResponseReturnValue:
    actor = acting()
    lines, following = queries.received_by(actor, request.args.get("before", type=whole))
    return render_template(
        "exchange/arrivals.html", lines=lines, following=following,
        term=queries.term_days_of(actor.organisation_id or 0), roles=actor.roles,
    )  # fmt: skip


@bp.get("/<public_id>")
@requires(*READERS)
def show(public_id: str) -> ResponseReturnValue:
    return showing.page(_get(public_id), acting())


@bp.post("/<public_id>/receive")
@requires("secretary")
def receive(public_id: str) -> ResponseReturnValue:
    """Read every file before the transaction; take in only what is exactly as it was sent."""
    row = _get(public_id)
    checked, is_new = row.manifest_digest or "", row.status is TransmittalStatus.SENT
    damaged = manifest.differences(row, current_app.extensions["store"]) if is_new else []
    if damaged:
        return _refused(public_id, damaged)
    with unit_of_work(act_key()) as work:
        taken = receiving.receive(public_id, checked=checked, actor=acting())
        told = _("Đã tiếp nhận, số đến %(number)s. Hạn thẩm định %(day)s.",
                 number=taken.arrival_number, day=f"{taken.due_on:%d/%m/%Y}")  # fmt: skip
        work.location = url_for("arrivals.show", public_id=public_id)
    flash(told, "success")
    return redirect(work.location)


def _refused(public_id: str, damaged: list[str]) -> ResponseReturnValue:
    with unit_of_work():
        receiving.refuse(public_id, damaged, actor=acting())
    return showing.page(_get(public_id), acting(), 409)


@bp.route("/<public_id>/ask-more", methods=["GET", "POST"])
@requires("secretary")
def ask_more(public_id: str) -> ResponseReturnValue:
    row, form = _get(public_id), AskMoreForm()
    if request.method == "GET":
        form.due_on.data = clock.today() + USUAL_ANSWER_DAYS
    elif form.validate_on_submit() and form.due_on.data:
        try:
            with unit_of_work(act_key()) as work:
                receiving.ask_more(public_id, form.text.data, form.due_on.data, actor=acting())
                work.location = url_for("arrivals.show", public_id=public_id)
        except BadInput as error:
            form.refuse(error)
        else:
            flash(_("Đã gửi yêu cầu. Đồng hồ xử lý tạm dừng đến khi có trả lời."), "success")
            return redirect(work.location)
    body = render_template(
        "exchange/ask_more.html", form=form, transmittal=row, form_errors=bool(form.errors)
    )
    return body, 422 if form.errors else 200


@bp.post("/<public_id>/resume")
@requires("secretary")
def resume(public_id: str) -> ResponseReturnValue:
    with unit_of_work(act_key()) as work:
        receiving.resume(public_id, actor=acting())
        work.location = url_for("arrivals.show", public_id=public_id)
    flash(_("Đã nhận phần bổ sung. Tiếp tục thẩm định."), "success")
    return redirect(work.location)


@bp.route("/term", methods=["GET", "POST"])
@requires("secretary")
def term() -> ResponseReturnValue:
    actor, form = acting(), TermForm()
    if request.method == "GET":
        stored = queries.term_of(actor.organisation_id or 0)
        form.days.data = queries.term_days_of(actor.organisation_id or 0)
        form.version.data = stored.version if stored else 0
    elif form.validate_on_submit() and form.days.data is not None:
        try:
            with unit_of_work(act_key()) as work:
                receiving.set_term(form.days.data, version=form.version.data or 0, actor=actor)
                work.location = url_for("arrivals.index")
        except BadInput as error:
            form.refuse(error)
        else:
            flash(_("Đã lưu thời hạn thẩm định."), "success")
            return redirect(work.location)
    body = render_template("exchange/term.html", form=form, form_errors=bool(form.errors))
    return body, 422 if form.errors else 200
