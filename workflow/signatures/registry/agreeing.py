"""The terms an office signs on: set, given up for its superior's, and a time-stamp asked to try."""

from dataclasses import asdict, dataclass
from datetime import datetime

from asn1crypto import tsp, x509
from flask import current_app
from pyhanko.sign.general import extract_certificate_info

from workflow.core import audit, clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import BadInput, Difference, InvalidStep, StaleEdit, Unavailable
from workflow.core.i18n import _, lazy
from workflow.organisations.queries import get_for_change
from workflow.signatures.evidence.issuers import name_of
from workflow.signatures.evidence.stamping import trial
from workflow.signatures.models import USUAL_RENEW_DAYS, SigningTerms
from workflow.signatures.registry import queries, words
from workflow.signatures.registry.addresses import hold_outer
from workflow.signatures.registry.unfit import Unfit
from workflow.signatures.states import Level
from workflow.signatures.trust import roots_now

STREAM = "signing_terms"
SEAL_SIZES = range(20, 61)  # millimetres across
RENEW_DAYS = range(30, 1826)
LABELS = {
    "level": lazy("Mức chữ ký"), "stamp_url": lazy("Máy chủ dấu thời gian"),
    "seal_mm": lazy("Bề ngang hình dấu (mm)"),
    "renew_days": lazy("Gia hạn trước khi hết hạn chứng minh (ngày)"),
}  # fmt: skip


@dataclass(frozen=True)
class Chosen:
    """What one form sets."""

    level: Level
    stamp_url: str
    seal_mm: int
    renew_days: int = USUAL_RENEW_DAYS

    @classmethod
    def of(cls, terms: SigningTerms) -> "Chosen":
        return cls(terms.level, terms.stamp_url, terms.seal_mm, terms.renew_days)

    def written(self) -> dict[str, str]:
        return {name: str(value) for name, value in asdict(self).items()}


def set_terms(organisation_id: str, chosen: Chosen, *, version: int, actor: Actor) -> SigningTerms:
    """Have an office, and those below it without terms of their own, sign on these terms.

    `version` is that of the row seen, 0 where there was none. Raises StaleEdit with both texts.
    """
    organisation = get_for_change(organisation_id, actor)
    _hold_fit(chosen)
    terms = queries.own_terms(organisation.id)
    before = Chosen.of(terms).written() if terms else {}
    if (terms.version if terms else 0) != version:
        raise StaleEdit(_("Người khác vừa đổi cách ký này."), _differences(chosen, before))
    if terms is None:
        terms = SigningTerms(organisation_id=organisation.id)
        db.session.add(terms)
    for name, value in asdict(chosen).items():
        setattr(terms, name, value)
    _record("set", organisation.id, {"before": before, "after": chosen.written()}, actor)
    return terms


def _differences(chosen: Chosen, before: dict[str, str]) -> list[Difference]:
    mine = chosen.written()
    return [
        Difference(str(LABELS[name]), mine[name], before.get(name, ""))
        for name in mine
        if mine[name] != before.get(name, "")
    ]


def _hold_fit(chosen: Chosen) -> None:
    if chosen.level is not Level.BASIC and not chosen.stamp_url:
        raise BadInput(
            _("Mức này cần máy chủ dấu thời gian. Hãy ghi địa chỉ do nơi cấp dịch vụ cung cấp."),
            field="stamp_url",
        )
    if chosen.stamp_url:
        hold_stamp_address(chosen.stamp_url)
    if chosen.seal_mm not in SEAL_SIZES:
        raise BadInput(_("Hình dấu rộng từ 20 đến 60 mm."), field="seal_mm")
    if chosen.renew_days not in RENEW_DAYS:
        raise BadInput(_("Gia hạn trước từ 30 đến 1825 ngày."), field="renew_days")


def hold_stamp_address(address: str) -> None:
    """Raise BadInput for an address that may not be asked."""
    try:
        hold_outer(address, "stamp_url", current_app.config["SETTINGS"].inner_authorities)
    except Unfit as unfit:
        raise words.refusal(unfit) from None


def drop_terms(organisation_id: str, *, actor: Actor) -> None:
    """Go back to the terms of the superior."""
    organisation = get_for_change(organisation_id, actor)
    terms = queries.own_terms(organisation.id)
    if terms is None:
        raise InvalidStep(_("Đơn vị không có cách ký riêng; đang theo cấp trên rồi."))
    before = Chosen.of(terms).written()
    db.session.delete(terms)
    _record("drop", organisation.id, {"before": before}, actor)


def _record(act: str, organisation_id: int, detail: dict[str, object], actor: Actor) -> None:
    audit.record(f"signing_terms.{act}", stream=(STREAM, organisation_id), actor=actor,
                 detail=detail)  # fmt: skip


@dataclass(frozen=True)
class Tried:
    """What a time-stamp authority answered."""

    authority: str
    until: datetime
    stamped: datetime
    apart: float  # seconds between its clock and ours


def try_stamp(address: str) -> Tried:
    """Ask for a stamp of nothing in particular, and say what came; nothing is kept.

    Raises BadInput for an address that may not be asked, and for what is wrong with the answer.
    """
    if not address:
        raise BadInput(_("Hãy ghi địa chỉ máy chủ dấu thời gian rồi thử."), field="stamp_url")
    hold_stamp_address(address)
    issuers = roots_now().issuers()
    db.session.rollback()  # the network may take its time
    try:
        signed = trial(address, issuers, clock.now())
    except Unavailable as error:
        raise BadInput(words.untried(error), field="stamp_url") from error
    return _tried(
        signed["encap_content_info"]["content"].parsed, extract_certificate_info(signed).signer_cert
    )


def _tried(info: tsp.TSTInfo, authority: x509.Certificate) -> Tried:
    stamped: datetime = info["gen_time"].native
    return Tried(
        name_of(authority), authority.not_valid_after, stamped,
        abs((stamped - clock.now()).total_seconds()),
    )  # fmt: skip
