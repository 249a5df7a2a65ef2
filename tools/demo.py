"""Start the demonstration: database, worker and web server together, stopped together.

`python -m tools.demo --port 8000 --store directory|s3`. Started twice, it keeps its data.
"""

import argparse
import os
import signal
import socket
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

from tools import s3_server

ROOT = Path(__file__).resolve().parent.parent
# A browser keeps up to six connections open: thirty tablets are more than waitress takes by itself.
ROOM = ("--connection-limit=600", "--asyncore-use-poll")
FLASK = (sys.executable, "-m", "flask", "--app", "wsgi")


def _environment(store: str, stack: ExitStack) -> dict[str, str]:
    """Return the settings of the demo; with `s3` a real server of its own is started first.

    Each kind of store has a database of its own: one that was loaded beside a directory would
    look for its files on a server that never had them.
    """
    instance = Path(os.environ.get("BANGVANG_INSTANCE", ROOT / "instance"))
    if store == "s3":
        instance /= "on-s3"
    environ = dict(os.environ, BANGVANG_MODE="demo", BANGVANG_INSTANCE=str(instance))
    instance.mkdir(parents=True, exist_ok=True)
    if store == "s3":
        server = s3_server.start(instance / "s3")
        stack.callback(server.stop)
        environ["BANGVANG_STORAGE_URL"] = server.url()
        print(f"S3 server: {server.url().rpartition('@')[2]}", flush=True)
    return environ


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        process.kill()


def main() -> int:
    parser = argparse.ArgumentParser(description="Serve the demonstration.")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--store", choices=("directory", "s3"), default="directory")
    options = parser.parse_args()
    if not _is_free(options.port):
        print(f"Port {options.port} is in use. Take another: make demo PORT={options.port + 1}")
        return 1
    with ExitStack() as stack:
        environ = _environment(options.store, stack)
        environ.setdefault("BANGVANG_PUBLIC_URL", f"http://127.0.0.1:{options.port}")
        subprocess.run([*FLASK, "demo"], cwd=ROOT, env=environ, check=True)
        worker = subprocess.Popen([*FLASK, "worker"], cwd=ROOT, env=environ)
        stack.callback(_stop, worker)
        serve = [sys.executable, "-m", "waitress", "--host=127.0.0.1", f"--port={options.port}",
                 "--threads=8", *ROOM, "wsgi:app"]  # fmt: skip
        web = subprocess.Popen(serve, cwd=ROOT, env=environ)
        stack.callback(_stop, web)
        signal.signal(signal.SIGTERM, lambda *_: web.terminate())
        print(f"\n  Bảng Vàng: http://127.0.0.1:{options.port}   (Ctrl+C stops it)\n", flush=True)
        try:
            return web.wait()
        except KeyboardInterrupt:
            return 0


if __name__ == "__main__":
    sys.exit(main())
