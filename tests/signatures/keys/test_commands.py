"""`flask keys …` registers a file or a token once, and never says a password."""

import re
import stat

import pytest

from tests.signatures.keys.conftest import PASSWORD
from tests.signatures.keys.softhsm import MODULE, PIN, TOKEN
from workflow.signatures.keys.child import child_of
from workflow.signatures.keys.client import Signer
from workflow.signatures.keys.pins import Pin
from workflow.signatures.keys.register import read_register


@pytest.fixture
def run(app, tmp_path):
    def invoke(*words, typed=""):
        done = app.test_cli_runner().invoke(
            args=["keys", *words, "--keys", str(tmp_path / "keys")], input=f"{typed}\n"
        )
        assert PASSWORD not in done.output
        assert PIN not in done.output
        return done.exit_code, done.output

    return invoke


@pytest.fixture
def file(tmp_path, authorities):
    path = tmp_path / "van-thu.p12"
    path.write_bytes(authorities.pkcs12("seal", PASSWORD.encode()))
    return str(path)


def of_token(token, only="ALL", key="seal", label=TOKEN):
    told = "=".join(*token.configuration(only).items())
    return ["--for", "seal", "--module", MODULE, "--token", label, "--key", key, "--setting", told]


def test_a_file_is_copied_listed_signed_with_and_removed(run, file, tmp_path):
    added = run("add", "dau", "--for", "seal", "--file", file, "--note", "tủ A", typed=PASSWORD)
    kept = tmp_path / "keys" / "dau.p12"

    assert added == run("list")
    assert re.fullmatch(
        r"dau  con dấu cơ quan  CN=Cục Quản lý thị trường tỉnh Long An,.* đến 01/01/2030  "
        r"2 chứng thư cấp trên  dau\.p12  tủ A\n", added[1],
    )  # fmt: skip
    assert [stat.S_IMODE(p.stat().st_mode) for p in (kept, kept.parent)] == [0o600, 0o700]
    signer = Signer(tmp_path / "keys")
    with signer.opened("dau", Pin(PASSWORD)) as key:
        assert len(key.sign(b"x", "rsassa_pss")) == 256
    child_of(tmp_path / "keys").stop()
    assert run("remove", "dau") == (0, "Đã bỏ khóa dau.\n")
    assert (run("list")[1][:15], kept.exists()) == ("Chưa có khóa nà", False)


def test_a_token_is_registered_with_what_it_holds_after_a_trial(run, token, tmp_path, authorities):
    code, said = run("add", "the-dau", *of_token(token), typed=PIN)

    entry = read_register(tmp_path / "keys")["the-dau"]
    assert (code, "Cơ quan: seal" in said) == (0, True)
    assert (entry.certificate, entry.chain) == (
        authorities.certificate("seal"), (authorities.certificate("issuing"),),
    )  # fmt: skip


def test_what_cannot_be_used_is_not_registered(run, file, token, tmp_path, authorities):
    damaged = tmp_path / "damaged.p12"
    damaged.write_bytes(b"0\x82")
    tries = [
        (["--for", "seal", "--file", file], "sai", "Mật khẩu hoặc mã PIN không đúng."),
        (["--for", "seal", "--file", str(damaged)], "x", "không phải PKCS#12"),
        (of_token(token), "sai", "Mật khẩu hoặc mã PIN không đúng."),
        (of_token(token, label="Khác"), PIN, "Không thấy thiết bị"),
        (of_token(token, key="khác"), PIN, "Không thấy đúng một khóa"),
        (of_token(token)[:2], PIN, "Say either"),
        ([*of_token(token), "--file", file], PIN, "Say either"),
    ]

    for words, typed, sentence in tries:
        code, said = run("add", "k", *words, typed=typed)
        assert (code != 0, sentence in said) == (True, True), said
    assert "small letters" in run("add", "../k", "--for", "seal", "--file", file)[1]
    assert read_register(tmp_path / "keys") == {}


def test_an_id_is_given_once_and_chains_may_come_from_files(run, tmp_path, authorities, token):
    above = tmp_path / "root.cer"
    above.write_bytes(authorities.certificate("root"))
    words = ["add", "dau", *of_token(token), "--chain", str(above)]

    assert "2 chứng thư cấp trên" in run(*words, typed=PIN)[1]
    assert "Đã có khóa dau" in run(*words, typed=PIN)[1]
    assert run("remove", "khac")[0] == 1
    assert list(read_register(tmp_path / "keys")) == ["dau"]
