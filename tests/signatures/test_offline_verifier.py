"""The verifier in a folder of its own: no product, no database, no Flask, no network."""

import contextlib
import json
import subprocess
import sys
from pathlib import Path

import pytest
from asn1crypto import pem

from tests.signatures.making import LATER
from tools.offline_verifier.building import PROGRAM, build

# Runs the program for each set of arguments, with everything it must not need made to fail.
ALONE = """
import contextlib, importlib.abc, io, json, runpy, socket, sys

class Refusing(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name.partition(".")[0] in ("flask", "sqlalchemy", "flask_babel", "werkzeug"):
            raise ImportError(name)

def refuse(*_args, **_more):
    raise OSError("no network")

sys.meta_path.insert(0, Refusing())
socket.socket.connect = socket.getaddrinfo = socket.create_connection = refuse
program, told = sys.argv[1], []
for arguments in json.loads(sys.argv[2]):
    said, sys.argv = io.StringIO(), [program, *arguments]
    with contextlib.redirect_stdout(said):
        try:
            runpy.run_path(program, run_name="__main__")
        except SystemExit as ended:
            told.append([ended.code, said.getvalue()])
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    with contextlib.chdir(tmp_path_factory.mktemp("offline")):
        (Path("theirs")).mkdir()
        Path("theirs", "letter.txt").write_text("kept")
        with pytest.raises(FileExistsError):
            build(Path("theirs"))
        assert Path("theirs", "letter.txt").read_text() == "kept"
        assert build(Path("kiem-tra-chu-ky")) > 0
        return Path("kiem-tra-chu-ky").resolve()


def test_it_judges_by_stored_evidence_and_the_roots_it_is_given(folder, maker, sealed, tmp_path):
    names = ("good.pdf", "bad.pdf", "odd.pdf", "root.pem")
    good, bad, odd, root = (tmp_path / name for name in names)
    good.write_bytes(sealed["LTA"])
    bad.write_bytes(sealed["LTA"].replace(b"/Type /Page", b"/Type /Pagf", 1))
    odd.write_bytes(sealed["LTA"].replace(b"/FT /Tx", b"/FT /Ty", 1))  # pyHanko logs what it sees
    root.write_bytes(pem.armor("CERTIFICATE", maker.authorities.certificate("root")))
    at = ["--at", LATER.isoformat()]
    asked = [
        [str(good), "--roots", str(root), *at], [str(bad), "--roots", str(root), *at],
        [str(good), *at], [str(good), "--roots", str(root), "--json", *at],
        [str(tmp_path / "none.pdf")], [str(odd), "--roots", str(root), *at],
    ]  # fmt: skip
    command = [sys.executable, "-I", "-S", "-c", ALONE, str(folder / PROGRAM), json.dumps(asked)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd="/")
    told = json.loads(done.stdout)

    assert [code for code, _said in told] == [0, 4, 3, 0, 1, 4]
    assert "Traceback" not in done.stderr
    assert "KẾT LUẬN: HỢP LỆ\n" in told[0][1]
    assert "Người ký: Nguyễn Văn An" in told[0][1]
    assert json.loads(told[3][1])["verdict"] == "valid"


def test_it_holds_nothing_of_the_product_but_the_engine_and_its_words(folder):
    own = {path.relative_to(folder / "lib" / "workflow").parts[:2]
           for path in (folder / "lib" / "workflow").rglob("*.py")}  # fmt: skip

    assert own == {
        ("__init__.py",), ("core", "__init__.py"), ("core", "i18n.py"), ("core", "clock.py"),
        ("signatures", "__init__.py"), ("signatures", "engine"), ("signatures", "states.py"),
        ("signatures", "telling.py"), ("signatures", "words.py"),
    }  # fmt: skip
    assert list(folder.rglob("flask")) + list(folder.rglob("sqlalchemy")) == []
