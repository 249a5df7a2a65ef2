"""A real S3 server for the tests, gone with them."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.s3_server import Server, start


@contextmanager
def running_s3() -> Iterator[Server]:
    """A server with nothing in it; takes about a second, so one serves a whole session."""
    with tempfile.TemporaryDirectory(prefix="s3-", ignore_cleanup_errors=True) as folder:
        server = start(Path(folder))
        try:
            yield server
        finally:
            server.kill()


@contextmanager
def s3_server(bucket: str = "bangvang") -> Iterator[str]:
    """The URL `open_store` takes, of such a server."""
    with running_s3() as server:
        yield server.url(bucket)
