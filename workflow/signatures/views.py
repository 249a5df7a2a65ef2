"""The signing page of a paper: sign here, or take the file along and bring it back signed."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import FileField

from workflow.core.errors import BadInput, InvalidStep, NotVisible
from workflow.core.i18n import _
from workflow.core.web.access import acting, signed_in
from workflow.core.web.acting import carry_out
from workflow.core.web.forms import Form
from workflow.documents import access, contents, digital, intake
from workflow.documents import queries as papers
from workflow.documents import services as paper_services
from workflow.documents.contents import PDF, TakenFile
from workflow.documents.models import Paper
from workflow.documents.sending import attachment
from workflow.documents.states import FileRole, Medium, PaperStatus
from workflow.signatures import shown, verdicts, words
from workflow.signatures.desk import desk_for, waits_for_copy
from workflow.signatures.forms import AnnexForm, BackForm, HandOutForm, PinForm
from workflow.signatures.panel import all_signed_on
from workflow.signatures.services import annexes, corners, outside, signing
from workflow.signatures.states import Part

bp = Blueprint("signatures", __name__)


@bp.get("/papers/<public_id>/signing")
@signed_in
def desk(public_id: str) -> ResponseReturnValue:
    return _page(public_id)


def _page(public_id: str, refused: Form | None = None) -> ResponseReturnValue:
    paper = papers.get_visible(public_id, acting())
    found = desk_for(paper, acting())
    pin = refused if isinstance(refused, PinForm) else PinForm(formdata=None, seen=found.seen)
    back = refused if isinstance(refused, BackForm) else BackForm(formdata=None)
    annex = refused if isinstance(refused, AnnexForm) else AnnexForm(formdata=None)
    body = render_template(
        "signatures/desk.html", desk=found, paper=paper, pin_form=pin, back_form=back,
        annex_form=annex, form_errors=refused is not None, home=_home(paper),
    )  # fmt: skip
    return body, 422 if refused else 200


def _home(paper: Paper) -> str:
    """Return where the paper is worked on: a page of its own, or the paper's."""
    home = access.home_of(acting(), paper.owner_kind, paper.owner_id)
    if home is not None and home.is_whole:
        where: dict[str, Any] = dict(home.values)
        return url_for(home.endpoint, **where)
    return url_for("documents.paper", public_id=paper.public_id)


def _with_pin(
    public_id: str, act: Callable[[PinForm], Paper], told: Callable[[Paper], str]
) -> ResponseReturnValue:
    """Do an act that commits by itself; the PIN is never shown again, right or wrong."""
    form = PinForm()
    if form.validate_on_submit():
        try:
            paper = act(form)
        except BadInput as error:
            error.field = error.field or "pin"
            form.refuse(error)
        else:
            flash(told(paper), "success")
            return redirect(_home(paper))
    return _page(public_id, form)


@bp.get("/papers/<public_id>/signatures")
@signed_in
def inspection(public_id: str) -> ResponseReturnValue:
    """Show what was judged of the paper's signatures, by a worker or when somebody last asked."""
    paper = papers.get_visible(public_id, acting())
    found = all_signed_on(paper)
    return render_template(
        "signatures/inspection.html", paper=paper, found=found, home=_home(paper), words=words
    )


@bp.post("/papers/<public_id>/signatures")
@signed_in
def inspect_again(public_id: str) -> ResponseReturnValue:
    """Judge the paper's signatures now, and keep what is said; a worker judges its annexes."""
    report = verdicts.judge_now(papers.get_visible(public_id, acting()))
    if report is None:
        raise InvalidStep(_("Văn bản này chưa được ký số nên chưa có chữ ký để kiểm tra."))
    said = shown.whole(report)
    flash(f"{said.head}. {said.note}.", {"ok": "success", "no": "error"}.get(said.key, "warning"))
    return redirect(url_for("signatures.inspection", public_id=public_id))


@bp.post("/papers/<public_id>/signing/sign")
@signed_in
def sign(public_id: str) -> ResponseReturnValue:
    return _with_pin(
        public_id,
        lambda form: signing.sign_here(
            public_id, form.pin.data or "", seen=form.seen.data or "", actor=acting()
        ),
        _told_signed,
    )


def _told_signed(paper: Paper) -> str:
    if paper.status is PaperStatus.NUMBERED:  # its number was held before
        return _("Đã ký số. Bước tiếp theo: văn thư đóng dấu.")
    if paper.status is PaperStatus.OFFERED:
        return _("Đã ký số. Bước tiếp theo: người ký sau ký.")
    return _("Đã ký số. Bước tiếp theo: văn thư cấp số và đóng dấu.")


@bp.post("/papers/<public_id>/signing/seal")
@signed_in
def seal(public_id: str) -> ResponseReturnValue:
    """Seal the paper, its annexes with it; or the scan of a sheet, as a digitised copy."""
    if not digital.is_digital(papers.get_visible(public_id, acting())):
        return _with_pin(
            public_id,
            lambda form: corners.seal_copy_here(public_id, form.pin.data or "", actor=acting()),
            lambda _paper: _("Đã ký số bản số hóa. Bản quét đã tải lên vẫn được lưu như cũ."),
        )
    return _with_pin(
        public_id,
        lambda form: signing.seal_here(public_id, form.pin.data or "", actor=acting()),
        lambda paper: _("Đã đóng dấu %(number)s. Bước tiếp theo: phát hành.",
                        number=paper.number_text or ""),
    )  # fmt: skip


