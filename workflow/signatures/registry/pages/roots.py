"""Pages of trusted roots: the two classes, one root, proposing, and a second person's word."""

from collections.abc import Iterable
from typing import Any

from asn1crypto import x509
from flask import current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField

from workflow.core import audit
from workflow.core.errors import BadInput
from workflow.core.i18n import _
from workflow.core.web.access import acting, requires
from workflow.core.web.acting import carry_out, carry_out_form
from workflow.core.web.forms import Form
from workflow.signatures.evidence.issuers import name_of
from workflow.signatures.models import TrustedRoot
from workflow.signatures.queries import intermediates_of
from workflow.signatures.registry import policies, queries, trusting, words
from workflow.signatures.registry.addresses import addresses_in
from workflow.signatures.registry.anchors import Anchor
from workflow.signatures.registry.checks import issuer_of
from workflow.signatures.registry.forms import (
    ConfirmForm,
    ReasonForm,
    RenewedRootForm,
    RootForm,
)
from workflow.signatures.registry.pages.blueprint import ADMINISTRATOR, bp
from workflow.signatures.registry.reading import LARGEST
from workflow.signatures.registry.steps import root_lifecycle
from workflow.signatures.registry.trusting import Asked, grouped, in_armour
from workflow.signatures.registry.unfit import Unfit
from workflow.signatures.states import RootStatus, TrustClass


@bp.get("/roots")
@requires(ADMINISTRATOR)
def roots() -> ResponseReturnValue:
    """The roots of each class; what waits stands first, what ended last."""
    found = queries.roots()
    living = {RootStatus.TRUSTED, RootStatus.PROPOSED}
    return render_template(
        "signatures/registry/roots.html", may_keep=policies.keeper(acting()),
        names=words.CLASSES,
        classes={kind: [one for one in found if one.trust_class is kind and one.status in living]
                 for kind in TrustClass},
        past=[one for one in found if one.status not in living],
    )  # fmt: skip


@bp.route("/roots/new", methods=["GET", "POST"])
@requires(ADMINISTRATOR)
def propose_root() -> ResponseReturnValue:
    """Take in a root, with its fingerprint as published, for a second person to confirm."""
    renewed = queries.get_root(request.args["renews"]) if request.args.get("renews") else None
    form = RenewedRootForm(data=_as_stored(renewed)) if renewed else RootForm()
    anchor = None
    if form.is_submitted():
        trusting.hold_keeper(acting())
        anchor = _read(form, renewed)
    form.file.flags.required = not (renewed or form.held.data)
    done = carry_out_form(
        form, lambda: _proposed(form, anchor), to=_root_url,
        told=_("Đã ghi. Gốc chưa được tin cậy: một quản trị viên khác phải so dấu vân tay và xác "
               "nhận."),
    )  # fmt: skip
    if done is not None:
        return done
    page = render_template(
        "signatures/registry/propose_root.html", form=form, renewed=renewed,
        may_keep=policies.keeper(acting()), form_errors=bool(form.errors),
    )  # fmt: skip
    return page, 422 if form.errors else 200


def _as_stored(root: TrustedRoot) -> dict[str, str]:
    return {
        "trust_class": root.trust_class.value, "source": root.source,
        "crls": "\n".join(root.crl_urls), "ocsps": "\n".join(root.ocsp_urls),
    }  # fmt: skip


def _read(form: RootForm, renewed: TrustedRoot | None) -> Anchor | None:
    """Return what the files hold, sent now or with the last try; fit, they are kept in the form.

    What is wrong with them is left in the form, which says it beside the field as it is checked.
    """
    root = _sent([form.file.data]) or _held(form.held)
    below = _sent(form.below.data or ()) or _held(form.held_below)
    form.held.data = form.held_below.data = ""
    if renewed is not None and not root and not below:
        below = [pem.encode() for pem in renewed.intermediates]
    try:
        if renewed is None and not root and not below:
            raise BadInput(_("Hãy chọn tệp chứng thư gốc."))
        anchor = trusting.read_anchor([*root, *below], renews=renewed)
    except BadInput as error:
        form.unread = error
        return None
    if renewed is None:
        form.held.data = in_armour(anchor.root)
    form.held_below.data = "".join(map(in_armour, anchor.intermediates))
    return anchor


def _sent(uploads: Iterable[Any]) -> list[bytes]:
    return [one.stream.read(LARGEST + 1) for one in uploads if one and one.filename]


