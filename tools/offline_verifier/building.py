"""Copies what a verification needs into one folder: our engine, its libraries, their licences.

What is needed is not written down: it is what Python loads when the verifier is imported.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
PROGRAM = "kiem-tra-chu-ky.py"
_LOADED = """
import json, sys
before = set(sys.modules)
sys.path.insert(0, sys.argv[1])
import workflow.signatures.engine.verifying, workflow.signatures.telling
loaded = {name: getattr(sys.modules[name], "__file__", None) for name in set(sys.modules) - before}
print(json.dumps({name: path for name, path in loaded.items() if path}))
"""
_README = """Kiểm tra chữ ký số ngoài hệ thống
=================================

Cần Python {version} trên {platform}; không cần mạng, không cần cơ sở dữ liệu.

    python3 {program} van-ban.pdf --roots goc-cong-vu.pem

goc-cong-vu.pem là chứng thư gốc (PEM) của cơ quan chứng thực, lấy từ nguồn bạn tin.
Mã thoát: 0 hợp lệ; 3 không xác định được; 4 không hợp lệ; 5 không có chữ ký.
"""


def build(target: Path) -> int:
    """Make the folder anew; return how many files it holds.

    Raises FileExistsError for a folder that holds anything but a former build.
    """
    if target.exists():
        if any(target.iterdir()) and not (target / PROGRAM).exists():
            raise FileExistsError(f"{target} holds other things: name a folder of its own")
        shutil.rmtree(target)
    library = target.resolve() / "lib"
    library.mkdir(parents=True)
    _copy_ours(library)
    _copy_libraries(library)
    shutil.copy(HERE / "verifier.py", target / PROGRAM)
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    readme = _README.format(version=version, platform=sys.platform, program=PROGRAM)
    (target / "README.txt").write_text(readme, encoding="utf-8")
    return sum(path.is_file() for path in target.rglob("*"))


def _copy_ours(library: Path) -> None:
    """Copy the modules loaded; two of them have stand-ins that need nothing of the product."""
    with tempfile.TemporaryDirectory() as draft:
        signatures = Path(draft) / "workflow" / "signatures"
        shutil.copytree(ROOT / "workflow" / "signatures", signatures)
        shutil.copytree(HERE / "stand_ins", Path(draft) / "workflow" / "core")
        for package in ("", "core"):
            (Path(draft) / "workflow" / package / "__init__.py").touch()
        for path in _loaded(Path(draft)).values():
            if path.is_relative_to(draft):
                copied = library / path.relative_to(draft)
                copied.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(path, copied)


def _loaded(library: Path) -> dict[str, Path]:
    command = [sys.executable, "-I", "-c", _LOADED, str(library)]
    done = subprocess.run(command, capture_output=True, check=True, cwd="/")
    return {name: Path(path) for name, path in json.loads(done.stdout).items()}


def _copy_libraries(library: Path) -> None:
    """Copy the distributions whose modules are loaded, with what says whose they are."""
    by_module = metadata.packages_distributions()
    loaded = _loaded(library)
    names = {name for module in loaded for name in by_module.get(module.partition(".")[0], [])}
    for name in sorted(names):
        files = metadata.distribution(name).files or []
        places = {Path(str(file.locate())).resolve(): file for file in files}
        if places.keys().isdisjoint(path.resolve() for path in loaded.values()):
            continue  # of the same package, but none of its modules is needed
        for place, file in places.items():
            if (
                ".." not in file.parts and file.suffix != ".pyc"
            ):  # no programs, nothing Python makes
                copied = library / file
                copied.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(place, copied)
