"""Pages of decisions: the list, drafting, the decision itself and every act on it."""

from collections.abc import Callable

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workflow.core.db import db
from workflow.core.i18n import _, lazy
from workflow.core.labels import label_here
from workflow.core.text import sort_key
from workflow.core.web.access import acting, requires, signed_in
from workflow.core.web.acting import carry_out, carry_out_form
from workflow.core.web.exports import send_list
from workflow.core.web.navigation import add_entry
from workflow.decisions import candidates, money, queries, wording
from workflow.decisions.amending.policies import READERS
from workflow.decisions.briefing import services as briefing
from workflow.decisions.extracts import views as extract_pages
from workflow.decisions.forms import (
    ChooseForm,
    DeclineForm,
    OfferForm,
    ReadForm,
    StrikeForm,
    WordsForm,
)
from workflow.decisions.models import Decision, DecisionItem, ItemStatus, Origin
from workflow.decisions.page import page_of
from workflow.decisions.prize_forms import PrizeForm
from workflow.decisions.prizes_shown import prizes_of
from workflow.decisions.queries import Stage
from workflow.decisions.services import checking, drafting, editing, listing, signing
from workflow.decisions.services.prizes import set_terms
from workflow.documents.forms import panel_context
from workflow.documents.panel import copy_to_show
from workflow.documents.queries import documents_of
from workflow.documents.states import FileRole, PaperStatus
from workflow.organisations.models import Organisation
from workflow.proposals.models import Nomination
from workflow.signatures.receiving import ReceivedFile, files_told

bp = Blueprint("decisions", __name__, url_prefix="/decisions")
bp.register_blueprint(extract_pages.bp)
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
        may_set_right=not acting().roles.isdisjoint(READERS),
        waiting=queries.count_undecided(acting().organisation_id or 0),
    )  # fmt: skip


# Drafting


@bp.route("/draft", methods=["GET", "POST"])
@requires("secretary")
def draft() -> ResponseReturnValue:
    """Choose among what passed here; several dossiers may go into one decision."""
    form = ChooseForm()
    done = carry_out_form(
        form, lambda: drafting.draft(_ids(form), actor=acting()),
        to=lambda decision: _here(decision.public_id),
        told=_("Đã soạn dự thảo. Xem các trang rồi kiểm tra nội dung."),
    )  # fmt: skip
    return done or _choose(form, None)


@bp.route("/<public_id>/add", methods=["GET", "POST"])
@requires("secretary")
def add(public_id: str) -> ResponseReturnValue:
    form = ChooseForm()
    done = carry_out_form(
        form, lambda: listing.add_items(public_id, _ids(form), actor=acting()),
        to=_list_url(public_id),
        told=_("Đã thêm vào danh sách. Hai bước kiểm tra làm lại từ đầu."),
    )  # fmt: skip
    return done or _choose(form, queries.get_visible(public_id, acting()))


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
    offered = drafting.signers_for(decision.organisation)
    form.signer_id.choices = [(one.user.id, one.choice) for one in offered]
    done = carry_out_form(
        form,
        lambda: editing.edit_words(
            public_id, editing.Words(**{name: form[name].data for name in words.__dict__}),
            version=form.version.data or 0, actor=acting(),
        ),
        to=_here(public_id),
        told=_("Đã lưu. Bản xem đang được dựng lại; hai bước kiểm tra làm lại."),
    )  # fmt: skip
    if done:
        return done
    refused = bool(form.errors)
    body = render_template(
        "decisions/edit.html", form=form, decision=queries.get_visible(public_id, acting()),
        form_errors=refused, mark=wording.COUNTS, names_mark=wording.NAMES,
    )  # fmt: skip
    return body, 422 if refused else 200


@bp.route("/<public_id>/prizes", methods=["GET", "POST"])
@requires("secretary")
def prizes(public_id: str) -> ResponseReturnValue:
    """What the prize money is counted from; the tables' values stand there to begin with."""
    decision = queries.get_visible(public_id, acting())
    items = queries.items_of(decision.id)
    form = PrizeForm(data=money.to_begin_with(decision, items).__dict__)
    done = carry_out_form(
        form, lambda: set_terms(public_id, form.terms(), actor=acting()), to=_list_url(public_id),
        told=_("Đã ghi mức tiền thưởng. Bản xem đang được dựng lại; hai bước kiểm tra làm lại."),
    )  # fmt: skip
    if done:
        return done
    decision = queries.get_visible(public_id, acting())
    items = queries.items_of(decision.id)
    body = render_template(
        "decisions/prizes.html", form=form, decision=decision, form_errors=bool(form.errors),
        kinds={item.kind.value for item in items}, shown=prizes_of(decision, items),
    )  # fmt: skip
    return body, 422 if form.errors else 200


