"""Who falls due: the list with its filters, as xlsx, computed anew, and into an open dossier."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workflow.awards.models import AwardVersion, Ground
from workflow.awards.queries import decider_in, line_of
from workflow.awards.wording import printed_name
from workflow.core import clock
from workflow.core.errors import BadInput, NotVisible
from workflow.core.i18n import _, lazy
from workflow.core.unit_of_work import unit_of_work
from workflow.core.web.access import acting, requires
from workflow.core.web.exports import send_list
from workflow.core.web.listing import asked, cut
from workflow.core.web.navigation import add_entry
from workflow.core.web.numerals import whole
from workflow.core.web.once import act_key
from workflow.organisations.models import Organisation
from workflow.proposals.models import SuggestionRun
from workflow.proposals.services.nominating import Row, add_nomination
from workflow.proposals.suggesting import computing, reading
from workflow.proposals.suggesting.reading import PAGE, Printed, Shown, Wanted
from workflow.proposals.suggesting.telling import tell
from workflow.proposals.views.blueprint import bp

add_entry(
    "proposals.suggestions", lazy("Gợi ý đến hạn"), icon="clock-history",
    roles={"officer", "secretary"}, order=28,
)  # fmt: skip
SHOWN = {
    Shown.DUE: lazy("Đến hạn"), Shown.EXPECTED: lazy("Dự kiến đến hạn"),
    Shown.ONE_SHORT: lazy("Thiếu một điều kiện"),
    Shown.HELD: lazy("Đang bị tạm dừng"),
}  # fmt: skip
EVERY = "all"
_DIGITS = 4
_FILTERS = ("unit", "award", "year", "shown", "q", "page")


def _wanted() -> Wanted:
    asked_for = request.args
    return Wanted(
        unit=asked_for.get("unit", ""), award=asked_for.get("award", ""),
        year=_year(asked_for.get("year", "")), shown=asked_for.get("shown", ""),
        words=asked().text,
    )  # fmt: skip


def _year(sent: str) -> int | None:
    """Return the year asked for: this one unless another, or every one, is named."""
    if sent == EVERY:
        return None
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) == _DIGITS else (
        clock.today().year
    )  # fmt: skip


def _award_name(version: AwardVersion, line: list[Organisation]) -> str:
    return printed_name(version, decider_in(version, line))


def _here() -> int:
    return acting().organisation_id or 0


@bp.get("/suggestions")
@requires("officer", "secretary")
def suggestions() -> ResponseReturnValue:
    actor, here, wanted, page = acting(), _here(), _wanted(), asked().page
    rows, more = cut(reading.suggestions_of(here, wanted, limit=PAGE + 1, offset=page * PAGE), PAGE)
    shown_rows = [row for row, _kind in rows]
    line, counts = line_of(here), reading.counts_of(here, wanted)
    choices = reading.choices_of(here)
    kept = _kept(wanted)
    return render_template(
        "proposals/suggestions.html", run=reading.find_run(here), rows=rows, wanted=wanted,
        told=tell(here, shown_rows), proposed=reading.proposed_of(actor, shown_rows),
        drafts=reading.drafts_of(actor), counts=counts, choices=choices, kinds=SHOWN, kept=kept,
        award_name=lambda version: _award_name(version, line), this_year=clock.today().year,
        page=page, every=EVERY, may_open=actor.has("officer"),
        previous=url_for("proposals.suggestions", page=page - 1, **kept) if page else None,
        following=url_for("proposals.suggestions", page=page + 1, **kept) if more else None,
        chosen=request.args.get("dossier", ""),
    )  # fmt: skip


def _kept(wanted: Wanted) -> dict[str, Any]:
    """Return the filters as they go into links; what was not asked for is left out."""
    found = {
        "unit": wanted.unit, "award": wanted.award, "year": wanted.year or EVERY,
        "shown": wanted.shown, "q": wanted.words,
    }  # fmt: skip
    return {key: value for key, value in found.items() if value}


@bp.post("/suggestions/compute")
@requires("officer", "secretary")
def compute_suggestions() -> ResponseReturnValue:
    with unit_of_work(act_key()) as work:
        run = computing.ask(acting())
        told = (
            _("Đã đối chiếu %(n)s người, tập thể với tiêu chuẩn.", n=run.people)
            if run.job_id is None else _("Đã giao việc tính. Trang này cho biết tiến độ.")
        )  # fmt: skip
        work.location = url_for("proposals.suggestions")
    flash(told, "success")
    return redirect(work.location)


@bp.post("/suggestions/add")
@requires("officer", "secretary")
def add_suggestion() -> ResponseReturnValue:
    """Put the chosen suggestion into the chosen open dossier."""
    actor, sent = acting(), request.form
    found = reading.find_suggestion(_here(), sent.get("suggestion", 0, type=whole))
    if found is None:
        raise NotVisible(_("Gợi ý này không còn. Hãy mở lại trang gợi ý."))
    name, recipient = found.recipient.name, found.recipient.public_id
    row = Row(award_version_id=found.award_version_id, ground=Ground.MERIT, year=found.year)
    dossier = sent.get("dossier", "")
    back: dict[str, Any] = {key: sent[key] for key in _FILTERS if sent.get(key)}
    try:
        with unit_of_work(act_key()) as work:
            add_nomination(dossier, recipient, row, actor=actor)
            work.location = url_for("proposals.suggestions")  # kept: no word that was searched for
        flash(_("Đã thêm %(name)s vào danh sách.", name=name), "success")
    except BadInput as error:
        flash(str(error), "error")
    return redirect(url_for("proposals.suggestions", dossier=dossier, **back))


@bp.get("/suggestions/workbook")
@requires("officer", "secretary")
def suggestions_workbook() -> ResponseReturnValue:
    """Return all that is filtered as xlsx, text cells only, as it was computed."""
    here = _here()
    rows, versions = reading.printed(here, _wanted())
    run, line = reading.find_run(here), line_of(here)
    return send_list(
        "Gợi ý đến hạn khen thưởng", _heads,
        lambda: (
            _cells(number, row, awards)
            for awards in [{key: _award_name(one, line) for key, one in versions.items()}]
            for number, row in enumerate(rows, start=1)
        ),
        lambda: [line[0].name, *_computed(run)],
    )  # fmt: skip


def _computed(run: SuggestionRun | None) -> list[str]:
    if run is None or run.computed_at is None:
        return []
    return [_("tính lúc %(at)s", at=f"{clock.local(run.computed_at):%H:%M %d/%m/%Y}")]


def _heads() -> list[tuple[str, str]]:
    return [
        ("number", _("TT")), ("name", _("Tên")), ("unit", _("Đơn vị")),
        ("award", _("Danh hiệu, hình thức")), ("year", _("Năm")), ("kind", _("Tình trạng")),
        ("told", _("Căn cứ, điều còn thiếu")),
    ]  # fmt: skip


def _cells(number: int, row: Printed, awards: dict[int, str]) -> dict[str, str]:
    return {
        "number": str(number), "name": row.name, "unit": row.unit,
        "award": awards[row.version_id], "year": str(row.year),
        "kind": str(SHOWN[Shown(row.shown)]), "told": row.told,
    }  # fmt: skip
