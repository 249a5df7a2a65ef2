"""Pages of inserted numbers: one paper, what was asked for it, and who may act."""

from collections.abc import Callable
from datetime import date
from typing import cast

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from workflow.core import clock, numbers
from workflow.core.errors import BadInput
from workflow.core.i18n import _
from workflow.core.web.access import acting, signed_in
from workflow.core.web.acting import Words, carry_out, carry_out_form
from workflow.core.web.forms import Form
from workflow.documents import queries as papers
from workflow.documents.inserting import queries, services
from workflow.documents.inserting.forms import AskForm, RefuseForm
from workflow.documents.inserting.models import Insertion
from workflow.documents.inserting.steps import insertion_lifecycle
from workflow.documents.models import Paper
from workflow.documents.numbering import series_of

bp = Blueprint("inserting", __name__)


def _would_be(paper: Paper, row: Insertion) -> tuple[str, str]:
    """Return the number it would get now with its neighbours' days, or why there is none."""
    try:
        place = services.place_of(paper, row.dated)
    except BadInput as error:
        return "", str(error)
    text = numbers.written(place.number, place.suffix, paper.symbol)
    bound = services.bound_words(paper, row.dated)
    if place.after is None or place.before is None:
        told = _("Là số tiếp theo của sổ, ghi lùi ngày; sổ ghi rõ điều này.")
        return text, f"{told} {bound}".strip()
    told = _("Đứng sau số ngày %(after)s và trước số ngày %(before)s.",
             after=f"{place.after:%d/%m/%Y}", before=f"{place.before:%d/%m/%Y}")  # fmt: skip
    return text, f"{told} {bound}".strip()


def _page(public_id: str, refused: Form | None = None) -> ResponseReturnValue:
    paper = papers.get_visible(public_id, acting())
    rows = queries.of_paper(paper.id)
    current = rows[0] if rows and rows[0].status in queries.OPEN else None
    today = clock.today()
    signed_on = clock.local(paper.signed_at).date() if paper.signed_at else None
    ask_form = refused if isinstance(refused, AskForm) else AskForm(formdata=None, dated=signed_on)
    refuse_form = refused if isinstance(refused, RefuseForm) else RefuseForm(formdata=None)
    body = render_template(
        "documents/insertion.html", paper=paper, current=current, rows=rows,
        past=[row for row in rows if row is not current],
        may_ask=current is None and services.may_ask(acting(), paper),
        can=insertion_lifecycle.open_to(acting(), current) if current else [],
        would_be=_would_be(paper, current) if current else ("", ""),
        outlook=papers.outlook(paper, today, series_of(paper, today)),
        ask_form=ask_form, refuse_form=refuse_form, form_errors=refused is not None,
    )  # fmt: skip
    return body, 422 if refused else 200


@bp.get("/papers/<public_id>/insertion")
@signed_in
def page(public_id: str) -> ResponseReturnValue:
    return _page(public_id)


@bp.post("/papers/<public_id>/insertion")
@signed_in
def ask(public_id: str) -> ResponseReturnValue:
    form = AskForm()
    done = carry_out_form(
        form, lambda: services.ask(
            public_id, cast("date", form.dated.data), form.reason.data or "", actor=acting()
        ),
        to=_here(public_id), told=_("Đã gửi yêu cầu. Người đứng đầu thấy việc này ở Việc cần làm."),
    )  # fmt: skip
    return done or _page(public_id, form)


@bp.post("/papers/<public_id>/insertion/permit")
@signed_in
def permit(public_id: str) -> ResponseReturnValue:
    told = _("Đã cho phép. Văn thư cấp được một số mang ngày đó cho đúng văn bản này.")
    return _act(public_id, lambda: services.permit(public_id, actor=acting()), told)


@bp.post("/papers/<public_id>/insertion/refuse")
@signed_in
def refuse(public_id: str) -> ResponseReturnValue:
    form = RefuseForm()
    done = carry_out_form(
        form, lambda: services.refuse(public_id, form.answer.data or "", actor=acting()),
        to=_here(public_id), told=_("Đã trả lời không cho phép. Văn thư cấp số tiếp theo của sổ."),
    )  # fmt: skip
    return done or _page(public_id, form)


@bp.post("/papers/<public_id>/insertion/withdraw")
@signed_in
def withdraw(public_id: str) -> ResponseReturnValue:
    told = _("Đã thôi xin số chèn.")
    return _act(public_id, lambda: services.withdraw(public_id, actor=acting()), told)


@bp.post("/papers/<public_id>/insertion/use")
@signed_in
def use(public_id: str) -> ResponseReturnValue:
    return carry_out(
        lambda: services.use(public_id, actor=acting()),
        to=url_for("documents.paper", public_id=public_id),
        told=lambda paper: _("Đã cấp số %(number)s.", number=paper.number_text or ""),
    )


def _act(
    public_id: str, act: Callable[[], Insertion], told: Words[Insertion]
) -> ResponseReturnValue:
    return carry_out(act, to=_here(public_id), told=told)


def _here(public_id: str) -> str:
    return url_for("documents.inserting.page", public_id=public_id)
