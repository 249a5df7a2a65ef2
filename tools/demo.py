"""Start the demonstration: database, worker and web server together, stopped together.

`python -m tools.demo --port 8000 --store directory|s3`. Started twice, it keeps its data.
"""

import argparse
import os
import signal
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

from tools import s3_server

ROOT = Path(__file__).resolve().parent.parent
FLASK = (sys.executable, "-m", "flask", "--app", "wsgi")


def _environment(store: str, stack: ExitStack) -> dict[str, str]:
    """Return the settings of the demo; with `s3` a real server of its own is started first."""
    environ = dict(os.environ, BANGVANG_MODE="demo")
    instance = Path(environ.setdefault("BANGVANG_INSTANCE", str(ROOT / "instance")))
    instance.mkdir(parents=True, exist_ok=True)
    if store == "s3":
        server = s3_server.start(instance / "s3")
        stack.callback(server.stop)
        environ["BANGVANG_STORAGE_URL"] = server.url()
        print(f"S3 server: {server.url().rpartition('@')[2]}", flush=True)
    return environ


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
    with ExitStack() as stack:
        environ = _environment(options.store, stack)
        for command in (("db", "upgrade"), ("demo",)):
            subprocess.run([*FLASK, *command], cwd=ROOT, env=environ, check=True)
        worker = subprocess.Popen([*FLASK, "worker"], cwd=ROOT, env=environ)
        stack.callback(_stop, worker)
        serve = [sys.executable, "-m", "waitress", "--host=127.0.0.1", f"--port={options.port}",
                 "--threads=8", "wsgi:app"]  # fmt: skip
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
