"""The page of the papers that set decisions right: annulments, replacements, letters."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from workflow.core.i18n import _
from workflow.core.labels import label_here
from workflow.core.web.access import acting, requires
from workflow.core.web.exports import send_list
from workflow.core.web.numerals import whole_or
from workflow.decisions.amending.listing import WORDS, Listed, list_of
from workflow.decisions.amending.policies import READERS

EXPORTED = 5000
bp = Blueprint("amendments", __name__, url_prefix="/amendments")


def _word() -> str:
    wanted = request.args.get("kind", "")
    return wanted if wanted in WORDS else ""


def kind_names() -> dict[str, str]:
    return {
        "annul": _("Quyết định hủy bỏ"), "replace": _("Quyết định thay thế"),
        "correct": _("Công văn đính chính"),
    }  # fmt: skip


@bp.get("")
@requires(*READERS)
def index() -> ResponseReturnValue:
    rows, following = list_of(acting(), _word(), whole_or(0, request.args.get("before", "")))
    return render_template(
        "decisions/amending/index.html", rows=rows, following=following, kind=_word(),
        kind_names=kind_names(),
    )  # fmt: skip


@bp.get("/export")
@requires(*READERS)
def export() -> ResponseReturnValue:
    rows, _following = list_of(acting(), _word(), limit=EXPORTED)
    return send_list("Văn bản hủy bỏ, thay thế, đính chính", _heads, lambda: map(_cells, rows))


def _heads() -> list[tuple[str, str]]:
    return [
        ("kind", _("Loại văn bản")), ("number", _("Số, ký hiệu")), ("dated", _("Ngày")),
        ("title", _("Trích yếu")), ("about", _("Về quyết định")),
        ("names", _("Tập thể, cá nhân")), ("status", _("Trạng thái")),
    ]  # fmt: skip


def _cells(row: Listed) -> dict[str, str]:
    paper = row.paper
    return {
        "kind": kind_names()[row.word], "number": paper.number_text or "",
        "dated": f"{paper.dated:%d/%m/%Y}" if paper.dated else "", "title": paper.title,
        "about": row.about.paper.number_text or "", "names": ", ".join(row.names),
        "status": label_here("paper", paper.status.value).text,
    }  # fmt: skip
