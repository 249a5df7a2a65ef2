"""What an operator says: read once, and refused where it would be unsafe or cannot be read."""

import stat
import subprocess
import sys

import pytest
from flask import request

from workflow.settings import ROOT, SettingError, read_settings

SECRET = "0123456789abcdef" * 4


def production(tmp_path, **said):
    return {"BANGVANG_INSTANCE": str(tmp_path), "BANGVANG_SECRET_KEY": SECRET} | said


def test_what_is_not_said_is_the_safe_choice(tmp_path):
    settings = read_settings(production(tmp_path))

    assert (settings.mode, settings.https, settings.proxies) == ("production", True, 0)
    assert settings.max_upload_bytes == 50 * 1024 * 1024
    assert settings.database_url == f"sqlite:///{tmp_path}/bangvang.db"
    assert settings.public_url == ""


def test_the_public_address_is_kept_without_its_last_slash(tmp_path):
    said = {"BANGVANG_PUBLIC_URL": "https://khenthuong.example.gov.vn/bang-vang/"}

    assert (
        read_settings(production(tmp_path, **said)).public_url == said["BANGVANG_PUBLIC_URL"][:-1]
    )


@pytest.mark.parametrize("secret", ["", "abc", "a" * 64, "changeme" * 8, "0123456" * 10])
def test_a_secret_that_is_missing_short_or_one_word_over_and_over_is_refused(tmp_path, secret):
    with pytest.raises(SettingError, match="secrets.token_hex"):
        read_settings(production(tmp_path, BANGVANG_SECRET_KEY=secret))


@pytest.mark.parametrize(
    ("name", "said"),
    [("MODE", "prod"), ("HTTPS", "true"), ("HTTPS", ""), ("MAX_UPLOAD_MB", "lots"),
     ("MAX_UPLOAD_MB", "0"), ("PROXIES", "-1"), ("PROXIES", "nginx"), ("PUBLIC_URL", "http://khenthuong.example.gov.vn"),
     ("PUBLIC_URL", "khenthuong.example.gov.vn"), ("PUBLIC_URL", "https://u:geheim@h"),
     ("PUBLIC_URL", "https://h/?a=1"), ("PUBLIC_URL", "https://h/" + "a" * 80), ("SIGNER", "run/signer"),
     ("DATABASE_URL", "postgres://u:geheim@h/n"), ("DATABASE_URL", "mysql://u:geheim@h/n")],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_by_name_and_never_repeats_a_password(tmp_path, name, said):
    with pytest.raises(SettingError, match=f"BANGVANG_{name}") as refused:
        read_settings(production(tmp_path) | {f"BANGVANG_{name}": said})
    assert "geheim" not in str(refused.value)


@pytest.mark.parametrize(("said", "meant"), [("1", True), ("0", False)])
def test_https_is_switched_by_one_and_zero(tmp_path, said, meant):
    assert read_settings(production(tmp_path, BANGVANG_HTTPS=said)).https is meant


def test_a_postgresql_address_as_everybody_writes_it_is_taken(tmp_path):
    url = "postgresql://u:p@h/postgresql:"
    settings = read_settings(production(tmp_path, BANGVANG_DATABASE_URL=url))

    assert settings.database_url == "postgresql+psycopg://u:p@h/postgresql:"


def test_a_server_that_may_not_start_says_one_sentence_and_no_trace(tmp_path):
    for said, sentence in (
        ({"BANGVANG_SECRET_KEY": "abc"}, "BANGVANG_SECRET_KEY is missing"),
        ({"BANGVANG_STORAGE_URL": "ftp://here"}, "BANGVANG_STORAGE_URL: Unknown kind"),
    ):
        ended = subprocess.run(
            [sys.executable, "-c", "import wsgi"], cwd=ROOT, capture_output=True, text=True,
            env=production(tmp_path, **said), check=False,
        )  # fmt: skip
        assert ended.returncode == 1
        assert len(ended.stderr.splitlines()) == 1
        assert sentence in ended.stderr


def test_the_folder_of_an_installation_is_its_own_users_alone(tmp_path, another_app):
    instance = tmp_path / "office" / "instance"
    another_app(read_settings(production(instance)))

    assert stat.S_IMODE(instance.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("proxies", "address"), [("0", "127.0.0.1"), ("1", "203.0.113.9"), ("2", "198.51.100.1")]
)
def test_who_asks_is_what_our_own_proxies_say(tmp_path, another_app, proxies, address):
    app = another_app(read_settings(production(tmp_path, BANGVANG_PROXIES=proxies)))
    seen = []
    app.before_request_funcs.setdefault(None, []).insert(
        0, lambda: seen.append(request.remote_addr)
    )
    app.test_client().get(
        "/nowhere", headers={"X-Forwarded-For": "10.0.0.1, 198.51.100.1, 203.0.113.9"}
    )

    assert seen == [address]
