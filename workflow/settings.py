"""Every setting: read from the environment once, checked at start."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
WEAK_SECRET_LENGTH = 32
MEGABYTE = 1024 * 1024


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

    @property
    def is_demo(self) -> bool:
        return self.mode == "demo"


def _instance_secret(instance: Path) -> str:
    """Return the secret kept beside the data, made on first use (demo and tests only)."""
    path = instance / "secret_key"
    if not path.exists():
        instance.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32))
    return path.read_text().strip()


def read_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read and check all settings.

    Raises SettingError when production would start with a weak or missing secret.
    """
    mode = environ.get("BANGVANG_MODE", "production")
    if mode not in {"production", "demo", "test"}:
        raise SettingError(f"BANGVANG_MODE is {mode!r}: say production, demo or test")
    instance = Path(environ.get("BANGVANG_INSTANCE", ROOT / "instance")).resolve()
    secret = environ.get("BANGVANG_SECRET_KEY", "")
    if mode != "production" and not secret:
        secret = _instance_secret(instance)
    if len(secret) < WEAK_SECRET_LENGTH:
        raise SettingError(
            "BANGVANG_SECRET_KEY is missing or shorter than 32 characters. Make one with: "
            "python3 -c 'import secrets; print(secrets.token_hex(32))'"
        )
    database_url = environ.get("BANGVANG_DATABASE_URL", f"sqlite:///{instance}/bangvang.db")
    if urlsplit(database_url).scheme == "postgresql":
        database_url = database_url.replace("postgresql:", "postgresql+psycopg:", 1)
    return Settings(
        instance=instance,
        database_url=database_url,
        storage_url=environ.get("BANGVANG_STORAGE_URL", f"file://{instance}/files"),
        secret_key=secret,
        mode=mode,
        max_upload_bytes=int(environ.get("BANGVANG_MAX_UPLOAD_MB", "50")) * MEGABYTE,
        https=environ.get("BANGVANG_HTTPS", "1" if mode == "production" else "0") == "1",
    )
