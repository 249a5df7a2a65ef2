"""The benchmark of signatures at its smallest: every result is validated by pyHanko on the way."""

import re

import pytest

from bench import signatures

pytestmark = pytest.mark.prove


def test_every_figure_is_printed_and_sealing_with_one_key_is_four_times_cheaper(capsys):
    signatures.main(["--certificates", "100", "--times", "2"])

    told = dict(re.findall(r"^([\w.-]+): ([\d.]+) ", capsys.readouterr().out, re.MULTILINE))
    acts = [f"{level}.{what}" for level in ("B-B", "B-T", "B-LTA")
            for what in ("sign", "seal", "grows", "verify", "pyhanko")]  # fmt: skip
    assert set(acts) | {"growth", "cheaper", "simple", "certificates.seal"} <= set(told)
    assert float(told["cheaper"]) >= 4
