"""What this installation believes today: the roots it keeps, by class, with their intermediates."""

from collections import defaultdict

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from workflow.signatures.engine.report import Trust
from workflow.signatures.queries import trusted_roots
from workflow.signatures.states import TrustClass


def trust_now() -> Trust:
    """Return the trust to judge any file by: what proves more is stored in the file itself."""
    roots, others = defaultdict[TrustClass, list[bytes]](list), list[bytes]()
    for root in trusted_roots():
        roots[root.trust_class].append(root.der)
        for pem in root.intermediates:
            others.append(x509.load_pem_x509_certificate(pem.encode()).public_bytes(Encoding.DER))
    return Trust(roots, others)
