"""Who stands above whom, among certificates that were given; nothing is looked for elsewhere."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from asn1crypto import x509

from workflow.signatures.engine.issued import is_issued_by

_LONGEST = 8


@dataclass(frozen=True)
class Issuers:
    """The roots certificates must lead to, and what may stand between, all DER."""

    roots: Sequence[bytes]
    others: Sequence[bytes] = ()
    _read: dict[bytes, x509.Certificate] = field(default_factory=dict, compare=False, repr=False)

    def read(self, der: bytes) -> x509.Certificate:
        if der not in self._read:
            self._read[der] = x509.Certificate.load(der, strict=True)
        return self._read[der]

    def issuer(self, certificate: x509.Certificate) -> x509.Certificate | None:
        """Return the certificate above, with a key that really signed this one."""
        for der in (*self.roots, *self.others):
            above = self.read(der)
            if above.subject == certificate.issuer and is_issued_by(above, certificate):
                return above
        return None

    def path(
        self, certificate: x509.Certificate
    ) -> Iterator[tuple[x509.Certificate, x509.Certificate]]:
        """Yield each certificate below the root with the one above it, as far as they are known."""
        below, roots = certificate, set(self.roots)
        for _step in range(_LONGEST):
            if below.dump() in roots:
                return
            above = self.issuer(below)
            if above is None:
                return
            yield below, above
            below = above


def name_of(certificate: x509.Certificate) -> str:
    """Return the name a person knows the certificate by."""
    told = certificate.subject.native
    return str(told.get("common_name") or certificate.subject.human_friendly)
