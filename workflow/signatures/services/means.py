"""What a signature is made with: the key that was unlocked, the office's terms, its evidence."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import current_app

from workflow.core import clock
from workflow.core.errors import BadInput, Incomplete
from workflow.core.i18n import _
from workflow.documents import contents
from workflow.documents.models import Paper
from workflow.signatures import evidence, queries
from workflow.signatures.engine.signing import Key, Means
from workflow.signatures.keys.client import signer_of
from workflow.signatures.keys.pins import Pin
from workflow.signatures.models import SigningCertificate
from workflow.signatures.states import Level, Part


@dataclass(frozen=True)
class Plan:
    """Everything one signature needs, read before the slow work; no row is held meanwhile."""

    certificate_id: int
    fingerprint: str
    key_id: str
    picture: str  # digest, or nothing
    level: Level
    stamp_url: str
    roots: tuple[RootOfTrust, ...]
    before: tuple[tuple[str, str], ...]  # field and certificate of those who signed already


@dataclass(frozen=True)
class Gathered:
    """What proves certificates good at this moment: gathered once for making and for judging."""

    evidence: Evidence

    def trust(self, plan: Plan) -> Trust:
        roots: dict[TrustClass, list[bytes]] = defaultdict(list)
        for one in plan.roots:
            roots[one.trust_class].append(one.der)
        had = self.evidence
        return Trust(roots, had.others, had.crls, had.ocsps)


def plan_for(paper: Paper, certificate: SigningCertificate) -> Plan:
    """Return the plan of a signature by a certificate on a paper."""
    terms = queries.terms_of(paper.organisation)
    return Plan(
        certificate.id, certificate.fingerprint, certificate.key_id,
        certificate.picture.digest if certificate.picture else "", terms.level,
        terms.stamp_url, roots_of_trust(), tuple(queries.signed_before(paper)),
    )  # fmt: skip


def certificate_for(paper: Paper, part: Part, user_id: int | None) -> SigningCertificate:
    """Return the certificate this signature is made with now. Raises Incomplete without one."""
    found = queries.certificates_for(paper.organisation_id, part, user_id, clock.now())
    if found:
        return found[0]
    if part is Part.SEAL:
        raise Incomplete(
            _("Cơ quan chưa có chứng thư số còn hạn để đóng dấu. Nhờ quản trị viên ghi chứng thư "
              "ở mục Chữ ký số, hoặc chuyển văn bản sang ký giấy.")
        )  # fmt: skip
    raise Incomplete(
        _("Bạn chưa có chứng thư số còn hạn ở cơ quan này. Nhờ quản trị viên ghi chứng thư ở mục "
          "Chữ ký số, hoặc chuyển văn bản sang ký giấy.")
    )  # fmt: skip


@contextmanager
def unlocked(plan: Plan, pin: str) -> Iterator[Key]:
    """Unlock the key in the signing process. The PIN goes there and nowhere else."""
    if not plan.key_id:
        raise BadInput(
            _("Khóa của chứng thư này không nằm trên máy chủ. Hãy tải tệp về ký bằng thiết bị của "
              "bạn rồi tải lên.")
        )  # fmt: skip
    with signer_of(current_app.config["SETTINGS"]).opened(plan.key_id, Pin(pin)) as key:
        if hashlib.sha256(key.certificate).hexdigest() != plan.fingerprint:
            raise Incomplete(
                _("Khóa trên máy chủ không còn là khóa của chứng thư đã ghi. Nhờ quản trị viên ghi "
                  "lại chứng thư ở mục Chữ ký số.")
            )  # fmt: skip
        yield key


def gather(plan: Plan) -> Gathered:
    """Ask the roots' own addresses who was revoked; those without an address are not asked.

    Raises what says that one of them is down: nothing is signed on old knowledge.
    """
    return Gathered(gather_evidence(plan.roots, at=clock.now()))


def means_of(plan: Plan, gathered: Gathered) -> Means:
    """Return the means the office's terms ask for; what is asked for must be had."""
    stamp = stamp_of(plan)
    kept = gathered.evidence if plan.level is Level.ARCHIVAL else None
    picture = contents.current_store().open(plan.picture) if plan.picture else b""
    return Means(clock.now(), stamp=stamp, evidence=kept, picture=picture)


def stamp_of(plan: Plan) -> Stamp | None:
    """Return the time-stamp authority of the terms; a basic signature has none."""
    if plan.level is Level.BASIC:
        return None
    if not plan.stamp_url:
        raise Incomplete(
            _("Cơ quan ký kèm dấu thời gian nhưng chưa ghi địa chỉ máy chủ dấu thời gian. Nhờ quản "
              "trị viên ghi ở mục Chữ ký số.")
        )  # fmt: skip
    return stamp_from(plan.stamp_url)
