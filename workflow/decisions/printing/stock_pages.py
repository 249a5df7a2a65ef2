"""Pages where an administrator says how certificates look and fits them to printed sheets."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workflow.core import clock
from workflow.core.errors import NotVisible
from workflow.core.i18n import _, lazy, on_paper
from workflow.core.unit_of_work import unit_of_work
from workflow.core.web.access import acting, requires
from workflow.core.web.navigation import add_entry
from workflow.core.web.once import act_key
from workflow.decisions.families import Family, family_name
from workflow.decisions.printing import services
from workflow.decisions.printing.forms import StyleForm, as_form
from workflow.decisions.printing.queries import Style, style_of, styles_of
from workflow.decisions.printing.stock import PAPERS, usual_stock
from workflow.decisions.printing.trial import trial_page
from workflow.decisions.printing.wording import layout_names, place_names
from workflow.documents.engine.pages import page_images
from workflow.organisations import queries
from workflow.organisations.models import Organisation

ADMINISTRATOR = "administrator"
DPI = 76
_AWARDS = {  # as long as names of each family usually are
    Family.MERIT: "Giấy khen", Family.HIGH_MERIT: "Bằng khen",
    Family.TITLE: "Chiến sĩ thi đua cơ sở", Family.HIGH_TITLE: "Tập thể lao động xuất sắc",
}  # fmt: skip

bp = Blueprint("stock", __name__, url_prefix="/stock")
add_entry("stock.index", lazy("Mẫu giấy khen"), icon="printer", roles={ADMINISTRATOR}, order=89)


@bp.get("/")
@requires(ADMINISTRATOR)
def index() -> ResponseReturnValue:
    actor = acting()
    public_id = request.args.get("organisation", "")
    organisation = queries.get_visible(public_id, actor) if public_id else queries.own_of(actor)
    return render_template(
        "decisions/stock/index.html", organisation=organisation, names=family_name,
        choices=queries.choices(actor, clock.today()), families=list(Family),
        styles=styles_of(organisation.id), usual=Style(), layouts=layout_names(),
    )  # fmt: skip


def _asked(public_id: str, family: str) -> tuple[Organisation, Family]:
    organisation = queries.get_visible(public_id, acting())
    if family not in list(Family):
        raise NotVisible(_("Không có loại giấy khen này."))
    return organisation, Family(family)


@bp.route("/<public_id>/<family>", methods=["GET", "POST"])
@requires(ADMINISTRATOR)
def edit(public_id: str, family: str) -> ResponseReturnValue:
    """The layout, the sheet and its places; `paper` begins anew for another size."""
    organisation, kind = _asked(public_id, family)
    style, paper = style_of(organisation.id, kind), request.args.get("paper", "")
    stock = usual_stock(PAPERS[paper]) if paper in PAPERS else style.stock
    form = StyleForm(data=as_form(style, stock))
    if form.validate_on_submit():
        with unit_of_work(act_key()) as work:
            services.edit_style(
                public_id, kind, form.wanted(), version=form.version.data or 0, actor=acting()
            )
            work.location = url_for("stock.edit", public_id=public_id, family=kind.value)
        flash(_("Đã lưu. In trang thử rồi đặt chồng lên phôi để kiểm tra."), "success")
        return redirect(work.location)
    wrong = bool(form.errors)
    body = render_template(
        "decisions/stock/edit.html", form=form, form_errors=wrong, organisation=organisation,
        family=kind, family_name=family_name(kind), places=place_names(), style=style,
        papers=PAPERS, begun_anew=paper in PAPERS,
    )  # fmt: skip
    return body, 422 if wrong else 200


def _trial(public_id: str, family: str) -> bytes:
    organisation, kind = _asked(public_id, family)
    stock = style_of(organisation.id, kind).stock
    with on_paper():
        return trial_page(
            stock, place_names(), title=f"Trang thử {family_name(kind)}", award=_AWARDS[kind]
        )


@bp.get("/<public_id>/<family>/trial")
@requires(ADMINISTRATOR)
def trial(public_id: str, family: str) -> ResponseReturnValue:
    """The page to be printed at its true size and laid over a printed sheet."""
    response = Response(_trial(public_id, family), mimetype="application/pdf")
    response.headers["Content-Disposition"] = 'attachment; filename="trang-thu.pdf"'
    return response


@bp.get("/<public_id>/<family>/picture")
@requires(ADMINISTRATOR)
def picture(public_id: str, family: str) -> ResponseReturnValue:
    """The same page as a picture."""
    [image] = page_images(_trial(public_id, family), dpi=DPI, first_only=True)
    return Response(image, mimetype="image/png")
