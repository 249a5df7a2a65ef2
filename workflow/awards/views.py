"""Pages that write initiatives and cluster ranks into a recipient's ledger."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workflow.awards import services
from workflow.awards.forms import InitiativeForm, RankForm
from workflow.core.errors import BadInput, NotAllowed
from workflow.core.i18n import _
from workflow.core.unit_of_work import unit_of_work
from workflow.core.web.access import acting, requires
from workflow.core.web.numerals import whole, whole_or
from workflow.core.web.once import act_key
from workflow.recipients.policies import ledger_keeper
from workflow.recipients.queries import get_visible

bp = Blueprint("awards", __name__, url_prefix="/awards")


def _write(
    public_id: str, form: InitiativeForm | RankForm, anchor: str, act: Callable[..., object],
    words: dict[str, Any],
) -> ResponseReturnValue:  # fmt: skip
    """Show the form of one row, or do the act with what it holds and go back to the ledger."""
    recipient = get_visible(public_id, acting())
    if not ledger_keeper(acting(), recipient.id):
        raise NotAllowed(
            _("Chỉ cán bộ thi đua, thư ký của đơn vị quản lý hoặc cấp trên được ghi sổ này.")
        )
    if form.validate_on_submit():
        try:
            with unit_of_work(act_key()) as work:
                act(public_id, **form.typed(), actor=acting())
                work.location = url_for("recipients.ledger", public_id=public_id, _anchor=anchor)
            flash(_("Đã ghi vào sổ."), "success")
            return redirect(work.location)
        except BadInput as error:
            form.refuse(error)
            recipient = get_visible(public_id, acting())
    page = render_template(
        "recipients/ledger_row.html", form=form, recipient=recipient, form_errors=form.errors,
        anchor=anchor, **words,
    )  # fmt: skip
    return page, 422 if form.errors else 200


@bp.route("/recipients/<public_id>/initiatives/add", methods=["GET", "POST"])
@requires("officer", "secretary")
def add_initiative(public_id: str) -> ResponseReturnValue:
    form = InitiativeForm(data={"year": request.args.get("year", type=whole)})
    words = {
        "heading": _("Thêm sáng kiến, đề tài"),
        "hint": _("Chỉ ghi sáng kiến đã có quyết định công nhận, đề tài đã nghiệm thu."),
    }
    return _write(public_id, form, "initiatives", services.enter_initiative, words)


@bp.route("/recipients/<public_id>/ranks/add", methods=["GET", "POST"])
@requires("officer", "secretary")
def add_rank(public_id: str) -> ResponseReturnValue:
    words = {
        "heading": _("Thêm thứ hạng trong cụm, khối thi đua"),
        "hint": _("Ghi theo kết quả bình xét cuối năm của cụm, khối."),
    }
    return _write(public_id, RankForm(), "ranks", services.enter_rank, words)


@bp.post("/recipients/<public_id>/remove")
@requires("officer", "secretary")
def remove_row(public_id: str) -> ResponseReturnValue:
    book = request.form.get("book", "")
    row_id = whole_or(0, request.form.get("row", ""))
    with unit_of_work(act_key()) as work:
        services.remove_row(public_id, book=book, row_id=row_id, actor=acting())
        work.location = url_for("recipients.ledger", public_id=public_id, _anchor=book)
    flash(_("Đã xóa dòng ghi sai. Nhật ký còn giữ nội dung cũ."), "success")
    return redirect(work.location)
