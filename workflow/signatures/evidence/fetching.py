"""Fetches what proves certificates good, from addresses the operator configured and no others.

A certificate says itself where to ask about it, but a certificate may come from anybody: what it
says is never followed (see promises on network fetches driven by an upload).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from asn1crypto import x509

from workflow.core.errors import Unavailable
from workflow.signatures.engine.signing import Evidence, Stamp
from workflow.signatures.evidence.asking import is_address
from workflow.signatures.evidence.issuers import Issuers, name_of
from workflow.signatures.evidence.refusals import NoEvidence, SelfSigned
from workflow.signatures.evidence.revocation import Lists, ask_ocsp, covers
from workflow.signatures.evidence.stamping import stamp_of, stamper_certificates


@dataclass(frozen=True)
class Sources:
    """The addresses an operator configured. Raises ValueError for what is no http(s) address."""

    stamp: str = ""
    ocsps: Sequence[str] = ()
    crls: Sequence[str] = ()

    def __post_init__(self) -> None:
        for address in (*([self.stamp] if self.stamp else []), *self.ocsps, *self.crls):
            if not is_address(address):
                raise ValueError(address)


def fetch_stamp(sources: Sources, issuers: Issuers, at: datetime) -> Stamp | None:
    """Return how time-stamps are got, or nothing where none are configured."""
    return stamp_of(sources.stamp, issuers, at) if sources.stamp else None


def fetch_evidence(
    sources: Sources, issuers: Issuers, certificates: Sequence[bytes], at: datetime
) -> Evidence | None:
    """Return the evidence for signers' certificates and for the time-stamps beside them.

    Fetched once, it serves every signature of a batch. Nothing where no address is configured;
    else everything below the roots is proven, or the act waits: raises Unavailable, Revoked or
    SelfSigned.
    """
    if not (sources.ocsps or sources.crls):
        return None
    stampers = stamper_certificates(sources.stamp, issuers, at) if sources.stamp else []
    whole = replace(issuers, others=tuple(dict.fromkeys([*issuers.others, *stampers])))
    gathered = _Gathered(sources, whole, at)
    for leaf in [*certificates, *stampers[:1]]:
        gathered.prove(x509.Certificate.load(leaf, strict=True))
    return Evidence(
        roots=tuple(issuers.roots), others=whole.others, crls=tuple(gathered.used_crls),
        ocsps=tuple(gathered.ocsps),
    )  # fmt: skip


class _Gathered:
    """What has been fetched, each address once."""

    def __init__(self, sources: Sources, issuers: Issuers, at: datetime) -> None:
        self._sources, self._issuers, self._at = sources, issuers, at
        self._lists = Lists()
        self._proven: set[bytes] = set()
        self.used_crls: dict[bytes, None] = {}
        self.ocsps: list[bytes] = []

    def prove(self, leaf: x509.Certificate) -> None:
        last = leaf
        for below, above in self._issuers.path(leaf):
            if below.dump() not in self._proven:
                self._prove_one(below, above)
                self._proven.add(below.dump())
            last = above
        if last.dump() not in set(self._issuers.roots):
            raise (SelfSigned if leaf.subject == leaf.issuer else NoEvidence)(name_of(leaf))

    def _prove_one(self, below: x509.Certificate, above: x509.Certificate) -> None:
        """Ask everybody; one good answer is enough, one that says revoked is as well."""
        failed: list[Unavailable] = []
        found = [*self._by_list(below, above, failed), *self._by_answer(below, above, failed)]
        if not found:
            raise failed[0] if failed else NoEvidence(name_of(below))

    def _by_list(
        self, below: x509.Certificate, above: x509.Certificate, failed: list[Unavailable]
    ) -> Iterator[bytes]:
        for address in self._sources.crls:
            try:
                held = self._lists.at(address)
                if covers(held, below, above, self._at, address=address):
                    self.used_crls[held.dump()] = None
                    yield held.dump()
            except Unavailable as error:
                failed.append(error)

    def _by_answer(
        self, below: x509.Certificate, above: x509.Certificate, failed: list[Unavailable]
    ) -> Iterator[bytes]:
        for address in self._sources.ocsps:
            try:
                answer = ask_ocsp(address, below, above, self._at)
            except Unavailable as error:
                failed.append(error)
            else:
                if answer is not None:
                    self.ocsps.append(answer)
                    yield answer
