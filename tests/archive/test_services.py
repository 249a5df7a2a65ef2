"""Filing: what a record holds, for whom, for how long; and the check of its files."""

from datetime import date

import pytest
from sqlalchemy import func, select

from tests.factories.proposals import make_nomination
from workflow.archive import retention
from workflow.archive.fixity import Kept, faults_in
from workflow.archive.models import Level, Record, RecordReader, RecordRecipient
from workflow.archive.services import file_record, note_check, on_paper_issued
from workflow.core import audit
from workflow.core.actors import SYSTEM
from workflow.core.db import db
from workflow.core.errors import NotVisible
from workflow.documents import contents
from workflow.documents.events import PaperIssued
from workflow.documents.states import PaperKind


def readers_of(record):
    rows = select(RecordReader.organisation_id).where(RecordReader.record_id == record.id)
    return set(db.session.scalars(rows))


def test_an_issued_decision_is_filed_with_all_one_finds_it_by(long_an, make_decision_paper):
    paper = make_decision_paper(long_an.department, ("Đặng Văn Hùng", "Đội QLTT số 3"), "Lê Thị B")

    on_paper_issued(PaperIssued(SYSTEM, paper.id))

    record = db.session.scalars(select(Record)).one()
    assert (record.number, record.symbol_fold, record.year, record.individuals, record.award_name,
            record.issuer, record.level) == (
        1, "qdcqltt", 2020, 2, "Giấy khen", "Cục QLTT Long An", Level.OFFICE)  # fmt: skip
    assert record.search_names == "dang van hung qzq le thi b"
    assert record.retention == (
        "Hồ sơ: 10 năm, đến hết 2030. Bản lưu quyết định: vĩnh viễn.")  # fmt: skip
    assert [r.name for r in db.session.scalars(select(RecordRecipient))] == [
        "Đặng Văn Hùng", "Lê Thị B"]  # fmt: skip
    assert [entry.act for entry in audit.journal("paper", paper.id)] == ["record.file"]


def test_filing_twice_changes_nothing(long_an, make_decision_paper):
    paper = make_decision_paper(long_an.department, "A")

    first, second = file_record(paper.id, actor=SYSTEM), file_record(paper.id, actor=SYSTEM)

    assert first.id == second.id
    assert db.session.scalar(select(func.count(RecordRecipient.id))) == 1


def test_readers_are_the_record_s_own_and_every_proposing_level(
    long_an, make_proposal, make_recipient, make_decision_paper
):
    lower = make_nomination(make_proposal(), make_recipient(), long_an.minister_person)
    upper = make_nomination(make_proposal(), make_recipient(), long_an.minister_person)
    upper.proposal.proposing_id = long_an.department.id
    upper.origin_id = lower.id
    db.session.commit()

    record = file_record(
        make_decision_paper(long_an.ministry, "A", nominations=[upper]).id, actor=SYSTEM
    )

    assert readers_of(record) == {long_an.ministry.id, long_an.department.id, long_an.team3.id}
    assert record.level is Level.MINISTRY_PROVINCE


def test_a_paper_of_a_unit_is_for_the_unit_alone(long_an, make_numbered_paper):
    paper = make_numbered_paper(long_an.team3, kind=PaperKind.SUBMISSION_LETTER, series="VB")

    record = file_record(paper.id, actor=SYSTEM)

    assert readers_of(record) == {long_an.team3.id}
    assert record.retention == "50 năm, đến hết 2070"


@pytest.mark.parametrize(
    ("symbol", "level"),
    [("QĐ-TTg", "state"), ("QĐ-CTN", "state"), ("QĐ-UBND", "ministry_province"),
     ("QĐ-BCT", "ministry_province"), ("QĐ-TCQLTT", "office"), ("", "office")],
)  # fmt: skip
def test_who_decided_is_guessed_from_the_symbol(symbol, level):
    assert retention.level_of_symbol(symbol) == level


def test_every_period_names_its_source():
    assert all(period.source and period.label for period in retention.table().values())


def test_a_check_is_kept_and_written_down_and_strangers_make_none(
    long_an, make_record, give_file, damage, actor
):
    record = make_record(long_an.department, "A")
    document = give_file(record.paper)
    damage(document.file.digest)
    kept = [Kept(document.title, document.file.digest)] * 2

    faults = faults_in(kept, contents.current_store())
    with pytest.raises(NotVisible):
        note_check(record.public_id, faults, files=2,
                   actor=actor(long_an.stranger, long_an.elsewhere))  # fmt: skip
    check = note_check(record.public_id, faults, files=2,
                       actor=actor(long_an.archivist, long_an.department))  # fmt: skip

    assert [fault["title"] for fault in check.faults] == ["Quyết định đã ký"]
    assert audit.journal("paper", record.paper_id)[0].act == "record.check"


def test_a_year_that_has_no_such_day_still_counts(long_an, make_numbered_paper):
    paper = make_numbered_paper(long_an.department)
    paper.dated, paper.date_text, paper.date_doubt = date(2024, 2, 29), "29/02/2024", "sau ngày đến"

    assert file_record(paper.id, actor=SYSTEM, counted_in=2021).dated == date(2021, 2, 28)
