"""The signing process as an operator runs it: who may ask, what is left of a PIN, what a kill does."""

import base64
import contextlib
import json
import logging
import os
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
import traceback
from pathlib import Path

import pytest

from tests.signatures.keys.conftest import PASSWORD
from tests.signatures.keys.softhsm import PIN
from workflow.documents.engine import frames
from workflow.settings import ROOT
from workflow.signatures.keys import process, session
from workflow.signatures.keys.child import child_of
from workflow.signatures.keys.client import Signer, _Talk
from workflow.signatures.keys.pins import Pin
from workflow.signatures.keys.refusals import Reason
from workflow.signatures.keys.register import FILE, Kind, read_register
from workflow.signatures.keys.words import KeyRefused, SignerDown, WrongPin

WRONG = "sai-55802"


@pytest.fixture(scope="module")
def running(keys, tmp_path_factory):
    """A process on a socket of its own: the socket, the process, and the file of what it says."""
    folder = tmp_path_factory.mktemp("process")
    place, said = folder / "socket", folder / "said"
    command = [sys.executable, "-m", "workflow.signatures.keys.process",
               "--socket", str(place), "--keys", str(keys)]  # fmt: skip
    with said.open("wb") as file:
        started = subprocess.Popen(command, cwd=ROOT, stdout=file, stderr=file)
    while not place.exists():
        assert started.poll() is None
        time.sleep(0.02)
    yield place, started, said
    started.terminate()
    started.wait()


@pytest.fixture
def own(running):
    """A client that finds the process again after its own child was killed."""
    return Signer(Path("/nowhere"), running[0])


def forms_of(secret: str) -> list[bytes]:
    plain = secret.encode()
    return [plain, json.dumps(secret).encode(), repr(plain).encode(), plain.hex().encode(),
            base64.b64encode(plain)]  # fmt: skip


def holding(secrets: list[str], places: dict[str, bytes]) -> list[str]:
    return [n for n, text in places.items() for s in secrets for f in forms_of(s) if f in text]


def test_a_pin_is_nowhere_to_be_found_afterwards(own, running, keys, pin, caplog):
    caplog.set_level(logging.DEBUG)
    told = []
    wrong = Pin(WRONG)
    for key_id, typed in (
        ("file", pin("file")),
        ("token", pin("token")),
        ("token", wrong),
        ("file", wrong),
    ):
        try:
            with own.opened(key_id, typed) as key:
                key.sign_many([b"x"] * 3, "rsassa_pss")
                key.sign(b"x", "md5")
        except (WrongPin, KeyRefused) as error:
            lines = traceback.TracebackException.from_exception(error, capture_locals=True).format()
            told.append("".join(lines) + repr(error) + str(error))
    with contextlib.closing(own._connect()) as bare:  # nonsense beside a PIN
        frames.send(bare, {"ask": "open", "key": ["file"]}, [PASSWORD.encode(), WRONG.encode()])
        assert frames.receive(bare)[0]["refused"] in {"no_key", "failed"}
        frames.send(bare, "nonsense", [PASSWORD.encode()])
        assert frames.receive(bare)[0] == {"refused": "failed", "left": None}
    _place, started, said = running
    proc = Path(f"/proc/{started.pid}")
    places = {"log": caplog.text.encode(), "said": said.read_bytes(),
              "arguments": (proc / "cmdline").read_bytes(),
              "environment": (proc / "environ").read_bytes(),
              "told": "".join(told).encode()}  # fmt: skip
    places |= {str(file): file.read_bytes() for file in keys.rglob("*") if file.is_file()}

    assert len(told) == 4
    assert holding([PASSWORD, PIN, WRONG], places) == []
    assert holding([PASSWORD], {"control": json.dumps({"typed": PASSWORD}).encode()}) == ["control"]
    assert b"key=token signed=3" in places["said"]


def test_a_pin_never_shows_itself_and_cannot_be_kept():
    import pickle

    assert (repr(Pin(WRONG)), str(Pin(WRONG)), f"{Pin(WRONG)}") == ("Pin(…)",) * 3
    with pytest.raises(TypeError, match="not stored"):
        pickle.dumps(Pin(WRONG))


def test_the_process_knows_neither_flask_nor_the_database():
    asked = "import sys, workflow.signatures.keys.process; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", asked], cwd=ROOT, capture_output=True, check=True
    )

    names = {name.split(".")[0] for name in loaded.stdout.decode().split()}
    assert names & {"flask", "sqlalchemy", "pyhanko", "pikepdf"} == set()
    assert "pkcs11" in names


