"""One message on a socket: a JSON value and raw bytes beside it, never pickle.

The child may have been taken over by a hostile file, so its answer is read as data only.
"""

import errno
import json
import socket
import struct
import time
from collections.abc import Sequence
from typing import Any

_HEAD = struct.Struct(">I")
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
DISK = "disk"  # the limit a job met that found no room to write
_MOST_JSON = 64 << 20
_MOST_BYTES = 1 << 30


class BrokenFrame(Exception):
    """The other side went away in the middle of a message, or sent nonsense."""


def send(connection: socket.socket, value: Any, blobs: Sequence[bytes] = ()) -> None:
    head = json.dumps({"value": value, "sizes": [len(blob) for blob in blobs]}).encode()
    connection.sendall(_HEAD.pack(len(head)) + head)
    for blob in blobs:
        connection.sendall(blob)


def receive(connection: socket.socket, deadline: float | None = None) -> tuple[Any, list[bytes]]:
    """Read one message; TimeoutError once `deadline` (monotonic seconds) has passed."""
    (size,) = _HEAD.unpack(_exactly(connection, _HEAD.size, deadline))
    if size > _MOST_JSON:
        raise BrokenFrame
    head = json.loads(_exactly(connection, size, deadline))
    sizes = [int(size) for size in head["sizes"]]
    if min(sizes, default=0) < 0 or sum(sizes) > _MOST_BYTES:
        raise BrokenFrame
    return head["value"], [_exactly(connection, size, deadline) for size in sizes]


def _exactly(connection: socket.socket, size: int, deadline: float | None) -> bytes:
    taken = bytearray(size)
    view, done = memoryview(taken), 0
    while done < size:
        if deadline is not None:
            connection.settimeout(max(deadline - time.monotonic(), 0.001))
        count = connection.recv_into(view[done:], size - done)
        if not count:
            raise BrokenFrame
        done += count
    return bytes(taken)
