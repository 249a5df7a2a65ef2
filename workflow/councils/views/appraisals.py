"""Appraisal before a session: assigning, a member's sheets, what differs, and the results."""

from collections.abc import Mapping

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from workflow.awards.catalogue_texts import law_text
from workflow.core.db import db
from workflow.core.errors import BadInput
from workflow.core.i18n import _
from workflow.core.text import normalise
from workflow.core.web.access import acting, requires, signed_in
from workflow.core.web.acting import carry_out
from workflow.core.web.numerals import whole_or
from workflow.councils.agenda import part_title
from workflow.councils.appraising.applying import MOST_NOTE, apply_outcome, chosen_rows
from workflow.councils.appraising.assigning import Dealt, assign, release
from workflow.councils.appraising.board import Appraised, Row, read_appraisal
from workflow.councils.appraising.choices import (
    Grouping,
    Outcome,
    Recommendation,
    grouping_words,
    outcome_words,
    recommendation_words,
)
from workflow.councils.appraising.forms import read_draft, read_outcome, read_rows
from workflow.councils.appraising.models import Appraisal
from workflow.councils.appraising.queries import appraisal_of, criteria_of, own_sheet
from workflow.councils.appraising.rows import barred_from, open_items
from workflow.councils.appraising.writing import MOST_REMARK, hand_in, save
from workflow.councils.eligibility import standings, those_seen
from workflow.councils.models import Session
from workflow.councils.queries import attendance_of, get_visible
from workflow.councils.services.sessions import must_run
from workflow.councils.views.blueprint import bp
from workflow.documents.queries import documents_of
from workflow.proposals.queries import award_text, name_text

WORDS = {
    "name_text": name_text, "award_text": award_text, "part_title": part_title,
    "recommendation_words": recommendation_words, "outcome_words": outcome_words,
    "grouping_words": grouping_words,
}  # fmt: skip


@bp.get("/sessions/<public_id>/appraisal")
@signed_in
def appraisal(public_id: str) -> ResponseReturnValue:
    """A member's own sheets, the least appraised row first; for who runs it, the progress."""
    found = get_visible(public_id, acting())
    return render_template(
        "councils/appraisal.html", session=found, read=read_appraisal(found, acting()), **WORDS
    )


@bp.route("/sessions/<public_id>/appraisal/assign", methods=["GET", "POST"])
@requires("secretary")
def assign_appraisal(public_id: str) -> ResponseReturnValue:
    """Deal the agenda out to members, by award or by unit, in one act."""
    must_run(acting(), get_visible(public_id, acting()))
    refusal: BadInput | None = None
    if request.method == "POST":
        grouping = Grouping.UNIT if request.form.get("by") == "unit" else Grouping.AWARD
        members = request.form.getlist("members")
        try:
            return carry_out(
                lambda: assign(public_id, grouping, members, actor=acting()),
                to=url_for("councils.appraisal", public_id=public_id), told=_told,
            )  # fmt: skip
        except BadInput as error:
            refusal = error
    found = get_visible(public_id, acting())
    called = [row.user for row in attendance_of(found.id)]
    items = open_items(found)
    barred = barred_from(found, items, called)
    body = render_template(
        "councils/appraisal_assign.html", session=found, read=read_appraisal(found, acting()),
        called=called, criteria=criteria_of(found.council_id), refusal=refusal, typed=request.form,
        conflicts={one.id: sum(who == one.id for _row, who in barred) for one in called},
        chosen=request.form.getlist("members"), groupings=list(Grouping), form_errors=refusal,
        **WORDS,
    )  # fmt: skip
    return body, 422 if refusal else 200


def _told(done: Dealt) -> str:
    said = _("Đã giao %(n)s phiếu cho %(members)s thành viên.", n=done.sheets, members=done.members)
    if not done.short:
        return said
    return said + " " + _(
        "%(n)s đề nghị chưa đủ phiếu vì các thành viên còn lại có xung đột lợi ích hoặc đã đọc "
        "phiếu của người khác.", n=done.short,
    )  # fmt: skip


@bp.post("/sessions/<public_id>/appraisal/release/<member_id>")
@requires("secretary")
def release_appraisal(public_id: str, member_id: str) -> ResponseReturnValue:
    return carry_out(
        lambda: release(public_id, member_id, actor=acting()),
        to=url_for("councils.assign_appraisal", public_id=public_id),
        told=lambda n: _("Đã thu hồi %(n)s phiếu chưa nộp. Hãy giao lại cho người khác.", n=n),
    )  # fmt: skip


