"""Pages of what we send up: the list, the consolidation, the way of one transmittal."""

from typing import BinaryIO, cast

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from workflow.core.db import db
from workflow.core.errors import BadInput, NotVisible
from workflow.core.i18n import _, lazy
from workflow.core.unit_of_work import unit_of_work
from workflow.core.web.access import acting, requires
from workflow.core.web.navigation import add_entry
from workflow.core.web.numerals import whole
from workflow.core.web.once import act_key
from workflow.decisions.doubts import read_date
from workflow.documents.contents import TakenFile
from workflow.documents.intake import take_in
from workflow.exchange import arrivals, queries, showing
from workflow.exchange.forms import AnswerForm, ConsolidateForm, ForeignOutcomeForm, results_in
from workflow.exchange.models import Transmittal
from workflow.exchange.services import drafting, outcomes, sending
from workflow.exchange.services.drafting import Wording
from workflow.exchange.services.outcomes import ForeignSheet
from workflow.organisations.models import Organisation
from workflow.proposals.queries import award_text, name_text

READERS = tuple(sorted(queries.READERS))

bp = Blueprint("exchange", __name__, url_prefix="/exchange")

add_entry(
    "exchange.index", lazy("Trình cấp trên"), icon="send", roles={"secretary", "clerk"}, order=50,
    count=queries.count_waiting_to_send,
)  # fmt: skip


@bp.record
def _connect(state: BlueprintSetupState) -> None:
    """Register the receiving side's pages too."""
    state.app.register_blueprint(arrivals.bp)


def _office() -> Organisation:
    return db.session.get_one(Organisation, acting().organisation_id)


def _sent_by_us(public_id: str) -> Transmittal:
    """Return the row for the sender's own forms; the receiver has pages of its own."""
    row = queries.get_visible(public_id, acting())
    if row.sender_id != acting().organisation_id:
        raise NotVisible(_("Không tìm thấy hồ sơ trình này, hoặc hồ sơ không dành cho bạn."))
    return row


@bp.get("/")
@requires(*READERS)
def index() -> ResponseReturnValue:
    actor = acting()
    lines, following = queries.sent_by(actor, request.args.get("before", type=whole))
    waiting = queries.count_sendable(actor) if actor.has("secretary") else 0
    return render_template("exchange/index.html", lines=lines, following=following, waiting=waiting)


@bp.get("/<public_id>")
@requires(*READERS)
def show(public_id: str) -> ResponseReturnValue:
    actor = acting()
    transmittal = queries.get_visible(public_id, actor)
    if transmittal.sender_id != actor.organisation_id:
        return redirect(url_for("arrivals.show", public_id=public_id))
    return showing.page(transmittal, actor)


# Consolidating


def _consolidate_page(form: ConsolidateForm, row: Transmittal | None) -> ResponseReturnValue:
    office = _office()
    body = render_template(
        "exchange/edit.html" if row else "exchange/new.html", form=form, transmittal=row,
        rows=queries.sendable(office, row.id if row else None),
        superior=row.receiver if row else drafting.superior_of(office),
        name_text=name_text, award_text=award_text,
        form_errors=bool(form.errors),
    )  # fmt: skip
    return body, 422 if form.errors else 200


def _wording(form: ConsolidateForm) -> Wording:
    return Wording(form.title.data or "", form.opening.data or "", form.signer.data or "")


@bp.route("/new", methods=["GET", "POST"])
@requires("secretary")
def new() -> ResponseReturnValue:
    office, form = _office(), ConsolidateForm()
    rows = queries.sendable(office)
    form.offer(rows, drafting.signers_for(office))
    if request.method == "GET":
        form.nominations.data = [row.public_id for row in rows]
        return _consolidate_page(form, None)
    if _ticked(form) and form.validate_on_submit():
        try:
            with unit_of_work(act_key()) as work:
                made = drafting.draft(form.nominations.data, _wording(form), actor=acting())
                work.location = url_for("exchange.show", public_id=made.public_id)
        except BadInput as error:
            form.refuse(error)
        else:
            flash(_("Đã lập Tờ trình. Bước tiếp theo: kiểm tra và trình ký."), "success")
            return redirect(work.location)
    return _consolidate_page(form, None)


def _ticked(form: ConsolidateForm) -> bool:
    """Let the service judge rows that left the list meanwhile: it can say who took them."""
    choices = cast("list[tuple[str, str]]", form.nominations.choices)
    known = {key for key, _label in choices}
    form.nominations.choices = choices + [
        (key, key) for key in form.nominations.data or [] if key not in known
    ]
    return True


