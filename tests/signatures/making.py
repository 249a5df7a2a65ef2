"""Signed papers made for tests: a drawn page, keys and stamps of the test authorities, no network."""

import functools
import io
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from unittest import mock

from asn1crypto import core, tsp
from asn1crypto import ocsp as asn1_ocsp
from certomancer.registry import ServiceLabel
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.x509 import ocsp
from PIL import Image, ImageDraw
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from tests.signatures.pki.authorities import Authorities
from workflow.documents.engine.faces import serif_faces
from workflow.signatures.engine.filling import Filled
from workflow.signatures.engine.places import find_places
from workflow.signatures.engine.preparing import prepare
from workflow.signatures.engine.profile import PERSON, SEAL, TEXTS
from workflow.signatures.engine.report import Expected, Report, Signer, Trust
from workflow.signatures.engine.signing import Evidence, Means, Stamp
from workflow.signatures.states import TrustClass
from workflow.signatures.words import sentence_of

SIGNED = datetime(2020, 12, 29, 1, 15, tzinfo=UTC)
SEALED = SIGNED + timedelta(hours=1)
LATER = SIGNED + timedelta(days=3)
VALUES = Filled("846", date(2020, 12, 29))


class HeldKey:
    """A key in memory."""

    def __init__(self, authorities: Authorities, name: str, of: str = "office") -> None:
        self.certificate = authorities.certificate(name, of)
        self.chain = [authorities.certificate("issuing", of)] if of != "public" else []
        self._key = serialization.load_pem_private_key(authorities.key(name, of), None)

    def sign(self, data: bytes, mechanism: str) -> bytes:
        if mechanism == "ecdsa":
            return self._key.sign(data, ec.ECDSA(hashes.SHA256()))
        plain = mechanism == "rsassa_pkcs1v15"
        how = padding.PKCS1v15() if plain else padding.PSS(padding.MGF1(hashes.SHA256()), 32)
        return self._key.sign(data, how, hashes.SHA256())


def drawn_paper(
    text: str = "Tặng Giấy khen cho 16 tập thể và cá nhân.",
    more: tuple[tuple[int, int, str], ...] = (),
) -> bytes:
    """A page with the gaps of a decision, drawn without LibreOffice."""
    pdfmetrics.registerFont(TTFont("Serif", str(serif_faces()["Regular"])))
    made = io.BytesIO()
    page = Canvas(made, pagesize=(595, 842), invariant=1)
    page.setFont("Serif", 13)
    for x, y, words in (
        (85, 770, "Số:               /QĐ-CQLTT"),
        (300, 770, "Long An, ngày         tháng         năm"),
        (85, 700, text), (360, 400, "CỤC TRƯỞNG"), (360, 300, "Nguyễn Văn An"),
        *more,
    ):  # fmt: skip
        page.drawString(x, y, words)
    page.save()
    return made.getvalue()


def prepared_paper(
    paper: bytes, blanks: tuple[str, ...] = TEXTS, names: tuple[str, ...] = ("Nguyễn Văn An",)
) -> bytes:
    """The paper with its empty fields; without `blanks` number and date stand on it already."""
    places = find_places(paper, names, blanks=blanks, seal_mm=36)
    return prepare(paper, places, serif_faces())


def picture(colour: tuple[int, int, int]) -> bytes:
    """A stroke on a clear ground."""
    image = Image.new("RGBA", (120, 50), (0, 0, 0, 0))
    ImageDraw.Draw(image).line([(5, 40), (60, 5), (115, 40)], fill=(*colour, 255), width=4)
    made = io.BytesIO()
    image.save(made, "PNG")
    return made.getvalue()


_UTC_TIME = core.UTCTime


def _until_2049(at: datetime) -> core.UTCTime:
    """The authority's own signing-time, which nobody reads: its type ends in 2049."""
    return _UTC_TIME(min(at, datetime(2049, 12, 31, tzinfo=UTC)))


@dataclass(frozen=True)
class Maker:
    """Stamps, evidence and trust at any moment, all of the test authorities."""

    authorities: Authorities

    @functools.cache  # noqa: B019  the one maker lives as long as the tests
    def key(self, name: str, of: str = "office") -> HeldKey:
        return HeldKey(self.authorities, name, of)

    def stamp(self, at: datetime, name: str = "tsa", of: str = "office") -> Stamp:
        services = self.authorities.of(of).service_registry
        stamper = services.summon_timestamper(ServiceLabel(name), at)

        def answer(request: bytes) -> bytes:
            with mock.patch.object(core, "UTCTime", _until_2049):
                return stamper.request_tsa_response(tsp.TimeStampReq.load(request)).dump()

        return answer

    @functools.cache  # noqa: B019
    def crls(self, at: datetime) -> list[bytes]:
        services = self.authorities.of().service_registry
        return [services.get_crl(ServiceLabel(name), at).dump() for name in ("issuing", "root")]

    def ocsp(self, name: str, at: datetime) -> bytes:
        """What the responder says of a certificate at a moment."""
        of = self.authorities
        pair = [x509.load_der_x509_certificate(of.certificate(one)) for one in (name, "issuing")]
        asked = ocsp.OCSPRequestBuilder().add_certificate(*pair, hashes.SHA1()).build()
        request = asn1_ocsp.OCSPRequest.load(asked.public_bytes(serialization.Encoding.DER))
        responder = of.of().service_registry.summon_responder(ServiceLabel("issuing"), at)
        return responder.build_ocsp_response(request).dump()

    def evidence(self, at: datetime) -> Evidence:
        """What is gathered at a moment; the revoked are gathered from before they were."""
        of = self.authorities
        return Evidence([of.certificate("root")], [of.certificate("issuing")], self.crls(at))

    def trust(self, at: datetime | None = None, **more) -> Trust:
        """The office's root, with revocation lists of a moment, or none."""
        roots = {TrustClass.OFFICIAL: [self.authorities.certificate("root")]}
        return Trust(roots, crls=self.crls(at) if at else [], **more)

    def means(self, at: datetime, level: str = "LTA", **more) -> Means:
        """What a signature of a level is made with: B (no stamp), T or LTA."""
        stamp = self.stamp(at) if level != "B" else None
        evidence = self.evidence(at) if level == "LTA" else None
        return Means(at, stamp, evidence, **more)


def fingerprint(key: HeldKey) -> str:
    digest = hashes.Hash(hashes.SHA256())
    digest.update(key.certificate)
    return digest.finalize().hex()


def expected(person: HeldKey, seal: HeldKey | None, digest: str = "") -> Expected:
    """The record of a paper a person signed and the agency sealed."""
    signers = [Signer(PERSON, frozenset({fingerprint(person)}))]
    if seal is not None:
        signers.append(Signer(SEAL, frozenset({fingerprint(seal)})))
    return Expected(signers, digest)


def said(report: Report) -> set[str]:
    """All a reader is told; a reason without what its sentence names fails here."""
    listed = [report, *report.findings, *report.archival]
    listed += [one.stamped for one in report.findings if one.stamped is not None]
    return {sentence_of(reason) for one in listed for reason in one.reasons}
