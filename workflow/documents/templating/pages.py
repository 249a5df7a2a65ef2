"""Pages of document templates: whose version holds, versions, the check of a new one, its word."""

from datetime import date
from typing import cast

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workflow.core import audit, clock
from workflow.core.errors import BadInput
from workflow.core.i18n import _, lazy, on_paper
from workflow.core.unit_of_work import unit_of_work
from workflow.core.web.access import acting, requires
from workflow.core.web.acting import carry_out, carry_out_form
from workflow.core.web.navigation import add_entry
from workflow.core.web.once import act_key
from workflow.documents import contents
from workflow.documents.contents import DOCX
from workflow.documents.models import DocumentTemplate
from workflow.documents.sending import attachment
from workflow.documents.templates import newest_shipped
from workflow.documents.templating import checking, policies, queries, services
from workflow.documents.templating.forms import EndForm, ProposeForm, RejectForm
from workflow.documents.templating.papers import GROUPS, PaperForm, get_paper, title_of
from workflow.documents.templating.sheet_of_fields import sheet_of_fields
from workflow.documents.templating.steps import template_lifecycle
from workflow.documents.templating.trying import OWNER
from workflow.documents.templating.writing import fields_of, spoken_of
from workflow.organisations.models import Organisation
from workflow.organisations.queries import choices, get_visible, own_of

ADMINISTRATOR = "administrator"

bp = Blueprint("document_templates", __name__, url_prefix="/document-templates")
add_entry(
    "document_templates.index", lazy("Mẫu văn bản"), icon="file-earmark-word",
    roles={ADMINISTRATOR}, order=87, count=queries.count_to_settle,
)  # fmt: skip


def _asked(public_id: str, domain: str, paper: str) -> tuple[Organisation, PaperForm]:
    return get_visible(public_id, acting()), get_paper(f"{domain}/{paper}")


def _detail_url(organisation_public_id: str, paper: PaperForm) -> str:
    return url_for(
        "document_templates.detail", public_id=organisation_public_id,
        domain=paper.place["domain"], paper=paper.place["paper"],
    )  # fmt: skip


@bp.get("/")
@requires(ADMINISTRATOR)
def index() -> ResponseReturnValue:
    """Every paper of one organisation, and whose version of its template holds today."""
    actor, today = acting(), clock.today()
    public_id = request.args.get("organisation", "")
    organisation = get_visible(public_id, actor) if public_id else own_of(actor)
    groups: dict[str, list[queries.Standing]] = {}
    for one in queries.standings(organisation, today):
        groups.setdefault(one.paper.group, []).append(one)
    return render_template(
        "document_templates/index.html",
        organisation=organisation,
        groups=groups,
        names=GROUPS,
        choices=choices(actor, today),
        to_settle=[(one, title_of(one.name)) for one in queries.to_settle(actor)],
    )


@bp.get("/<public_id>/<domain>/<paper>")
@requires(ADMINISTRATOR)
def detail(public_id: str, domain: str, paper: str) -> ResponseReturnValue:
    """One paper: the version in force, earlier ones, and what to do about it."""
    organisation, form = _asked(public_id, domain, paper)
    today = clock.today()
    return render_template(
        "document_templates/detail.html", organisation=organisation, paper=form,
        standing=queries.standing_of(form, organisation, today),
        versions=queries.versions_of(form.name, organisation.id),
        inherited=services.inherited(form, organisation.id, today),
        shipped=newest_shipped(form.name).get(form.name), group=GROUPS.get(form.group, form.group),
    )  # fmt: skip


@bp.get("/<public_id>/<domain>/<paper>/fields")
@requires(ADMINISTRATOR)
def fields(public_id: str, domain: str, paper: str) -> ResponseReturnValue:
    """What data the paper offers, and how to write it in Word."""
    organisation, form = _asked(public_id, domain, paper)
    rows = fields_of(form.name)
    return render_template(
        "document_templates/fields.html", organisation=organisation, paper=form, rows=rows,
        shown=spoken_of(rows),
    )  # fmt: skip


@bp.get("/<public_id>/<domain>/<paper>/fields/download")
@requires(ADMINISTRATOR)
def fields_to_copy(public_id: str, domain: str, paper: str) -> ResponseReturnValue:
    """The same list as a Word file, so that its tags can be copied into a template."""
    _organisation, form = _asked(public_id, domain, paper)
    with on_paper():
        content = sheet_of_fields(form)
    title = _("Các trường của mẫu %(title)s", title=form.title)
    return attachment(content, title, "docx", DOCX)


@bp.get("/<public_id>/<domain>/<paper>/product-changes")
@requires(ADMINISTRATOR)
def product_changes(public_id: str, domain: str, paper: str) -> ResponseReturnValue:
    """What the product's template changed since the office made its own, or the version `of`."""
    organisation, form = _asked(public_id, domain, paper)
    newest, lines = newest_shipped(form.name).get(form.name), None
    if wanted := request.args.get("of"):
        own: DocumentTemplate | None = queries.get_administered(wanted, acting())
    else:
        standing = queries.standing_of(form, organisation, clock.today())
        own = standing.current if standing.own else None
    if own is not None and newest and own.name == form.name and own.shipped_id != newest.id:
        lines = checking.product_changes(own, newest, form)
    return render_template(
        "document_templates/product_changes.html", paper=form, lines=lines,
        organisation=get_visible(public_id, acting()),
        shipped=newest_shipped(form.name).get(form.name),
    )  # fmt: skip


