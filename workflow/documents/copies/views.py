"""Pages of copies: those of one paper, one copy, and requests for them."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from workflow.accounts.delegating.standing import Standing
from workflow.core.i18n import _
from workflow.core.web.access import acting, requires, signed_in
from workflow.core.web.acting import carry_out, carry_out_form
from workflow.core.web.forms import Form
from workflow.core.web.headers import FILE_POLICY
from workflow.documents import queries as papers
from workflow.documents.access import home_of
from workflow.documents.contents import PDF
from workflow.documents.copies import asking, policies, queries, services
from workflow.documents.copies.forms import AskForm, ReasonForm, WholeForm, first_values
from workflow.documents.copies.models import Copy, CopyForm, CopyRequest, CopyRun
from workflow.documents.copies.printing import printed
from workflow.documents.copies.services import Target, ends_of, since_copied, told_by
from workflow.documents.copies.whole import copyable, make_whole, words_of
from workflow.documents.engine.texts import file_name
from workflow.documents.models import Paper
from workflow.documents.states import OUT, Direction

bp = Blueprint("copies", __name__)
MAKERS = tuple(sorted(policies.MAKERS))


@bp.route("/papers/<public_id>/copies", methods=["GET", "POST"])
@signed_in
def index(public_id: str) -> ResponseReturnValue:
    """The copies of one paper; who keeps the paper makes one here."""
    paper = papers.get_visible(public_id, acting())
    signers = services.signers_for(paper.organisation)
    form = WholeForm(data=_beginning(paper, signers))
    form.offer(signers)
    done = carry_out_form(
        form, lambda: _make(public_id, form), to=_here(public_id), told=told_by
    )  # fmt: skip
    return done or _page(paper, form, _ask_form(paper, fresh=True), refused=bool(form.errors))


def _make(public_id: str, form: WholeForm) -> CopyRun:
    paper = papers.get_visible(public_id, acting())
    asked = _asked(form.request.data or "")
    target = Target(
        words_of(paper), tuple((form.destinations.data or "").splitlines()),
        form.quantity.data or 0, asked.asking_id if asked else None,
    )  # fmt: skip
    order = form.order(CopyForm(form.form.data))
    run = make_whole(public_id, order, target, of=form.of.data or "", actor=acting())
    asking.answer(form.request.data or "", run, actor=acting())
    return run


def _asked(public_id: str) -> CopyRequest | None:
    return queries.get_request(public_id, acting()) if public_id else None


def _beginning(paper: Paper, signers: Sequence[Standing]) -> dict[str, Any]:
    """Return what the form begins with: the request being answered, the last copy's signer."""
    if not policies.maker_of(acting(), paper):
        return {}
    values: dict[str, Any] = {"form": "SY", "destinations": "Lưu: VT", "quantity": 1}
    values |= first_values(signers, queries.last_run(paper.organisation_id))
    values["of"] = request.args.get("of", "")[:40]
    if values["of"]:
        values["form"] = "SL"
    asked = _asked(request.args.get("request", "")[:40])
    if asked and asked.paper_id == paper.id and asked.form is not CopyForm.EXTRACT:
        values |= {
            "request": asked.public_id, "asked_by": asked.asking.name,
            "destinations": f"{asked.asking.name}\nLưu: VT",
        }  # fmt: skip
    return values


def _page(paper: Paper, form: WholeForm, ask: AskForm, *, refused: bool) -> ResponseReturnValue:
    rows, following = queries.copies_of(paper.id, acting(), before=request.args.get("before", ""))
    asked = queries.asked_of(paper.id, acting())
    open_ones = [one for one in asked if one.answered_at is None]
    here = acting().organisation_id
    body = render_template(
        "documents/copies/index.html", paper=paper, form=form, ask_form=ask, rows=rows,
        following=following, runs=_together(rows), files=queries.files_of(rows),
        form_name=queries.form_name,
        under_way=queries.under_way(paper.id, acting()), form_errors=refused,
        may_make=policies.maker_of(acting(), paper) and paper.status in OUT,
        may_ask=policies.asker_of(acting(), paper) and paper.status in OUT
        and all(one.asking_id != here for one in open_ones),
        asked=asked, mark=ends_of(paper),
        home=home_of(acting(), paper.owner_kind, paper.owner_id),
        extracts=_extracts(paper), kind_name=papers.kind_name(paper.kind),
        has_file=copyable(paper) is not None, answering=form.request.data or "",
        incoming=paper.direction is Direction.INCOMING,
    )  # fmt: skip
    return body, 422 if refused else 200


