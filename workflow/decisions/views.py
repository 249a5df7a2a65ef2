"""Pages of decisions: the list, drafting, the decision itself and every act on it."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workflow.core.db import db
from workflow.core.errors import BadInput
from workflow.core.i18n import _, lazy
from workflow.core.text import sort_key
from workflow.core.unit_of_work import unit_of_work
from workflow.core.web.access import acting, requires, signed_in
from workflow.core.web.navigation import add_entry
from workflow.core.web.once import act_key
from workflow.decisions import candidates, queries, wording
from workflow.decisions.forms import ChooseForm, DeclineForm, ReadForm, StrikeForm, WordsForm
from workflow.decisions.models import Decision, DecisionItem
from workflow.decisions.page import page_of
from workflow.decisions.queries import Stage
from workflow.decisions.services import checking, drafting, editing, listing, signing
from workflow.documents.forms import panel_context
from workflow.organisations.models import Organisation
from workflow.proposals.models import Nomination

bp = Blueprint("decisions", __name__, url_prefix="/decisions")
MENU = {"secretary", "head"}

add_entry("decisions.index", lazy("Quyết định"), icon="file-earmark-text", roles=MENU, order=40)

_ORDERS: dict[str, Callable[[DecisionItem], object]] = {
    "name": lambda item: sort_key(item.name),
    "unit": lambda item: (
        (item.nomination.proposal.proposing_id, item.nomination.proposal_id,
         item.nomination.position) if item.nomination else (0, 0, item.id)
    ),
}  # fmt: skip


def _stages() -> dict[Stage, str]:
    return {
        Stage.DRAFTING: _("Đang soạn"), Stage.TO_SIGN: _("Chờ ký"),
        Stage.TO_NUMBER: _("Chờ cấp số"), Stage.ISSUED: _("Đã ban hành"),
    }  # fmt: skip


@bp.get("/")
@signed_in
def index() -> ResponseReturnValue:
    wanted = request.args.get("stage", "")
    stage = Stage(wanted) if wanted in list(Stage) else None
    rows, following = queries.list_page(acting(), stage, before=request.args.get("before", ""))
    return render_template(
        "decisions/index.html", rows=rows, following=following, stage=stage, stages=_stages(),
        counts_of=wording.counts_shown, may_draft=acting().has("secretary"),
        waiting=queries.count_undecided(acting().organisation_id or 0),
    )  # fmt: skip


# Drafting


@bp.route("/draft", methods=["GET", "POST"])
@requires("secretary")
def draft() -> ResponseReturnValue:
    """Choose among what passed here; several dossiers may go into one decision."""
    form = ChooseForm()
    if form.is_submitted() and form.validate():
        try:
            with unit_of_work(act_key()) as work:
                decision = drafting.draft(_ids(form), actor=acting())
                work.location = url_for("decisions.detail", public_id=decision.public_id)
            flash(_("Đã soạn dự thảo. Xem các trang rồi kiểm tra nội dung."), "success")
            return redirect(work.location)
        except BadInput as error:
            form.refuse(error)
    return _choose(form, None)


@bp.route("/<public_id>/add", methods=["GET", "POST"])
@requires("secretary")
def add(public_id: str) -> ResponseReturnValue:
    form = ChooseForm()
    if form.is_submitted() and form.validate():
        try:
            with unit_of_work(act_key()) as work:
                listing.add_items(public_id, _ids(form), actor=acting())
                work.location = _list_url(public_id)
            flash(_("Đã thêm vào danh sách. Hai bước kiểm tra làm lại từ đầu."), "success")
            return redirect(work.location)
        except BadInput as error:
            form.refuse(error)
    return _choose(form, queries.get_visible(public_id, acting()))


def _ids(form: ChooseForm) -> list[int]:
    chosen = form.nominations.data or []
    rows = db.session.query(Nomination.id).filter(Nomination.public_id.in_(chosen))
    return [row.id for row in rows]


def _choose(form: ChooseForm, decision: Decision | None) -> ResponseReturnValue:
    organisation = db.session.get_one(Organisation, acting().organisation_id)
    groups = candidates.grouped(candidates.candidates(organisation))
    if decision is not None:
        groups = [group for group in groups if group.award == decision.award_name]
    chosen = set(form.nominations.data or [])
    if not form.is_submitted() and groups:
        same = [group for group in groups if group.award == groups[0].award]
        chosen = {n.public_id for group in same for n in group.nominations}
    body = render_template(
        "decisions/draft.html", form=form, groups=groups, chosen=chosen, decision=decision,
        form_errors=bool(form.errors), sort_out=wording.counts,
    )  # fmt: skip
    return body, 422 if form.errors else 200


@bp.route("/<public_id>/edit", methods=["GET", "POST"])
@requires("secretary")
def edit(public_id: str) -> ResponseReturnValue:
    decision = queries.get_visible(public_id, acting())
    words = editing.words_of(decision)
    form = WordsForm(data=words.__dict__ | {"version": decision.version})
    heads = drafting.signers_for(decision.organisation)
    form.signer_id.choices = [(head.id, head.name) for head in heads]
    if form.validate_on_submit():
        typed = editing.Words(**{name: form[name].data for name in words.__dict__})
        try:
            with unit_of_work(act_key()) as work:
                editing.edit_words(public_id, typed, version=form.version.data or 0, actor=acting())
                work.location = url_for("decisions.detail", public_id=public_id)
            flash(_("Đã lưu. Bản xem đang được dựng lại; hai bước kiểm tra làm lại."), "success")
            return redirect(work.location)
        except BadInput as error:
            form.refuse(error)
            decision = queries.get_visible(public_id, acting())
    refused = bool(form.errors)
    body = render_template(
        "decisions/edit.html", form=form, decision=decision, form_errors=refused,
        mark=wording.COUNTS,
    )  # fmt: skip
    return body, 422 if refused else 200


# The decision


@bp.get("/<public_id>")
@signed_in
def detail(public_id: str) -> ResponseReturnValue:
    return _page(public_id)


def _page(public_id: str, refused: DeclineForm | None = None) -> ResponseReturnValue:
    decision = queries.get_visible(public_id, acting())
    parts = panel_context(decision.paper, acting())
    parts["decline_form"] = refused or DeclineForm(formdata=None)
    page = page_of(decision, acting(), parts["panel"])
    views = ("pages", "list", "certificates")
    files = [one for one in parts["panel"].files if one.pdf] or parts["panel"].files
    body = render_template(
        "decisions/detail.html", decision=decision, paper=decision.paper, page=page,
        view=request.args.get("view") if request.args.get("view") in views else "pages",
        shown=next(iter(files), None), form_errors=refused is not None,
        counts_of=wording.counts_shown, **parts,
    )  # fmt: skip
    return body, 422 if refused else 200


def _list_url(public_id: str) -> str:
    return url_for("decisions.detail", public_id=public_id, view="list")


def _act(location: str, act: Callable[[], object], told: str) -> ResponseReturnValue:
    with unit_of_work(act_key()) as work:
        act()
        work.location = location
    flash(told, "success")
    return redirect(location)


def _here(public_id: str) -> str:
    return url_for("decisions.detail", public_id=public_id)


@bp.post("/<public_id>/items/<item_id>/move")
@requires("secretary")
def move(public_id: str, item_id: str) -> ResponseReturnValue:
    up = request.form.get("direction") == "up"
    return _act(
        _list_url(public_id),
        lambda: listing.move_item(public_id, item_id, up=up, actor=acting()),
        _("Đã đổi thứ tự."),
    )


@bp.post("/<public_id>/items/<item_id>/remove")
@requires("secretary")
def remove(public_id: str, item_id: str) -> ResponseReturnValue:
    return _act(
        _list_url(public_id),
        lambda: listing.remove_item(public_id, item_id, actor=acting()),
        _("Đã bỏ khỏi dự thảo; đề nghị chờ quyết định khác."),
    )


@bp.post("/<public_id>/arrange")
@requires("secretary")
def arrange(public_id: str) -> ResponseReturnValue:
    order = _ORDERS.get(request.form.get("by", ""), _ORDERS["unit"])
    return _act(
        _list_url(public_id),
        lambda: listing.arrange(public_id, order, actor=acting()),
        _("Đã xếp lại danh sách."),
    )


@bp.post("/<public_id>/check-content")
@requires("secretary")
def check_content(public_id: str) -> ResponseReturnValue:
    digest = ReadForm().digest.data or ""
    return _act(
        _here(public_id),
        lambda: checking.check_content(public_id, digest, actor=acting()),
        _("Đã ghi nhận kiểm tra nội dung. Bước tiếp theo: kiểm tra thể thức."),
    )


@bp.post("/<public_id>/check-form")
@requires("clerk", "secretary")
def check_form(public_id: str) -> ResponseReturnValue:
    digest = ReadForm().digest.data or ""
    return _act(
        _here(public_id),
        lambda: checking.check_form(public_id, digest, actor=acting()),
        _("Đã ghi nhận kiểm tra thể thức. Thư ký trình ký."),
    )


@bp.post("/<public_id>/offer")
@requires("secretary")
def offer(public_id: str) -> ResponseReturnValue:
    return _act(
        _here(public_id),
        lambda: checking.offer(public_id, actor=acting()),
        _("Đã chuyển bước. Xem người đang giữ văn bản ở cột bên phải."),
    )


@bp.post("/<public_id>/redraft")
@requires("secretary")
def redraft(public_id: str) -> ResponseReturnValue:
    return _act(
        _here(public_id),
        lambda: checking.redraft(public_id, actor=acting()),
        _("Đã đưa về bản thảo. Hai bước kiểm tra làm lại từ đầu."),
    )


@bp.post("/<public_id>/sign")
@requires("head")
def sign(public_id: str) -> ResponseReturnValue:
    digest = ReadForm().digest.data or ""
    return _act(
        _here(public_id),
        lambda: signing.sign(public_id, digest, actor=acting()),
        _("Đã ký. Văn thư cấp số và ngày ban hành."),
    )


@bp.post("/<public_id>/decline")
@requires("head")
def decline(public_id: str) -> ResponseReturnValue:
    form = DeclineForm()
    if form.validate_on_submit():
        try:
            return _act(
                _here(public_id),
                lambda: signing.decline(public_id, form.reason.data, actor=acting()),
                _("Đã trả lại người soạn kèm lý do."),
            )
        except BadInput as error:
            form.refuse(error)
    return _page(public_id, form)


@bp.route("/<public_id>/items/<item_id>/strike", methods=["GET", "POST"])
@requires("head")
def strike(public_id: str, item_id: str) -> ResponseReturnValue:
    """A page of its own, not a modal: who is struck, why, and what follows."""
    form = StrikeForm()
    if form.validate_on_submit():
        try:
            return _act(
                _here(public_id),
                lambda: signing.strike(public_id, item_id, form.reason.data, actor=acting()),
                _("Đã đưa tên ra khỏi quyết định. Bản mới đang được vẽ; hãy đọc lại rồi ký."),
            )
        except BadInput as error:
            form.refuse(error)
    decision = queries.get_visible(public_id, acting())
    item = queries.find_item(decision.id, item_id)
    body = render_template(
        "decisions/strike.html", form=form, decision=decision, item=item,
        form_errors=bool(form.errors),
    )  # fmt: skip
    return body, 422 if form.errors else 200
