"""One conversation of the signing process: what may be asked, and what is answered.

It runs in a child of its own, made for this conversation: a vendor's library that crashes or
hangs takes nothing else with it, two tokens never share a login, and with the child goes the PIN.
"""

import base64
import signal
import socket
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Any, Protocol

from workflow.documents.engine import frames
from workflow.signatures.keys import pkcs11, pkcs12
from workflow.signatures.keys.certificates import Signatures
from workflow.signatures.keys.pins import Pin
from workflow.signatures.keys.refusals import Reason, Refused
from workflow.signatures.keys.register import Entry, Kind, read_register

LONGEST = 900.0  # seconds one PIN entry may serve
_IDLE = 60.0  # seconds without a question
_ACT = 30  # seconds for opening a key or making one signature; then the child is ended
_PAUSE = 0.5  # seconds after a wrong PIN: a password of a file can be tried without end


class _Opened(Protocol):
    def sign(self, data: bytes, mechanism: str) -> bytes: ...


_Opener = Callable[[Entry, Path, Pin], AbstractContextManager[_Opened]]
_OPENED: dict[Kind, _Opener] = {Kind.PKCS12: pkcs12.opened, Kind.PKCS11: pkcs11.opened}


class Conversation:
    """Answers one client until it closes the connection, or the time is up."""

    def __init__(self, connection: socket.socket, folder: Path) -> None:
        self._connection, self._folder = connection, folder
        self._end = time.monotonic() + LONGEST
        self._key: tuple[_Opened, Signatures] | None = None
        self.signed = 0
        self.key_id = ""

    def hold(self) -> None:
        """Answer question after question."""
        with ExitStack() as open_things:
            while time.monotonic() < self._end:
                asked, blobs = frames.receive(self._connection, time.monotonic() + _IDLE)
                try:
                    value, answer = self._answer(asked, blobs, open_things)
                except Refused as refused:
                    signal.alarm(0)
                    if refused.reason is Reason.WRONG_PIN:
                        time.sleep(_PAUSE)
                    value, answer = refusal(refused), []
                frames.send(self._connection, value, answer)

    def _answer(
        self, asked: dict[str, Any], blobs: list[bytes], open_things: ExitStack
    ) -> tuple[Any, list[bytes]]:
        if asked["ask"] == "list":
            return {"keys": [_public(one) for one in read_register(self._folder).values()]}, []
        if asked["ask"] == "open" and self._key is None:
            return self._open(str(asked["key"]), Pin(blobs.pop()), open_things), []
        if asked["ask"] == "sign" and self._key is not None:
            return {"signed": len(blobs)}, self._sign(*self._key, blobs, str(asked["mechanism"]))
        raise Refused(Reason.FAILED)

    def _open(self, key_id: str, pin: Pin, open_things: ExitStack) -> dict[str, Any]:
        entry = read_register(self._folder).get(key_id)
        if entry is None:
            raise Refused(Reason.NO_KEY)
        signal.alarm(_ACT)
        opened = _OPENED[entry.kind](entry, self._folder, pin)
        self._key = open_things.enter_context(opened), Signatures(entry.certificate)
        signal.alarm(0)
        self.key_id = key_id
        return {"opened": _public(entry)}

    def _sign(
        self, key: _Opened, checking: Signatures, blobs: list[bytes], mechanism: str
    ) -> list[bytes]:
        checking.expect(mechanism)
        made = []
        for data in blobs:
            signal.alarm(_ACT)
            made.append(checking.check(key.sign(data, mechanism), data, mechanism))
        signal.alarm(0)
        self.signed += len(made)
        return made


def refusal(refused: Refused) -> dict[str, Any]:
    return {"refused": refused.reason.value, "left": refused.left}


def _public(entry: Entry) -> dict[str, Any]:
    """What anybody who may ask is told of a key: nothing of where it lies."""
    return {
        "id": entry.id, "kind": entry.kind.value, "purpose": entry.purpose.value,
        "note": entry.note, "certificate": base64.b64encode(entry.certificate).decode("ascii"),
        "chain": [base64.b64encode(one).decode("ascii") for one in entry.chain],
    }  # fmt: skip
