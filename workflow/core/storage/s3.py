"""A file store in a bucket of any S3 server, which is never taken at its word."""

import hashlib
import logging
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import BinaryIO, Self

from minio import Minio
from minio.commonconfig import CopySource
from minio.error import S3Error
from urllib3 import PoolManager

from workflow.core.errors import StoreUnavailable
from workflow.core.storage import port
from workflow.core.storage.breaker import Breaker
from workflow.core.storage.s3_errors import is_absent, translated
from workflow.core.storage.s3_wire import Patience, body, pool
from workflow.core.storage.self_check import prove

log = logging.getLogger(__name__)

# Files up to this size travel in one request, so an upload that breaks off leaves no parts behind.
_PART = 64 << 20
_STAGING = "staging/"


class S3Store:
    """Objects go to a staging key, are read back, and only then copied to their digest."""

    def __init__(
        self,
        client: Minio,
        connections: PoolManager,
        bucket: str,
        patience: Patience,
        breaker: Breaker,
    ) -> None:
        self._client = client
        self._connections = connections
        self._bucket = bucket
        self._patience = patience
        self._breaker = breaker
        self._bucket_seen = False

    @classmethod
    def connect(
        cls,
        *,
        endpoint: str,
        access_key: str,
        secret_key: str,
        bucket: str,
        secure: bool = True,
        region: str = "us-east-1",
        patience: Patience | None = None,
        breaker: Breaker | None = None,
    ) -> Self:
        """A store with its own connections; nothing is sent before the first operation."""
        patience = patience or Patience()
        connections = pool(patience)
        client = Minio(
            endpoint,
            access_key=access_key,
            secret_key=secret_key,
            secure=secure,
            region=region,  # known, so the SDK does not ask the server for it first
            http_client=connections,
        )
        return cls(client, connections, bucket, patience, breaker or Breaker())

    def put(self, digest: str, content: BinaryIO, size: int) -> None:
        final = port.key(digest)
        with self._talking(port.unavailable_for_writing):
            found = self._digest_at(final)
            if found is None:
                self._stage_and_copy(digest, content, size)
            elif found != digest:
                log.error("bucket %s: damaged object %s", self._bucket, digest)
                port.refuse_over_damaged()

    def open(self, digest: str) -> bytes:
        name = port.key(digest)
        with self._talking(port.unavailable_for_reading):
            try:
                content = b"".join(self._body(name))
            except S3Error as error:
                if is_absent(error):
                    port.raise_missing()
                raise
        if hashlib.sha256(content).hexdigest() != digest:
            log.error("bucket %s: damaged object %s", self._bucket, digest)
            port.raise_damaged()
        return content

    def exists(self, digest: str) -> bool:
        name = port.key(digest)
        with self._talking(port.unavailable_for_reading):
            try:
                self._client.stat_object(self._bucket, name)
            except S3Error as error:
                if is_absent(error):
                    return False
                raise
        return True

    def digests(self) -> Iterator[str]:
        with self._talking(port.unavailable_for_reading):
            for entry in self._client.list_objects(
                self._bucket, prefix=f"{port.PREFIX}/", recursive=True
            ):
                if digest := port.digest_of_key(entry.object_name or ""):
                    yield digest

    def stored_at(self, digest: str) -> datetime:
        name = port.key(digest)
        with self._talking(port.unavailable_for_reading):
            try:
                found = self._client.stat_object(self._bucket, name)
            except S3Error as error:
                if is_absent(error):
                    port.raise_missing()
                raise
        return _known(found.last_modified)

    def drop_unfinished(self, before: datetime) -> int:
        dropped = 0
        with self._talking(port.unavailable_for_writing):
            for entry in self._client.list_objects(self._bucket, prefix=_STAGING, recursive=True):
                if entry.object_name and _known(entry.last_modified) < before:
                    self._client.remove_object(self._bucket, entry.object_name)
                    dropped += 1
        return dropped

    def remove_orphan(self, digest: str) -> None:
        name = port.key(digest)
        with self._talking(port.unavailable_for_writing):
            self._client.remove_object(self._bucket, name)

    def check(self) -> None:
        prove(self)
        self._connections.clear()  # processes forked after the start must not share them

    def _stage_and_copy(self, digest: str, content: BinaryIO, size: int) -> None:
        """A write spoilt on its way spoils a staging key only, never the digest's own."""
        staging = f"{_STAGING}{uuid.uuid4()}"
        try:
            self._client.put_object(self._bucket, staging, content, size, part_size=_PART)
            if self._digest_at(staging) != digest:
                log.error("bucket %s: read back other bytes for %s", self._bucket, digest)
                port.refuse_changed_bytes()
            final = port.key(digest)
            self._client.copy_object(self._bucket, final, CopySource(self._bucket, staging))
            if self._digest_at(final) != digest:
                log.error("bucket %s: the copy of %s has other bytes", self._bucket, digest)
                port.refuse_changed_bytes()
        finally:
            self._discard(staging)

    def _discard(self, staging: str) -> None:
        """Best effort: what stays under staging/ is never read again."""
        try:
            with translated(port.unavailable_for_writing):
                self._client.remove_object(self._bucket, staging)
        except Exception:  # the outcome of the write is decided and must not be replaced
            log.warning("bucket %s: %s was left behind", self._bucket, staging, exc_info=True)

    def _body(self, name: str) -> Iterator[bytes]:
        return body(self._client.get_object(self._bucket, name), self._patience)

    def _digest_at(self, name: str) -> str | None:
        """The digest of the bytes the server gives now, or None where it has no such object."""
        try:
            return port.hashed(self._body(name))
        except S3Error as error:
            if is_absent(error):
                return None
            raise

    @contextmanager
    def _talking(self, refusal: Callable[[], StoreUnavailable]) -> Iterator[None]:
        with self._breaker.guard(refusal), translated(refusal):
            if not self._bucket_seen:
                self._make_bucket()
            yield

    def _make_bucket(self) -> None:
        try:
            if not self._client.bucket_exists(self._bucket):
                self._client.make_bucket(self._bucket)
        except S3Error as error:
            # Another process of ours was faster.
            if error.code not in ("BucketAlreadyOwnedByYou", "BucketAlreadyExists"):
                raise
        self._bucket_seen = True


def _known(at: datetime | None) -> datetime:
    """A server that does not say when counts as having stored it just now."""
    return at or datetime.now(UTC)
