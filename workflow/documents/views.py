"""Pages of papers and their files."""

from collections.abc import Callable
from datetime import date
from typing import Any, cast
from urllib.parse import quote

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from workflow.core.errors import BadInput
from workflow.core.i18n import _, lazy
from workflow.core.unit_of_work import unit_of_work
from workflow.core.web.access import acting, requires, signed_in
from workflow.core.web.forms import Form
from workflow.core.web.headers import FILE_POLICY
from workflow.core.web.navigation import add_entry
from workflow.core.web.once import act_key
from workflow.documents import access, contents, intake, pictures, queries, services
from workflow.documents.engine.texts import display_name, file_name
from workflow.documents.forms import DeclineForm, NumberForm, SignedForm, SignForm, panel_context
from workflow.documents.models import Paper
from workflow.documents.signed_files import prepare_signed

bp = Blueprint("documents", __name__)

add_entry(
    "documents.numbering", lazy("Cấp số, đóng dấu"), icon="hash", roles={"clerk"}, order=60,
    count=queries.count_waiting_for_number,
)  # fmt: skip


@bp.record
def _configure(state: Any) -> None:
    """Tell the services of this application where its files live."""
    settings = state.app.config["SETTINGS"]
    pictures = settings.instance / "page-pictures"
    contents.configure(state.app.extensions["store"], pictures, state.app)
    access.register_owner("paper", queries.may_view)


# Files


@bp.get("/documents/<public_id>/download")
@signed_in
def download(public_id: str) -> ResponseReturnValue:
    document = queries.get_visible_document(public_id, acting())
    extension = document.file_name.rpartition(".")[2].lower()
    response = Response(contents.read(document), mimetype=document.file.media_type)
    plain = file_name(document.title, extension)
    full = quote(display_name(document.title, extension), safe="")
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{full}"
    )
    return _closed(response)


@bp.get("/documents/<public_id>/pages/<int:number>")
@signed_in
def page(public_id: str, number: int) -> ResponseReturnValue:
    document = queries.get_visible_document(public_id, acting())
    response = Response(pictures.page_picture(document, number), mimetype="image/png")
    return _closed(response)


def _closed(response: Response) -> Response:
    """A file never runs in our origin and stays in no cache (promise P17)."""
    response.headers["Content-Security-Policy"] = FILE_POLICY
    response.headers["Cache-Control"] = "no-store"
    return response


# Papers


@bp.get("/papers/numbering")
@requires("clerk", "secretary", "officer")
def numbering() -> ResponseReturnValue:
    papers = queries.waiting_for_number(acting())
    return render_template("documents/numbering.html", papers=papers, kind_name=queries.kind_name)


@bp.get("/papers/<public_id>")
@signed_in
def paper(public_id: str) -> ResponseReturnValue:
    found = queries.get_visible(public_id, acting())
    home = access.home_of(acting(), found.owner_kind, found.owner_id)
    if home is not None and home.is_whole:
        where: dict[str, Any] = dict(home.values)
        return redirect(url_for(home.endpoint, **where))
    return _page(found)


def _page(paper: Paper, refused: Form | None = None) -> ResponseReturnValue:
    parts = panel_context(paper, acting(), refused)
    files = parts["panel"].files
    wanted = request.args.get("file", "")
    shown = next((one for one in files if one.pdf and one.pdf.public_id == wanted), None)
    body = render_template(
        "documents/paper.html", paper=paper, shown=shown or next(iter(files), None),
        kind_name=queries.kind_name(paper.kind), form_errors=refused is not None,
        home=access.home_of(acting(), paper.owner_kind, paper.owner_id),
        keeps_numbers=acting().has("clerk"), **parts,
    )  # fmt: skip
    return body, 422 if refused else 200


def _back(public_id: str) -> str:
    """Return to the page the act was asked from: the paper's own, or its decision's."""
    back = request.form.get("back", "")
    local = back.startswith("/") and not back.startswith("//") and "\\" not in back
    return back if local else url_for("documents.paper", public_id=public_id)


