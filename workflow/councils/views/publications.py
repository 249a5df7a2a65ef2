"""The public lists: published by the secretary, commented on by people, answered."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from workflow.core import clock
from workflow.core.errors import BadInput
from workflow.core.i18n import _
from workflow.core.text import normalise
from workflow.core.web.access import acting, requires, signed_in
from workflow.core.web.acting import carry_out
from workflow.core.web.numerals import whole_or
from workflow.councils.publishing import services
from workflow.councils.publishing.models import Publication
from workflow.councils.publishing.queries import (
    comments_on,
    get_publication,
    publications_for,
    rows_of,
)
from workflow.councils.views.blueprint import bp
from workflow.proposals.queries import award_text, name_text


@bp.post("/sessions/<public_id>/publish")
@requires("secretary")
def publish(public_id: str) -> ResponseReturnValue:
    return carry_out(
        lambda: services.publish(public_id, actor=acting()),
        to=lambda made: url_for("councils.publication", public_id=made.public_id),
        told=lambda made: _("Đã công khai danh sách đến hết ngày %(day)s.",
                            day=f"{made.last_day:%d/%m/%Y}"),
    )  # fmt: skip


@bp.get("/publications")
@signed_in
def publications() -> ResponseReturnValue:
    return render_template(
        "councils/publications.html", publications=publications_for(acting()), day=clock.today()
    )


def _page(found: Publication, refusal: BadInput | None = None) -> ResponseReturnValue:
    answers = acting().has("secretary") and (
        found.council.organisation_id == acting().organisation_id
    )
    comments = comments_on(found.id, author_id=None if answers else acting().user_id or 0)
    body = render_template(
        "councils/publication.html", publication=found, rows=rows_of(found.id), refusal=refusal,
        comments=comments, answers=answers, typed=request.form, form_errors=refusal,
        author=acting().name,
        name_text=name_text, award_text=award_text, open=found.last_day >= clock.today(),
    )  # fmt: skip
    return body, 422 if refusal else 200


@bp.route("/publications/<public_id>", methods=["GET", "POST"])
@signed_in
def publication(public_id: str) -> ResponseReturnValue:
    """The list; posting says something of one of its rows."""
    refusal: BadInput | None = None
    if request.method == "POST":
        row = whole_or(0, request.form.get("row", ""))
        text = normalise(request.form.get("text", "")[: services.MOST_TEXT])
        try:
            return carry_out(
                lambda: services.comment(public_id, row, text, actor=acting()),
                to=url_for("councils.publication", public_id=public_id, _anchor="comments"),
                told=_("Đã gửi ý kiến. Thư ký Hội đồng sẽ trả lời tại trang này."),
            )
        except BadInput as error:
            refusal = error
    return _page(get_publication(public_id, acting()), refusal)


@bp.post("/publications/<public_id>/comments/<comment_id>/answer")
@requires("secretary")
def answer(public_id: str, comment_id: str) -> ResponseReturnValue:
    text = normalise(request.form.get("text", "")[: services.MOST_TEXT])
    try:
        return carry_out(
            lambda: services.answer(public_id, comment_id, text, actor=acting()),
            to=url_for("councils.publication", public_id=public_id, _anchor="comments"),
            told=_("Đã trả lời."),
        )
    except BadInput as error:
        return _page(get_publication(public_id, acting()), error)
