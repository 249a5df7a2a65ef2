"""What this installation believes today: the roots it keeps, by class, with their intermediates."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from workflow.core import clock
from workflow.core.db import db
from workflow.signatures import queries
from workflow.signatures.engine.report import Trust
from workflow.signatures.engine.signing import Evidence
from workflow.signatures.evidence.issuers import Issuers
from workflow.signatures.renewal.models import RetiredAlgorithm
from workflow.signatures.renewal.states import RetirementStatus
from workflow.signatures.states import TrustClass


@dataclass(frozen=True)
class Roots:
    """The roots trusted now, what they issue with, and the addresses that tell who is revoked."""

    trusted: tuple[tuple[TrustClass, bytes], ...]
    others: tuple[bytes, ...]
    crls: tuple[str, ...]
    ocsps: tuple[str, ...]
    retired: tuple[tuple[str, datetime], ...] = ()  # algorithms, and when they stop proving

    def issuers(self) -> Issuers:
        return Issuers(tuple(der for _class, der in self.trusted), self.others)

    def trust(self, evidence: Evidence | None = None) -> Trust:
        """Return the trust a file is judged by: with what was gathered, else by its own proof."""
        trusted: dict[TrustClass, list[bytes]] = defaultdict(list)
        for kind, der in self.trusted:
            trusted[kind].append(der)
        if evidence is None:
            return Trust(trusted, self.others, retired=dict(self.retired))
        return Trust(trusted, evidence.others, evidence.crls, evidence.ocsps, dict(self.retired))


def roots_now() -> Roots:
    """Return the roots trusted now."""
    rows = queries.trusted_roots()
    return Roots(
        tuple((row.trust_class, row.der) for row in rows),
        tuple(der for row in rows for der in queries.intermediates_of(row)),
        tuple(dict.fromkeys(url for row in rows for url in row.crl_urls)),
        tuple(dict.fromkeys(url for row in rows for url in row.ocsp_urls)),
        tuple(retired_now()),
    )


def retired_now() -> Iterator[tuple[str, datetime]]:
    """Yield the algorithms with the moment after their last day."""
    for row in db.session.scalars(
        select(RetiredAlgorithm)
        .where(
            RetiredAlgorithm.status == RetirementStatus.HOLDING,
            RetiredAlgorithm.last_day.is_not(None),
        )
        .order_by(RetiredAlgorithm.name)
    ):
        if row.last_day is not None:
            yield row.name, clock.start_of(row.last_day + timedelta(days=1))


def trust_now() -> Trust:
    """Return the trust to judge any file by: what proves more is stored in the file itself."""
    return roots_now().trust()