def _act(
    public_id: str, act: Callable[[], Paper], told: Callable[[Paper], str]
) -> ResponseReturnValue:
    with unit_of_work(act_key()) as work:
        sentence = told(act())
        work.location = _back(public_id)
    flash(sentence, "success")
    return redirect(work.location)


@bp.post("/papers/<public_id>/draw")
@signed_in
def draw(public_id: str) -> ResponseReturnValue:
    return _act(
        public_id, lambda: services.draw_again(public_id, actor=acting()),
        lambda _paper: _("Đang dựng lại văn bản."),
    )  # fmt: skip


@bp.post("/papers/<public_id>/check")
@signed_in
def check(public_id: str) -> ResponseReturnValue:
    return _act(
        public_id, lambda: services.check_paper(public_id, actor=acting()),
        lambda _paper: _("Đã kiểm tra. Bước tiếp theo: trình ký."),
    )  # fmt: skip


@bp.post("/papers/<public_id>/offer")
@signed_in
def offer(public_id: str) -> ResponseReturnValue:
    return _act(
        public_id, lambda: services.offer_paper(public_id, actor=acting()),
        lambda paper: _("Đã trình ký. %(name)s đang giữ văn bản.",
                        name=paper.signer_name),
    )  # fmt: skip


@bp.post("/papers/<public_id>/sign")
@signed_in
def sign(public_id: str) -> ResponseReturnValue:
    seen = SignForm().seen.data or ""
    return _act(
        public_id, lambda: services.sign_paper(public_id, actor=acting(), seen=seen),
        lambda _paper: _("Đã ghi nhận chữ ký."),
    )  # fmt: skip


@bp.post("/papers/<public_id>/decline")
@signed_in
def decline(public_id: str) -> ResponseReturnValue:
    form = DeclineForm()
    return _with_form(
        public_id, form,
        lambda: services.decline_paper(public_id, form.reason.data, actor=acting()),
        lambda _paper: _("Đã trả lại người soạn kèm lý do."),
    )  # fmt: skip


@bp.post("/papers/<public_id>/number")
@signed_in
def number(public_id: str) -> ResponseReturnValue:
    form = NumberForm()
    return _with_form(
        public_id, form,
        lambda: services.number_paper(public_id, cast("date", form.dated.data), actor=acting()),
        lambda paper: _("Đã cấp số %(number)s.", number=paper.number_text or ""),
    )  # fmt: skip


@bp.post("/papers/<public_id>/signed-file")
@signed_in
def signed_file(public_id: str) -> ResponseReturnValue:
    form = SignedForm()
    if not form.validate_on_submit():
        return _page(queries.get_visible(public_id, acting()), form)
    queries.get_visible(public_id, acting())
    try:
        taken = intake.take_in(
            form.file.data.stream, form.file.data.filename, store=contents.current_store(),
            limit=current_app.config["SETTINGS"].max_upload_bytes,
        )  # fmt: skip
        upload = prepare_signed(public_id, taken, actor=acting())
        return _act(
            public_id, lambda: services.attach_signed(public_id, upload, actor=acting()),
            lambda _paper: _("Đã lưu bản đã ký. Bước tiếp theo: phát hành."),
        )  # fmt: skip
    except BadInput as error:
        error.field = "file"
        form.refuse(error)
        return _page(queries.get_visible(public_id, acting()), form)


@bp.post("/papers/<public_id>/issue")
@signed_in
def issue(public_id: str) -> ResponseReturnValue:
    return _act(
        public_id, lambda: services.issue_paper(public_id, actor=acting()),
        lambda paper: _("Đã phát hành %(number)s.", number=paper.number_text or ""),
    )  # fmt: skip


def _with_form(
    public_id: str, form: Form, act: Callable[[], Paper], told: Callable[[Paper], str]
) -> ResponseReturnValue:
    if not form.validate_on_submit():
        return _page(queries.get_visible(public_id, acting()), form)
    try:
        return _act(public_id, act, told)
    except BadInput as error:
        form.refuse(error)
        return _page(queries.get_visible(public_id, acting()), form)
