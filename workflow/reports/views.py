"""The inbox, and the bar that moves a demo's clock."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workflow.core import clock
from workflow.core.errors import BadInput
from workflow.core.i18n import _, lazy
from workflow.core.unit_of_work import unit_of_work
from workflow.core.web.access import acting, signed_in
from workflow.core.web.filters import day, hour, weekday
from workflow.core.web.forms import read_day
from workflow.core.web.navigation import add_entry
from workflow.core.web.numerals import whole
from workflow.emulation.models import Round
from workflow.reports import queries

bp = Blueprint("reports", __name__)
add_entry("reports.inbox", lazy("Việc cần làm"), icon="inbox", roles=set(), order=10)

MORNING = timedelta(hours=8)


@dataclass(frozen=True)
class Milestone:
    """One date of the round under way, as the line of milestones draws it."""

    label: str
    note: str
    state: str
    at: int = 0
    today: str = ""


def _milestones(award_round: Round) -> list[Milestone]:
    """Return the round's dates in order; today lies between the last past and the next one."""
    today = clock.today()
    dates: list[tuple[str, date | None, str]] = [
        (_("Nhận hồ sơ"), award_round.opens_on, _("từ %(day)s", day=day(award_round.opens_on))),
        (
            _("Hạn nộp %(day)s", day=day(award_round.due_at)[:5]),
            clock.local(award_round.due_at).date(),
            f"{hour(award_round.due_at)}, {weekday(award_round.due_at).split(',')[0]}",
        ),
        (_("Kiểm tra xong"), award_round.check_by, day(award_round.check_by)),
        (_("Hội đồng họp"), award_round.meets_on, day(award_round.meets_on)),
        (_("Trao thưởng"), award_round.ceremony_on, day(award_round.ceremony_on)),
    ]
    known = [(label, on, note) for label, on, note in dates if on is not None]
    passed = sum(on <= today for _label, on, _note in known)
    rows = []
    for index, (label, on, note) in enumerate(known):
        if index < passed - 1 or passed == len(known):
            rows.append(Milestone(label, note, "done"))
        elif index == passed - 1:
            told = _("Hôm nay %(day)s", day=f"{today:%d/%m}")
            span = max((known[index + 1][1] - on).days, 1)
            rows.append(Milestone(label, note, "half", round(10 * (today - on).days / span), told))
        else:
            rows.append(Milestone(label, note, "next" if index == passed else ""))
    return rows


@bp.get("/")
@signed_in
def inbox() -> ResponseReturnValue:
    """Show all work of this person, urgent first, then what they wait for."""
    actor = acting()
    award_round = queries.current_round(actor)
    return render_template(
        "reports/inbox.html",
        inbox=queries.inbox(actor),
        award_round=award_round,
        milestones=_milestones(award_round) if award_round else [],
        now=clock.now(),
        may_open="officer" in actor.roles,
    )


@bp.post("/demo-clock")
@signed_in
def move_clock() -> ResponseReturnValue:
    """Move the business clock of a demo; a real installation answers as if there were no page."""
    if not current_app.config["SETTINGS"].is_demo:
        abort(404)
    target = clock.now() + timedelta(days=min(request.form.get("days", 0, type=whole), 366))
    if request.form.get("move") == "date":
        try:
            target = clock.start_of(read_day(request.form.get("date", ""))) + MORNING
        except (ValueError, OverflowError) as error:
            raise BadInput(_("Ghi ngày cần chuyển tới dạng 22/12/2020.")) from error
    if not datetime(2004, 1, 1, tzinfo=UTC) < target < datetime(2100, 1, 1, tzinfo=UTC):
        abort(400)
    with unit_of_work():
        clock.move_to(target)
    return redirect(url_for("reports.inbox"))