@bp.route("/sessions/<public_id>/appraisal/sheets/<sheet_id>", methods=["GET", "POST"])
@signed_in
def appraisal_sheet(public_id: str, sheet_id: str) -> ResponseReturnValue:
    """The actor's own sheet; once it is in, what others said of the row beside it."""
    found = get_visible(public_id, acting())
    sheet = own_sheet(found, sheet_id, acting())
    refusal: BadInput | None = None
    if request.method == "POST":
        try:
            return _write(public_id, sheet_id, db.session.get_one(Appraisal, sheet.appraisal_id))
        except BadInput as error:
            refusal = error
        found = get_visible(public_id, acting())
    read = read_appraisal(found, acting())
    row = next((one for one in read.rows if one.mine and one.mine.public_id == sheet_id), None)
    typed: Mapping[str, str] = request.form if refusal else {}
    body = render_template(
        "councils/appraisal_sheet.html", session=found, read=read, row=row,
        sheet=own_sheet(found, sheet_id, acting()), appraisal=appraisal_of(found.id), typed=typed,
        refusal=refusal, recommendations=list(Recommendation), most_remark=MOST_REMARK,
        standing=standings(those_seen([sheet.nomination], acting()), live=True).get(
            sheet.nomination_id
        ), evidence=documents_of("nomination", sheet.nomination_id), law_text=law_text,
        form_errors=refusal, **WORDS,
    )  # fmt: skip
    return body, 422 if refusal else 200


def _write(public_id: str, sheet_id: str, form: Appraisal) -> ResponseReturnValue:
    draft = read_draft(request.form, form.criteria)
    final = request.form.get("act") == "hand-in"
    act = hand_in if final else save
    version = whole_or(0, request.form.get("version", ""))
    told = (
        _("Đã nộp phiếu. Nay đồng chí đọc được phiếu của người khác về đề nghị này.") if final
        else _("Đã lưu nháp; chỉ đồng chí xem được.")
    )  # fmt: skip
    return carry_out(
        lambda: act(public_id, sheet_id, draft, version=version, actor=acting()), told=told,
        to=url_for("councils.appraisal_sheet", public_id=public_id, sheet_id=sheet_id),
    )  # fmt: skip


def _results_page(
    found: Session, *, only_differing: bool, refusal: BadInput | None = None
) -> ResponseReturnValue:
    read = read_appraisal(found, acting())
    body = render_template(
        "councils/appraisal_results.html", session=found, read=read, refusal=refusal,
        rows=read.differing if only_differing else read.readable, only_differing=only_differing,
        outcomes=list(Outcome), typed=request.form, chosen=request.form.getlist("rows"),
        most_note=MOST_NOTE, form_errors=refusal, **WORDS,
    )  # fmt: skip
    return body, 422 if refusal else 200


@bp.get("/sessions/<public_id>/appraisal/differences")
@signed_in
def appraisal_differences(public_id: str) -> ResponseReturnValue:
    """The rows members disagree on: recommendations that differ, points too far apart."""
    return _results_page(get_visible(public_id, acting()), only_differing=True)


@bp.route("/sessions/<public_id>/appraisal/results", methods=["GET", "POST"])
@signed_in
def appraisal_results(public_id: str) -> ResponseReturnValue:
    """Every sheet the actor may read; ticked rows get one result, shown once more before it is."""
    found = get_visible(public_id, acting())
    if request.method == "GET":
        return _results_page(found, only_differing=False)
    try:
        return _settle(found)
    except BadInput as error:
        only = request.form.get("only") == "differences"
        return _results_page(get_visible(public_id, acting()), only_differing=only, refusal=error)


def _settle(found: Session) -> ResponseReturnValue:
    outcome, rows = read_outcome(request.form), read_rows(request.form)
    note = normalise(request.form.get("note", "").replace("\r\n", "\n")[:MOST_NOTE])
    if request.form.get("confirmed") != "yes":
        return _ask(found, read_appraisal(found, acting()), rows, outcome, note)
    return carry_out(
        lambda: apply_outcome(found.public_id, rows, outcome, note, actor=acting()),
        to=url_for("councils.appraisal_results", public_id=found.public_id),
        told=lambda n: _("Đã ghi kết quả thẩm định của %(n)s đề nghị.", n=n),
    )  # fmt: skip


def _ask(
    found: Session, read: Appraised, rows: Mapping[int, int], outcome: Outcome, note: str
) -> ResponseReturnValue:
    chosen: list[Row] = chosen_rows(read, rows)
    if outcome is Outcome.TAKE_OFF and not note.strip():
        raise BadInput(_("Đưa ra khỏi chương trình họp: hãy ghi lý do."), field="note")
    return render_template(
        "councils/appraisal_apply.html", session=found, rows=chosen, outcome=outcome, note=note,
        **WORDS,
    )  # fmt: skip
