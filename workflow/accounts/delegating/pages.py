"""Pages of delegated signing: who may sign what in whose place, from when to when."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workflow.accounts.delegating import queries, services
from workflow.accounts.delegating.blocks import USUAL_HEAD
from workflow.accounts.delegating.forms import DelegationForm, EndForm
from workflow.accounts.delegating.labels import KIND_LABELS, SHORT_LABELS
from workflow.accounts.delegating.models import Delegation
from workflow.accounts.delegating.policies import keeper_of
from workflow.accounts.delegating.standing import Standing, heads_of
from workflow.accounts.delegating.states import SignedKind
from workflow.core import audit, clock
from workflow.core.i18n import _, lazy
from workflow.core.web.access import acting, requires
from workflow.core.web.acting import carry_out_form
from workflow.core.web.listing import asked, cut
from workflow.core.web.navigation import add_entry

bp = Blueprint("delegations", __name__, url_prefix="/delegations")
add_entry(
    "delegations.index", lazy("Giao quyền ký"), icon="pen", roles={"administrator", "head"},
    order=83,
)  # fmt: skip


def _page(template: str, form: Any = None, **values: Any) -> ResponseReturnValue:
    wrong = bool(form is not None and form.errors)
    page = render_template(
        f"delegations/{template}.html", form=form, form_errors=wrong, ways=SHORT_LABELS,
        kinds=KIND_LABELS, today=clock.today(), **values,
    )  # fmt: skip
    return page, 422 if wrong else 200


def _detail(row: Delegation) -> str:
    return url_for("delegations.detail", public_id=row.public_id)


def _block_of(row: Delegation) -> dict[str, str]:
    head_post = row.organisation.head_post or USUAL_HEAD
    return Standing(row.holder, row.post, head_post, row).block


def _kinds_of(row: Delegation) -> list[Any]:
    return [KIND_LABELS[SignedKind(one)] for one in row.kinds]


@bp.get("/")
@requires(*sorted(queries.READERS))
def index() -> ResponseReturnValue:
    actor, wanted = acting(), asked()
    named = request.args.get("organisation", "")[:40]
    under = queries.office_of(named, actor) if named else None
    everything = request.args.get("all", "") == "1"
    found = queries.listed(actor, clock.today(), under=under, held=not everything, page=wanted.page)
    rows, more = cut(found, queries.PAGE)
    office = under or queries.office_of("", actor)
    return _page(
        "index", rows=rows, more=more, under=under, everything=everything, page=wanted.page,
        may_give=keeper_of(actor, office), kinds_of=_kinds_of,
        several=len({row.organisation_id for row in rows}) > 1,
    )  # fmt: skip


@bp.route("/create", methods=["GET", "POST"])
@requires("administrator", "head")
def create() -> ResponseReturnValue:
    """Enter a delegation of the own organisation, or of one that is named and administered."""
    actor, today = acting(), clock.today()
    office = queries.office_of(request.args.get("organisation", "")[:40], actor)
    form = DelegationForm(data={"valid_from": today})
    form.offer(queries.people_of(office, today), heads_of(office, today))
    done = carry_out_form(
        form, lambda: services.give(office.public_id, form.giving(), actor=actor), to=_detail,
        told=_("Đã ghi việc giao quyền ký."),
    )  # fmt: skip
    return done or _page("create", form, office=office, may_give=keeper_of(actor, office))


@bp.get("/<public_id>")
@requires(*sorted(queries.READERS))
def detail(public_id: str) -> ResponseReturnValue:
    actor = acting()
    row = queries.get_visible(public_id, actor)
    return _page(
        "detail", row=row, block=_block_of(row), kinds_of=_kinds_of,
        may_end=keeper_of(actor, row.organisation) and _lasts(row),
        journal=audit.journal("delegation", row.id)[:20],
    )  # fmt: skip


def _lasts(row: Delegation) -> bool:
    return row.last_day is None or row.last_day >= clock.today()


@bp.route("/<public_id>/end", methods=["GET", "POST"])
@requires("administrator", "head")
def end(public_id: str) -> ResponseReturnValue:
    actor = acting()
    row = queries.get_visible(public_id, actor)
    form = EndForm(data={"last_day": clock.today() - services.A_DAY})
    done = carry_out_form(
        form,
        lambda: services.end(
            public_id, form.data["last_day"], form.reason.data or "", actor=actor
        ),
        to=_detail, told=_("Đã ghi ngày kết thúc việc giao quyền ký."),
    )  # fmt: skip
    return done or _page("end", form, row=row)
