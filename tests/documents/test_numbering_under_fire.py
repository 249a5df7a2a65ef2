"""Sixteen writers, killed at random: a book has no gap, no repeat, one number a paper (P1, P2)."""

import os
from collections import Counter

import pytest
from sqlalchemy import select, text, update

from tests.documents.numbering_workers import DAY
from tests.servers.programs import report_of
from workflow.core import clock, numbers
from workflow.core.db import db
from workflow.core.unit_of_work import unit_of_work
from workflow.documents import services
from workflow.documents.models import Paper
from workflow.documents.services import Signer
from workflow.documents.states import PaperKind, PaperStatus

FULL = os.environ.get("BANGVANG_PROVE") == "1"
PAPERS, KILLS = (400, 200) if FULL else (20, 10)


@pytest.fixture
def signed_papers(long_an, actor):
    secretary = actor(long_an.secretary, long_an.department)
    signers = [Signer(long_an.head.id, "Cục trưởng", "Nguyễn Văn A")]
    with unit_of_work():
        for count in range(PAPERS):
            services.draft_paper(
                organisation_id=long_an.department.id, kind=PaperKind.DECISION,
                title=f"Quyết định {count}", owner=("decision", count), purpose="decision",
                series="QĐ", symbol="QĐ-CQLTT", template="decisions/decision",
                context={"number": ""}, signers=signers, actor=secretary,
            )  # fmt: skip
        db.session.execute(update(Paper).values(status=PaperStatus.SIGNED, signed_at=clock.now()))
    return long_an.clerk.id


def run(which, clerk_id, kills, settings, tmp_path):
    command = ["tests.documents.numbering_workers", which, str(kills), str(clerk_id)]
    return report_of(command, settings, tmp_path, patience=1800 if FULL else 120)


@pytest.mark.prove
def test_killed_writers_leave_no_gap_and_no_repeat(signed_papers, settings, tmp_path, long_an):
    report = run("careful", signed_papers, KILLS, settings, tmp_path)

    book = numbers.find_book(long_an.department.id, "QĐ", DAY.year)
    entries = numbers.list_entries(book.id)
    assert report["killed"] > KILLS // 2  # a starved killer may find them done
    assert numbers.gaps(book) == []
    assert [entry.number for entry in entries] == list(range(1, PAPERS + 1))
    assert len({entry.holder_id for entry in entries}) == PAPERS
    held = {
        paper.public_id: paper.number_entry.number for paper in db.session.scalars(select(Paper))
    }
    assert {(public_id, int(number)) for public_id, number in report["answered"]} <= set(
        held.items()
    )


def test_the_highest_number_and_one_more_repeats_itself(signed_papers, settings, tmp_path):
    """The control: under the same load what we did not do fails."""
    with db.engine.begin() as connection:
        connection.execute(text("CREATE TABLE naive (number INTEGER NOT NULL)"))
    try:
        run("naive", signed_papers, 0, settings, tmp_path)
        with db.engine.begin() as connection:
            taken = Counter(connection.execute(text("SELECT number FROM naive")).scalars())
    finally:
        with db.engine.begin() as connection:
            connection.execute(text("DROP TABLE naive"))
    assert sum(times - 1 for times in taken.values()) > 0