def test_the_socket_is_for_its_user_alone_and_no_core_is_left(running):
    place, started, _said = running
    limits = Path(f"/proc/{started.pid}/limits").read_text()

    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert "Max core file size        0                    0" in limits


def test_a_user_who_is_not_served_is_sent_away(tmp_path, keys):
    with process.listen(tmp_path / "socket") as listener, socket.socket(socket.AF_UNIX) as asking:
        asking.connect(str(tmp_path / "socket"))
        process.Process(listener, keys, {os.geteuid() + 1})._take()
        with pytest.raises(KeyRefused) as refused:
            _Talk(asking).ask({"ask": "list"})

    assert refused.value.reason is Reason.STRANGER


def test_a_dead_process_leaves_its_place_to_the_next_and_a_living_one_does_not(tmp_path):
    place = tmp_path / "socket"
    process.listen(place).close()
    with process.listen(place), pytest.raises(OSError, match="in use"):
        process.listen(place)


def test_killed_in_the_middle_of_a_batch_nothing_is_signed_and_the_next_act_works(keys, pin):
    own_child = Signer(keys)
    with own_child.opened("token", pin("token")) as key:
        first = child_of(keys).pid
        threading.Timer(0.2, os.kill, (first, signal.SIGKILL)).start()
        with pytest.raises(SignerDown, match="chưa ký gì") as refused:
            key.sign_many([b"x"] * 20_000, "rsassa_pss")
        with pytest.raises(SignerDown):
            key.sign(b"x", "rsassa_pss")
    with own_child.opened("token", pin("token")) as key:
        assert len(key.sign(b"x", "rsassa_pss")) == 256

    assert child_of(keys).pid != first
    assert "Traceback" not in str(refused.value)


def test_without_a_process_the_act_is_refused_at_once(tmp_path):
    with pytest.raises(SignerDown):
        Signer(tmp_path, tmp_path / "none").list()


def test_a_token_that_hangs_is_given_up(keys, monkeypatch):
    """A vendor's library that never answers ends with its conversation."""
    ours, theirs = socket.socketpair()

    @contextlib.contextmanager
    def hangs(_entry, _folder, _pin):
        time.sleep(60)
        yield

    monkeypatch.setattr(session, "_ACT", 1)
    monkeypatch.setitem(session._OPENED, Kind.PKCS12, hangs)
    pid = os.fork()
    if pid == 0:
        ours.close()
        process._hold(theirs, keys, os.geteuid())
    theirs.close()
    with ours, pytest.raises(SignerDown):
        _Talk(ours).ask({"ask": "open", "key": "file"}, pin=Pin("x"))

    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -signal.SIGALRM


@pytest.mark.parametrize("name", [FILE, "file.p12"])
@pytest.mark.parametrize("how", ["open to others", "a link", "private"])
def test_register_and_files_are_used_only_while_nobody_else_may_open_them(
    tmp_path, keys, own, pin, name, how
):
    folder = tmp_path / "keys"
    folder.mkdir()
    for one in (FILE, "file.p12"):
        (folder / one).write_bytes((keys / one).read_bytes())
        (folder / one).chmod(0o600)
    if how == "open to others":
        (folder / name).chmod(0o640)
    elif how == "a link":
        (folder / name).rename(folder / "there")
        (folder / name).symlink_to(folder / "there")

    ours, theirs = socket.socketpair()
    talk = session.Conversation(theirs, folder)
    thread = threading.Thread(target=_until_closed, args=(talk,))
    thread.start()
    with theirs, ours:
        asked = {"ask": "open", "key": "file"}
        if how == "private":
            assert "opened" in _opened(ours, asked)
        else:
            with pytest.raises(KeyRefused) as refused:
                _opened(ours, asked)
            assert refused.value.reason in {Reason.REGISTER, Reason.FILE}
        ours.close()
        thread.join()


def _opened(connection, asked):
    return _Talk(connection).ask(asked, pin=Pin(PASSWORD))[0]


def _until_closed(talk):
    with contextlib.suppress(frames.BrokenFrame, OSError):
        talk.hold()


@pytest.mark.parametrize(
    "said",
    ["", "[]", '{"keys": [{}]}', '{"keys": [{"id": "../x"}]}', '{"keys": 3}', "\0\0"],
)
def test_a_damaged_register_is_refused_whole(tmp_path, said):
    (tmp_path / FILE).touch(mode=0o600)
    (tmp_path / FILE).write_text(said)

    with pytest.raises(process.Refused, match="register"):
        read_register(tmp_path)
