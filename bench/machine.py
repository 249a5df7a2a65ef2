"""What the figures of a run depend on."""

import os
import platform
from datetime import date


def header(*besides: str) -> None:
    """Print day, machine, load and Python, and what else the benchmark names."""
    load = ", ".join(f"{one:.2f}" for one in os.getloadavg())
    told = [
        str(date.today()), platform.machine(), f"{os.cpu_count()} cores", f"load {load}",  # noqa: DTZ011
        f"Python {platform.python_version()}", *besides,
    ]  # fmt: skip
    print(f"# {', '.join(told)}", flush=True)
