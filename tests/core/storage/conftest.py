"""Both kinds of store on their real ground: a directory, and a bucket of a running S3 server."""

import io
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest

from tests.servers.s3 import running_s3
from tools.s3_server import Server
from workflow.core.storage.opening import open_store
from workflow.core.storage.port import Store, key

BUCKET = "bangvang"


@dataclass(frozen=True)
class Paper:
    """Some bytes nobody else has, with their digest."""

    content: bytes

    @property
    def digest(self) -> str:
        return sha256(self.content).hexdigest()

    def put_into(self, store: Store) -> None:
        store.put(self.digest, io.BytesIO(self.content), len(self.content))


@dataclass(frozen=True)
class Ground:
    """A store, its URL, and the way to spoil what it holds behind its back."""

    url: str
    spoil: Callable[[str, bytes], None]
    leave_unfinished: Callable[[], None]

    def open(self) -> Store:
        return open_store(self.url)


@pytest.fixture
def paper() -> Paper:
    return Paper(f"Quyết định khen thưởng ông Đặng Hữu Nghĩa, {uuid.uuid4()}".encode())


@pytest.fixture(scope="session")
def s3() -> Iterator[Server]:
    with running_s3() as server:
        yield server


@pytest.fixture(params=["directory", "s3"])
def ground(request: pytest.FixtureRequest, tmp_path: Path) -> Ground:
    if request.param == "s3":
        return s3_ground(request.getfixturevalue("s3"))
    root = tmp_path / "kho tệp"

    def leave_unfinished() -> None:
        folder = root / "sha256" / "ab" / "cd"
        folder.mkdir(parents=True)
        (folder / ".incoming-1").write_bytes(b"half")

    return Ground(
        root.as_uri(), lambda digest, other: _spoil_file(root / key(digest), other),
        leave_unfinished,
    )  # fmt: skip


@pytest.fixture
def store(ground: Ground) -> Store:
    return ground.open()


def s3_ground(server: Server) -> Ground:
    def spoil(digest: str, other: bytes) -> None:
        server.client().put_object(BUCKET, key(digest), io.BytesIO(other), len(other))

    def leave_unfinished() -> None:
        open_store(server.url(BUCKET)).exists("0" * 64)  # makes the bucket
        server.client().put_object(BUCKET, f"staging/{uuid.uuid4()}", io.BytesIO(b"half"), 4)

    return Ground(server.url(BUCKET), spoil, leave_unfinished)


def _spoil_file(path: Path, other: bytes) -> None:
    path.write_bytes(other)
