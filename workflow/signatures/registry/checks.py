"""What can be said of a certificate somebody is to sign with, point by point, on a day.

Whether it was revoked is asked of servers, not here: see `revoking.py`.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from asn1crypto import x509
from pyhanko_certvalidator import ValidationContext, find_valid_path
from pyhanko_certvalidator import errors as wrong

from workflow.core.text import fold
from workflow.signatures.engine.algorithms import POLICY
from workflow.signatures.engine.trusting import SIGNING
from workflow.signatures.evidence.issuers import Issuers, name_of
from workflow.signatures.models import TrustedRoot
from workflow.signatures.queries import intermediates_of
from workflow.signatures.registry.anchors import weaknesses
from workflow.signatures.states import TrustClass

SOON = timedelta(days=60)  # before its end a certificate must be renewed


class Point(StrEnum):
    """What is looked at."""

    DATES = "dates"
    USAGE = "usage"
    STRENGTH = "strength"
    CHAIN = "chain"
    HOLDER = "holder"
    REVOCATION = "revocation"


@dataclass(frozen=True)
class Check:
    """How one point stands: ok, no, ask (a person must look), wait (not known); `code` says why."""

    point: Point
    key: str
    code: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Checked:
    """Every point of one certificate, and under which class of roots it stands."""

    checks: tuple[Check, ...]
    trust_class: TrustClass | None

    @property
    def refused(self) -> bool:
        return any(one.key == "no" for one in self.checks)

    @property
    def doubtful(self) -> bool:
        return any(one.key == "ask" for one in self.checks)


def check(
    certificate: x509.Certificate, roots: Sequence[TrustedRoot], at: datetime, *, holder: str
) -> Checked:
    """Look at a certificate for a holder. Only what keepers entered leads up to a root."""
    above, trust_class = _chain(certificate, roots, at)
    points = (
        _dates(certificate, at), _usage(certificate), _strength(certificate), above,
        _holder(certificate, holder),
    )  # fmt: skip
    return Checked(points, trust_class)


def _dates(one: x509.Certificate, at: datetime) -> Check:
    since, until = one.not_valid_before, one.not_valid_after
    told = {"since": since, "until": until}
    if until < at:
        return Check(Point.DATES, "no", "expired", told)
    if since > at:
        return Check(Point.DATES, "ask", "coming", told)
    return Check(Point.DATES, "ok", "ends_soon" if until < at + SOON else "good", told)


def _usage(one: x509.Certificate) -> Check:
    if one.ca:
        return Check(Point.USAGE, "no", "authority")
    try:
        SIGNING.validate(one)
    except wrong.InvalidCertificateError:
        return Check(Point.USAGE, "no", "other_use")
    return Check(Point.USAGE, "ok", "signs")


def _strength(one: x509.Certificate) -> Check:
    weak = [told for _why, told in weaknesses(one)]
    if weak:
        return Check(Point.STRENGTH, "no", "weak", {"what": ", ".join(weak)})
    key = one.public_key
    size = f" {key.bit_size}" if key.algorithm in {"rsa", "rsassa_pss", "ec"} else ""
    name = "ECDSA" if key.algorithm == "ec" else key.algorithm.partition("ssa")[0].upper()
    return Check(Point.STRENGTH, "ok", "strong", {"what": f"{name}{size}"})


def _chain(
    leaf: x509.Certificate, roots: Sequence[TrustedRoot], at: datetime
) -> tuple[Check, TrustClass | None]:
    """Judge the way up to a root at a moment when the certificate itself holds."""
    if leaf.subject == leaf.issuer:
        return Check(Point.CHAIN, "no", "self_signed"), None
    others = [x509.Certificate.load(one) for root in roots for one in intermediates_of(root)]
    root = root_of(leaf, roots)
    if root is None:
        return Check(Point.CHAIN, "no", "unknown_issuer", {"issuer": issuer_of(leaf)}), None
    moment = min(max(at, leaf.not_valid_before), leaf.not_valid_after)
    told = {"root": root.name, "class": root.trust_class}
    if not asyncio.run(_holds(leaf, root, others, moment)):
        return Check(Point.CHAIN, "no", "broken_chain", told), None
    return Check(Point.CHAIN, "ok", "trusted", told), root.trust_class


def root_of(leaf: x509.Certificate, roots: Sequence[TrustedRoot]) -> TrustedRoot | None:
    """Return the root its way up ends at."""
    below = [der for root in roots for der in intermediates_of(root)]
    path = Issuers([root.der for root in roots], below).path(leaf)
    top = [above.dump() for _below, above in path][-1:]
    return next((one for one in roots if [one.der] == top), None)


async def _holds(
    leaf: x509.Certificate, root: TrustedRoot, others: Sequence[x509.Certificate], moment: datetime
) -> bool:
    context = ValidationContext(
        trust_roots=[x509.Certificate.load(root.der)], other_certs=others, allow_fetching=False,
        moment=moment, revocation_mode="soft-fail", algorithm_usage_policy=POLICY,
    )  # fmt: skip
    try:
        paths = context.path_builder.async_build_paths_lazy(leaf)
        await find_valid_path(leaf, paths, context)
    except (wrong.PathBuildingError, wrong.ValidationError):
        return False
    return True


def _holder(one: x509.Certificate, holder: str) -> Check:
    told = {"name": name_of(one), "holder": holder}
    same = fold(told["name"]) == fold(holder)
    return Check(Point.HOLDER, "ok" if same else "ask", "same" if same else "differs", told)


def issuer_of(one: x509.Certificate) -> str:
    told = one.issuer.native
    return str(told.get("common_name") or one.issuer.human_friendly)
