"""Pages that write initiatives, cluster ranks and grounds into a recipient's ledger."""

from functools import partial

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from workflow.awards import services
from workflow.awards.forms import GroundForm, InitiativeForm, RankForm
from workflow.awards.models import Ground
from workflow.awards.queries import find_honour, names_of
from workflow.core.i18n import _
from workflow.core.web.access import requires
from workflow.core.web.numerals import whole, whole_or
from workflow.recipients.ledger_pages import kept, remove, write

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


@bp.route("/recipients/<public_id>/honours/<row_id>/ground", methods=["GET", "POST"])
@requires("officer", "secretary")
def edit_ground(public_id: str, row_id: str) -> ResponseReturnValue:
    """An old list often says no ground; whoever keeps the ledger settles it here."""
    honour = find_honour(kept(public_id).id, whole_or(0, row_id))
    here, name = honour.id, names_of([honour.award_id]).get(honour.award_id, "")
    stored = honour.ground.value if honour.ground else ""
    form = GroundForm(data={"ground": stored or Ground.MERIT.value, "seen": stored})
    form.offer()
    words = {
        "heading": _("Sửa loại khen thưởng"),
        "hint": _(
            "%(name)s, năm %(year)s. Chỉ khen thưởng công trạng được tính làm điều kiện cho hình "
            "thức cao hơn.", name=name, year=honour.period or honour.year or _("chưa rõ"),
        ),
    }  # fmt: skip
    act = partial(services.correct_ground, row_id=here)
    return write(public_id, form, "honours", act, words)


@bp.post("/recipients/<public_id>/remove")
@requires("officer", "secretary")
def remove_row(public_id: str) -> ResponseReturnValue:
    return remove(public_id, services.remove_row)
