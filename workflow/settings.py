"""Every setting: read from the environment once, checked at start."""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
WEAK_SECRET_LENGTH = 32
FEWEST_KINDS_OF_CHARACTERS = 10  # 64 random hexadecimal digits have 16; “aaaa…” has one
DATABASES = ("sqlite", "postgresql", "postgresql+psycopg")
MEGABYTE = 1024 * 1024
LONGEST_ADDRESS = 80  # a longer one makes the printed square too fine to read


class SettingError(ValueError):
    """A setting is missing or unsafe; the message names it and says what to do."""


@dataclass(frozen=True)
class Settings:
    """What the operator decides. Every field is `BANGVANG_` + its name in capitals."""

    instance: Path
    database_url: str
    storage_url: str
    secret_key: str
    mode: str  # production | demo | test
    max_upload_bytes: int
    https: bool
    proxies: int  # how many of our own stand before us and say who really asks
    inner_authorities: frozenset[str]  # hosts of our own network signatures may ask
    signer: str  # the socket of a signing process; empty: a child with the keys of the instance
    public_url: str  # where anyone may check a paper; without it no code is printed

    @property
    def is_demo(self) -> bool:
        return self.mode == "demo"


def _instance_secret(instance: Path) -> str:
    """Return the secret kept beside the data, made on first use (demo and tests only)."""
    path = instance / "secret_key"
    if not path.exists():
        instance.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32))
    return path.read_text().strip()


def _checked_secret(environ: Mapping[str, str], mode: str, instance: Path) -> str:
    secret = environ.get("BANGVANG_SECRET_KEY", "")
    if mode != "production" and not secret:
        secret = _instance_secret(instance)
    if len(secret) < WEAK_SECRET_LENGTH or len(set(secret)) < FEWEST_KINDS_OF_CHARACTERS:
        raise SettingError(
            "BANGVANG_SECRET_KEY is missing, shorter than 32 characters or easily guessed. "
            "Make one with: python3 -c 'import secrets; print(secrets.token_hex(32))'"
        )
    return secret


def _checked_database(url: str) -> str:
    # The message never repeats the URL: it may hold a password.
    if urlsplit(url).scheme not in DATABASES:
        raise SettingError(
            "BANGVANG_DATABASE_URL names no database we know: "
            "write postgresql://user:password@host/name, or leave it out for SQLite"
        )
    return re.sub("^postgresql:", "postgresql+psycopg:", url)


def _checked_address(url: str, mode: str) -> str:
    """Return the address without a slash at its end; it is printed, so it must be a plain one."""
    plain = re.fullmatch(r"https?://[A-Za-z0-9.-]+(:\d+)?(/[A-Za-z0-9._-]+)*/?", url)
    secure = url.startswith("https:") or mode != "production"
    if url and not (plain and secure and len(url) <= LONGEST_ADDRESS):
        raise SettingError(
            "BANGVANG_PUBLIC_URL is not an address to print on paper: say the https address that "
            "people outside open, such as https://khenthuong.example.gov.vn, or leave it out: "
            "then no code is printed"
        )
    return url.rstrip("/")


def _number(environ: Mapping[str, str], name: str, default: int, least: int) -> int:
    raw = environ.get(name, str(default))
    if not raw.isdecimal() or int(raw) < least:
        raise SettingError(f"{name} is {raw!r}: say a whole number from {least} up")
    return int(raw)


def _switch(environ: Mapping[str, str], name: str, *, default: bool) -> bool:
    raw = environ.get(name, "1" if default else "0")
    if raw not in {"0", "1"}:
        raise SettingError(f"{name} is {raw!r}: say 1 or 0")
    return raw == "1"


def _checked_signer(place: str) -> str:
    if place and not Path(place).is_absolute():
        raise SettingError("BANGVANG_SIGNER is no absolute path: name the signing process's socket")
    return place


def _hosts(listed: str) -> frozenset[str]:
    hosts = frozenset(one.strip().lower() for one in listed.split(",") if one.strip())
    for host in hosts:
        if not re.fullmatch(r"[a-z0-9.:-]+", host):
            raise SettingError(
                f"BANGVANG_INNER_AUTHORITIES names {host!r}: write hosts alone, by commas"
            )
    return hosts


def read_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read and check all settings.

    Raises SettingError when production would start with a weak or missing secret, and for
    what cannot be read: a word we do not know must not switch anything off.
    """
    mode = environ.get("BANGVANG_MODE", "production")
    if mode not in {"production", "demo", "test"}:
        raise SettingError(f"BANGVANG_MODE is {mode!r}: say production, demo or test")
    instance = Path(environ.get("BANGVANG_INSTANCE", ROOT / "instance")).resolve()
    database_url = environ.get("BANGVANG_DATABASE_URL", f"sqlite:///{instance}/bangvang.db")
    return Settings(
        instance=instance,
        database_url=_checked_database(database_url),
        storage_url=environ.get("BANGVANG_STORAGE_URL", f"file://{instance}/files"),
        secret_key=_checked_secret(environ, mode, instance),
        mode=mode,
        max_upload_bytes=_number(environ, "BANGVANG_MAX_UPLOAD_MB", 50, least=1) * MEGABYTE,
        https=_switch(environ, "BANGVANG_HTTPS", default=mode == "production"),
        proxies=_number(environ, "BANGVANG_PROXIES", 0, least=0),
        inner_authorities=_hosts(environ.get("BANGVANG_INNER_AUTHORITIES", "")),
        signer=_checked_signer(environ.get("BANGVANG_SIGNER", "")),
        public_url=_checked_address(environ.get("BANGVANG_PUBLIC_URL", ""), mode),
    )
