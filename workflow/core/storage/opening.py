"""From the storage setting to a store."""

import re
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from workflow.core.storage.directory import DirectoryStore
from workflow.core.storage.port import Store
from workflow.core.storage.s3 import S3Store

_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_FORMS = "file:///folder or s3://key:secret@host:port/bucket?secure=0"


def open_store(url: str) -> Store:
    """The store a setting names. Asks no server yet, so a store that is down stops nobody here."""
    parts = urlsplit(url)
    if parts.scheme == "s3":
        return _s3(parts)
    if parts.scheme == "file":
        if parts.netloc not in ("", "localhost"):
            raise ValueError(f"The storage URL needs three slashes: {_FORMS}")
        return _directory(unquote(parts.path))
    if "://" in url:
        raise ValueError(f"Unknown kind of storage {parts.scheme!r}; write {_FORMS}")
    return _directory(url)


def _directory(path: str) -> DirectoryStore:
    if path.strip() in ("", "/"):
        raise ValueError(f"The storage URL names no folder; write {_FORMS}")
    return DirectoryStore(Path(path))


def _s3(parts: SplitResult) -> S3Store:
    # The message never repeats the URL: it holds the secret.
    bucket = parts.path.strip("/")
    if not (parts.username and parts.password and parts.hostname and bucket) or "/" in bucket:
        raise ValueError(f"The storage URL lacks key, secret, host or bucket; write {_FORMS}")
    try:
        parts.port  # noqa: B018, reading it is what checks it
    except ValueError as cause:
        raise ValueError("The port in the storage URL is not a number up to 65535") from cause
    if not _BUCKET.fullmatch(bucket):
        raise ValueError("A bucket's name has 3 to 63 of a-z, 0-9, '-' and '.'")
    options = parse_qs(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query))
    secure = options.pop("secure", ["1"])[-1]
    region = options.pop("region", ["us-east-1"])[-1]
    if options or secure not in ("0", "1"):
        raise ValueError("The storage URL takes only ?secure=0 or 1 and region=<name>")
    return S3Store.connect(
        endpoint=parts.netloc.rpartition("@")[2],
        access_key=unquote(parts.username),
        secret_key=unquote(parts.password),
        bucket=bucket,
        secure=secure == "1",
        region=region,
    )
