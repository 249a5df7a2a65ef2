"""Pages of papers and their files."""

from collections.abc import Callable
from datetime import date
from typing import Any, cast

from flask import (
    Blueprint,
    Response,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from workflow.core.errors import BadInput, InvalidStep
from workflow.core.i18n import _, lazy
from workflow.core.web.access import acting, requires, signed_in
from workflow.core.web.acting import Words, carry_out, carry_out_form
from workflow.core.web.forms import Form
from workflow.core.web.navigation import add_entry
from workflow.documents import access, contents, intake, kept_uploads, pictures, queries, services
from workflow.documents.copies import views as copy_pages
from workflow.documents.forms import (
    DeclineForm,
    NumberForm,
    SignedForm,
    SignForm,
    panel_context,
    remember_refused,
)
from workflow.documents.inserting.views import bp as inserting
from workflow.documents.models import Paper
from workflow.documents.panel import copy_to_show
from workflow.documents.sending import attachment, closed

bp = Blueprint("documents", __name__)
bp.register_blueprint(inserting)

add_entry(
    "documents.numbering", lazy("Cấp số, đóng dấu"), icon="hash", roles={"clerk"}, order=60,
    count=queries.count_waiting_for_number,
)  # fmt: skip

bp.register_blueprint(copy_pages.bp)


@bp.record
def _configure(state: Any) -> None:
    """Tell the services of this application where its files live."""
    settings = state.app.config["SETTINGS"]
    pictures = settings.instance / "page-pictures"
    contents.configure(state.app.extensions["store"], pictures, state.app)


# Files


@bp.get("/documents/<public_id>/download")
@signed_in
def download(public_id: str) -> ResponseReturnValue:
    document = queries.get_visible_document(public_id, acting())
    extension = document.file_name.rpartition(".")[2].lower()
    content = contents.read(document)
    return attachment(content, document.title, extension, document.file.media_type)


@bp.get("/documents/<public_id>/pages/<int:number>")
@signed_in
def page(public_id: str, number: int) -> ResponseReturnValue:
    document = queries.get_visible_document(public_id, acting())
    response = Response(pictures.page_picture(document, number), mimetype="image/png")
    return closed(response)


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
    home = access.home_of(acting(), paper.owner_kind, paper.owner_id)
    if refused is not None and home is not None and home.is_whole:
        return _answered_at(home, paper, refused)
    parts = panel_context(paper, acting(), refused)
    shown = copy_to_show(parts["panel"].files, request.args.get("file", ""))
    body = render_template(
        "documents/paper.html", paper=paper, shown=shown, back=_back(request.form.get("back", "")),
        kind_name=queries.kind_name(paper.kind), form_errors=refused is not None,
        home=home, keeps_numbers=acting().has("clerk"), **parts,
    )  # fmt: skip
    return body, 422 if refused else 200


def _answered_at(home: access.Home, paper: Paper, refused: Form) -> ResponseReturnValue:
    """Show the page the act was asked from once more, with what was refused beside its field."""
    remember_refused(paper, refused)
    page = make_response(current_app.view_functions[home.endpoint](**home.values))
    page.status_code = 422
    return page


def _back(asked: str) -> str:
    """Return the address if it is one of ours: the page the act was asked from."""
    local = asked.startswith("/") and not asked.startswith("//") and "\\" not in asked
    return asked if local else ""


def _to(public_id: str) -> str:
    """Return where to go on: the page the act was asked from, or the paper's own."""
    back = _back(request.form.get("back", ""))
    return back or url_for("documents.paper", public_id=public_id)


def _act(public_id: str, act: Callable[[], Paper], told: Words[Paper]) -> ResponseReturnValue:
    return carry_out(act, to=_to(public_id), told=told)


def _act_with(
    form: Form, public_id: str, act: Callable[[], Paper], told: Words[Paper]
) -> ResponseReturnValue:
    done = carry_out_form(form, act, to=_to(public_id), told=told)
    return done or _page(queries.get_visible(public_id, acting()), form)


def _refuse_elsewhere(public_id: str) -> None:
    """A paper worked on in a page of its own, as a decision is, is offered there only."""
    found = queries.get_visible(public_id, acting())
    home = access.home_of(acting(), found.owner_kind, found.owner_id)
    if home is not None and home.is_whole:
        raise InvalidStep(_("Văn bản này được kiểm tra và trình ký ở trang riêng của nó."))


@bp.post("/papers/<public_id>/draw")
@signed_in
def draw(public_id: str) -> ResponseReturnValue:
    return _act(
        public_id, lambda: services.draw_again(public_id, actor=acting()),
        _("Đang dựng lại văn bản."),
    )  # fmt: skip


@bp.post("/papers/<public_id>/check")
@signed_in
def check(public_id: str) -> ResponseReturnValue:
    _refuse_elsewhere(public_id)
    return _act(
        public_id, lambda: services.check_paper(public_id, actor=acting()),
        _("Đã kiểm tra. Bước tiếp theo: trình ký."),
    )  # fmt: skip


@bp.post("/papers/<public_id>/offer")
@signed_in
def offer(public_id: str) -> ResponseReturnValue:
    _refuse_elsewhere(public_id)
    return _act(
        public_id, lambda: services.offer_paper(public_id, actor=acting()),
        lambda paper: _("Đã trình ký. %(name)s đang giữ văn bản.",
                        name=paper.signer_name),
    )  # fmt: skip


@bp.post("/papers/<public_id>/redraft")
@signed_in
def redraft(public_id: str) -> ResponseReturnValue:
    """Take a checked paper back to its draft, to change what goes with it."""
    _refuse_elsewhere(public_id)
    return _act(
        public_id,
        lambda: services.redraft_paper(
            queries.get_for_change(public_id, acting()), actor=acting()
        ),
        _("Đã đưa về bản thảo. Sửa xong thì kiểm tra lại rồi trình ký."),
    )  # fmt: skip


@bp.post("/papers/<public_id>/sign")
@signed_in
def sign(public_id: str) -> ResponseReturnValue:
    seen = SignForm().seen.data or ""
    return _act(
        public_id, lambda: services.sign_paper(public_id, actor=acting(), seen=seen),
        _("Đã ghi nhận chữ ký."),
    )  # fmt: skip


@bp.post("/papers/<public_id>/decline")
@signed_in
def decline(public_id: str) -> ResponseReturnValue:
    form = DeclineForm()
    return _act_with(
        form, public_id,
        lambda: services.decline_paper(public_id, form.reason.data, actor=acting()),
        _("Đã trả lại người soạn kèm lý do."),
    )  # fmt: skip


@bp.post("/papers/<public_id>/number")
@signed_in
def number(public_id: str) -> ResponseReturnValue:
    form = NumberForm()
    return _act_with(
        form, public_id,
        lambda: services.number_paper(public_id, cast("date", form.dated.data), actor=acting()),
        lambda paper: (
            _("Đã cấp số %(number)s.", number=paper.number_text or "") if paper.signed_at
            else _("Đã giữ số %(number)s.", number=paper.number_text or "")
        ),
    )  # fmt: skip


@bp.post("/papers/<public_id>/signed-file")
@signed_in
def signed_file(public_id: str) -> ResponseReturnValue:
    """Keep the signed file; one with other pages than offered is asked about, and not lost."""
    form, taken = SignedForm(), None
    queries.get_visible(public_id, acting())
    if form.validate_on_submit():
        try:
            scan = taken = _signed(form, public_id)
            known = form.pages_known.data
            return _act(
                public_id,
                lambda: services.attach_signed(
                    public_id, scan, actor=acting(), pages_known=known
                ),
                _("Đã lưu bản đã ký. Bước tiếp theo: phát hành."),
            )  # fmt: skip
        except BadInput as error:
            if error.field == "pages_known" and taken is not None:
                form.keep(kept_uploads.mark(taken, public_id, acting()))
            else:
                error.field = "file"
            form.refuse(error)
    return _page(queries.get_visible(public_id, acting()), form)


def _signed(form: SignedForm, public_id: str) -> contents.TakenFile:
    """Return the file just sent, or the one sent before that only waits for the confirmation."""
    if not form.file.data:
        return kept_uploads.recall(form.kept.data or "", public_id, acting())
    return intake.take_in(
        form.file.data.stream, form.file.data.filename, store=contents.current_store(),
        limit=current_app.config["SETTINGS"].max_upload_bytes,
    )  # fmt: skip


@bp.post("/papers/<public_id>/issue")
@signed_in
def issue(public_id: str) -> ResponseReturnValue:
    return _act(
        public_id, lambda: services.issue_paper(public_id, actor=acting()),
        lambda paper: _("Đã phát hành %(number)s.", number=paper.number_text or ""),
    )  # fmt: skip
