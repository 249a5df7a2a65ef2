"""The page of an office's terms: how it signs, and what is still missing for it."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from workflow.core import clock
from workflow.core.errors import BadInput
from workflow.core.i18n import _
from workflow.core.web.access import acting, requires
from workflow.core.web.acting import carry_out, carry_out_form
from workflow.organisations.models import Organisation
from workflow.organisations.queries import choices, get_visible, own_of
from workflow.signatures.models import SigningTerms
from workflow.signatures.queries import Terms, terms_of
from workflow.signatures.registry import agreeing, queries, words
from workflow.signatures.registry.agreeing import Tried
from workflow.signatures.registry.forms import TermsForm
from workflow.signatures.registry.pages.blueprint import ADMINISTRATOR, bp


@bp.get("/terms")
@requires(ADMINISTRATOR)
def terms() -> ResponseReturnValue:
    """The terms of one office, its own or its superior's."""
    public_id = request.args.get("organisation", "")
    organisation = get_visible(public_id, acting()) if public_id else own_of(acting())
    return _page(organisation)


def _page(
    organisation: Organisation, form: TermsForm | None = None, tried: Tried | None = None,
    heading: str = "",
) -> ResponseReturnValue:  # fmt: skip
    holds, own = terms_of(organisation), queries.own_terms(organisation.id)
    above = _inherited(organisation)
    form = form or _form_of(holds, own)
    page = render_template(
        "signatures/registry/terms.html", organisation=organisation, form=form, holds=holds,
        own=own, above=above, tried=tried, ready=queries.ready(organisation.id),
        levels=words.LEVELS, meanings=words.MEANINGS, form_errors=bool(form.errors),
        choices=choices(acting(), clock.today()), heading=heading,
    )  # fmt: skip
    return page, 422 if form.errors else 200


def _form_of(holds: Terms, own: SigningTerms | None) -> TermsForm:
    return TermsForm(
        formdata=None, level=holds.level.value, stamp_url=holds.stamp_url, seal_mm=holds.seal_mm,
        renew_days=holds.renew_days, version=own.version if own else 0,
    )  # fmt: skip


def _inherited(organisation: Organisation) -> Terms:
    """Return what the office would sign on without terms of its own."""
    return terms_of(organisation.parent) if organisation.parent else Terms()


@bp.post("/<public_id>/terms")
@requires(ADMINISTRATOR)
def set_terms(public_id: str) -> ResponseReturnValue:
    form = TermsForm()
    done = carry_out_form(
        form,
        lambda: agreeing.set_terms(
            public_id, form.chosen(), version=form.seen(), actor=acting()
        ),
        to=url_for("signing.terms", organisation=public_id), told=_("Đã ghi cách ký của đơn vị."),
    )  # fmt: skip
    return done or _page(get_visible(public_id, acting()), form)


@bp.post("/<public_id>/terms/try")
@requires(ADMINISTRATOR)
def try_stamp(public_id: str) -> ResponseReturnValue:
    """Ask the time-stamp server that was typed, and say what came; nothing is stored."""
    organisation, form = get_visible(public_id, acting()), TermsForm()
    tried = None
    try:
        tried = agreeing.try_stamp(form.stamp_url.data or "")
    except BadInput as error:
        form.refuse(error)
    return _page(get_visible(organisation.public_id, acting()), form, tried,
                 _("Máy chủ dấu thời gian này chưa dùng được:"))  # fmt: skip


@bp.post("/<public_id>/terms/drop")
@requires(ADMINISTRATOR)
def drop_terms(public_id: str) -> ResponseReturnValue:
    return carry_out(
        lambda: agreeing.drop_terms(public_id, actor=acting()),
        to=url_for("signing.terms", organisation=public_id),
        told=_("Đã bỏ cách ký riêng. Đơn vị ký theo cấp trên."),
    )  # fmt: skip
