"""Who does not vote on what: members declare ties, whoever presides decides each conflict."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workflow.core import clock
from workflow.core.errors import BadInput
from workflow.core.i18n import _
from workflow.core.web.access import acting, signed_in
from workflow.core.web.acting import carry_out, carry_out_form
from workflow.councils.forms import TieForm, read_words
from workflow.councils.models import Session
from workflow.councils.policies import secretary_of
from workflow.councils.posts import post_name
from workflow.councils.queries import agenda_of, attendance_of, ballots_of, get_visible, seats_on
from workflow.councils.recusing.board import Shown, by_member, may_be_decided, read_conflicts
from workflow.councils.recusing.grounds import TieKind, ground_words, tie_words
from workflow.councils.recusing.services import declare, open_rows, rule, withdraw
from workflow.councils.views.blueprint import bp
from workflow.proposals.queries import name_text

_WORDS = ("out", "in")


def _tie_form(found: Session) -> TieForm:
    rows = [(str(row.id), f"{name_text(row.nomination)}, {row.nomination.unit_name}".rstrip(", "))
            for row in open_rows(found)]  # fmt: skip
    return TieForm(rows)


def _shown(found: Session) -> list[Shown]:
    seats = seats_on(found.council_id, clock.today())
    return read_conflicts(found, agenda_of(found.id), attendance_of(found.id), seats, acting())


def _page(found: Session, form: TieForm) -> ResponseReturnValue:
    called = attendance_of(found.id)
    seats = seats_on(found.council_id, clock.today())
    shown = _shown(found)
    body = render_template(
        "councils/recusals.html", session=found, form=form, groups=by_member(shown), shown=shown,
        ground_words=ground_words, tie_words=tie_words, name_text=name_text,
        ticked=_ticked(shown), open=may_be_decided(found, ballots_of(found.id)),
        is_called=acting().user_id in {row.user_id for row in called},
        runs=secretary_of(acting(), found), form_errors=form.errors,
        posts={seat.user_id: post_name(seat.post) for seat in seats},
    )  # fmt: skip
    return body, 422 if form.errors else 200


def _ticked(shown: Sequence[Shown]) -> set[str]:
    """Return what the address ticks beforehand: all that wait, or every one of a member."""
    asked = request.args.get("tick", "")
    return {
        one.key for one in shown
        if one.may_be_ticked and (
            one.conflict.waits if asked == "all" else asked == one.conflict.member.public_id
        )
    }  # fmt: skip


@bp.get("/sessions/<public_id>/recusals")
@signed_in
def recusals(public_id: str) -> ResponseReturnValue:
    """The conflicts, each member's together; whoever presides ticks those to decide."""
    found = get_visible(public_id, acting())
    return _page(found, _tie_form(found))


@bp.post("/sessions/<public_id>/recusals/decide")
@signed_in
def decide_recusals(public_id: str) -> ResponseReturnValue:
    """What was ticked once more, with a reason for each; then all of it is decided in one act."""
    found = get_visible(public_id, acting())
    back = url_for("councils.recusals", public_id=public_id)
    keys = request.form.getlist("row")
    chosen = [one for one in _shown(found) if one.may_be_ticked and one.key in keys]
    if not keys or len(chosen) != len(set(keys)) or request.form.get("word") not in _WORDS:
        flash(
            _("Có trường hợp không còn chờ đồng chí quyết định. Hãy chọn lại.") if keys
            else _("Hãy chọn ít nhất một trường hợp rồi bấm quyết định."), "warning",
        )  # fmt: skip
        return redirect(back)
    refusal: BadInput | None = None
    if "confirmed" in request.form:
        named = [(one.conflict.item.id, one.conflict.member.id, one.key) for one in chosen]
        try:
            return carry_out(
                lambda: rule(public_id, read_words(request.form, named), actor=acting()),
                to=back, told=lambda n: _("Đã ghi %(n)s quyết định.", n=n),
            )  # fmt: skip
        except BadInput as error:
            refusal = error
        found = get_visible(public_id, acting())
        chosen = [one for one in _shown(found) if one.key in keys]
    body = render_template(
        "councils/decide_recusals.html", session=found, chosen=chosen, refusal=refusal,
        word=request.form["word"], typed=request.form, form_errors=refusal,
        ground_words=ground_words, tie_words=tie_words, name_text=name_text,
    )  # fmt: skip
    return body, 422 if refusal else 200


@bp.post("/sessions/<public_id>/recusals/declare")
@signed_in
def declare_tie(public_id: str) -> ResponseReturnValue:
    """A member's own word on a tie to a nominee."""
    form = _tie_form(get_visible(public_id, acting()))
    done = carry_out_form(
        form,
        lambda: declare(public_id, int(form.item.data), TieKind(form.kind.data), actor=acting()),
        to=url_for("councils.recusals", public_id=public_id),
        told=_("Đã khai. Người chủ trì sẽ quyết định."),
    )  # fmt: skip
    return done or _page(get_visible(public_id, acting()), form)


@bp.post("/sessions/<public_id>/recusals/<int:item_id>/withdraw")
@signed_in
def withdraw_tie(public_id: str, item_id: int) -> ResponseReturnValue:
    return carry_out(
        lambda: withdraw(public_id, item_id, actor=acting()),
        to=url_for("councils.recusals", public_id=public_id), told=_("Đã rút lời khai."),
    )  # fmt: skip
