"""A TCP proxy before a real server, to make a real connection slow, broken or dishonest."""

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

PassOn = Callable[[bytes], bytes | None]


class Proxy:
    """Passes bytes both ways; `answers` and `requests` may change them, None breaks off."""

    def __init__(self, target_port: int) -> None:
        self._target = ("127.0.0.1", target_port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._open: list[socket.socket] = []
        self.be_honest()
        threading.Thread(target=self._serve, daemon=True).start()

    def be_honest(self) -> None:
        self.answers: PassOn = bytes
        self.requests: PassOn = bytes

    def be_silent(self) -> None:
        """Take what is sent and never answer."""
        self.requests = lambda _data: b""

    def be_slow(self, pause: float) -> None:
        """Wait before each 64 KiB sent to the server."""

        def after_a_pause(data: bytes) -> bytes:
            time.sleep(pause)
            return data

        self.requests = after_a_pause

    def close(self) -> None:
        for each in (self._listener, *self._open):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):  # the listener was closed: the test is over
            while True:
                inner, _ = self._listener.accept()
                outer = socket.create_connection(self._target)
                self._open += [inner, outer]
                self._pump(inner, outer, lambda data: self.requests(data))
                self._pump(outer, inner, lambda data: self.answers(data))

    def _pump(self, source: socket.socket, sink: socket.socket, change: PassOn) -> None:
        def run() -> None:
            with contextlib.suppress(OSError):
                while data := source.recv(1 << 16):
                    changed = change(data)
                    if changed is None:
                        break
                    sink.sendall(changed)
            for each in (source, sink):
                with contextlib.suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)

        threading.Thread(target=run, daemon=True).start()


@contextmanager
def proxy_to(port: int) -> Iterator[Proxy]:
    proxy = Proxy(port)
    try:
        yield proxy
    finally:
        proxy.close()
