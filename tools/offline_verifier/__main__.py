"""Build the offline verifier: python -m tools.offline_verifier [folder]."""

import sys
from pathlib import Path

from tools.offline_verifier.building import build

TARGET = Path(__file__).resolve().parents[2] / "build" / "kiem-tra-chu-ky"


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET
    print(f"{target}: {build(target)} files")
