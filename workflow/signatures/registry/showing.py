"""How a registered certificate stands today, and how its picture will stand on a paper."""

from asn1crypto import x509

from workflow.core import clock
from workflow.core.errors import NotVisible
from workflow.core.i18n import _
from workflow.documents import contents
from workflow.signatures.models import SigningCertificate
from workflow.signatures.queries import certificates_for, terms_of, trusted_roots
from workflow.signatures.registry.checks import Checked, check
from workflow.signatures.registry.pictures import shown
from workflow.signatures.states import Part


def checked_again(certificate: SigningCertificate) -> Checked:
    """Look at every point as it is today: a root may have been ended meanwhile."""
    user = certificate.user
    return check(
        x509.Certificate.load(certificate.der), trusted_roots(), clock.now(),
        holder=user.name if user else certificate.organisation.name,
    )  # fmt: skip


def preview_of(certificate: SigningCertificate) -> bytes:
    """Return the foot of a paper as PNG: a signature with the office's seal, or the seal alone."""
    if certificate.picture is None:
        raise NotVisible(_("Chứng thư này chưa có ảnh."))
    organisation, store = certificate.organisation, contents.current_store()
    pictures = [(certificate.part, store.open(certificate.picture.digest))]
    if certificate.part is Part.PERSON:
        seals = certificates_for(organisation.id, Part.SEAL, None, clock.now())
        seal = next((one.picture for one in seals if one.picture), None)
        pictures += [(Part.SEAL, store.open(seal.digest))] if seal else []
    user = certificate.user
    post = (user.title if user else "") or organisation.head_post
    return shown(post, user.name if user else "", pictures, terms_of(organisation).seal_mm)
