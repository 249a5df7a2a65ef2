"""An office that signs digitally: roots, certificates, keys, and a paper before its signer."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache

import pytest
from asn1crypto import pem
from cryptography import x509

from tests.documents.conftest import browsers  # noqa: F401  a fixture of papers
from tests.factories.documents import draw_all
from tests.signatures.making import drawn_paper, prepared_paper
from tests.signatures.pki.authorities import Servers
from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.unit_of_work import unit_of_work
from workflow.documents import digital, services
from workflow.documents.models import Paper
from workflow.signatures.engine.profile import TEXTS
from workflow.signatures.models import SigningCertificate, SigningTerms, TrustedRoot
from workflow.signatures.states import Level, Part, RootStatus, TrustClass


@lru_cache(maxsize=2)
def _prepared(blanks: tuple[str, ...] = TEXTS) -> bytes:
    return prepared_paper(drawn_paper(), blanks)


def _root(authorities, servers, *, asked: bool, of: str = "office") -> TrustedRoot:
    der = authorities.certificate("root", of)
    read = x509.load_der_x509_certificate(der)
    return TrustedRoot(
        trust_class=TrustClass.OFFICIAL, der=der, fingerprint=hashlib.sha256(der).hexdigest(),
        name=read.subject.rfc4514_string(), not_before=read.not_valid_before_utc,
        not_after=read.not_valid_after_utc, added_at=clock.now(), status=RootStatus.TRUSTED,
        intermediates=[pem.armor("CERTIFICATE", authorities.certificate("issuing")).decode()],
        crl_urls=[servers.crl(), servers.crl("root", of)] if asked else [],
    )  # fmt: skip


def certificate(authorities, name, part, organisation_id, user_id=None, key_id=""):
    der = authorities.certificate(name)
    read = x509.load_der_x509_certificate(der)
    return SigningCertificate(
        organisation_id=organisation_id, part=part, user_id=user_id, der=der,
        fingerprint=hashlib.sha256(der).hexdigest(), subject=read.subject.rfc4514_string(),
        issuer=read.issuer.rfc4514_string(), serial=f"{read.serial_number:x}",
        not_before=read.not_valid_before_utc, not_after=read.not_valid_after_utc,
        trust_class=TrustClass.OFFICIAL, key_id=key_id, registered_at=clock.now(),
    )  # fmt: skip


@dataclass
class Office:
    """Who signs and seals in Long An, with a paper offered to its head."""

    paper: Paper
    secretary: Actor
    head: Actor
    clerk: Actor
    stranger: Actor
    servers: Servers

    @property
    def seen(self) -> str:
        return digital.file_to_sign(self.paper).file.digest

    def number(self):
        with unit_of_work():
            services.number_paper(self.paper.public_id, clock.today(), actor=self.clerk)


@pytest.fixture
def office(long_an, actor, make_paper, keys, servers):
    """Make the office sign at a level, with keys here, and give its paper to the head."""

    def make(
        level: Level = Level.BASIC, *, here: bool = True, numbers_first: bool = False
    ) -> Office:  # fmt: skip
        servers.at, servers.down, servers.silent = clock.now(), False, ""
        authorities, house = servers.authorities, long_an.department
        house.signs_digitally, house.numbers_first = True, numbers_first
        db.session.add(_root(authorities, servers, asked=level is not Level.BASIC))
        db.session.add(
            SigningTerms(organisation_id=house.id, level=level, stamp_url=servers.tsa(), seal_mm=36)
        )
        for name, part, user in (("head", Part.PERSON, long_an.head.id), ("seal", Part.SEAL, None)):
            key_id = name if here else ""
            db.session.add(certificate(authorities, name, part, house.id, user, key_id))
        db.session.commit()
        paper = make_paper()
        draw_all(pdf=_prepared(() if numbers_first else TEXTS))
        made = Office(
            paper, actor(long_an.secretary, house), actor(long_an.head, house),
            actor(long_an.clerk, house), actor(long_an.stranger, long_an.elsewhere), servers,
        )  # fmt: skip
        with unit_of_work():
            services.check_paper(paper.public_id, actor=made.secretary)
        if numbers_first:
            made.number()
            draw_all(pdf=_prepared(()))
        with unit_of_work():
            services.offer_paper(paper.public_id, actor=made.secretary)
        return made

    return make
