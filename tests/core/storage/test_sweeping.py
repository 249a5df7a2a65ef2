"""Bytes no row names, in each kind of store: found, kept for a while, and never a named one."""

import os
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from workflow.core import clock
from workflow.core.actors import SYSTEM
from workflow.core.db import Base, db
from workflow.core.errors import MissingFile, NotAllowed, StoreUnavailable
from workflow.core.storage.directory import DirectoryStore
from workflow.core.storage.port import key
from workflow.core.unit_of_work import unit_of_work
from workflow.documents import contents, sweeping
from workflow.documents.attaching import add_document, attach
from workflow.documents.contents import TakenFile
from workflow.documents.models import StoredFile
from workflow.documents.states import FileRole

NO_BYTES = {
    "file_verdicts.digest",  # what was said of a file its paper keeps
    # digests of texts, tokens and wishes: nothing lies in the store under them
    "entry_links.token_digest", "user_sessions.token_digest", "known_devices.token_digest",
    "documents.context_digest", "signed_certificates.context_digest", "drawings.digest", "transmittals.manifest_digest",
    "sign_offs.content_digest", "proposal_revisions.digest",
    "audit_records.before_digest", "audit_records.after_digest",
}  # fmt: skip
RACES = 12
AT_ONCE = timedelta(0)


@contextmanager
def at_work_with(store, app):
    with app.app_context():
        former, cache = contents.current_store(), contents.cache_folder()
        contents.configure(store, cache)
        yield store
        contents.configure(former, cache)


@pytest.fixture
def kept(app, store):
    """The product at work with this store."""
    with at_work_with(store, app):
        yield store


@pytest.fixture
def folder(app, tmp_path):
    """A folder the product keeps its files in: only there can a test make a file older."""
    with at_work_with(DirectoryStore(tmp_path / "files"), app):
        yield tmp_path / "files"


def another(paper):
    return type(paper)(paper.content + b"another")


def named_by_a_paper(paper, long_an):
    """Put the bytes and bind them to a paper, as its signed file."""
    paper.put_into(contents.current_store())
    taken = TakenFile(paper.digest, len(paper.content), contents.PDF, "pdf", "qd.pdf", 1)
    organisation = long_an.department.id
    with unit_of_work():
        document = add_document(taken, organisation_id=organisation, actor=SYSTEM)
        attach(document, ("paper", 1), FileRole.SIGNED, actor=SYSTEM)


def only(seen, *papers):
    """What was seen, of these papers alone: the bucket is the whole run's."""
    digests = {one.digest for one in papers}
    mine = tuple(one for one in seen.orphans if one.digest in digests)
    return sweeping.Seen(len(mine) + 1, mine)


def side_by_side(app, papers, *acts):
    """Let each act go through the papers in a thread of its own, all let go together."""
    gate = threading.Barrier(len(acts))

    def run(act):
        with app.app_context():
            gate.wait(timeout=30)
            for one in papers:
                act(one)
            db.session.remove()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)


def test_a_store_says_since_when_it_holds_a_file(store, paper):
    before = datetime.now(UTC) - timedelta(minutes=1)
    with pytest.raises(MissingFile):
        store.stored_at(paper.digest)

    paper.put_into(store)

    assert before < store.stored_at(paper.digest) < datetime.now(UTC) + timedelta(minutes=1)


def test_bytes_nobody_names_are_found_and_removed_and_a_papers_file_stays(
    database, kept, paper, long_an
):
    lost = another(paper)
    named_by_a_paper(paper, long_an)
    lost.put_into(kept)

    seen = only(sweeping.look_through(kept), paper, lost)
    removed = sweeping.remove(seen, seen.older_than(AT_ONCE), kept)

    assert [one.digest for one in removed] == [lost.digest]
    assert (kept.exists(lost.digest), kept.open(paper.digest)) == (False, paper.content)
    assert db.session.scalars(select(StoredFile.digest)).all().count(lost.digest) == 0


def test_files_that_rows_name_and_the_store_lacks_are_counted(database, kept, paper, long_an):
    named_by_a_paper(paper, long_an)
    before = sweeping.look_through(kept).missing
    kept.remove_orphan(paper.digest)

    assert (before, sweeping.look_through(kept).missing) == (0, 1)


def test_what_is_named_after_all_by_the_time_of_removal_stays(database, kept, paper, long_an):
    paper.put_into(kept)
    seen = only(sweeping.look_through(kept), paper)
    named_by_a_paper(paper, long_an)

    assert sweeping.remove(seen, seen.orphans, kept) == []
    assert kept.open(paper.digest) == paper.content


