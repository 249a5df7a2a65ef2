"""What every store keeps, asked of each kind alike."""

import io
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from workflow.core.errors import DamagedFile, MissingFile, StoreRefused
from workflow.core.storage.port import pieces

WRITE_UNTIL_KILLED = """
import sys
from workflow.core.storage.opening import open_store

class Endless:
    sent = 0
    def read(self, size=-1):
        if self.sent >= 8_000_000:
            print("writing", flush=True)
            sys.stdin.read()  # stands still in the middle of the file until it is killed
        self.sent += 1_000_000
        return b"x" * 1_000_000

open_store(sys.argv[1]).put(sys.argv[2], Endless(), 100_000_000)
"""


def flipped(content: bytes) -> bytes:
    return bytes([content[0] ^ 1]) + content[1:]


def test_a_file_comes_back_byte_for_byte(store, paper):
    before = store.exists(paper.digest)

    paper.put_into(store)

    assert (before, store.exists(paper.digest)) == (False, True)
    assert store.open(paper.digest) == paper.content


def test_an_empty_file_is_kept_too(store, paper):
    empty = type(paper)(b"")

    empty.put_into(store)

    assert store.open(empty.digest) == b""


def test_a_file_of_many_megabytes_comes_back(store, paper):
    large = type(paper)(paper.content * 100_000)

    large.put_into(store)

    assert store.open(large.digest) == large.content


def test_another_process_reads_what_was_put(ground, paper):
    paper.put_into(ground.open())

    assert ground.open().open(paper.digest) == paper.content


def test_the_same_file_may_be_put_twice(store, paper):
    paper.put_into(store)
    paper.put_into(store)

    assert store.open(paper.digest) == paper.content


def test_many_clerks_put_the_same_file_at_once(ground, paper):
    stores = [ground.open() for _ in range(8)]

    with ThreadPoolExecutor(len(stores)) as clerks:
        list(clerks.map(paper.put_into, stores))

    assert stores[0].open(paper.digest) == paper.content
    assert [d for d in stores[0].digests() if d == paper.digest] == [paper.digest]


@pytest.mark.parametrize(
    "damage",
    [flipped, lambda content: content[:-1], lambda content: content + b"x", lambda _: b""],
    ids=["flipped", "shortened", "lengthened", "emptied"],
)
def test_a_damaged_file_is_never_served_nor_overwritten(ground, store, paper, damage):
    paper.put_into(store)
    ground.spoil(paper.digest, damage(paper.content))

    with pytest.raises(DamagedFile):
        store.open(paper.digest)
    with pytest.raises(StoreRefused):
        paper.put_into(store)
    with pytest.raises(DamagedFile):
        store.open(paper.digest)


def test_a_file_never_put_is_missing(store, paper):
    with pytest.raises(MissingFile):
        store.open(paper.digest)


def test_bytes_of_another_digest_are_refused_and_stay_invisible(store, paper):
    other = flipped(paper.content)

    with pytest.raises(StoreRefused):
        store.put(paper.digest, io.BytesIO(other), len(other))

    assert not store.exists(paper.digest)


def test_the_digests_are_those_put_in_order(store, paper):
    papers = [type(paper)(paper.content + bytes([n])) for n in range(3)]
    before = set(store.digests())

    for each in papers:
        each.put_into(store)

    after = list(store.digests())
    assert after == sorted(after)
    assert set(after) - before == {each.digest for each in papers}


def test_an_orphan_removed_is_gone_and_removing_it_again_is_no_error(store, paper):
    paper.put_into(store)

    store.remove_orphan(paper.digest)
    store.remove_orphan(paper.digest)

    assert not store.exists(paper.digest)


def test_the_self_check_passes_and_leaves_nothing_behind(store):
    before = list(store.digests())

    store.check()

    assert list(store.digests()) == before


@pytest.mark.parametrize("text", ["../../etc/passwd", "", "A" * 64, "0" * 63, "0" * 64 + "\n"])
def test_only_a_digest_becomes_a_name(store, text):
    for act in (store.open, store.exists, store.remove_orphan):
        with pytest.raises(ValueError, match="Not a SHA-256"):
            act(text)
    with pytest.raises(ValueError, match="Not a SHA-256"):
        store.put(text, io.BytesIO(b""), 0)


def test_a_writer_killed_in_the_middle_leaves_no_visible_file(ground, store, paper):
    before = list(store.digests())
    command = [sys.executable, "-c", WRITE_UNTIL_KILLED, ground.url, paper.digest]

    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as writer:
        assert writer.stdout.readline() == b"writing\n"
        writer.kill()

    assert list(store.digests()) == before
    assert not store.exists(paper.digest)
    paper.put_into(store)
    assert store.open(paper.digest) == paper.content


def test_pieces_are_bounded_and_complete():
    content = b"x" * 2_500_000

    cut = list(pieces(io.BytesIO(content)))

    assert [len(piece) for piece in cut] == [1 << 20, 1 << 20, 2_500_000 - (2 << 20)]
    assert b"".join(cut) == content
