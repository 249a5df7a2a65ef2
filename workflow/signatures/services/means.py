"""What a signature is made with: the key that was unlocked, the office's terms, its evidence."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from workflow.core import clock
from workflow.core.errors import BadInput, Incomplete
from workflow.core.i18n import _
from workflow.documents import contents
from workflow.documents.models import Paper
from workflow.signatures import policies, queries
from workflow.signatures.engine.report import Trust
from workflow.signatures.engine.signing import Evidence, Key, Means, Stamp
from workflow.signatures.evidence.fetching import Sources, fetch_evidence, fetch_stamp
from workflow.signatures.keys.current import current_signer
from workflow.signatures.keys.pins import Pin
from workflow.signatures.models import MadeSignature, SigningCertificate
from workflow.signatures.states import Level, Part
from workflow.signatures.trust import Roots, roots_now


@dataclass(frozen=True)
class Plan:
    """Everything one signature needs, read before the slow work; no row is held meanwhile."""

    certificate_id: int
    der: bytes
    fingerprint: str
    key_id: str
    picture: str  # digest, or nothing
    level: Level
    stamp_url: str
    roots: Roots
    before: tuple[tuple[str, str, bytes], ...]  # field, fingerprint and DER of who signed already


@dataclass(frozen=True)
class Gathered:
    """What proves certificates good at a moment: gathered once for making and for judging."""

    at: datetime
    roots: Roots
    evidence: Evidence | None  # None where no address was entered for the roots

    def trust(self) -> Trust:
        return self.roots.trust(self.evidence)


def plan_for(paper: Paper, certificate: SigningCertificate) -> Plan:
    """Return the plan of a signature by a certificate on a paper."""
    terms = queries.terms_of(paper.organisation)
    return Plan(
        certificate.id, certificate.der, certificate.fingerprint, certificate.key_id,
        certificate.picture.digest if certificate.picture else "", terms.level,
        terms.stamp_url, roots_now(), tuple(map(_signed, queries.signed_before(paper))),
    )  # fmt: skip


def alone(plan: Plan) -> Plan:
    """Return the plan of a seal that has no signature before it: on an annex."""
    return replace(plan, before=())


def _signed(made: MadeSignature) -> tuple[str, str, bytes]:
    return queries.field_of(made), made.certificate.fingerprint, made.certificate.der


def certificate_for(paper: Paper, part: Part, user_id: int | None) -> SigningCertificate:
    """Return the certificate this signature is made with now. Raises Incomplete without one."""
    found = queries.certificates_for(paper.organisation_id, part, user_id, clock.now())
    if not found:
        raise Incomplete(why_none(paper, part, user_id))
    return found[0]


def why_none(paper: Paper, part: Part, user_id: int | None) -> str:
    """Return what is said where there is no certificate to sign with, and the way out."""
    last = queries.last_certificate(paper.organisation_id, part, user_id)
    agency = part.holder is Part.SEAL
    whose = _("Chứng thư số của cơ quan") if agency else _("Chứng thư số của bạn")
    if last is None:
        told = (
            _("Cơ quan chưa có chứng thư số còn hạn để đóng dấu.") if agency
            else _("Bạn chưa có chứng thư số còn hạn ở cơ quan này.")
        )  # fmt: skip
    elif last.not_after < clock.now():
        day = f"{clock.local(last.not_after):%d/%m/%Y}"
        told = _("%(whose)s đã hết hạn từ %(day)s.", whose=whose, day=day)
    else:
        day = f"{clock.local(last.not_before):%d/%m/%Y}"
        told = _("%(whose)s chưa có hiệu lực trước %(day)s.", whose=whose, day=day)
    way = _("Nhờ quản trị viên ghi chứng thư mới ở mục Chữ ký số.")
    if policies.medium_is_open(paper):
        way = _(
            "Nhờ quản trị viên ghi chứng thư ở mục Chữ ký số, hoặc chuyển văn bản sang ký giấy."
        )
    return f"{told} {way}"


@contextmanager
def unlocked(plan: Plan, pin: str) -> Iterator[Key]:
    """Unlock the key in the signing process. The PIN goes there and nowhere else."""
    if not plan.key_id:
        raise BadInput(
            _("Khóa của chứng thư này không nằm trên máy chủ. Hãy tải tệp về ký bằng thiết bị của "
              "bạn rồi tải lên."), field="pin",
        )  # fmt: skip
    with current_signer().opened(plan.key_id, Pin(pin)) as key:
        if hashlib.sha256(key.certificate).hexdigest() != plan.fingerprint:
            raise Incomplete(
                _("Khóa trên máy chủ không còn là khóa của chứng thư đã ghi. Nhờ quản trị viên ghi "
                  "lại chứng thư ở mục Chữ ký số.")
            )  # fmt: skip
        yield key


def gather(plan: Plan) -> Gathered:
    """Ask the addresses entered for the roots who was revoked, and the time-stamp authority.

    Raises what says that one of them is down or revoked: nothing is signed on old knowledge.
    """
    at, roots = clock.now(), plan.roots
    stamp = plan.stamp_url if plan.level is not Level.BASIC else ""
    certificates = [plan.der, *(der for _field, _mark, der in plan.before)]
    sources = Sources(stamp, roots.ocsps, roots.crls)
    return Gathered(at, roots, fetch_evidence(sources, roots.issuers(), certificates, at))


def means_of(plan: Plan, gathered: Gathered) -> Means:
    """Return the means the office's terms ask for; what is asked for must be had."""
    if plan.level is Level.ARCHIVAL and gathered.evidence is None:
        raise Incomplete(
            _("Cơ quan ký để lưu lâu dài nhưng chưa gốc tin cậy nào có địa chỉ kiểm tra thu hồi. "
              "Nhờ quản trị viên ghi ở mục Chữ ký số.")
        )  # fmt: skip
    kept = gathered.evidence if plan.level is Level.ARCHIVAL else None
    picture = contents.current_store().open(plan.picture) if plan.picture else b""
    return Means(gathered.at, stamp=stamp_of(plan), evidence=kept, picture=picture)


def stamp_of(plan: Plan) -> Stamp | None:
    """Return the time-stamp authority of the terms; a basic signature has none."""
    if plan.level is Level.BASIC:
        return None
    if not plan.stamp_url:
        raise Incomplete(
            _("Cơ quan ký kèm dấu thời gian nhưng chưa ghi địa chỉ máy chủ dấu thời gian. Nhờ quản "
              "trị viên ghi ở mục Chữ ký số.")
        )  # fmt: skip
    return fetch_stamp(Sources(plan.stamp_url), plan.roots.issuers(), clock.now())