def _together(rows: Sequence[Copy]) -> list[CopyRun]:
    """Return the runs on this page that made more than one copy, the latest first."""
    runs = {row.run.id: row.run for row in rows}
    return [run for run in runs.values() if run.size > 1]


def _extracts(paper: Paper) -> bool:
    """Whether the paper is a decision made here with a list, whose lines can be extracted."""
    made_here = paper.owner_kind == "decision" and paper.direction is Direction.OUTGOING
    return made_here and "annex_subject" in paper.context


def _here(public_id: str) -> str:
    return url_for("documents.copies.index", public_id=public_id)


def _ask_form(paper: Paper, *, fresh: bool = False) -> AskForm:
    form = AskForm(formdata=None) if fresh else AskForm()
    form.form.choices = [SelectChoice("SY", _("Sao y cả văn bản"))]
    if _extracts(paper):
        form.form.choices.insert(0, SelectChoice("TrS", _("Trích sao phần của đơn vị")))
    if not form.form.data:
        form.form.data = form.form.choices[0].value
    return form


@bp.post("/papers/<public_id>/copies/ask")
@signed_in
def ask(public_id: str) -> ResponseReturnValue:
    paper = papers.get_visible(public_id, acting())
    form = _ask_form(paper)
    done = carry_out_form(
        form,
        lambda: asking.ask(
            public_id, CopyForm(form.form.data), form.purpose.data or "", actor=acting()
        ),
        to=_here(public_id),
        told=_("Đã gửi yêu cầu. Bản sao hiện ở trang này khi văn thư làm xong."),
    )  # fmt: skip
    copying = WholeForm(formdata=None)
    copying.offer(services.signers_for(paper.organisation))
    return done or _page(paper, copying, form, refused=True)


@bp.get("/copies/<public_id>")
@signed_in
def detail(public_id: str) -> ResponseReturnValue:
    """One copy: its pages, for whom it was made, and its number."""
    copy = queries.get_visible(public_id, acting())
    links = papers.documents_of(queries.OWNER, copy.id)
    docx = [one.document for one in links if one.role.value == "source"]
    pdf = [one.document for one in links if one.role.value != "source"]
    return render_template(
        "documents/copies/detail.html", copy=copy, run=copy.run, paper=copy.paper,
        pdf=next(iter(pdf), None), docx=next(iter(docx), None), form_name=queries.form_name,
        job=papers.generation_of((queries.OWNER, copy.id)),
        may_make=policies.maker_of(acting(), copy.paper), since=since_copied(copy),
    )  # fmt: skip


@bp.route("/copies/<public_id>/void", methods=["GET", "POST"])
@requires(*MAKERS)
def void(public_id: str) -> ResponseReturnValue:
    """A page of its own: which copy counts no more, and why."""
    form = ReasonForm()
    done = carry_out_form(
        form, lambda: services.void(public_id, form.reason.data or "", actor=acting()),
        to=url_for("documents.copies.detail", public_id=public_id),
        told=lambda copy: _("Đã hủy bản sao số %(number)s.", number=copy.number_text),
    )  # fmt: skip
    return done or _reasons(
        "documents/copies/void.html", form, queries.get_visible(public_id, acting())
    )


def _reasons(template: str, form: Form, row: Copy | CopyRequest) -> ResponseReturnValue:
    body = render_template(template, form=form, form_errors=bool(form.errors), row=row)
    return body, 422 if form.errors else 200


@bp.post("/copies/runs/<public_id>/draw")
@requires(*MAKERS)
def draw(public_id: str) -> ResponseReturnValue:
    return carry_out(
        lambda: services.try_again(public_id, actor=acting()),
        to=lambda run: _here(run.paper.public_id), told=_("Đang làm tiếp các bản sao còn thiếu."),
    )  # fmt: skip


@bp.get("/copies/runs/<public_id>/print")
@requires(*MAKERS)
def print_run(public_id: str) -> ResponseReturnValue:
    """All copies of one run in one file, in the order of their numbers."""
    run, content = printed(public_id, acting())
    response = Response(content, mimetype=PDF)
    name = file_name(f"ban sao {run.paper.number_text or ''}", "pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = FILE_POLICY
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.route("/copies/requests/<public_id>/refuse", methods=["GET", "POST"])
@requires(*MAKERS)
def refuse(public_id: str) -> ResponseReturnValue:
    form = ReasonForm()
    done = carry_out_form(
        form, lambda: asking.refuse(public_id, form.reason.data or "", actor=acting()),
        to=lambda asked: _here(asked.paper.public_id), told=_("Đã trả lời đơn vị kèm lý do."),
    )  # fmt: skip
    asked = queries.get_request(public_id, acting())
    return done or _reasons("documents/copies/refuse.html", form, asked)
