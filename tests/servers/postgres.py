"""A PostgreSQL of its own for the tests, started by them; as root it runs as `postgres`."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers.memory import in_memory

FAST = "-c fsync=off -c full_page_writes=off -c max_connections=200"


def _binary(name: str) -> str:
    found = shutil.which(name)
    if found:
        return found
    versions = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    if not versions:
        raise RuntimeError("PostgreSQL is missing: run `make setup`, or apt-get install postgresql")
    return str(versions[-1])


def _run(*command: str) -> None:
    user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]
    prefix = user if os.geteuid() == 0 else []
    subprocess.run([*prefix, *command], check=True, stdout=subprocess.DEVNULL, cwd="/")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def postgres_server(options: str = FAST) -> Iterator[str]:
    """Yield the URL of an empty database; the server and its files are gone afterwards.

    In the tests it is reached through a socket in its folder, which costs less than the network;
    with other options, for benchmarks, as an office reaches it.
    """
    place = in_memory() if options == FAST else None
    root = Path(tempfile.mkdtemp(prefix="bangvang-pg-", dir=place or "/tmp"))
    root.chmod(0o777)
    data, port = str(root / "data"), free_port()
    try:
        _run(_binary("initdb"), "-D", data, "-A", "trust", "-U", "postgres", "--no-sync",
             "--locale=C.UTF-8", "-E", "UTF8")  # fmt: skip
        server = f"{options} -c listen_addresses=127.0.0.1 -p {port} -k {root}"
        _run(_binary("pg_ctl"), "-D", data, "-w", "-l", str(root / "log"), "-o", server, "start")
        try:
            here = f"/postgres?host={root}&port={port}"
            yield f"postgresql://postgres@{here if place else f'127.0.0.1:{port}/postgres'}"
        finally:
            _run(_binary("pg_ctl"), "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(root, ignore_errors=True)