@bp.route("/<public_id>/<domain>/<paper>/propose", methods=["GET", "POST"])
@requires(ADMINISTRATOR)
def propose(public_id: str, domain: str, paper: str) -> ResponseReturnValue:
    """Take a changed template, look at it, and put it before another administrator."""
    organisation, wanted = _asked(public_id, domain, paper)
    form, checked = ProposeForm(valid_from=clock.today()), None
    if form.validate_on_submit():
        try:
            day = cast("date", form.valid_from.data)
            services.refuse_early(organisation, day)
            checked = checking.check(
                form.file.data.stream, form.file.data.filename, wanted, organisation.id, day
            )
            if checked.taken is not None:
                return _proposed(form, public_id, wanted, checked)
        except BadInput as error:
            error.field = error.field or "file"
            form.refuse(error)
    refused = checked.findings if checked is not None and checked.taken is None else ()
    page = render_template(
        "document_templates/propose.html", organisation=get_visible(public_id, acting()),
        paper=wanted, form=form, refused=refused, form_errors=bool(form.errors or refused),
    )  # fmt: skip
    return page, 422 if form.errors or refused else 200


def _proposed(
    form: ProposeForm, public_id: str, paper: PaperForm, checked: checking.Checked
) -> ResponseReturnValue:
    with unit_of_work(act_key()) as work:
        made = services.propose(
            public_id, paper, checked, valid_from=form.data["valid_from"], note=form.data["note"],
            actor=acting(),
        )  # fmt: skip
        work.location = _version_url(made)
    flash(_("Đã gửi. Mẫu chưa áp dụng: một quản trị viên khác phải xem và duyệt."), "success")
    return redirect(work.location)


def _version_url(template: DocumentTemplate) -> str:
    return url_for("document_templates.version", public_id=template.public_id)


@bp.route("/<public_id>/<domain>/<paper>/end", methods=["GET", "POST"])
@requires(ADMINISTRATOR)
def end(public_id: str, domain: str, paper: str) -> ResponseReturnValue:
    """Go back to what the organisation inherits, from a day on."""
    organisation, wanted = _asked(public_id, domain, paper)
    form = EndForm(on=clock.today())
    done = carry_out_form(
        form,
        lambda: services.end_own(
            public_id, wanted, on=form.data["on"], reason=form.data["reason"], actor=acting()
        ),
        to=_detail_url(public_id, wanted),
        told=_("Đã ghi. Từ ngày đó đơn vị dùng mẫu chung; văn bản đã lập giữ mẫu cũ."),
    )
    if done is not None:
        return done
    organisation = get_visible(public_id, acting())
    page = render_template(
        "document_templates/end.html", organisation=organisation, paper=wanted, form=form,
        inherited=services.inherited(wanted, organisation.id, clock.today()),
        form_errors=bool(form.errors),
    )  # fmt: skip
    return page, 422 if form.errors else 200


@bp.get("/versions/<public_id>")
@requires(ADMINISTRATOR)
def version(public_id: str) -> ResponseReturnValue:
    """One version of an organisation's own: what was found, what changed, its pages."""
    return _version_page(public_id)


def _version_page(public_id: str, form: RejectForm | None = None) -> ResponseReturnValue:
    actor = acting()
    template = queries.get_administered(public_id, actor)
    refused = form is not None and bool(form.errors)
    page = render_template(
        "document_templates/version.html", template=template, title=title_of(template.name),
        paper=template.name.partition("/"), pages=queries.pages_of(template),
        open=template_lifecycle.open_to(actor, template), form=form or RejectForm(formdata=None),
        approvers=queries.approvers_of(template, clock.today()), form_errors=refused,
        journal=audit.journal(OWNER, template.id)[:20],
        mine=policies.sender(actor, template), meanwhile=queries.changed_meanwhile(template),
    )  # fmt: skip
    return page, 422 if refused else 200


@bp.get("/versions/<public_id>/download")
@requires(ADMINISTRATOR)
def download(public_id: str) -> ResponseReturnValue:
    """The .docx itself: of the product, inherited, or of what one administers."""
    template = queries.get_readable(public_id, acting())
    title = _("Mẫu %(title)s, bản %(n)s", title=title_of(template.name), n=template.version)
    return attachment(contents.current_store().open(template.file.digest), title, "docx", DOCX)


@bp.post("/versions/<public_id>/approve")
@requires(ADMINISTRATOR)
def approve(public_id: str) -> ResponseReturnValue:
    return carry_out(
        lambda: services.approve(public_id, actor=acting()), to=_version_url,
        told=lambda one: _("Đã duyệt. Mẫu áp dụng từ ngày %(day)s.",
                           day=f"{one.valid_from:%d/%m/%Y}"),
    )  # fmt: skip


@bp.post("/versions/<public_id>/reject")
@requires(ADMINISTRATOR)
def reject(public_id: str) -> ResponseReturnValue:
    form = RejectForm()
    done = carry_out_form(
        form, lambda: services.reject(public_id, form.data["reason"], actor=acting()),
        to=_version_url, told=_("Đã ghi: không duyệt mẫu này. Người gửi đọc được lý do."),
    )  # fmt: skip
    return done or _version_page(public_id, form)


@bp.post("/versions/<public_id>/withdraw")
@requires(ADMINISTRATOR)
def withdraw(public_id: str) -> ResponseReturnValue:
    return carry_out(
        lambda: services.withdraw(public_id, actor=acting()), to=_version_url,
        told=_("Đã rút mẫu."),
    )  # fmt: skip


@bp.post("/versions/<public_id>/draw")
@requires(ADMINISTRATOR)
def draw(public_id: str) -> ResponseReturnValue:
    return carry_out(
        lambda: services.draw_again(public_id, actor=acting()), to=_version_url,
        told=_("Đang dựng lại các trang xem thử."),
    )  # fmt: skip
