"""Taking rows over from an earlier dossier, and beginning again from a withdrawn one."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from workflow.core.actors import Actor
from workflow.core.errors import BadInput
from workflow.core.i18n import _, ngettext
from workflow.core.unit_of_work import unit_of_work
from workflow.core.web.access import acting, requires
from workflow.core.web.once import act_key
from workflow.proposals.earlier import carried, get_source, sources_for, year_of
from workflow.proposals.models import Proposal
from workflow.proposals.queries import count_nominations
from workflow.proposals.services.copying import copy_rows as copy
from workflow.proposals.services.copying import renew as begin_again
from workflow.proposals.views.blueprint import bp
from workflow.proposals.views.frame import editable, editor_page


@bp.get("/<public_id>/copy-rows")
@requires("officer")
def copy_rows(public_id: str) -> ResponseReturnValue:
    actor = acting()
    return _page(editable(public_id, actor), actor)


@bp.post("/<public_id>/copy-rows")
@requires("officer")
def copy_chosen(public_id: str) -> ResponseReturnValue:
    actor = acting()
    proposal = editable(public_id, actor)
    try:
        with unit_of_work(act_key()) as work:
            new = copy(
                public_id, request.form.get("source", ""), request.form.getlist("row"), actor=actor
            )
            work.location = url_for("proposals.nominations", public_id=public_id)
            count = len(new)
        flash(
            ngettext("Đã chép %(num)s đề nghị. Xem lại thành tích và ghi số đồng ý của năm nay.",
                     "Đã chép %(num)s đề nghị. Xem lại thành tích và ghi số đồng ý của năm nay.",
                     count), "success",
        )  # fmt: skip
        return redirect(work.location)
    except BadInput as error:
        return _page(editable(proposal.public_id, actor), actor, refused=str(error))


@bp.post("/<public_id>/renew")
@requires("officer")
def renew(public_id: str) -> ResponseReturnValue:
    with unit_of_work(act_key()) as work:
        renewed = begin_again(public_id, actor=acting())
        code, left_out = renewed.proposal.code, renewed.left_out
        work.location = url_for("proposals.nominations", public_id=renewed.proposal.public_id)
    flash(_("Đã lập hồ sơ %(code)s từ hồ sơ đã rút.", code=code), "success")
    if left_out:
        flash(_("Chưa chép: %(names)s. Xem lý do ở “Chép từ hồ sơ trước”.",
                names=", ".join(left_out)), "info")  # fmt: skip
    return redirect(work.location)


def _page(proposal: Proposal, actor: Actor, refused: str = "") -> ResponseReturnValue:
    sources = sources_for(actor, besides=proposal.id)
    asked = request.values.get("source", "")
    before = [one for one in sources if one.round_id != proposal.round_id] or sources
    wanted = asked or (before[0].public_id if before else "")
    source = get_source(wanted, actor) if wanted else None
    chosen = set(request.form.getlist("row")) if refused else None
    rows = carried(source, proposal) if source else []
    return editor_page(
        "proposals/copy_rows.html", proposal, "nominations", actor=actor, sources=sources,
        source=source, rows=rows, year=year_of(proposal), refused=refused,
        counts=count_nominations([one.id for one in sources]),
        ticked={one.row.id for one in rows
                if (one.proposed if chosen is None else one.row.public_id in chosen)},
        form_errors={"rows": [refused]} if refused else None, status=422 if refused else 200,
    )  # fmt: skip
