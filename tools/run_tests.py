"""Run the whole suite: on SQLite, then on PostgreSQL, beside the journeys in a browser.

One run a database: a test session that switched between them would start PostgreSQL anew for
every file. The first writes down what each test asks of its database; the second leaves out pages
that ask nothing new (tests/asked.py), and is three processes, since each waits for its server. The
journeys wait for a browser and for LibreOffice half of their time, which the others use; the
longest story and all the shorter ones are two processes themselves. Arguments are handed to pytest,
in one run of both databases. Files that take long begin first.
"""

import os
import shutil
import subprocess
import sys
from tempfile import TemporaryDirectory, TemporaryFile

PYTEST = (sys.executable, "-m", "pytest", "-q")
JOURNEYS = "tests/journeys"
# In the order of tests/conftest.py: by itself xdist begins with the files that have most tests.
BY_FILE = ("--dist=loadfile", "--no-loadscope-reorder")
BUT_JOURNEYS = f"--ignore={JOURNEYS}"
# Walks over every route are long, and `make prove` takes them whole, on both databases. Here a
# sample of each is taken once: who may open which page, and what a page prints of a name, is
# decided in Python; what becomes of nonsense is the database's business too, and PostgreSQL is the
# stricter one.
WALKS = ("test_matrix.py", "test_matrix_mixed.py", "test_hostile_names.py")
LEFT_OUT = {
    "sqlite": ("tests/architecture/test_matrix_nonsense.py", "tests/bench/test_preview_bench.py"),
    "postgresql": (
        *(f"tests/architecture/{name}" for name in WALKS),
        "tests/bench",
        "tests/councils/sealed/test_recount.py",  # of an exported box, which knows no database
    ),
}
ONCE = {name: tuple(f"--ignore={one}" for one in left) for name, left in LEFT_OUT.items()}
ON_SQLITE = (*PYTEST, "--db=sqlite", "-n", "2", *BY_FILE, BUT_JOURNEYS, *ONCE["sqlite"])
ON_POSTGRESQL = (
    *PYTEST, "--db=postgresql", "--only-db", "-n", "3", *BY_FILE, BUT_JOURNEYS, *ONCE["postgresql"],
)  # fmt: skip
# A run is a dozen processes: each would translate every test and module anew for itself.
ENVIRON = {name: said for name, said in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
IN_A_BROWSER = (*PYTEST, "--db=sqlite", "-n", "2", *BY_FILE, JOURNEYS, "-m", "not prove")


def _run(*command: str) -> int:
    return subprocess.run(command, check=False, env=ENVIRON).returncode


def main() -> int:
    if sys.argv[1:]:
        return _run(*PYTEST, *sys.argv[1:])
    with TemporaryFile() as told, TemporaryDirectory(prefix="asked-") as asked:
        journeys = subprocess.Popen(
            IN_A_BROWSER, stdout=told, stderr=subprocess.STDOUT, env=ENVIRON
        )  # fmt: skip
        failed = [
            _run(*ON_SQLITE, f"--asked-into={asked}"),
            _run(*ON_POSTGRESQL, f"--asked-in={asked}"),
            journeys.wait(),
        ]
        told.seek(0)
        sys.stdout.write("\nJourneys\n")
        sys.stdout.flush()
        shutil.copyfileobj(told, sys.stdout.buffer)
    return max(failed)


if __name__ == "__main__":
    sys.exit(main())
