"""The page anyone may open: a code off a sheet, whether the sheet is ours, whether a file is."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workflow.check import counting, wording
from workflow.check.facts import deed_words, standing_words
from workflow.check.finding import find
from workflow.check.forms import LONGEST, CodeForm, CompareForm
from workflow.core import clock
from workflow.core.i18n import _
from workflow.core.unit_of_work import unit_of_work
from workflow.core.web.access import public
from workflow.core.web.digesting import Digest, digested
from workflow.documents.codes import lettering
from workflow.signatures import verdicts

bp = Blueprint("check", __name__)


@bp.after_request
def keep_out(response: Response) -> Response:
    """Let no search engine list the pages, nor anything between keep them."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("/check")
@public
def index() -> ResponseReturnValue:
    """Ask for a code. A typing error is told by its last letter: nothing is looked up for it."""
    form = CodeForm(request.args)
    typed = (form.code.data or "").strip()[:LONGEST]
    if not typed:
        return render_template("check/index.html", form=form)
    code = lettering.read(typed)
    if code is not None:
        return redirect(url_for("check.show", code=code))
    form.code.errors = [
        _("Có chữ gõ nhầm hoặc thiếu. Mã gồm 27 chữ và số, không có chữ I, L, O, U; hãy đọc lại "
          "từng nhóm trên giấy.")
    ]  # fmt: skip
    return render_template("check/index.html", form=form, form_errors=True), 422


@bp.route("/check/<code>", methods=["GET", "POST"])
@public
@digested
def show(code: str) -> ResponseReturnValue:
    """Say what is known by a code; compare a file with the record by its digest alone."""
    with unit_of_work():
        allowed = counting.count(request.remote_addr or "")
    if not allowed:
        raise counting.too_many()
    found = find(code[:LONGEST])
    if found is None:
        return render_template("check/unknown.html", form=CodeForm()), 404
    known, facts = found
    with unit_of_work():
        own = facts.own
        judged = (
            verdicts.judged_expected(own.expected) if own
            else verdicts.judged(facts.paper)
        )  # fmt: skip
    form = CompareForm()
    brought = _digest(form) if form.validate_on_submit() else ""
    report = judged.report if judged else None
    page = render_template(
        "check/show.html", facts=facts, code=lettering.grouped(known), form=form,
        compared=wording.compared(facts, brought) if brought else None,
        heading=wording.heading(facts), noun=wording.noun(facts), judged=judged,
        tone=wording.TONES[facts.standing], deed_words=deed_words,
        standing_words=standing_words(facts.standing), now=clock.local(clock.now()),
        signatures=wording.signatures(facts, report) if report else [],
        form_errors=bool(form.errors),
    )  # fmt: skip
    return page, 422 if form.errors else 200


def _digest(form: CompareForm) -> str:
    stream: Digest = form.file.data.stream
    return stream.digest
