"""Build the offline verifier: python -m tools.offline_verifier [folder]."""

import argparse
from pathlib import Path

from tools.offline_verifier.building import build

TARGET = Path(__file__).resolve().parents[2] / "build" / "kiem-tra-chu-ky"


if __name__ == "__main__":
    asked = argparse.ArgumentParser(prog="python -m tools.offline_verifier", description=__doc__)
    asked.add_argument("folder", nargs="?", type=Path, default=TARGET, help="where to")
    target = asked.parse_args().folder
    print(f"{target}: {build(target)} files")
