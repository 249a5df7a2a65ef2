"""What this installation believes today: the roots it keeps, by class, with their intermediates."""

from collections import defaultdict

from workflow.signatures.engine.report import Trust
from workflow.signatures.services.means import roots_now
from workflow.signatures.states import TrustClass


def trust_now() -> Trust:
    """Return the trust to judge any file by: what proves more is stored in the file itself."""
    known = roots_now()
    roots = defaultdict[TrustClass, list[bytes]](list)
    for trust_class, der in known.trusted:
        roots[trust_class].append(der)
    return Trust(roots, known.others)
