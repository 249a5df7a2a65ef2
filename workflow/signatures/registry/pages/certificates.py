"""Pages of certificates: an office's, one of them, registering, and one's own."""

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workflow.accounts.models import User
from workflow.core import audit, clock
from workflow.core.errors import BadInput, NotVisible, Unavailable, WorkflowError
from workflow.core.i18n import _
from workflow.core.web.access import acting, requires, signed_in
from workflow.core.web.acting import carry_out_form
from workflow.core.web.forms import Form
from workflow.core.web.headers import FILE_POLICY
from workflow.documents import contents, kept_uploads
from workflow.documents.contents import TakenFile
from workflow.organisations.models import Organisation
from workflow.organisations.queries import choices, get_visible, own_of
from workflow.signatures.keys.words import KeyRefused
from workflow.signatures.models import SigningCertificate
from workflow.signatures.queries import terms_of
from workflow.signatures.registry import (
    keys,
    pictures,
    policies,
    queries,
    registering,
    revoking,
    words,
)
from workflow.signatures.registry.checks import Checked
from workflow.signatures.registry.forms import (
    PictureForm,
    ReasonForm,
    RegisterForm,
    version_of,
)
from workflow.signatures.registry.pages.blueprint import ADMINISTRATOR, bp
from workflow.signatures.registry.reading import LARGEST
from workflow.signatures.registry.registering import Offered, Wanted
from workflow.signatures.registry.showing import checked_again, preview_of
from workflow.signatures.registry.trusting import grouped, in_armour
from workflow.signatures.registry.unfit import Unfit
from workflow.signatures.states import Part


@bp.get("/certificates")
@requires(ADMINISTRATOR)
def certificates() -> ResponseReturnValue:
    """What an office and its people sign with."""
    actor, at = acting(), clock.now()
    public_id = request.args.get("organisation", "")
    organisation = get_visible(public_id, actor) if public_id else own_of(actor)
    rows = queries.certificates_of(organisation.id)
    return render_template(
        "signatures/registry/certificates.html", organisation=organisation,
        rows=[(one, queries.standing_of(one, at)) for one in rows[:queries.MOST]],
        more=len(rows) > queries.MOST, parts=words.PARTS,
        choices=choices(actor, clock.today()),
    )  # fmt: skip


@bp.get("/mine")
@signed_in
def mine() -> ResponseReturnValue:
    """What the person at the keyboard signs with, in every office."""
    at = clock.now()
    rows = queries.own_certificates(acting())
    return render_template(
        "signatures/registry/mine.html",
        rows=[(one, queries.standing_of(one, at)) for one in rows],
    )


@bp.route("/<public_id>/certificates/new/<part>", methods=["GET", "POST"])
@requires(ADMINISTRATOR)
def register(public_id: str, part: str) -> ResponseReturnValue:
    """Register a certificate for a person of the office, or for its seal."""
    organisation = get_visible(public_id, acting())
    if part not in {Part.PERSON.value, Part.SEAL.value}:
        raise NotVisible(_("Không có trang này."))
    wanted, form = Part(part), RegisterForm()
    down = _fill(form, organisation, wanted)
    offered = None
    if form.validate_on_submit():
        try:
            picture = _picture(form, organisation, wanted)
            offered = revoking.asked(_offered(form, wanted))
            done = _registered(form, organisation.public_id, wanted, offered, picture)
            if done is not None:
                return done
        except BadInput as error:
            form.refuse(error)
    organisation = get_visible(public_id, acting())
    page = render_template(
        "signatures/registry/register.html", organisation=organisation, part=wanted, form=form,
        checked=_looked_at(offered, organisation, form, wanted), offered=offered,
        told=words.told, points=words.POINTS, down=down, form_errors=bool(form.errors),
    )  # fmt: skip
    return page, 422 if form.errors else 200


def _fill(form: RegisterForm, organisation: Organisation, part: Part) -> str:
    """Give the form its choices; return why no keys can be seen, if none can."""
    people = queries.people_of(organisation.id) if part is Part.PERSON else []
    listed, down = _keys(part)
    form.person.choices = [("", _("Chọn một người")), *((p.public_id, _named(p)) for p in people)]
    form.key.choices = [("", _("Không, chọn tệp chứng thư")), *listed]
    form.person.flags.required = True
    form.file.flags.required = not (listed or form.held.data)
    return down


def _named(person: User) -> str:
    return f"{person.name}, {person.title}" if person.title else person.name


def _keys(part: Part) -> tuple[list[tuple[str, str]], str]:
    """Return the keys to choose from, or why there are none to be seen."""
    try:
        found = keys.keys_for(part, acting())
    except WorkflowError as error:
        return [], words.unseen(error)
    return [(one.id, f"{one.id}: {keys.named(one)}") for one in found], ""


def _picture(form: RegisterForm, organisation: Organisation, part: Part) -> TakenFile | None:
    """Return the picture that was sent, now or with the last try."""
    place, upload = f"signing:{organisation.public_id}:{part.value}", form.picture.data
    if upload and upload.filename:
        taken = pictures.take_picture(upload.stream, upload.filename, part)
        form.kept.data = kept_uploads.mark(taken, place, acting())
        return taken
    return kept_uploads.recall(form.kept.data, place, acting()) if form.kept.data else None


