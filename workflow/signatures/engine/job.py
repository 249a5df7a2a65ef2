"""Judges one uploaded file in the limited child, which has no network."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from workflow.signatures.engine.report import Expected, Signer, Trust
from workflow.signatures.engine.verifying import verify
from workflow.signatures.states import TrustClass


def asked(
    pdf: bytes, trust: Trust, expected: Expected | None, at: datetime
) -> tuple[dict[str, Any], list[bytes]]:
    """Return what is sent to the child: plain data, and all bytes behind each other."""
    roots = [(kind.value, len(listed)) for kind, listed in trust.roots.items()]
    lists: Sequence[Sequence[bytes]] = (trust.others, trust.crls, trust.ocsps)
    payload = {
        "at": at.isoformat(), "roots": roots, "counts": [len(one) for one in lists],
        "retired": {name: day.isoformat() for name, day in trust.retired.items()},
        "expected": None if expected is None else {
            "digest": expected.digest,
            "signers": [(one.field, sorted(one.certificates)) for one in expected.signers],
        },
    }  # fmt: skip
    anchors = [one for listed in trust.roots.values() for one in listed]
    return payload, [pdf, *anchors, *(one for listed in lists for one in listed)]


def work(payload: dict[str, Any], blobs: list[bytes]) -> tuple[Any, list[bytes]]:
    pdf, *rest = blobs
    trust, expected = _trust(payload, rest), _expected(payload["expected"])
    report = verify(pdf, trust, expected, datetime.fromisoformat(payload["at"]))
    return report.as_data(), []


def _trust(payload: Mapping[str, Any], blobs: list[bytes]) -> Trust:
    left = iter(blobs)
    roots = {
        TrustClass(kind): [next(left) for _ in range(count)] for kind, count in payload["roots"]
    }
    others, crls, ocsps = ([next(left) for _ in range(count)] for count in payload["counts"])
    retired = {name: datetime.fromisoformat(day) for name, day in payload["retired"].items()}
    return Trust(roots, others, crls, ocsps, retired)


def _expected(data: Mapping[str, Any] | None) -> Expected | None:
    if data is None:
        return None
    signers = [Signer(field, frozenset(certificates)) for field, certificates in data["signers"]]
    return Expected(signers, data["digest"])