@bp.route("/<public_id>/edit", methods=["GET", "POST"])
@requires("secretary")
def edit(public_id: str) -> ResponseReturnValue:
    row = _sent_by_us(public_id)
    form = ConsolidateForm(obj=None)
    form.offer(queries.sendable(_office(), row.id), drafting.signers_for(row.sender))
    if request.method == "GET":
        _fill(form, row)
        return _consolidate_page(form, row)
    if _ticked(form) and form.validate_on_submit():
        wording = _wording(form)
        version = form.version.data or 0
        try:
            with unit_of_work(act_key()) as work:
                drafting.edit(
                    public_id, form.nominations.data, wording, version=version, actor=acting()
                )
                work.location = url_for("exchange.show", public_id=public_id)
        except BadInput as error:
            form.refuse(error)
        else:
            flash(_("Đã lưu. Tờ trình đang được dựng lại."), "success")
            return redirect(work.location)
        row = _sent_by_us(public_id)
    return _consolidate_page(form, row)


def _fill(form: ConsolidateForm, row: Transmittal) -> None:
    form.nominations.data = [item.nomination.public_id for item in queries.items_of(row.id)]
    form.title.data, form.version.data = row.title, row.version
    form.opening.data = row.paper.context.get("opening", "") if row.paper else ""
    form.signer.data = drafting.signer_of(row.paper) if row.paper else ""


# Sending and answering


@bp.post("/<public_id>/send")
@requires("secretary")
def send(public_id: str) -> ResponseReturnValue:
    with unit_of_work(act_key()) as work:
        sent = sending.send(public_id, actor=acting())
        told = _("Đã gửi. %(name)s đang giữ hồ sơ.", name=sent.receiver.name)
        work.location = url_for("exchange.show", public_id=public_id)
    flash(told, "success")
    return redirect(work.location)


def _taken(form: AnswerForm) -> list[TakenFile]:
    """Store and check the files, before the transaction that names them."""
    limit = current_app.config["SETTINGS"].max_upload_bytes
    store = current_app.extensions["store"]
    return [
        take_in(cast("BinaryIO", one.stream), one.filename or "", store=store, limit=limit)
        for one in form.uploads()
    ]


@bp.route("/<public_id>/answer", methods=["GET", "POST"])
@requires("secretary", "clerk")
def answer(public_id: str) -> ResponseReturnValue:
    row = _sent_by_us(public_id)
    form = AnswerForm()
    if request.method == "POST" and form.validate_on_submit() and not form.too_many():
        try:
            files = _taken(form)
            with unit_of_work(act_key()) as work:
                sending.answer(public_id, form.text.data, files, actor=acting())
                work.location = url_for("exchange.show", public_id=public_id)
        except BadInput as error:
            form.refuse(error if error.field != "file" else BadInput(str(error), field="files"))
        else:
            flash(_("Đã trả lời và gửi %(count)s tệp.", count=len(files)), "success")
            return redirect(work.location)
    body = render_template(
        "exchange/answer.html", form=form, transmittal=row, form_errors=bool(form.errors),
        waiting=queries.open_request_of(row.id),
    )  # fmt: skip
    return body, 422 if form.errors else 200


# The decision of a superior that is not on this server


@bp.route("/<public_id>/foreign-outcome", methods=["GET", "POST"])
@requires("clerk")
def foreign_outcome(public_id: str) -> ResponseReturnValue:
    row = _sent_by_us(public_id)
    form = ForeignOutcomeForm()
    results = results_in(request.form)
    if request.method == "POST" and form.validate_on_submit():
        sheet = ForeignSheet(
            form.number.data, form.date_text.data, read_date(form.date_text.data),
            form.issuer.data, form.title.data, form.arrived_on.data, form.same.data,
        )  # fmt: skip
        try:
            with unit_of_work(act_key()) as work:
                outcomes.record_foreign_outcome(public_id, sheet, results, actor=acting())
                work.location = url_for("exchange.show", public_id=public_id)
        except BadInput as error:
            form.refuse(error)
        else:
            flash(_("Đã ghi nhận quyết định %(number)s.", number=sheet.number), "success")
            return redirect(work.location)
    body = render_template(
        "exchange/foreign_outcome.html", form=form, transmittal=row, results=results,
        items=queries.items_of(row.id), form_errors=bool(form.errors),
        name_text=name_text, award_text=award_text,
    )  # fmt: skip
    return body, 422 if form.errors else 200