def _offered(form: RegisterForm, part: Part) -> Offered:
    """Return the certificate of the key that was chosen, of the file, or of the last try."""
    upload = form.file.data
    if form.key.data:
        if upload and upload.filename:
            raise BadInput(
                _("Hãy chọn một trong hai: khóa trong tiến trình ký, hoặc tệp chứng thư."),
                field="key",
            )
        try:
            return keys.chosen(form.key.data, part, acting())
        except (Unavailable, KeyRefused) as error:
            drawn = len(form.key.choices) > 1
            raise BadInput(words.unseen(error), field="key" if drawn else None) from None
    content = upload.stream.read(LARGEST + 1) if upload and upload.filename else b""
    content = content or (form.held.data or "").encode()
    if not content:
        raise BadInput(_("Hãy chọn tệp chứng thư, hoặc chọn một khóa trong tiến trình ký."),
                       field="file")  # fmt: skip
    try:
        offered = registering.offered_in(content)
    except Unfit as unfit:
        form.held.data = ""
        raise words.refusal(unfit, "file") from None
    form.held.data = in_armour(offered.certificate)
    return offered


def _registered(
    form: RegisterForm, organisation: str, part: Part, offered: Offered, picture: TakenFile | None
) -> ResponseReturnValue | None:
    wanted = Wanted(part, form.person.data or "", bool(form.known.data))
    return carry_out_form(
        form,
        lambda: registering.register(organisation, offered, wanted, picture, actor=acting()),
        to=_url, told=_registered_told(offered),
    )  # fmt: skip


def _registered_told(offered: Offered) -> str:
    told = [_("Đã ghi chứng thư. Từ nay văn bản ký được bằng chứng thư này.")]
    if offered.revocation is not None and offered.revocation.key == "wait":
        told.append(words.told(offered.revocation))
    return " ".join(told)


def _looked_at(
    offered: Offered | None, organisation: Organisation, form: RegisterForm, part: Part
) -> Checked | None:
    """Say point by point how the certificate stands, where it can be said at all."""
    people = queries.people_of(organisation.id) if offered and part is Part.PERSON else []
    person = next((one for one in people if one.public_id == form.person.data), None)
    if offered is None or (part is Part.PERSON and person is None):
        return None
    return registering.look_at(offered, organisation, person)


def _url(certificate: SigningCertificate) -> str:
    return url_for("signing.certificate", public_id=certificate.public_id)


@bp.get("/certificates/<public_id>")
@signed_in
def certificate(public_id: str) -> ResponseReturnValue:
    """One certificate: whose, how it stands today, the picture and how it will stand."""
    return _page(public_id)


def _page(public_id: str, refused: Form | None = None) -> ResponseReturnValue:
    actor = acting()
    found = queries.get_certificate(public_id, actor)
    administers = policies.administrator_of(actor, found)
    page = render_template(
        "signatures/registry/certificate.html", one=found, parts=words.PARTS,
        standing=queries.standing_of(found, clock.now()), checked=checked_again(found),
        told=words.told, points=words.POINTS, classes=words.CLASSES,
        fingerprint=grouped(found.fingerprint), administers=administers,
        may_end=policies.may_end(actor, found), terms=terms_of(found.organisation),
        reason=refused if isinstance(refused, ReasonForm) else ReasonForm(formdata=None),
        picture=refused if isinstance(refused, PictureForm)
        else PictureForm(formdata=None, version=found.version),
        refused=refused, form_errors=refused is not None,
        journal=audit.journal(registering.STREAM, found.id)[:20],
    )  # fmt: skip
    return page, 422 if refused else 200


@bp.get("/certificates/<public_id>/picture")
@signed_in
def picture(public_id: str) -> ResponseReturnValue:
    found = queries.get_certificate(public_id, acting())
    if found.picture is None:
        raise NotVisible(_("Chứng thư này chưa có ảnh."))
    return _png(contents.current_store().open(found.picture.digest))


@bp.get("/certificates/<public_id>/preview")
@signed_in
def preview(public_id: str) -> ResponseReturnValue:
    """How the picture will stand at the foot of a paper."""
    return _png(preview_of(queries.get_certificate(public_id, acting())))


def _png(content: bytes) -> Response:
    response = Response(content, mimetype="image/png")
    response.headers["Content-Security-Policy"] = FILE_POLICY
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.post("/certificates/<public_id>/picture")
@signed_in
def change_picture(public_id: str) -> ResponseReturnValue:
    found, form = queries.get_certificate(public_id, acting()), PictureForm()
    part = found.part
    done = None
    if form.validate_on_submit():
        try:
            upload = form.picture.data
            taken = pictures.take_picture(upload.stream, upload.filename, part)
            done = carry_out_form(
                form,
                lambda: registering.change_picture(
                    public_id, taken, version=version_of(form), actor=acting()
                ),
                to=_url, told=_("Đã đổi ảnh. Văn bản đã ký giữ ảnh cũ."),
            )  # fmt: skip
        except BadInput as error:
            form.refuse(error)
    return done or _page(public_id, form)


@bp.post("/certificates/<public_id>/end")
@signed_in
def end_certificate(public_id: str) -> ResponseReturnValue:
    form = ReasonForm()
    done = carry_out_form(
        form, lambda: registering.end(public_id, form.reason.data or "", actor=acting()),
        to=_url, told=_("Đã ghi. Từ nay không ký được bằng chứng thư này."),
    )  # fmt: skip
    return done or _page(public_id, form)
