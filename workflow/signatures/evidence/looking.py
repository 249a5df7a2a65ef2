"""Asks who was revoked, to judge a file: whoever helps is heard, whoever does not is named.

As in `fetching` only addresses an administrator entered are asked. There an act waits until
everything is proven; here nothing is signed, so what can be had is taken, a revocation too.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from asn1crypto import crl, x509

from workflow.core.errors import Unavailable
from workflow.signatures.engine.signing import Evidence
from workflow.signatures.evidence.fetching import Sources
from workflow.signatures.evidence.issuers import Issuers
from workflow.signatures.evidence.refusals import Revoked
from workflow.signatures.evidence.revocation import Lists, answer_of, covers

_Pair = tuple[x509.Certificate, x509.Certificate]


@dataclass(frozen=True)
class Found:
    """What was had, and the machines that did not answer or answered what cannot be used."""

    evidence: Evidence
    silent: tuple[str, ...] = ()


def look_up(
    sources: Sources, issuers: Issuers, certificates: Sequence[bytes], at: datetime
) -> Found:
    """Return what the servers say of certificates that stand below the roots; of others nothing."""
    looking = _Looking(sources, at)
    seen: set[bytes] = set()
    for leaf in certificates:
        for pair in _proven(issuers, leaf):
            if pair[0].dump() not in seen:
                seen.add(pair[0].dump())
                looking.look(pair)
    evidence = Evidence(
        tuple(issuers.roots), tuple(issuers.others), tuple(looking.crls), tuple(looking.ocsps)
    )
    return Found(evidence, tuple(looking.silent))


def _proven(issuers: Issuers, leaf: bytes) -> list[_Pair]:
    """Return the path of a certificate, empty where it leads to no root."""
    path = list(issuers.path(x509.Certificate.load(leaf)))
    trusted = bool(path) and path[-1][1].dump() in set(issuers.roots)
    return path if trusted else []


class _Looking:
    def __init__(self, sources: Sources, at: datetime) -> None:
        self._sources, self._at = sources, at
        self._lists = Lists()
        self.crls: dict[bytes, None] = {}
        self.ocsps: dict[bytes, None] = {}
        self.silent: dict[str, None] = {}

    def look(self, pair: _Pair) -> None:
        self.crls |= dict.fromkeys(self._by_list(pair))
        self.ocsps |= dict.fromkeys(self._by_answer(pair))

    def _by_list(self, pair: _Pair) -> Iterator[bytes]:
        for address in self._sources.crls:
            try:
                held = self._lists.at(address)
                speaks = _speaks(held, pair, self._at, address)
            except Unavailable:
                self._note(address)
            else:
                if speaks:
                    yield held.dump()

    def _by_answer(self, pair: _Pair) -> Iterator[bytes]:
        for address in self._sources.ocsps:
            try:
                answer = answer_of(address, *pair, self._at)
            except Unavailable:
                self._note(address)
            else:
                if answer is not None and answer.status != "unknown":
                    yield answer.der

    def _note(self, address: str) -> None:
        self.silent[urlsplit(address).netloc] = None


def _speaks(held: crl.CertificateList, pair: _Pair, at: datetime, address: str) -> bool:
    try:
        return covers(held, *pair, at, address=address)
    except Revoked:
        return True  # that is what was asked; the verdict says from when on