# The decision


@bp.get("/<public_id>")
@signed_in
def detail(public_id: str) -> ResponseReturnValue:
    return _page(public_id)


@bp.get("/<public_id>/export")
@signed_in
def export(public_id: str) -> ResponseReturnValue:
    decision = queries.get_visible(public_id, acting())
    return send_list(
        f"Danh sách khen thưởng {decision.paper.number_text or ''}".strip(),
        _heads,
        lambda: (_cells(item) for item in queries.items_of(decision.id)),
    )


def _heads() -> list[tuple[str, str]]:
    return [
        ("number", _("TT")), ("name", _("Tập thể, cá nhân")), ("post", _("Chức vụ")),
        ("unit", _("Đơn vị")), ("award", _("Danh hiệu, hình thức")), ("year", _("Năm")),
        ("count", _("Số lượng")), ("note", _("Ghi chú")),
    ]  # fmt: skip


def _ended(item: DecisionItem) -> str:
    """Return how the award of a line ended: annulled, or standing in another decision."""
    if item.status not in (ItemStatus.REVOKED, ItemStatus.REPLACED):
        return ""
    return f"{label_here('decision_item', item.status.value).text}: {item.reason}".rstrip(": ")


def _cells(item: DecisionItem) -> dict[str, str]:
    return {
        "number": str(item.ordinal), "name": item.name, "post": item.post, "unit": item.unit_name,
        "award": item.award_name, "year": str(item.year or ""), "count": str(item.count),
        "note": "; ".join(filter(None, [_ended(item), *item.note.splitlines()])),
    }  # fmt: skip


def _page(public_id: str, refused: DeclineForm | OfferForm | None = None) -> ResponseReturnValue:
    decision = queries.get_visible(public_id, acting())
    looked = _looked(decision)
    parts = panel_context(decision.paper, acting())
    declining = refused if isinstance(refused, DeclineForm) else DeclineForm(formdata=None)
    offering = refused if isinstance(refused, OfferForm) else OfferForm(formdata=None)
    page = page_of(decision, acting(), parts["panel"])
    views = ("pages", "list", "certificates", "briefing")
    body = render_template(
        "decisions/detail.html", decision=decision, paper=decision.paper, page=page,
        view=request.args.get("view") if request.args.get("view") in views else "pages",
        shown=copy_to_show(parts["panel"].files, request.args.get("file", "")),
        form_errors=refused is not None or parts["panel_errors"],
        counts_of=wording.counts_shown, offer_form=offering,
        briefing=briefing.shown_to(acting(), decision), looked=looked,
        **(parts | {"decline_form": declining}),
    )  # fmt: skip
    return body, 422 if refused else 200


def _looked(decision: Decision) -> list[ReceivedFile]:
    """Return what is said of the signatures on the files of a decision from outside."""
    if decision.origin is not Origin.RECEIVED:
        return []
    links = documents_of("paper", decision.paper_id, FileRole.RECEIVED)
    return files_told([link.document for link in links], decision.paper.issuer_text)


def _list_url(public_id: str) -> str:
    return url_for("decisions.detail", public_id=public_id, view="list")


def _here(public_id: str) -> str:
    return url_for("decisions.detail", public_id=public_id)


@bp.post("/<public_id>/items/<item_id>/move")
@requires("secretary")
def move(public_id: str, item_id: str) -> ResponseReturnValue:
    up = request.form.get("direction") == "up"
    return carry_out(
        lambda: listing.move_item(public_id, item_id, up=up, actor=acting()),
        to=_list_url(public_id),
        told=_("Đã đổi thứ tự."),
    )


