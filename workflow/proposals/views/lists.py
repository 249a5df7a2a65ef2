"""The unit's dossiers, and the secretary's queue."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from workflow.core import clock
from workflow.core.web.access import acting, requires
from workflow.core.web.numerals import whole
from workflow.proposals import lists
from workflow.proposals.queries import INCOMING, count_nominations
from workflow.proposals.rounds import rounds_open_to
from workflow.proposals.states import ProposalStatus
from workflow.proposals.views.blueprint import bp


@bp.get("")
@requires("officer", "unit_head", "secretary", "head", "clerk", "archivist")
def index() -> ResponseReturnValue:
    actor = acting()
    award_round, status = request.args.get("round", ""), request.args.get("status", "")
    rows = lists.dossiers_of_unit(
        actor, round_public_id=award_round, status=status,
        before_id=request.args.get("before", type=whole),
    )  # fmt: skip
    shown = rows[: lists.PAGE]
    next_url = None
    if len(rows) > lists.PAGE:
        next_url = url_for("proposals.index", before=shown[-1].id, round=award_round, status=status)
    return render_template(
        "proposals/index.html", rows=shown, award_round=award_round, status=status,
        statuses=list(ProposalStatus), may_open=actor.has("officer"),
        counts=count_nominations([row.id for row in shown]),
        rounds=rounds_open_to(actor.organisation_id or 0), today=clock.today(),
        next_url=next_url,
    )  # fmt: skip


@bp.get("/incoming")
@requires("secretary")
def incoming() -> ResponseReturnValue:
    actor = acting()
    status, unit = request.args.get("status", ""), request.args.get("unit", "")
    rows = lists.incoming_to(actor, status=status, unit_public_id=unit)
    rounds = rounds_open_to(actor.organisation_id or 0)
    own = [one for one in rounds if one.organisation_id == actor.organisation_id]
    return render_template(
        "proposals/incoming.html", rows=rows, status=status, unit=unit,
        counts=count_nominations([row.id for row in rows]), now=clock.now(),
        statuses=[one for one in ProposalStatus if one is not ProposalStatus.DRAFT],
        handed_in=[(one, lists.handed_in(one.id)) for one in own[:3]],
        first=next((row for row in rows if row.status in INCOMING), None),
    )  # fmt: skip
