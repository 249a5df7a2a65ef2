"""The other side of the signing process: keys as `engine.signing.Key`, opened by one PIN entry."""

import base64
import contextlib
import socket
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workflow.documents.engine import frames
from workflow.settings import Settings
from workflow.signatures.keys.child import child_of
from workflow.signatures.keys.pins import Pin
from workflow.signatures.keys.refusals import Reason, Refused
from workflow.signatures.keys.register import Kind, Purpose
from workflow.signatures.keys.words import SignerDown, say

_PATIENCE = 45.0  # seconds for one question; the process itself ends an act after 30
_EACH = 2.0  # seconds more for every signature


@dataclass(frozen=True)
class KnownKey:
    """A key of the register, as everybody who may ask is told of it."""

    id: str
    kind: Kind
    purpose: Purpose
    certificate: bytes  # DER
    chain: Sequence[bytes]  # DER, issuer first
    note: str


class OpenKey:
    """A key that signs until its conversation ends; satisfies `engine.signing.Key`."""

    def __init__(self, talk: "_Talk", known: KnownKey) -> None:
        self._talk, self._lock = talk, threading.Lock()
        self.certificate, self.chain = known.certificate, known.chain

    def sign(self, data: bytes, mechanism: str) -> bytes:
        return self.sign_many([data], mechanism)[0]

    def sign_many(self, data: Sequence[bytes], mechanism: str) -> list[bytes]:
        """Return a signature for each, or none at all. Raises WorkflowError."""
        with self._lock:
            _value, made = self._talk.ask({"ask": "sign", "mechanism": mechanism}, data)
        if len(made) != len(data):
            raise SignerDown
        return made


class _Talk:
    """One connection: question and answer in turn."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection

    def ask(
        self, question: Mapping[str, str], blobs: Sequence[bytes] = (), *, pin: Pin | None = None
    ) -> tuple[dict[str, Any], list[bytes]]:
        """Return the answer. The PIN is no variable here: tracebacks may be kept with theirs."""
        until = time.monotonic() + _PATIENCE + _EACH * len(blobs)
        try:
            self._connection.settimeout(_PATIENCE)
            with contextlib.suppress(ConnectionError):  # why, is the next thing to be read
                frames.send(self._connection, question, [pin.reveal()] if pin else blobs)
            value, answer = frames.receive(self._connection, until)
        except (OSError, ValueError, KeyError, TypeError, frames.BrokenFrame):
            raise SignerDown from None
        if "refused" in value:
            raise say(Refused(Reason(value["refused"]), value["left"]))
        return value, answer


class Signer:
    """How keys are reached: the operator's own signing process, or a child of this one."""

    def __init__(self, keys: Path, place: Path | None = None) -> None:
        self._keys, self._place = keys, place

    @contextlib.contextmanager
    def _talking(self) -> Iterator[_Talk]:
        try:
            connection = self._connect()
        except OSError as error:
            raise SignerDown from error
        with connection:
            yield _Talk(connection)

    def _connect(self) -> socket.socket:
        if self._place is None:
            return child_of(self._keys).connect(_PATIENCE)
        made = socket.socket(socket.AF_UNIX)
        made.settimeout(_PATIENCE)
        try:
            made.connect(str(self._place))
        except OSError:
            made.close()
            raise
        return made

    def list(self) -> list[KnownKey]:
        """Return the keys there are. Raises WorkflowError."""
        with self._talking() as talk:
            value, _none = talk.ask({"ask": "list"})
        return [_known(one) for one in value["keys"]]

    @contextlib.contextmanager
    def opened(self, key_id: str, pin: Pin) -> Iterator[OpenKey]:
        """Give a key to sign with, as often as needed, within fifteen minutes.

        Raises WrongPin, KeyRefused or SignerDown, before the first signature where it can.
        """
        with self._talking() as talk:
            value, _none = talk.ask({"ask": "open", "key": key_id}, pin=pin)
            yield OpenKey(talk, _known(value["opened"]))

    def check_pin(self, key_id: str, pin: Pin) -> None:
        """Raises what `opened` raises, and signs nothing."""
        with self.opened(key_id, pin):
            pass


def _known(told: Mapping[str, Any]) -> KnownKey:
    return KnownKey(
        id=told["id"], kind=Kind(told["kind"]), purpose=Purpose(told["purpose"]),
        certificate=base64.b64decode(told["certificate"]),
        chain=tuple(base64.b64decode(one) for one in told["chain"]), note=told["note"],
    )  # fmt: skip


def signer_of(settings: Settings) -> Signer:
    """Return how this installation reaches its keys (`BANGVANG_SIGNER`)."""
    place = Path(settings.signer) if settings.signer else None
    return Signer(settings.instance / "keys", place)
