"""The page that says for a whole unit, and for many people at once, which years are complete."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workflow.core.errors import BadInput
from workflow.core.i18n import _, ngettext
from workflow.core.unit_of_work import unit_of_work
from workflow.core.web.access import acting, requires
from workflow.core.web.numerals import whole
from workflow.core.web.once import act_key
from workflow.recipients.coverage import covered
from workflow.recipients.covering import Done, cover_many
from workflow.recipients.forms import LEDGERS, CoverManyForm
from workflow.recipients.ledger_pages import DOSSIER
from workflow.recipients.queries import PAGE, Member, members_of
from workflow.recipients.states import Ledger

bp = Blueprint("coverage", __name__, url_prefix="/recipients/coverage")
KEPT = ("q", "page", DOSSIER)
ALL = "all"


@bp.get("")
@requires("officer", "secretary")
def index() -> ResponseReturnValue:
    known = {one.value for one in Ledger}
    form = CoverManyForm(formdata=None, data={
        "first_year": request.args.get("first", type=whole),
        "last_year": request.args.get("last", type=whole),
        "ledgers": [one for one in request.args.getlist("ledger") if one in known],
    })  # fmt: skip
    return _page(form, set(request.args.getlist("chosen")))


@bp.post("")
@requires("officer", "secretary")
def cover() -> ResponseReturnValue:
    form, chosen = CoverManyForm(), request.form.getlist("chosen")
    marks = {one: request.form.get(f"read-{one}", "") for one in chosen}
    if form.validate_on_submit():
        try:
            with unit_of_work(act_key()) as work:
                done = cover_many(marks, **form.typed(), actor=acting())
                work.location = url_for("coverage.index", **_kept())
            _tell(done)
            return redirect(work.location)
        except BadInput as error:
            form.refuse(error)
    return _page(form, set(chosen))


def _tell(done: Done) -> None:
    if done.written:
        flash(_("Đã ghi %(n)s dòng năm đủ dữ liệu cho %(people)s người, tập thể.",
                n=done.written, people=done.people), "success")  # fmt: skip
    if done.known:
        flash(ngettext("%(num)s dòng đã ghi từ trước, không ghi lại.",
                       "%(num)s dòng đã ghi từ trước, không ghi lại.", done.known),
              "info")  # fmt: skip


def _kept() -> dict[str, Any]:
    return {name: request.args[name] for name in KEPT if request.args.get(name)}


def _page(form: CoverManyForm, chosen: set[str]) -> ResponseReturnValue:
    words = request.args.get("q", "")[:100]
    page = max(request.args.get("page", 1, type=whole), 1)
    found = members_of(
        acting().organisation_id or 0, words=words, below=True, limit=PAGE + 1,
        offset=(page - 1) * PAGE,
    )  # fmt: skip
    rows = _once_each(found[:PAGE])
    shown = {one.recipient.public_id for one in rows}
    body = render_template(
        "recipients/coverage.html", rows=rows, words=words, page=page, form=form,
        has_more=len(found) > PAGE, ledger_names=LEDGERS, kept=_kept(),
        said=covered([one.recipient.id for one in rows]),
        ticked=shown if ALL in chosen else chosen & shown,
        unit=acting().organisation_id, dossier=request.args.get(DOSSIER, ""),
        form_errors=form.errors,
    )  # fmt: skip
    return body, 422 if form.errors else 200


def _once_each(rows: Sequence[Member]) -> list[Member]:
    """Return each recipient once, however many posts one of them holds."""
    return list({one.recipient.id: one for one in reversed(rows)}.values())[::-1]
