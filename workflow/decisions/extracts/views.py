"""The page where a decision's lines are chosen and extracted."""

from collections.abc import Sequence

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, SelectMultipleField
from wtforms.fields.choices import SelectChoice

from workflow.accounts.delegating.standing import Standing
from workflow.core.errors import NotAllowed
from workflow.core.i18n import _, lazy
from workflow.core.web.access import acting, requires
from workflow.core.web.acting import carry_out_form
from workflow.decisions.extracts.services import Per, lines_of, make_extracts, unit_of
from workflow.decisions.models import Decision, DecisionItem, ItemStatus
from workflow.decisions.queries import get_visible
from workflow.documents.copies import policies, queries
from workflow.documents.copies.forms import SignedCopyForm, first_values
from workflow.documents.copies.models import CopyForm, CopyRequest
from workflow.documents.copies.services import ends_of, signers_for, told_by
from workflow.documents.states import OUT

bp = Blueprint("extracts", __name__)


class ExtractForm(SignedCopyForm):
    per = RadioField(
        lazy("Mỗi bản trích sao gồm"),
        choices=[
            SelectChoice(
                Per.RECIPIENT.value, lazy("Một người, một tập thể: mỗi dòng một bản, một số")
            ),
            SelectChoice(
                Per.UNIT.value, lazy("Một đơn vị: các dòng của đơn vị trong một bản, một số")
            ),
            SelectChoice(Per.TOGETHER.value, lazy("Tất cả các dòng đã chọn trong một bản, một số")),
        ],
    )
    lines = SelectMultipleField(lazy("Các dòng"), validate_choice=False)


@bp.route("/<public_id>/extracts", methods=["GET", "POST"])
@requires(*sorted(policies.MAKERS))
def index(public_id: str) -> ResponseReturnValue:
    """Choose the lines, what one extract holds, and who signs; numbers are given at once."""
    decision = get_visible(public_id, acting())
    if not policies.maker_of(acting(), decision.paper):
        raise NotAllowed(_("Chỉ văn thư hoặc lưu trữ của cơ quan giữ văn bản mới làm bản sao."))
    asked = _asked(decision)
    signers = signers_for(decision.paper.organisation)
    form = ExtractForm(data=_beginning(decision, asked, signers))
    form.offer(signers)
    done = carry_out_form(
        form,
        lambda: make_extracts(
            public_id, form.lines.data or [], Per(form.per.data), form.order(CopyForm.EXTRACT),
            request=form.request.data or "", actor=acting(),
        ),
        to=lambda run: url_for("documents.copies.index", public_id=run.paper.public_id),
        told=told_by,
    )  # fmt: skip
    return done or _page(public_id, form)


def _asked(decision: Decision) -> CopyRequest | None:
    """Return the request the page answers, if it names one about this decision."""
    wanted = request.args.get("request", "")[:40]
    found = queries.get_request(wanted, acting()) if wanted else None
    return found if found is not None and found.paper_id == decision.paper_id else None


def _beginning(
    decision: Decision, asked: CopyRequest | None, signers: Sequence[Standing]
) -> dict[str, object]:
    paper = decision.paper
    values = first_values(signers, queries.last_run(paper.organisation_id))
    items = lines_of(decision)
    if asked is None:
        chosen = [item for item in items if item.status is not ItemStatus.REVOKED]
        return values | {"per": Per.RECIPIENT.value, "lines": _ids(chosen)}
    theirs = [item for item in items if unit_of(item)[0] == asked.asking_id]
    return values | {
        "per": Per.UNIT.value, "lines": _ids(theirs), "request": asked.public_id,
        "asked_by": asked.asking.name,
    }  # fmt: skip


def _ids(items: list[DecisionItem]) -> list[str]:
    return [item.public_id for item in items]


def _page(public_id: str, form: ExtractForm) -> ResponseReturnValue:
    decision = get_visible(public_id, acting())
    items = lines_of(decision)
    body = render_template(
        "decisions/extracts/index.html", decision=decision, paper=decision.paper, form=form,
        items=items, unit_of=unit_of, chosen=set(form.lines.data or []),
        mark=ends_of(decision.paper), out=decision.paper.status in OUT,
        form_errors=bool(form.errors),
    )  # fmt: skip
    return body, 422 if form.errors else 200
