"""From a template to pages on the screen: what a person waits for, LibreOffice cold and kept open.

`python -m bench.preview --times 20` prints `name: value unit` lines. `cold` is the first paper of
a fresh process, `warm` every later one; `bare` is LibreOffice started for one file by hand, what
a preview costs without the one kept open. A longer paper tells how the cost grows with pages.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from bench.machine import header
from workflow.documents.engine.conversion import to_pdf
from workflow.documents.engine.office import command_line, write_settings
from workflow.documents.engine.pages import page_count, page_images
from workflow.documents.engine.rendering import render
from workflow.settings import ROOT

SHORT, LONG = "proposals/submission_letter", "archive/outgoing_register"
MANY = 40  # times the rows of the sample


def _paper(name: str, *, times: int = 1) -> bytes:
    """Return the template filled with its sample, its lists repeated."""
    path = (ROOT / "document_templates" / name).with_suffix(".docx")
    sample: dict[str, Any] = json.loads(path.with_suffix(".sample.json").read_text("utf-8"))
    more = {
        key: value * times if isinstance(value, list) else value for key, value in sample.items()
    }
    return render(path.read_bytes(), more, title=name)


def _bare(folder: Path) -> None:
    command = [
        "soffice",
        *command_line(folder / "profile"),
        "--convert-to",
        "pdf",
        "--outdir",
        "out",
    ]
    subprocess.run([*command, "a.docx"], cwd=folder, check=True, capture_output=True)


def _cpu() -> float:
    """Seconds of this process's children that have ended, and of its own."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _timed(act: Callable[[], object], times: int) -> list[float]:
    found = []
    for _time in range(times):
        began = time.perf_counter()
        act()
        found.append(time.perf_counter() - began)
    return found


def _tell(name: str, seconds: list[float]) -> None:
    print(f"{name}.p50: {median(seconds):.3f} s", flush=True)
    if len(seconds) > 1:
        print(f"{name}.p95: {quantiles(seconds, n=20, method='inclusive')[-1]:.3f} s", flush=True)


def work(times: int) -> None:
    """Measure in this process, whose LibreOffice nobody has opened yet."""
    short, long = _paper(SHORT), _paper(LONG, times=MANY)
    _tell("cold", _timed(lambda: page_images(to_pdf(short)), 1))
    _tell("warm", _timed(lambda: page_images(to_pdf(_paper(SHORT))), times))
    _tell("warm.template", _timed(lambda: _paper(SHORT), times))
    _tell("warm.conversion", _timed(lambda: to_pdf(short), times))
    pdf = to_pdf(short)
    _tell("warm.pictures", _timed(lambda: page_images(pdf), times))
    pages = page_count(to_pdf(long))
    alone, many = (
        median(_timed(lambda one=one: page_images(to_pdf(one)), 5)) for one in (short, long)
    )
    print(f"long.pages: {pages} pages\nlong.p50: {many:.3f} s")
    print(f"growth: {many / alone:.2f} x for {pages / page_count(pdf):.0f} times the pages")


def bare(times: int) -> None:
    """Measure the physical limit without a program kept open: LibreOffice and nothing else."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_settings(folder / "profile")
        (folder / "a.docx").write_bytes(_paper(SHORT))
        _bare(folder)  # its first start with a profile takes longer
        before = _cpu()
        _tell("bare", _timed(lambda: _bare(folder), times))
        print(f"bare.cpu: {(_cpu() - before) / times:.3f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--work", action="store_true", help="measure in this process")
    options = parser.parse_args()
    if options.work:
        work(options.times)
        return
    header()
    again = [sys.executable, "-m", "bench.preview", "--work", "--times", str(options.times)]
    subprocess.run(again, check=True)
    bare(max(options.times // 4, 2))


if __name__ == "__main__":
    main()
