"""Pages that write initiatives and cluster ranks into a recipient's ledger."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from workflow.awards import services
from workflow.awards.forms import InitiativeForm, RankForm
from workflow.core.i18n import _
from workflow.core.unit_of_work import unit_of_work
from workflow.core.web.access import acting, requires
from workflow.core.web.numerals import whole, whole_or
from workflow.core.web.once import act_key
from workflow.recipients.ledger_pages import write

bp = Blueprint("awards", __name__, url_prefix="/awards")


@bp.route("/recipients/<public_id>/initiatives/add", methods=["GET", "POST"])
@requires("officer", "secretary")
def add_initiative(public_id: str) -> ResponseReturnValue:
    form = InitiativeForm(data={"year": request.args.get("year", type=whole)})
    words = {
        "heading": _("Thêm sáng kiến, đề tài"),
        "hint": _("Chỉ ghi sáng kiến đã có quyết định công nhận, đề tài đã nghiệm thu."),
    }
    return write(public_id, form, "initiatives", services.enter_initiative, words)


@bp.route("/recipients/<public_id>/ranks/add", methods=["GET", "POST"])
@requires("officer", "secretary")
def add_rank(public_id: str) -> ResponseReturnValue:
    words = {
        "heading": _("Thêm thứ hạng trong cụm, khối thi đua"),
        "hint": _("Ghi theo kết quả bình xét cuối năm của cụm, khối."),
    }
    return write(public_id, RankForm(), "ranks", services.enter_rank, words)


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