@bp.post("/papers/<public_id>/signing/hand-out")
@signed_in
def hand_out(public_id: str) -> ResponseReturnValue:
    """Fix the bytes to be signed elsewhere; the page then offers them."""
    found = desk_for(papers.get_visible(public_id, acting()), acting())
    form = HandOutForm()
    if not form.validate_on_submit():
        raise NotVisible(_("Không có phụ lục này."))
    part, ordinal = found.part or Part.PERSON, form.annex.data
    if ordinal is not None:
        part = Part.ANNEX
    outside.hand_out(
        public_id, part, seen=form.seen.data or "", actor=acting(), ordinal=ordinal or 1
    )
    flash(_("Tệp chờ ký đã sẵn sàng. Tải về, ký chính tệp đó, rồi tải lên ở trang này."), "success")
    return redirect(url_for("signatures.desk", public_id=public_id))


@bp.get("/signing-requests/<public_id>/file")
@signed_in
def request_file(public_id: str) -> ResponseReturnValue:
    request, content = outside.file_of(public_id, actor=acting())
    return attachment(content, request.paper.title, "pdf", PDF)


@bp.post("/papers/<public_id>/signing-requests/<request_id>")
@signed_in
def take_back(public_id: str, request_id: str) -> ResponseReturnValue:
    """Take the signed file; whatever is wrong with it is said beside the field."""
    form = BackForm()
    outside.request_of(request_id, acting(), paper=public_id)
    if form.validate_on_submit():
        try:
            taken = _taken_in(form.file)
            paper = outside.take_back(request_id, taken, actor=acting())
        except BadInput as error:
            error.field = "file"
            form.refuse(error)
        else:
            flash(_("Đã nhận tệp đã ký: đúng người, đúng tệp, đúng chứng thư."), "success")
            more = desk_for(paper, acting()).part is Part.SEAL  # an annex came back, more is out
            to = url_for("signatures.desk", public_id=public_id) if more else _home(paper)
            return redirect(to)
    return _page(public_id, form)


def _taken_in(field: FileField) -> TakenFile:
    if not str(field.data.filename).lower().endswith(".pdf"):
        raise BadInput(_("Ở đây chỉ nhận tệp PDF. Hãy chọn tệp có đuôi .pdf."))
    return intake.take_in(
        field.data.stream, field.data.filename, store=contents.current_store(),
        limit=current_app.config["SETTINGS"].max_upload_bytes,
    )  # fmt: skip


@bp.post("/papers/<public_id>/annexes")
@signed_in
def add_annex(public_id: str) -> ResponseReturnValue:
    """Add an annex that is a file of its own; it is tried before it is kept."""
    form = AnnexForm()
    papers.get_visible(public_id, acting())
    if form.validate_on_submit():
        try:
            annexes.add(public_id, _taken_in(form.annex), actor=acting())
        except BadInput as error:
            error.field = "annex"
            form.refuse(error)
        else:
            flash(_("Đã thêm phụ lục. Văn thư đóng dấu phụ lục cùng lúc với văn bản."), "success")
            return redirect(url_for("signatures.desk", public_id=public_id))
    return _page(public_id, form)


@bp.post("/papers/<public_id>/annexes/<document_id>/remove")
@signed_in
def take_off_annex(public_id: str, document_id: str) -> ResponseReturnValue:
    return carry_out(
        lambda: annexes.take_off(public_id, document_id, actor=acting()),
        to=url_for("signatures.desk", public_id=public_id), told=_("Đã bỏ phụ lục."),
    )  # fmt: skip


@bp.app_template_global()
def copy_of(paper: Paper) -> str:
    """Tell of the scan of a sheet: `waits` for the actor's seal, `sealed`, or nothing."""
    if digital.is_digital(paper) or paper.status not in verdicts.SCANNED:
        return ""
    if papers.documents_of("paper", paper.id, FileRole.DIGITISED):
        return "sealed"
    return "waits" if waits_for_copy(acting(), paper) else ""


@bp.post("/papers/<public_id>/signing/medium/<medium>")
@signed_in
def choose_medium(public_id: str, medium: str) -> ResponseReturnValue:
    """Have the paper signed by pen instead, or digitally after all."""
    wanted = Medium.SHEET if medium == "sheet" else Medium.DIGITAL
    told = (
        _("Văn bản sẽ được ký trên giấy; đang dựng lại trang.") if wanted is Medium.SHEET
        else _("Văn bản sẽ được ký số; đang dựng lại trang.")
    )  # fmt: skip
    return carry_out(
        lambda: paper_services.choose_medium(public_id, wanted, actor=acting()),
        to=_home(papers.get_visible(public_id, acting())), told=told,
    )  # fmt: skip
