"""One LibreOffice is kept open for many papers, and none of them can spoil it for the next."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.documents.engine.conftest import edited, paper
from workflow.documents.engine import child, conversion
from workflow.documents.engine.child import Limits, run_limited
from workflow.documents.engine.conversion import to_pdf, to_pdfs
from workflow.documents.engine.errors import ConversionFailed, LimitExceeded
from workflow.documents.engine.office import MOST_TURNS, Office, _alive
from workflow.documents.engine.pages import text_of
from workflow.settings import ROOT

PATIENCE = 20.0


def kept_by(server: int) -> list[int]:
    """Return the processes of that server that are a LibreOffice kept open."""
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    return [int(one) for one in children if b"held.txt" in told_by(Path(f"/proc/{one}/cmdline"))]


def told_by(path: Path) -> bytes:
    """Return what a process is called; a job that has answered may go while it is asked."""
    try:
        return path.read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


def office() -> list[int]:
    return kept_by(child._servers[0].pid)


def folder_of(pid: int) -> Path:
    return Path(f"/proc/{pid}/cwd").readlink()


def gone(path: Path) -> bool:
    deadline = time.monotonic() + PATIENCE
    while path.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    return not path.exists()


@pytest.fixture
def opened() -> int:
    to_pdf(paper("mở"))
    (pid,) = office()
    return pid


def test_papers_one_after_the_other_go_to_the_same_office(opened: int):
    said = [text_of(to_pdf(paper(f"Giấy {number}"))).strip() for number in range(3)]

    assert (said, office()) == (["Giấy 0", "Giấy 1", "Giấy 2"], [opened])


def test_nothing_of_a_paper_stays_in_the_office(opened: int):
    to_pdf(paper("Bí mật của tờ này"))

    left = [path for path in folder_of(opened).rglob("*") if path.suffix in {".docx", ".pdf"}]

    assert left == []


def test_a_paper_that_fails_in_it_closes_it_and_the_next_finds_another(opened: int):
    damaged = edited(paper("a"), {"word/document.xml": lambda _old: b"<w:document"})
    folder = folder_of(opened)

    with pytest.raises(ConversionFailed) as failure:
        to_pdfs([paper("a"), damaged])
    said = text_of(to_pdf(paper("vẫn chạy"))).strip()

    assert (failure.value.index, said) == (1, "vẫn chạy")
    assert (gone(folder), opened in office(), len(office())) == (True, False, 1)


@pytest.mark.parametrize(
    ("told", "lives"),
    [("7 (soffice.bin) S 1", True), ("7 (soffice.bin) Z 1", False), (FileNotFoundError, False),
     (ProcessLookupError, False)],
)  # fmt: skip
def test_a_process_that_goes_while_it_is_looked_at_counts_as_gone(
    monkeypatch: pytest.MonkeyPatch, told: str | type[OSError], lives: bool
):
    def read(_path: Path) -> str:
        if isinstance(told, str):
            return told
        raise told

    monkeypatch.setattr(Path, "read_text", read)

    assert _alive(7) is lives


def test_an_office_that_was_killed_is_replaced(opened: int):
    os.kill(opened, signal.SIGKILL)

    said = text_of(to_pdf(paper("vẫn chạy"))).strip()

    assert (said, opened in office()) == ("vẫn chạy", False)


def test_an_office_that_hangs_is_killed_when_the_papers_time_is_over(opened: int):
    os.kill(opened, signal.SIGSTOP)
    profile = conversion._profile()
    payload = {"act": "convert", "archival": True, "office": True}
    limits = Limits(memory_mib=2048, wall_seconds=1.5)

    with pytest.raises(LimitExceeded):
        run_limited("convert", payload, [profile, paper("a")], limits, office=profile)

    assert text_of(to_pdf(paper("vẫn chạy"))).strip() == "vẫn chạy"
    assert opened not in office()


@pytest.mark.parametrize("way", [signal.SIGTERM, signal.SIGKILL])
def test_no_office_outlives_the_process_it_was_opened_for(way: signal.Signals):
    program = (
        "import sys, time\n"
        "from tests.documents.engine.conftest import paper\n"
        "from tests.documents.engine.test_office import folder_of, office\n"
        "from workflow.documents.engine.conversion import to_pdf\n"
        "to_pdf(paper('a'))\n"
        "print(office()[0], folder_of(office()[0]), flush=True)\n"
        "time.sleep(600)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as user:
        pid, folder = (user.stdout.readline() if user.stdout else "").split()
        existed = Path(folder).exists()
        user.send_signal(way)

    assert (existed, gone(Path(folder)), gone(Path(f"/proc/{pid}"))) == (True, True, True)


@pytest.fixture
def another(tmp_path):
    """An office of this process's own, to be asked about its age, and the profile it opens with."""
    settled = tmp_path / "office.zip"
    settled.write_bytes(conversion._profile())
    kept = Office()
    kept.be_open(settled)
    yield kept, settled
    kept.close()


def test_an_office_is_replaced_after_many_papers_and_not_before(another):
    kept, settled = another
    first, folder = kept.running.pid, kept.folder

    kept.turns = MOST_TURNS - 1
    kept.be_open(settled)
    assert (kept.running.pid, kept.turns) == (first, MOST_TURNS)

    kept.be_open(settled)
    assert (kept.running.pid == first, kept.turns, folder.exists()) == (False, 1, False)


def test_an_office_without_work_is_closed_when_its_time_is_over(another):
    kept, _settled = another
    folder, closes_at = kept.folder, kept.closes_at

    kept.close_if_idle(closes_at - 1)
    assert (kept.patience(closes_at - 1), folder.exists()) == (1, True)

    kept.close_if_idle(closes_at)
    assert (kept.patience(closes_at), kept.running, folder.exists()) == (None, None, False)
