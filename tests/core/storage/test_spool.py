"""A file is hashed while it arrives and leaves nothing behind."""

import io
from hashlib import sha256

import pytest

from workflow.core.errors import TooLarge
from workflow.core.storage.spool import receive


class Trickle(io.RawIOBase):
    """A stream that gives three bytes at a time and counts them, as a slow network would."""

    def __init__(self, content):
        self.content = io.BytesIO(content)
        self.given = 0

    def read(self, size=-1):
        piece = self.content.read(min(3, size))
        self.given += len(piece)
        return piece


def test_what_arrives_is_hashed_counted_and_held_until_the_block_ends(tmp_path):
    content = "Quyết định".encode() * 50

    with receive(Trickle(content), limit=len(content), folder=tmp_path) as received:
        with received.open() as file:
            held = file.read()
        mode = received.path.stat().st_mode & 0o777

    assert (held, received.size) == (content, len(content))
    assert received.digest == sha256(content).hexdigest()
    assert mode == 0o600
    assert list(tmp_path.iterdir()) == []


def test_one_byte_over_the_limit_is_refused_and_the_rest_not_read(tmp_path):
    stream = Trickle(b"x" * 10_000)

    with pytest.raises(TooLarge) as refusal, receive(stream, 1_500, tmp_path):
        pytest.fail("the block ran although the file is too large")

    assert stream.given <= 1_501
    assert list(tmp_path.iterdir()) == []
    assert str(refusal.value) == (
        "Tệp lớn hơn 0,0015 MB. Hãy giảm dung lượng hoặc tách tệp rồi tải lên lại."
    )


def test_a_sender_who_breaks_off_leaves_nothing_behind(tmp_path):
    class Broken:
        def read(self, size):
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError), receive(Broken(), 100, tmp_path):
        pytest.fail("the block ran although nothing arrived")

    assert list(tmp_path.iterdir()) == []


def test_an_error_in_the_block_still_removes_the_file(tmp_path):
    with pytest.raises(LookupError), receive(io.BytesIO(b"abc"), 100, tmp_path):
        raise LookupError

    assert list(tmp_path.iterdir()) == []
