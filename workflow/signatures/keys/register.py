"""The register of keys: a file beside them that says which there are and what each is for.

It holds certificates and where keys lie, never a PIN or a password. Whoever could write it could
have the signing process load any library, so it is read only while nobody else may.
"""

import base64
import fcntl
import json
import os
import re
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from workflow.signatures.keys.refusals import Reason, Refused

FILE = "keys.json"
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_LARGEST = 1 << 20


class Kind(StrEnum):
    """Where a private key lies."""

    PKCS12 = "pkcs12"
    PKCS11 = "pkcs11"


class Purpose(StrEnum):
    """Whose signatures the key makes."""

    PERSON = "person"
    SEAL = "seal"


@dataclass(frozen=True)
class Entry:
    """One key: `file` is for PKCS#12, all from `module` to `settings` for a token."""

    id: str
    kind: Kind
    purpose: Purpose
    certificate: bytes = b""  # DER
    chain: Sequence[bytes] = ()  # DER, issuer first
    note: str = ""
    file: str = ""
    module: str = ""
    token: str = ""
    key_label: str = ""
    certificate_label: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)  # the module's environment

    def as_data(self) -> dict[str, Any]:
        return asdict(self) | {
            "certificate": _text(self.certificate), "chain": [_text(one) for one in self.chain],
        }  # fmt: skip


def _text(der: bytes) -> str:
    return base64.b64encode(der).decode("ascii")


def entry_of(data: Mapping[str, Any]) -> Entry:
    """Return the entry `as_data` told. Raises ValueError, KeyError or TypeError."""
    made = Entry(**data)
    if not _ID.fullmatch(made.id) or Path(made.file).name != made.file:
        raise ValueError(made.id)
    return replace(
        made, kind=Kind(made.kind), purpose=Purpose(made.purpose),
        certificate=base64.b64decode(data["certificate"], validate=True),
        chain=tuple(base64.b64decode(one, validate=True) for one in data["chain"]),
    )  # fmt: skip


def read_private(path: Path, missing: Reason) -> bytes:
    """Return the file, which belongs to us and which nobody else may open."""
    try:
        opened = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError as error:
        raise Refused(missing) from error
    with os.fdopen(opened, "rb") as file:
        found = os.fstat(opened)
        if not stat.S_ISREG(found.st_mode) or found.st_size > _LARGEST:
            raise Refused(missing)
        if found.st_mode & _OTHERS or found.st_uid not in {0, os.geteuid()}:
            raise Refused(Reason.REGISTER)
        return file.read()


def read_register(folder: Path) -> dict[str, Entry]:
    """Return the keys by id; none where there is no register yet."""
    if not (folder / FILE).exists():
        return {}
    try:
        told = json.loads(read_private(folder / FILE, Reason.REGISTER))
        entries = [entry_of(one) for one in told["keys"]]
    except (ValueError, KeyError, TypeError) as error:
        raise Refused(Reason.REGISTER) from error
    return {entry.id: entry for entry in entries}


@contextmanager
def changing(folder: Path) -> Iterator[dict[str, Entry]]:
    """Give the keys to be changed and write them at the end; one writer at a time."""
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX)
        keys = read_register(folder)
        yield keys
        told = json.dumps(
            {"keys": [entry.as_data() for entry in keys.values()]}, ensure_ascii=False, indent=1
        )
        write_private(folder / FILE, told.encode())
        os.fsync(opened)
    finally:
        os.close(opened)


def write_private(path: Path, content: bytes) -> None:
    """Write the file whole or not at all, for nobody else to open."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.rename(path)
