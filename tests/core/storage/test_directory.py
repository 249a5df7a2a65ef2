"""What only a directory can get wrong."""

import stat

import pytest

from workflow.core.errors import DamagedFile, StoreRefused, StoreUnavailable
from workflow.core.storage.directory import DirectoryStore
from workflow.core.storage.port import key


@pytest.fixture
def root(tmp_path):
    return tmp_path / "files"


@pytest.fixture
def store(root):
    return DirectoryStore(root)


def modes(folder):
    return {stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*")}


def test_only_the_owner_may_read_and_nothing_but_the_file_is_left(store, root, paper):
    paper.put_into(store)

    files = [path for path in root.rglob("*") if path.is_file()]
    assert files == [root / key(paper.digest)]
    assert modes(root) == {0o600, 0o700}
    assert stat.S_IMODE(root.stat().st_mode) == 0o700


def test_a_symbolic_link_in_place_of_a_file_is_refused(store, root, tmp_path, paper):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(paper.content)
    path = root / key(paper.digest)
    path.parent.mkdir(parents=True)
    path.symlink_to(elsewhere)

    with pytest.raises(DamagedFile):
        store.open(paper.digest)
    with pytest.raises(StoreRefused):
        paper.put_into(store)


@pytest.mark.parametrize("level", [0, 1, 2])
def test_a_symbolic_link_in_place_of_a_folder_is_refused(store, root, tmp_path, paper, level):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    folder = (root / key(paper.digest)).parents[level]
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.symlink_to(elsewhere)

    with pytest.raises(StoreRefused):
        paper.put_into(store)
    with pytest.raises(StoreRefused):
        store.remove_orphan(paper.digest)

    assert list(elsewhere.iterdir()) == []


def test_a_root_that_went_away_is_not_replaced_by_an_empty_one(store, root, tmp_path, paper):
    paper.put_into(store)
    root.rename(tmp_path / "away")

    for act in (lambda: store.open(paper.digest), lambda: list(store.digests())):
        with pytest.raises(StoreUnavailable):
            act()
    with pytest.raises(StoreUnavailable):
        paper.put_into(store)

    assert not root.exists()
    (tmp_path / "away").rename(root)
    assert store.open(paper.digest) == paper.content


def test_half_written_files_and_strangers_are_not_listed(store, root, paper):
    paper.put_into(store)
    folder = (root / key(paper.digest)).parent
    (folder / ".incoming-1").write_bytes(b"half")
    (folder / "notes.txt").write_bytes(b"")
    (folder / ("f" * 64)).write_bytes(b"in the wrong folder")

    assert list(store.digests()) == [paper.digest]
