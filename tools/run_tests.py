"""Run the whole suite, one process a core."""

import os
import subprocess
import sys

PYTEST = [sys.executable, "-m", "pytest", "-q"]


def main() -> int:
    workers = str(min(os.cpu_count() or 1, 4))
    command = [*PYTEST, "-n", workers, "--dist", "loadgroup", *sys.argv[1:]]
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
