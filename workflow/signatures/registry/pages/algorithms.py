"""The page of algorithms that are trusted to a last day only."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from workflow.core import clock
from workflow.core.i18n import _
from workflow.core.web.access import acting, requires
from workflow.core.web.acting import carry_out, carry_out_form
from workflow.core.web.forms import Form
from workflow.signatures.registry import policies, queries, retiring
from workflow.signatures.registry.forms import ReasonForm, RetirementForm, reason_beside
from workflow.signatures.registry.pages.blueprint import ADMINISTRATOR, bp
from workflow.signatures.registry.retiring import LastDay
from workflow.signatures.registry.steps import retirement_lifecycle
from workflow.signatures.renewal.words import ALGORITHMS


@bp.get("/algorithms")
@requires(ADMINISTRATOR)
def algorithms() -> ResponseReturnValue:
    """What is trusted to a last day, what waits for a second person, what was."""
    return _page()


def _page(
    form: RetirementForm | None = None, refused: tuple[str, Form] | None = None
) -> ResponseReturnValue:
    actor, rows = acting(), retiring.listed()
    wrong = bool(refused or (form and form.errors))
    page = render_template(
        "signatures/registry/algorithms.html", form=form or RetirementForm(formdata=None),
        holding=rows.holding, proposed=rows.proposed, past=rows.past, names=ALGORITHMS,
        hidden=rows.count - len(rows.past),
        open={one.id: retirement_lifecycle.open_to(actor, one) for one in rows.proposed},
        may_keep=policies.keeper(actor), others=queries.other_keepers(actor), me=actor.user_id,
        refused=refused[0] if refused else "", reason=refused[1] if refused else None,
        reason_beside=reason_beside, form_errors=wrong, today=clock.today(),
    )  # fmt: skip
    return page, 422 if wrong else 200


@bp.post("/algorithms")
@requires(ADMINISTRATOR)
def propose_last_day() -> ResponseReturnValue:
    """Enter an algorithm's last day, or take it back, for a second keeper to confirm."""
    form = RetirementForm()
    done = carry_out_form(
        form,
        lambda: retiring.propose(
            LastDay(form.name.data, form.day.data, form.source.data or ""), actor=acting()
        ),
        to=url_for("signing.algorithms"),
        told=_("Đã ghi. Chưa có hiệu lực: một quản trị viên khác phải xác nhận."),
    )  # fmt: skip
    return done or _page(form)


@bp.post("/algorithms/<algorithm_id>/confirm")
@requires(ADMINISTRATOR)
def confirm_last_day(algorithm_id: str) -> ResponseReturnValue:
    return carry_out(
        lambda: retiring.confirm(algorithm_id, actor=acting()), to=url_for("signing.algorithms"),
        told=_("Đã xác nhận. Các tệp liên quan được gia hạn trước ngày đó."),
    )  # fmt: skip


@bp.post("/algorithms/<algorithm_id>/decline")
@requires(ADMINISTRATOR)
def decline_last_day(algorithm_id: str) -> ResponseReturnValue:
    form = ReasonForm()
    done = carry_out_form(
        form, lambda: retiring.decline(algorithm_id, form.reason.data or "", actor=acting()),
        to=url_for("signing.algorithms"), told=_("Đã ghi: không nhận đề nghị này."),
    )  # fmt: skip
    return done or _page(refused=(algorithm_id, form))


@bp.post("/algorithms/<algorithm_id>/withdraw")
@requires(ADMINISTRATOR)
def withdraw_last_day(algorithm_id: str) -> ResponseReturnValue:
    return carry_out(
        lambda: retiring.withdraw(algorithm_id, actor=acting()),
        to=url_for("signing.algorithms"), told=_("Đã rút đề nghị."),
    )  # fmt: skip
