"""The page of a ceremony's signed lists: keep a scan, read it, take off one kept by mistake."""

from flask import current_app, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.file import FileField
from wtforms import SelectField

from workflow.core.errors import BadInput
from workflow.core.i18n import _, lazy
from workflow.core.web.access import acting, requires
from workflow.core.web.acting import carry_out_form
from workflow.core.web.forms import Form, LineField, at_most, required
from workflow.decisions.presenting import policies, queries, scans
from workflow.decisions.presenting.blueprint import bp
from workflow.decisions.presenting.papers import name_of
from workflow.decisions.presenting.states import CeremonyStatus
from workflow.documents.contents import current_store
from workflow.documents.intake import take_in
from workflow.documents.models import DocumentLink

_LONG = 200


class ScanForm(Form):
    paper = SelectField(lazy("Danh sách đã ký"), [required(lazy("Hãy chọn danh sách đã ký."))])
    file = FileField(lazy("Bản quét"), [required(lazy("Hãy chọn tệp."))])
    title = LineField(lazy("Ghi chú"), [at_most(_LONG)])


class RemovalForm(Form):
    reason = LineField(
        lazy("Lý do gỡ"), [required(lazy("Hãy ghi vì sao gỡ tệp này.")), at_most(_LONG)]
    )


def _names() -> dict[str, str]:
    kinds = {kind: name_of(kind) for kind in scans.SIGNED_PAPERS}
    return kinds | {scans.OTHER: _("Giấy tờ ký nhận khác")}


@bp.route("/<public_id>/scans", methods=["GET", "POST"])
@requires("secretary", "clerk", "head", "archivist")
def signed(public_id: str) -> ResponseReturnValue:
    queries.get_whole(public_id, acting())
    form = ScanForm()
    form.paper.choices = list(_names().items())
    done = carry_out_form(
        form, lambda: _keep(public_id, form), to=url_for("ceremonies.signed", public_id=public_id),
        told=_("Đã lưu bản đã ký."),
    )  # fmt: skip
    if done:
        return done
    ceremony = queries.get_whole(public_id, acting())
    open_ = ceremony.status in (CeremonyStatus.HELD, CeremonyStatus.CLOSED)
    body = render_template(
        "ceremonies/signed.html", form=form, form_errors=bool(form.errors), ceremony=ceremony,
        rows=scans.scans_of(ceremony.id), names=_names(), is_open=open_,
        may_keep=open_ and policies.may_tick(acting(), ceremony),
    )  # fmt: skip
    return body, 422 if form.errors else 200


def _keep(public_id: str, form: ScanForm) -> DocumentLink:
    """Take the file into the store first; what is refused afterwards names its field."""
    limit = current_app.config["SETTINGS"].max_upload_bytes
    try:
        taken = take_in(
            form.file.data.stream, form.file.data.filename, store=current_store(), limit=limit
        )
    except BadInput as error:
        raise BadInput(str(error), field="file") from error
    return scans.attach_scan(
        public_id, taken, form.paper.data, title=form.title.data or "", actor=acting()
    )


@bp.route("/<public_id>/scans/<document_id>/remove", methods=["GET", "POST"])
@requires("secretary", "clerk")
def remove_signed(public_id: str, document_id: str) -> ResponseReturnValue:
    ceremony, form = queries.get_whole(public_id, acting()), RemovalForm()
    link = scans.find_scan(ceremony.id, document_id)
    done = carry_out_form(
        form,
        lambda: scans.remove_scan(public_id, document_id, form.reason.data or "", actor=acting()),
        to=url_for("ceremonies.signed", public_id=public_id),
        told=_("Đã gỡ tệp khỏi buổi trao thưởng."),
    )  # fmt: skip
    if done:
        return done
    body = render_template(
        "ceremonies/remove_signed.html", form=form, form_errors=bool(form.errors),
        ceremony=queries.get_whole(public_id, acting()), link=link,
    )  # fmt: skip
    return body, 422 if form.errors else 200
