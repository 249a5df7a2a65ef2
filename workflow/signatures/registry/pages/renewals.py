"""The page of renewals: what could not be renewed and why, what is due, what was done."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from workflow.core.i18n import _, lazy
from workflow.core.web.access import acting, requires
from workflow.core.web.acting import carry_out, carry_out_form
from workflow.core.web.forms import Form
from workflow.core.web.navigation import add_entry
from workflow.signatures.registry.forms import ReasonForm, reason_beside
from workflow.signatures.registry.pages.blueprint import ADMINISTRATOR, bp
from workflow.signatures.renewal import keeping, words
from workflow.signatures.renewal.keeping import KEEPERS
from workflow.signatures.renewal.states import Trouble
from workflow.signatures.renewal.tasks import count_waiting

add_entry(
    "signing.renewals", lazy("Gia hạn chữ ký"), icon="shield-check", roles={"archivist"},
    order=72, count=count_waiting,
)  # fmt: skip


@bp.get("/renewals")
@requires(*KEEPERS)
def renewals() -> ResponseReturnValue:
    """How long the sealed files of the actor's offices can be proven."""
    return _page()


def _page(refused: tuple[str, Form] | None = None) -> ResponseReturnValue:
    actor = acting()
    page = render_template(
        "signatures/registry/renewals.html", board=keeping.board(actor), why=words.why_due,
        troubles=words.TROUBLES, unproven=Trouble.UNPROVEN, most=keeping.MOST,
        opens=actor.has("archivist"), administers=actor.has(ADMINISTRATOR),
        refused=refused[0] if refused else "",
        reason=refused[1] if refused else None, reason_beside=reason_beside,
        form_errors=refused is not None,
    )  # fmt: skip
    return page, 422 if refused else 200


@bp.post("/renewals/<public_id>/retry")
@requires(*KEEPERS)
def retry_renewal(public_id: str) -> ResponseReturnValue:
    return carry_out(
        lambda: keeping.retry(public_id, actor=acting()), to=url_for("signing.renewals"),
        told=_("Đang thử lại. Tải lại trang sau ít giây để xem kết quả."),
    )  # fmt: skip


@bp.post("/renewals/<public_id>/settle")
@requires(*KEEPERS)
def settle_renewal(public_id: str) -> ResponseReturnValue:
    keeping.get_visible(public_id, acting())  # before anything is said of what was typed
    form = ReasonForm()
    done = carry_out_form(
        form, lambda: keeping.settle(public_id, form.reason.data or "", actor=acting()),
        to=url_for("signing.renewals"), told=_("Đã ghi nhận. Tệp này không được nhắc nữa."),
    )  # fmt: skip
    return done or _page((public_id, form))