def _held(field: HiddenField) -> list[bytes]:
    return [field.data.encode()] if field.data else []


def _proposed(form: RootForm, anchor: Anchor | None) -> TrustedRoot:
    if anchor is None:
        raise BadInput(_("Hãy chọn tệp chứng thư gốc."), field=form.about)
    data, allowed = form.data, current_app.config["SETTINGS"].inner_authorities
    try:
        crls = addresses_in(data["crls"] or "", "crls", allowed)
        ocsps = addresses_in(data["ocsps"] or "", "ocsps", allowed)
    except Unfit as unfit:
        raise words.refusal(unfit) from None
    asked = Asked(
        TrustClass(data["trust_class"]), data["fingerprint"], data["source"], tuple(crls),
        tuple(ocsps),
    )  # fmt: skip
    try:
        return trusting.propose(anchor, asked, actor=acting())
    except BadInput as error:
        error.field = form.about if error.field == "file" else error.field
        raise


def _root_url(root: TrustedRoot) -> str:
    return url_for("signing.root", root_id=root.public_id)


@bp.get("/roots/<root_id>")
@requires(ADMINISTRATOR)
def root(root_id: str) -> ResponseReturnValue:
    """One root: its fingerprint to be compared, what is below it, where its evidence comes from."""
    return _page(root_id)


def _page(root_id: str, refused: Form | None = None) -> ResponseReturnValue:
    found, actor = queries.get_root(root_id), acting()
    before = queries.root_with(found.fingerprint, RootStatus.TRUSTED)
    page = render_template(
        "signatures/registry/root.html", root=found, open=root_lifecycle.open_to(actor, found),
        fingerprint=grouped(found.fingerprint), names=words.CLASSES,
        below=[(name_of(one), issuer_of(one), one.not_valid_after)
               for one in map(x509.Certificate.load, intermediates_of(found))],
        before=before if found.status is RootStatus.PROPOSED else None,
        distrusted=queries.distrusted(found.fingerprint)
        if found.status is RootStatus.PROPOSED else None,
        confirm=refused if isinstance(refused, ConfirmForm) else ConfirmForm(formdata=None),
        reason=refused if isinstance(refused, ReasonForm) else ReasonForm(formdata=None),
        refused=refused, form_errors=refused is not None,
        mine=found.added_by_id == actor.user_id, others=queries.other_keepers(actor),
        may_keep=policies.keeper(actor), journal=audit.journal("trusted_root", found.id)[:20],
        labels={step.trigger: root_lifecycle.label(step.trigger) for step in root_lifecycle.steps},
    )  # fmt: skip
    return page, 422 if refused else 200


@bp.post("/roots/<root_id>/confirm")
@requires(ADMINISTRATOR)
def confirm_root(root_id: str) -> ResponseReturnValue:
    form = ConfirmForm()
    done = carry_out_form(
        form,
        lambda: trusting.confirm(root_id, compared=bool(form.compared.data), actor=acting()),
        to=_root_url, told=_("Đã xác nhận. Từ nay chữ ký dưới gốc này được tin cậy."),
    )  # fmt: skip
    return done or _page(root_id, form)


@bp.post("/roots/<root_id>/decline")
@requires(ADMINISTRATOR)
def decline_root(root_id: str) -> ResponseReturnValue:
    form = ReasonForm()
    done = carry_out_form(
        form, lambda: trusting.decline(root_id, form.reason.data or "", actor=acting()),
        to=_root_url, told=_("Đã ghi: không nhận gốc này."),
    )  # fmt: skip
    return done or _page(root_id, form)


@bp.post("/roots/<root_id>/withdraw")
@requires(ADMINISTRATOR)
def withdraw_root(root_id: str) -> ResponseReturnValue:
    return carry_out(
        lambda: trusting.withdraw(root_id, actor=acting()), to=_root_url,
        told=_("Đã rút đề nghị."),
    )  # fmt: skip


@bp.post("/roots/<root_id>/end")
@requires(ADMINISTRATOR)
def end_root(root_id: str) -> ResponseReturnValue:
    form = ReasonForm()
    done = carry_out_form(
        form, lambda: trusting.end(root_id, form.reason.data or "", actor=acting()),
        to=_root_url, told=_("Đã ghi. Chữ ký dưới gốc này không còn được tin cậy."),
    )  # fmt: skip
    return done or _page(root_id, form)