@bp.post("/<public_id>/items/<item_id>/remove")
@requires("secretary")
def remove(public_id: str, item_id: str) -> ResponseReturnValue:
    return carry_out(
        lambda: listing.remove_item(public_id, item_id, actor=acting()),
        to=_list_url(public_id),
        told=_("Đã bỏ khỏi dự thảo; đề nghị chờ quyết định khác."),
    )


@bp.post("/<public_id>/arrange")
@requires("secretary")
def arrange(public_id: str) -> ResponseReturnValue:
    order = _ORDERS.get(request.form.get("by", ""), _ORDERS["unit"])
    return carry_out(
        lambda: listing.arrange(public_id, order, actor=acting()),
        to=_list_url(public_id),
        told=_("Đã xếp lại danh sách."),
    )


@bp.post("/<public_id>/check-content")
@requires("secretary")
def check_content(public_id: str) -> ResponseReturnValue:
    digest = ReadForm().digest.data or ""
    return carry_out(
        lambda: checking.check_content(public_id, digest, actor=acting()),
        to=_here(public_id),
        told=_("Đã ghi nhận kiểm tra nội dung. Bước tiếp theo: kiểm tra thể thức."),
    )


@bp.post("/<public_id>/check-form")
@requires("clerk", "secretary")
def check_form(public_id: str) -> ResponseReturnValue:
    digest = ReadForm().digest.data or ""
    return carry_out(
        lambda: checking.check_form(public_id, digest, actor=acting()),
        to=_here(public_id),
        told=_form_checked,
    )


def _form_checked(decision: Decision) -> str:
    if decision.paper.status is PaperStatus.OFFERED:
        return _("Đã ghi nhận kiểm tra lại thể thức. Người ký đọc lại rồi ký.")
    return _("Đã ghi nhận kiểm tra thể thức. Thư ký trình ký.")


@bp.post("/<public_id>/offer")
@requires("secretary")
def offer(public_id: str) -> ResponseReturnValue:
    form = OfferForm()
    done = carry_out_form(
        form,
        lambda: checking.offer(
            public_id, actor=acting(), unsigned_known=form.unsigned_known.data
        ),
        to=_here(public_id), told=_("Đã chuyển bước. Xem người đang giữ văn bản ở cột bên phải."),
    )  # fmt: skip
    return done or _page(public_id, form)


@bp.post("/<public_id>/redraft")
@requires("secretary")
def redraft(public_id: str) -> ResponseReturnValue:
    return carry_out(
        lambda: checking.redraft(public_id, actor=acting()),
        to=_here(public_id),
        told=_("Đã đưa về bản thảo. Hai bước kiểm tra làm lại từ đầu."),
    )


@bp.post("/<public_id>/sign")
@requires("head")
def sign(public_id: str) -> ResponseReturnValue:
    digest = ReadForm().digest.data or ""
    return carry_out(
        lambda: signing.sign(public_id, digest, actor=acting()),
        to=_here(public_id),
        told=_("Đã ký. Văn thư cấp số và ngày ban hành."),
    )


@bp.post("/<public_id>/decline")
@requires("head")
def decline(public_id: str) -> ResponseReturnValue:
    form = DeclineForm()
    done = carry_out_form(
        form, lambda: signing.decline(public_id, form.reason.data, actor=acting()),
        to=_here(public_id), told=_("Đã trả lại người soạn kèm lý do."),
    )  # fmt: skip
    return done or _page(public_id, form)


@bp.route("/<public_id>/items/<item_id>/strike", methods=["GET", "POST"])
@requires("head")
def strike(public_id: str, item_id: str) -> ResponseReturnValue:
    """A page of its own, not a modal: who is struck, why, and what follows."""
    form = StrikeForm()
    done = carry_out_form(
        form, lambda: signing.strike(public_id, item_id, form.reason.data, actor=acting()),
        to=_here(public_id),
        told=_("Đã đưa tên ra khỏi quyết định. Bản mới đang được dựng; thư ký và văn thư kiểm tra "
               "lại, rồi bạn đọc lại và ký."),
    )  # fmt: skip
    if done:
        return done
    decision = queries.get_visible(public_id, acting())
    item = queries.find_item(decision.id, item_id)
    body = render_template(
        "decisions/strike.html", form=form, decision=decision, item=item,
        form_errors=bool(form.errors),
    )  # fmt: skip
    return body, 422 if form.errors else 200
