"""Run the whole suite: on SQLite first, then on PostgreSQL beside the journeys in a browser.

One run a database: a test session that switched between them would start PostgreSQL anew for
every file. The journeys wait for a browser and for LibreOffice half of their time, which the two
processes on PostgreSQL use. Arguments are handed to pytest, in one run of both databases.
"""

import subprocess
import sys

PYTEST = (sys.executable, "-m", "pytest", "-q")
JOURNEYS = "tests/journeys"
IN_TWO = ("-n", "2", "--dist=loadfile", f"--ignore={JOURNEYS}")
ON_SQLITE = (*PYTEST, "--db=sqlite", *IN_TWO)
# Who may open which page is decided in Python: every route as everybody runs on SQLite here, on
# both in `make prove`. What a page does with nonsense is the database's business too, and stays.
ONCE = ("--ignore=tests/architecture/test_matrix.py",)
ON_POSTGRESQL = (*PYTEST, "--db=postgresql", "--only-db", *IN_TWO, *ONCE)
IN_A_BROWSER = (*PYTEST, "--db=sqlite", JOURNEYS)


def _run(*command: str) -> int:
    return subprocess.run(command, check=False).returncode


def _report(title: str, process: "subprocess.Popen[bytes]") -> int:
    output, _nothing = process.communicate()
    sys.stdout.write(f"\n{title}\n")
    sys.stdout.flush()
    sys.stdout.buffer.write(output)
    sys.stdout.flush()
    return process.returncode


def main() -> int:
    if sys.argv[1:]:
        return _run(*PYTEST, *sys.argv[1:])
    failed = _run(*ON_SQLITE)
    beside = [
        (title, subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT))
        for title, command in (("Journeys", IN_A_BROWSER), ("On PostgreSQL", ON_POSTGRESQL))
    ]
    return max(failed, *(_report(title, process) for title, process in beside))


if __name__ == "__main__":
    sys.exit(main())
