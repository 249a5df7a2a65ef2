"""Pages and acts against 200,000 nominations: time, statements, CPU beside a bare page, memory.

`python -m bench.pages --db sqlite|postgresql|both --scale 1.0` prints `name: value unit` lines.
Every database is measured by one fresh worker process through Werkzeug's test client: no network
and no web server are in the figures. The databases are also measured at a tenth of the size, and
`growth` says how many times longer a page takes at the full one.
"""

import argparse
import re
import subprocess
import sys

from bench.databases import database
from bench.machine import header

TENTH = 0.1
P50 = re.compile(r"(\w+)\.p50: ([\d.]+) ms")


def measure(engine: str, scale: float, *, only: str, prefix: str) -> tuple[dict[str, float], bool]:
    """Run one worker, pass its lines on; return the p50 of everything and whether all answered."""
    with database(engine, scale) as url:
        command = [sys.executable, "-m", "bench.worker", "--url", url, "--only", only]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as worker:
            assert worker.stdout is not None
            found = {}
            for line in worker.stdout:
                print(prefix + line, end="", flush=True)
                if told := P50.match(line):
                    found[told[1]] = float(told[2])
        return found, worker.returncode == 0


def run(engine: str, scale: float, *, only: str, growth: bool) -> bool:
    small: dict[str, float] = {}
    whole = True
    if growth:
        small, whole = measure(engine, scale * TENTH, only=only, prefix=f"{engine}.tenth.")
    large, well = measure(engine, scale, only=only, prefix=f"{engine}.")
    for name in large:
        if name in small:
            print(f"{engine}.{name}.growth: {large[name] / small[name]:.2f} x")
    return whole and well


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--db", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--only", default="", help="measure what begins with this name")
    parser.add_argument("--no-growth", action="store_true", help="leave the tenth of the size out")
    options = parser.parse_args()
    engines = ("sqlite", "postgresql") if options.db == "both" else (options.db,)
    header(f"scale {options.scale:g}", "one worker process")
    well = [
        run(engine, options.scale, only=options.only, growth=not options.no_growth)
        for engine in engines
    ]
    raise SystemExit(0 if all(well) else 1)


if __name__ == "__main__":
    main()
