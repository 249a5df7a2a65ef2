"""What is asked of a verification and what it answers; all of it goes through JSON and back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from workflow.signatures.engine.reasons import Code, Reason
from workflow.signatures.states import TrustClass, Verdict


class Role(StrEnum):
    PERSON = "person"
    SEAL = "seal"
    STAMP = "stamp"


@dataclass(frozen=True)
class Trust:
    """All that is believed, as DER: nothing is fetched, nothing of the machine's is added.

    `retired` names algorithms (sha256, rsa-2048, secp256r1) that prove nothing on their own from
    a moment on; what was stamped over with others before keeps its proof.
    """

    roots: Mapping[TrustClass, Sequence[bytes]] = field(default_factory=dict)
    others: Sequence[bytes] = ()
    crls: Sequence[bytes] = ()
    ocsps: Sequence[bytes] = ()
    retired: Mapping[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True)
class Signer:
    """Who signs in a field: any of these certificates, by SHA-256 in hexadecimal."""

    field: str
    certificates: frozenset[str]


@dataclass(frozen=True)
class Expected:
    """What the record says of one of our own files: its digest, who signed, in which order."""

    signers: Sequence[Signer]
    digest: str = ""  # SHA-256 in hexadecimal; not compared when empty


@dataclass(frozen=True)
class Stamped:
    """A time-stamp: `proven` when its authority can be trusted for it today."""

    time: datetime
    authority: str
    proven: bool
    reasons: tuple[Reason, ...] = ()
    field: str = ""
    fingerprint: str = ""
    until: datetime | None = None  # the end of its certificate, before which it must be renewed
    algorithms: tuple[str, ...] = ()  # it stands on, as `Trust.retired` names them


@dataclass(frozen=True)
class Method:
    """How it was signed: rsa, ecdsa or ed25519; scheme is pss, v1.5 or empty."""

    algorithm: str
    key_size: int
    digest: str
    scheme: str = ""
    curve: str = ""


@dataclass(frozen=True)
class Holder:
    """Whose certificate it is, and by whom; serial in hexadecimal, fingerprint by SHA-256."""

    name: str
    organisation: str
    issuer: str
    serial: str
    fingerprint: str
    since: datetime
    until: datetime

    @property
    def names(self) -> str:
        """Return whose it is, and of which office."""
        return ", ".join(dict.fromkeys(filter(None, [self.name, self.organisation])))


@dataclass(frozen=True)
class Finding:
    """What can be said of one signature of a person or an agency."""

    field: str
    role: Role
    verdict: Verdict
    reasons: tuple[Reason, ...]
    holder: Holder | None = None
    method: Method | None = None
    claimed: datetime | None = None
    stamped: Stamped | None = None
    proven: datetime | None = None  # it existed by then: by its own or an archival time-stamp
    root: TrustClass | None = None
    coverage: str = ""  # entire_file, entire_revision or partial
    filled: tuple[str, ...] = ()  # fields filled in later
    signed_after: tuple[str, ...] = ()  # fields signed later, archival time-stamps left out


@dataclass(frozen=True)
class Report:
    """What can be said of a file: `reasons` are those of the file as a whole."""

    verdict: Verdict
    digest: str
    at: datetime
    reasons: tuple[Reason, ...] = ()
    findings: tuple[Finding, ...] = ()
    archival: tuple[Stamped, ...] = ()

    @property
    def signatures(self) -> list[Finding]:
        """Return what was found of people and offices; a time-stamp of its own is neither."""
        return [one for one in self.findings if one.role is not Role.STAMP]

    @property
    def every_reason(self) -> list[Reason]:
        """Return the reasons of the file, then those of what was found in it."""
        return [*self.reasons, *(reason for one in self.findings for reason in one.reasons)]

    def as_data(self) -> dict[str, Any]:
        """Return it as JSON can say it."""
        plain: dict[str, Any] = _plain(self)
        return plain

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Report":
        return cls(
            Verdict(data["verdict"]), data["digest"], datetime.fromisoformat(data["at"]),
            _reasons(data), tuple(map(_finding, data["findings"])),
            tuple(map(_stamped, data["archival"])),
        )  # fmt: skip


def _plain(value: Any) -> Any:
    """Return it without what hangs on it: a name read off a PDF carries its whole reader along."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, str):
        return value.value if isinstance(value, StrEnum) else str(value)
    if is_dataclass(value):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value


def _reasons(data: Mapping[str, Any]) -> tuple[Reason, ...]:
    return tuple(
        Reason(Code(one["code"]), one["data"], Verdict(one["weight"])) for one in data["reasons"]
    )


def _time(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None


def _stamped(data: Mapping[str, Any]) -> Stamped:
    read = {
        "time": datetime.fromisoformat(data["time"]), "until": _time(data["until"]),
        "reasons": _reasons(data), "algorithms": tuple(data.get("algorithms", ())),
    }  # fmt: skip
    return Stamped(**{**data, **read})


def _holder(data: Mapping[str, Any]) -> Holder:
    times = {name: datetime.fromisoformat(data[name]) for name in ("since", "until")}
    return Holder(**{**data, **times})


def _finding(data: Mapping[str, Any]) -> Finding:
    read = {
        "role": Role(data["role"]), "verdict": Verdict(data["verdict"]), "reasons": _reasons(data),
        "holder": _holder(data["holder"]) if data["holder"] else None,
        "method": Method(**data["method"]) if data["method"] else None,
        "stamped": _stamped(data["stamped"]) if data["stamped"] else None,
        "root": TrustClass(data["root"]) if data["root"] else None,
        "claimed": _time(data["claimed"]), "proven": _time(data["proven"]),
        "filled": tuple(data["filled"]), "signed_after": tuple(data["signed_after"]),
    }  # fmt: skip
    return Finding(**{**data, **read})
