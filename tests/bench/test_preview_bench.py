"""The benchmark of previews tells each of its figures."""

import re
import subprocess
import sys

import pytest

from workflow.settings import ROOT

pytestmark = pytest.mark.prove  # it starts LibreOffice seven times

FIGURE = re.compile(r"^([\w.]+): [\d.]+ (s|pages|x)\b", re.MULTILINE)


def test_every_figure_is_told():
    done = subprocess.run(
        [sys.executable, "-m", "bench.preview", "--times", "2"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip

    told = [name for name, _unit in FIGURE.findall(done.stdout)]
    steps = [f"warm{step}.{at}" for step in ("", ".template", ".conversion", ".pictures")
             for at in ("p50", "p95")]  # fmt: skip
    assert told == [
        "cold.p50", *steps, "long.pages", "long.p50", "growth", "bare.p50", "bare.p95", "bare.cpu",
    ]  # fmt: skip
