"""Whether who issued a certificate has revoked it, asked once when it is to be registered.

Only the addresses entered under its own root are asked, of the whole way up to it. Every
signature asks again; what cannot be asked now is told, for a person to decide on.
"""

from dataclasses import replace

from asn1crypto import x509

from workflow.core import clock
from workflow.core.db import db
from workflow.core.errors import Unavailable
from workflow.signatures.evidence.fetching import Sources, fetch_evidence
from workflow.signatures.evidence.issuers import Issuers
from workflow.signatures.evidence.refusals import NoEvidence, Revoked
from workflow.signatures.queries import intermediates_of, trusted_roots
from workflow.signatures.registry.checks import Check, Point, check, root_of
from workflow.signatures.registry.registering import Offered


def asked(offered: Offered) -> Offered:
    """Return it with what the servers entered say; as it is where it cannot be registered anyway.

    Ends the transaction: the network may take its time.
    """
    roots = trusted_roots()
    root = root_of(offered.certificate, roots)
    if root is None or check(offered.certificate, roots, clock.now(), holder="").refused:
        return offered
    sources = Sources(ocsps=tuple(root.ocsp_urls), crls=tuple(root.crl_urls))
    below = [der for one in roots for der in intermediates_of(one)]
    issuers = Issuers([root.der], below)
    db.session.rollback()
    return replace(offered, revocation=_said(offered.certificate, sources, issuers))


def _said(certificate: x509.Certificate, sources: Sources, issuers: Issuers) -> Check:
    try:
        found = fetch_evidence(sources, issuers, [certificate.dump()], clock.now())
    except Revoked as error:
        return Check(Point.REVOCATION, "no", "revoked", {"name": error.name})
    except NoEvidence as error:
        return Check(Point.REVOCATION, "ask", "unsaid", {"name": error.name})
    except Unavailable as error:
        return Check(Point.REVOCATION, "ask", "unanswered", {"host": getattr(error, "host", "")})
    if found is None:
        return Check(Point.REVOCATION, "wait", "no_address")
    return Check(Point.REVOCATION, "ok", "unrevoked")
