"""Pages of the catalogue: every award as dated data, and new versions of an organisation's own."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workflow.awards import browsing, labels, own_awards, versioning
from workflow.awards.browsing import RuleSet
from workflow.awards.catalogue import checklist_of, is_verified
from workflow.awards.catalogue_forms import OwnAwardForm, VersionForm
from workflow.awards.demands import demands_of
from workflow.awards.eligibility.wording import Names
from workflow.awards.models import AwardVersion, DemandKind
from workflow.awards.rule_building import examples
from workflow.awards.rule_words import Said, said
from workflow.core import clock
from workflow.core.errors import BadInput, NotAllowed
from workflow.core.i18n import _, lazy
from workflow.core.unit_of_work import unit_of_work
from workflow.core.web.access import acting, requires
from workflow.core.web.acting import carry_out_form
from workflow.core.web.listing import asked, cut
from workflow.core.web.navigation import add_entry
from workflow.core.web.once import act_key

READERS = ("administrator", "secretary", "officer")
_COPIED = ("name", "criteria", "prerequisite", "vote_numerator", "vote_denominator", "vote_strict",
           "secret_ballot", "checklist", "word_limit", "legal_basis")  # fmt: skip

_BLANK = {"kind": "form", "subjects": ["individual"], "grounds": ["merit"], "route": "council"}

bp = Blueprint("catalogue", __name__, url_prefix="/catalogue")
add_entry("catalogue.index", lazy("Danh mục"), icon="award", roles=set(READERS), order=86)


def _page(template: str, **values: Any) -> str:
    return render_template(
        f"awards/{template}.html", labels=labels, is_verified=is_verified, **values
    )


@bp.get("/")
@requires(*READERS)
def index() -> ResponseReturnValue:
    wanted, today = asked(), clock.today()
    raw = request.args.get("rules", "")
    rules = RuleSet(raw) if raw in set(RuleSet) else RuleSet.of(today)
    found = browsing.search(acting(), text=wanted.text, rules=rules, page=wanted.page)
    rows, more = cut(found, browsing.PAGE)
    return _page("catalogue", rows=rows, more=more, rules=rules,
                 may_create=own_awards.may_create(acting()), **vars(wanted))  # fmt: skip


@bp.route("/create", methods=["GET", "POST"])
@requires(*sorted(versioning.CHANGERS))
def create() -> ResponseReturnValue:
    """Enter an award of one's own; `preview` says its rule in words and keeps nothing."""
    names = browsing.names_by_code()
    form = OwnAwardForm(data=_BLANK | {"checklist": checklist_of("")})
    form.offer(names)
    told: Said | None = None
    if "preview" in request.form:
        told = _previewed(form, names)
    else:
        done = carry_out_form(
            form, lambda: own_awards.create(form.award(), actor=acting()),
            to=lambda version: url_for("catalogue.detail", public_id=version.award.public_id),
            told=_("Đã thêm vào danh mục của đơn vị. Hãy đọc lại điều kiện bằng lời dưới đây."),
        )  # fmt: skip
        if done:
            return done
    wrong = bool(form.errors or form.form_errors)
    page = _page(
        "catalogue_create", form=form, form_errors=wrong, told=told, examples=examples(names),
        previewed="preview" in request.form and not wrong,
    )  # fmt: skip
    return page, 422 if wrong else 200


def _previewed(form: OwnAwardForm, names: Names) -> Said | None:
    if not form.validate_on_submit():
        return None
    try:
        own_awards.check(form.award())
    except BadInput as error:
        form.refuse(error)
        return None
    return said(form.award().prerequisite, names)


@bp.get("/<public_id>")
@requires(*READERS)
def detail(public_id: str) -> ResponseReturnValue:
    """Show what the rules said of an award, day by day, in words beside the text."""
    award = browsing.get_visible(public_id, acting())
    names = browsing.names_by_code()
    found = browsing.versions_of(award)
    versions = [(version, said(version.prerequisite, names)) for version in found]
    return _page(
        "catalogue_award", award=award, versions=versions,
        demands=demands_of([version.id for version in found]), owner=browsing.owner_of(award),
        may_change=versioning.may_change(award, acting()), today=clock.today(),
    )  # fmt: skip


@bp.route("/<public_id>/add-version", methods=["GET", "POST"])
@requires(*sorted(versioning.CHANGERS))
def add_version(public_id: str) -> ResponseReturnValue:
    """Write what one's own rules say of one's own award from a day on."""
    award = browsing.get_visible(public_id, acting())
    if not versioning.may_change(award, acting()):
        raise NotAllowed(
            _("Danh mục quốc gia và của đơn vị khác chỉ để xem. Hãy quay lại trang trước.")
        )
    newest = next(iter(browsing.versions_of(award)), None)
    form = VersionForm(data=_as_form(newest))
    if form.validate_on_submit():
        try:
            with unit_of_work(act_key()) as work:
                versioning.add_version(public_id, form.fields(), actor=acting())
                work.location = url_for("catalogue.detail", public_id=public_id)
        except BadInput as error:
            form.refuse(error)
        else:
            flash(_("Đã ghi quy định mới. Quy định cũ vẫn dùng cho thành tích trước đó."),
                  "success")  # fmt: skip
            return redirect(work.location)
    wrong = bool(form.errors or form.form_errors)
    award = browsing.get_visible(public_id, acting())
    name = browsing.names_by_code()[award.code]
    page = _page("catalogue_version", form=form, award=award, name=name, form_errors=wrong,
                 examples=examples(browsing.names_by_code()))  # fmt: skip
    return page, 422 if wrong else 200


def _as_form(version: AwardVersion | None) -> dict[str, Any]:
    """Return the newest version to begin with; its dates are not the new one's."""
    if version is None:
        return {}
    demands = demands_of([version.id])[version.id]
    in_writing = "" if version.in_writing is None else str(int(version.in_writing))
    return {name: getattr(version, name) for name in _COPIED} | {
        "in_writing": in_writing,
        "report_parts": "\n".join(one.text for one in demands if one.kind is DemandKind.PART),
        "confirmations": "\n".join(
            one.text for one in demands if one.kind is DemandKind.CONFIRMATION
        ),
    }