def test_bytes_swept_away_before_their_row_is_written_are_not_named(database, kept, paper, long_an):
    paper.put_into(kept)
    taken = TakenFile(paper.digest, len(paper.content), contents.PDF, "pdf", "qd.pdf", 1)
    seen = only(sweeping.look_through(kept), paper)
    sweeping.remove(seen, seen.orphans, kept)

    with pytest.raises(StoreUnavailable, match="hãy thử lại"), unit_of_work():
        add_document(taken, organisation_id=long_an.department.id, actor=SYSTEM)

    named_by_a_paper(paper, long_an)
    assert kept.open(paper.digest) == paper.content


def test_sweeping_and_naming_at_once_never_leave_a_row_without_its_bytes(
    database, app, kept, paper, long_an
):
    papers = [type(paper)(paper.content + bytes([n])) for n in range(RACES)]
    for one in papers:
        one.put_into(kept)
    seen = only(sweeping.look_through(kept), *papers)
    organisation, told = long_an.department.id, []
    db.session.rollback()

    def sweep(one):
        mine = tuple(found for found in seen.orphans if found.digest == one.digest)
        sweeping.remove(seen, mine, kept)

    def name(one):
        taken = TakenFile(one.digest, len(one.content), contents.PDF, "pdf", "qd.pdf", 1)
        try:
            with unit_of_work():
                add_document(taken, organisation_id=organisation, actor=SYSTEM)
            told.append(one.digest)
        except StoreUnavailable:
            assert not kept.exists(one.digest)

    side_by_side(app, papers, sweep, name)

    named = set(db.session.scalars(select(StoredFile.digest)))
    digests = {one.digest for one in papers}
    assert len(seen.orphans) == RACES
    assert named & digests == set(told)
    assert {one for one in digests if kept.exists(one)} == set(told)


def test_what_writers_killed_half_way_left_is_dropped_once_it_is_old(store, paper, ground):
    ground.leave_unfinished()
    paper.put_into(store)

    now = datetime.now(UTC)
    assert store.drop_unfinished(now - timedelta(hours=1)) == 0
    assert store.drop_unfinished(now + timedelta(hours=1)) >= 1
    assert store.drop_unfinished(now + timedelta(hours=1)) == 0
    assert store.open(paper.digest) == paper.content


def test_only_what_has_been_nobodys_for_long_enough_is_old():
    now = clock.real_now()
    young, old = (
        sweeping.Orphan(letter * 64, now - timedelta(days=days))
        for letter, days in (("a", 6), ("b", 8))
    )

    assert sweeping.Seen(9, (young, old)).older_than(sweeping.GRACE) == (old,)


def test_a_store_that_is_mostly_nobodys_is_left_alone(database, store, paper):
    paper.put_into(store)
    seen = sweeping.Seen(0, (sweeping.Orphan(paper.digest, clock.real_now()),))

    with pytest.raises(NotAllowed, match="không đi cùng kho tệp này"):
        sweeping.remove(seen, seen.orphans, store)

    assert store.exists(paper.digest)


def test_every_column_of_digests_is_known_to_the_sweep_or_to_name_no_bytes(app):
    found = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables for column in table.columns
        if column.name.endswith("digest")
    }  # fmt: skip

    assert found >= NO_BYTES
    with app.app_context():
        known = {f"{one.class_.__tablename__}.{one.key}" for one in sweeping.naming()}
    assert found - NO_BYTES == known


def test_the_command_lists_and_removes_only_when_told_and_only_what_is_old(
    database, app, folder, paper, long_an
):
    kept = contents.current_store()
    lost, young = another(paper), another(another(paper))
    for one in (paper, lost, young):
        one.put_into(kept)
    named_by_a_paper(paper, long_an)
    named_by_a_paper(another(young), long_an)
    long_ago = (clock.real_now() - timedelta(days=30)).timestamp()
    os.utime(folder / key(lost.digest), (long_ago, long_ago))
    run = app.test_cli_runner().invoke

    listed, refused = run(args=["sweep"]), run(args=["sweep", "--days", "0"])
    after_listing = kept.exists(lost.digest)
    swept = run(args=["sweep", "--remove"])

    assert (listed.exit_code, lost.digest in listed.output, young.digest in listed.output) == (
        0, True, False,
    )  # fmt: skip
    assert (refused.exit_code, after_listing) == (2, True)
    assert "Đã xóa 1 tệp" in swept.output
    assert [kept.exists(one.digest) for one in (paper, lost, young)] == [True, False, True]
