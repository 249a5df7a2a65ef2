"""What keepers do with trusted roots: propose, confirm, refuse, end. Nothing counts before two
persons compared its fingerprint with the published one."""

import re
from dataclasses import dataclass

from asn1crypto import pem, x509

from workflow.core import audit, clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import BadInput, InvalidStep, NotAllowed
from workflow.core.i18n import _
from workflow.core.text import normalise
from workflow.signatures.evidence.issuers import name_of
from workflow.signatures.models import TrustedRoot
from workflow.signatures.registry import policies, queries, words
from workflow.signatures.registry.anchors import Anchor, anchor_of
from workflow.signatures.registry.reading import certificates_in
from workflow.signatures.registry.steps import root_lifecycle
from workflow.signatures.registry.unfit import Unfit, Why
from workflow.signatures.states import RootStatus, TrustClass

_APART = re.compile(r"[\s:.\-]+")


@dataclass(frozen=True)
class Asked:
    """What a keeper typed beside the file: the published fingerprint and where it is published."""

    trust_class: TrustClass
    fingerprint: str
    source: str
    crls: tuple[str, ...] = ()
    ocsps: tuple[str, ...] = ()


def read_anchor(files: list[bytes], *, renews: TrustedRoot | None = None) -> Anchor:
    """Return what the uploaded files hold. Raises BadInput beside the file."""
    try:
        found = [one for content in files for one in certificates_in(content)]
        unique = list({one.dump(): one for one in found}.values())
        return anchor_of(unique, clock.now(), held=renews.der if renews else b"")
    except Unfit as unfit:
        raise words.refusal(unfit, "file") from None


def hold_keeper(actor: Actor) -> None:
    """Raise NotAllowed for whoever may only look."""
    if not policies.keeper(actor):
        raise NotAllowed(_("Chỉ quản trị viên của cơ quan cấp cao nhất thay đổi gốc tin cậy."))


def propose(anchor: Anchor, asked: Asked, *, actor: Actor) -> TrustedRoot:
    """Enter a root for a second keeper to confirm; nothing trusts it yet.

    For a root that is trusted already this proposes what is around it: authorities, addresses.
    """
    hold_keeper(actor)
    if _APART.sub("", asked.fingerprint).lower() != anchor.fingerprint:
        raise words.refusal(Unfit(Why.OTHER_FINGERPRINT, "fingerprint"))
    queries.one_at_a_time()
    if queries.root_with(anchor.fingerprint, RootStatus.PROPOSED) is not None:
        raise BadInput(
            _("Gốc này đang chờ xác nhận rồi. Hãy xác nhận hoặc rút đề nghị đó trước."),
            field="file",
        )
    root = TrustedRoot(
        trust_class=asked.trust_class, der=anchor.root.dump(), fingerprint=anchor.fingerprint,
        name=name_of(anchor.root), not_before=anchor.root.not_valid_before,
        not_after=anchor.root.not_valid_after, source=asked.source,
        intermediates=[in_armour(one) for one in anchor.intermediates],
        crl_urls=list(asked.crls), ocsp_urls=list(asked.ocsps), added_by_id=actor.user_id,
        added_at=clock.now(), status=RootStatus.PROPOSED,
    )  # fmt: skip
    db.session.add(root)
    db.session.flush()
    audit.record(
        "trusted_root.propose", stream=("trusted_root", root.id), actor=actor,
        detail={"fingerprint": root.fingerprint, "class": root.trust_class.value,
                "crls": root.crl_urls, "ocsps": root.ocsp_urls,
                "intermediates": [bytes(one.sha256).hex() for one in anchor.intermediates]},
    )  # fmt: skip
    return root


def confirm(public_id: str, *, compared: bool, actor: Actor) -> TrustedRoot:
    """Trust a root from now on; what was trusted with the same key before gives way."""
    root = queries.get_root(public_id, lock=True)
    if actor.user_id == root.added_by_id and policies.keeper(actor):
        raise NotAllowed(
            _("Bạn là người đề nghị gốc này nên người khác phải xác nhận. Hãy nhờ quản trị viên "
              "khác của cơ quan cấp cao nhất.")
        )  # fmt: skip
    before = queries.root_with(root.fingerprint, RootStatus.TRUSTED)
    with root_lifecycle.step(root, "confirm", actor=actor) as detail:
        if not compared:
            raise BadInput(
                _("Hãy so dấu vân tay với bản nơi cấp công bố rồi đánh dấu vào ô."),
                field="compared",
            )
        if root.not_after < clock.now():
            raise InvalidStep(_("Gốc này đã hết hạn trong lúc chờ. Hãy từ chối đề nghị."))
        if before is not None:
            _overtake(before, actor)
            detail["instead_of"] = before.public_id
        root.confirmed_by_id, root.confirmed_at = actor.user_id, clock.now()
        detail["fingerprint"] = root.fingerprint
    return root


def _overtake(before: TrustedRoot, actor: Actor) -> None:
    with root_lifecycle.step(before, "overtake", actor=actor.as_system()):
        _settle(before, actor)
    db.session.flush()  # before the new row may be the trusted one


def _settle(root: TrustedRoot, actor: Actor, reason: str = "") -> None:
    root.ended_by_id, root.ended_at = actor.user_id, clock.now()
    root.end_reason = normalise(reason)


def decline(public_id: str, reason: str, *, actor: Actor) -> TrustedRoot:
    """Say no to a proposed root, with a reason."""
    root = queries.get_root(public_id, lock=True)
    with root_lifecycle.step(root, "decline", actor=actor, reason=reason):
        _settle(root, actor, _given(reason))
    return root


def withdraw(public_id: str, *, actor: Actor) -> TrustedRoot:
    """Take back a proposed root."""
    root = queries.get_root(public_id, lock=True)
    with root_lifecycle.step(root, "withdraw", actor=actor):
        _settle(root, actor)
    return root


def end(public_id: str, reason: str, *, actor: Actor) -> TrustedRoot:
    """Trust a root no more, at once and by one person: distrust cannot wait for a second."""
    root = queries.get_root(public_id, lock=True)
    with root_lifecycle.step(root, "end", actor=actor, reason=reason):
        _settle(root, actor, _given(reason))
    return root


def _given(reason: str) -> str:
    if not reason.strip():
        raise BadInput(_("Hãy ghi lý do."), field="reason")
    return reason


def in_armour(certificate: x509.Certificate) -> str:
    """Return a certificate as PEM."""
    armoured: bytes = pem.armor("CERTIFICATE", certificate.dump())
    return armoured.decode()


def grouped(fingerprint: str) -> str:
    """Return a fingerprint as authorities publish it: pairs in capitals."""
    text = fingerprint.upper()
    return ":".join(text[at : at + 2] for at in range(0, len(text), 2))
