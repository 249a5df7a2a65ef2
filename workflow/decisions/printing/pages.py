"""Pages where clerk and secretary have the certificates of a decision printed or drawn again."""

from flask import Blueprint, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from workflow.core.i18n import _
from workflow.core.web.access import acting, requires
from workflow.core.web.acting import carry_out
from workflow.decisions.printing import services, stock_pages
from workflow.decisions.printing.models import CertificatePrinting

bp = Blueprint("certificates", __name__, url_prefix="/decisions/<public_id>/certificates")


@bp.record_once
def _beside(state: BlueprintSetupState) -> None:
    """How certificates look is a group of its own: the administrator's."""
    state.app.register_blueprint(stock_pages.bp)


def _back(public_id: str) -> str:
    return url_for("decisions.detail", public_id=public_id, view="certificates")


@bp.post("/print")
@requires("clerk", "secretary")
def print_file(public_id: str) -> ResponseReturnValue:
    """Ask for one file: of the ticked lines, or of all where the button says so."""
    chosen = None if request.form.get("all") else request.form.getlist("items")
    return carry_out(
        lambda: services.ask_print(public_id, chosen, actor=acting()), to=_back(public_id),
        told=_told,
    )  # fmt: skip


def _told(printing: CertificatePrinting | None) -> str:
    if printing is not None:
        return _("Đang lập tệp in. Tải lại trang sau ít giây rồi tải tệp về.")
    return _("Có giấy khen chưa vẽ xong, hoặc đã đổi nội dung, đổi mẫu sau khi vẽ; đang vẽ lại. "
             "Tải lại trang sau ít giây, rồi bấm lập tệp in lần nữa.")  # fmt: skip


@bp.post("/redraw")
@requires("clerk", "secretary")
def redraw(public_id: str) -> ResponseReturnValue:
    return carry_out(
        lambda: services.redraw(public_id, actor=acting()), to=_back(public_id),
        told=_("Đang vẽ lại những giấy chưa xong và những giấy đã đổi mẫu."),
    )  # fmt: skip
