"""What administrators do with certificates: register, change the picture, end."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from asn1crypto import x509

from workflow.accounts.models import User
from workflow.core import audit, clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import BadInput, InvalidStep, NotAllowed
from workflow.core.i18n import _
from workflow.core.text import normalise
from workflow.documents.contents import TakenFile
from workflow.documents.stored import stored_file
from workflow.organisations.models import Organisation
from workflow.organisations.queries import get_for_change
from workflow.signatures.evidence.issuers import name_of
from workflow.signatures.models import SigningCertificate
from workflow.signatures.queries import trusted_roots
from workflow.signatures.registry import policies, queries
from workflow.signatures.registry.checks import Check, Checked, check, issuer_of
from workflow.signatures.registry.reading import certificates_in
from workflow.signatures.registry.unfit import Unfit, Why
from workflow.signatures.states import Part

STREAM = "signing_certificate"


@dataclass(frozen=True)
class Offered:
    """A certificate with where its key lies: named in the signing process, or with its owner.

    `revocation` is what the servers entered said of it, where they were asked.
    """

    certificate: x509.Certificate
    key_id: str = ""
    revocation: Check | None = None

    @property
    def fingerprint(self) -> str:
        return bytes(self.certificate.sha256).hex()

    @property
    def field(self) -> str:
        """Return where in the form it was chosen."""
        return "key" if self.key_id else "file"


@dataclass(frozen=True)
class Wanted:
    """For whom it is registered: a person of the office by public id, or its seal."""

    part: Part
    person: str = ""
    known: bool = False  # what is doubtful was looked at


class Doubtful(BadInput):
    """The certificate was looked at point by point; something forbids it or asks for a person."""

    def __init__(self, checked: Checked, offered: Offered) -> None:
        super().__init__(
            _("Chứng thư này chưa ghi được. Xem các điểm bên trên.") if checked.refused
            else _("Có điểm cần người xem. Đánh dấu vào ô bên dưới nếu vẫn ghi."),
            field=offered.field if checked.refused else "known",
        )  # fmt: skip
        self.checked = checked


def offered_in(content: bytes) -> Offered:
    """Return the signer's certificate of a file; authorities beside it are left out. Raises Unfit.

    What stands between it and a root must have been entered under the root.
    """
    found = certificates_in(content)
    leaves = [one for one in found if not one.ca] or found[:1]
    if len(leaves) != 1:
        raise Unfit(Why.ONE_WANTED, count=len(leaves))
    return Offered(leaves[0])


def register(
    organisation_id: str, offered: Offered, wanted: Wanted, picture: TakenFile | None, *,
    actor: Actor,
) -> SigningCertificate:  # fmt: skip
    """Say that a person, or the office itself, signs with a certificate from now on.

    Raises Doubtful with every point looked at, BadInput for one that is registered already.
    """
    organisation = get_for_change(organisation_id, actor)
    _refuse_ended(organisation)
    user = _person(organisation, wanted)
    checked = look_at(offered, organisation, user)
    if checked.refused or (checked.doubtful and not wanted.known) or checked.trust_class is None:
        raise Doubtful(checked, offered)
    _refuse_twice(offered, organisation, user)
    one = offered.certificate
    made = SigningCertificate(
        organisation_id=organisation.id, part=wanted.part, user_id=user.id if user else None,
        der=one.dump(), fingerprint=offered.fingerprint, subject=name_of(one),
        issuer=issuer_of(one), serial=f"{one.serial_number:X}", not_before=one.not_valid_before,
        not_after=one.not_valid_after, trust_class=checked.trust_class, key_id=offered.key_id,
        picture=stored_file(picture) if picture else None, registered_by_id=actor.user_id,
        registered_at=clock.now(),
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    audit.record(
        "signing_certificate.register", stream=(STREAM, made.id), actor=actor,
        detail={"part": wanted.part.value, "fingerprint": made.fingerprint,
                "organisation": organisation.public_id, "person": user.public_id if user else "",
                "key": made.key_id, "doubts": [c.code for c in checked.checks if c.key == "ask"],
                "picture": picture.digest if picture else ""},
    )  # fmt: skip
    return made


def look_at(offered: Offered, organisation: Organisation, user: User | None) -> Checked:
    """Look at a certificate for a person, or for the seal of an office."""
    checked = check(
        offered.certificate, trusted_roots(), clock.now(),
        holder=user.name if user else organisation.name,
    )  # fmt: skip
    if offered.revocation is None:
        return checked
    return replace(checked, checks=(*checked.checks, offered.revocation))


def _refuse_ended(organisation: Organisation) -> None:
    if organisation.valid_to is not None and organisation.valid_to < clock.today():
        raise InvalidStep(
            _("Đơn vị này đã kết thúc hoạt động nên không ghi chứng thư được nữa. Hãy ghi cho đơn "
              "vị kế tiếp.")
        )  # fmt: skip


def _person(organisation: Organisation, wanted: Wanted) -> User | None:
    if wanted.part is Part.SEAL:
        return None
    people: Sequence[User] = queries.people_of(organisation.id)
    found = next((one for one in people if one.public_id == wanted.person), None)
    if found is None:
        raise BadInput(_("Hãy chọn một người của đơn vị."), field="person")
    return found


def _refuse_twice(offered: Offered, organisation: Organisation, user: User | None) -> None:
    """One certificate is one person's, or one office's seal; a person may serve two offices."""
    for other in queries.in_use(offered.fingerprint):
        if other.organisation_id == organisation.id:
            raise BadInput(
                _("Chứng thư này đang được ghi ở đơn vị này rồi. Muốn đổi người hoặc đổi nơi giữ "
                  "khóa thì thôi dùng bản đang ghi trước."), field=offered.field,
            )  # fmt: skip
        if user is None or other.user_id != user.id:
            raise BadInput(
                _("Chứng thư này đang được ghi cho người khác hoặc con dấu khác. Hãy kiểm tra lại "
                  "tệp; nếu ghi nhầm ở nơi kia, nhờ nơi đó thôi dùng trước.")
                if offered.field == "file" else
                _("Chứng thư của khóa này đang được ghi cho người khác hoặc con dấu khác. Hãy chọn "
                  "khóa khác; nếu ghi nhầm ở nơi kia, nhờ nơi đó thôi dùng trước."),
                field=offered.field,
            )  # fmt: skip


def change_picture(
    public_id: str, picture: TakenFile, *, version: int, actor: Actor
) -> SigningCertificate:
    """Have another picture drawn from now on; papers signed before keep theirs."""
    certificate = queries.get_certificate(public_id, actor, lock=True)
    _hold_administered(certificate, actor)
    if certificate.version != version:
        raise InvalidStep(_("Người khác vừa đổi chứng thư này. Hãy tải lại trang rồi làm lại."))
    before = certificate.picture.digest if certificate.picture else ""
    certificate.picture = stored_file(picture)
    audit.record(
        "signing_certificate.picture", stream=(STREAM, certificate.id), actor=actor,
        detail={"picture": [before, picture.digest]},
    )  # fmt: skip
    return certificate


def end(public_id: str, reason: str, *, actor: Actor) -> SigningCertificate:
    """Sign with it no more, from now on; its owner may say so too. Raises InvalidStep if ended."""
    certificate = queries.get_certificate(public_id, actor, lock=True)
    if certificate.ended_at is not None:
        raise InvalidStep(_("Chứng thư này đã thôi dùng rồi."))
    if not policies.may_end(actor, certificate):
        raise NotAllowed(_("Bạn không có quyền thôi dùng chứng thư này."))
    if not reason.strip():
        raise BadInput(_("Hãy ghi lý do."), field="reason")
    certificate.ended_by_id, certificate.ended_at = actor.user_id, clock.now()
    certificate.end_reason = normalise(reason)
    audit.record(
        "signing_certificate.end", stream=(STREAM, certificate.id), actor=actor,
        detail={"reason": certificate.end_reason},
    )  # fmt: skip
    return certificate


def _hold_administered(certificate: SigningCertificate, actor: Actor) -> None:
    if not policies.administrator_of(actor, certificate):
        raise NotAllowed(_("Chỉ quản trị viên của đơn vị đổi được ảnh này."))
    if certificate.ended_at is not None:
        raise InvalidStep(_("Chứng thư này đã thôi dùng rồi."))
