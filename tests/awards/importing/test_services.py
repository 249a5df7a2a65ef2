"""Good rows are written once and whole; bad ones are left and told in a copy of the file."""

from datetime import date

import pytest

from tests.awards.importing.conftest import HEAD, award_row
from workflow.awards.importing.fault_book import fault_book
from workflow.awards.importing.planned import Outcome
from workflow.awards.importing.reading import read_upload, register_reader
from workflow.awards.importing.services import Written, dry_run, import_rows
from workflow.awards.importing.table import Table
from workflow.awards.models import Honour, Initiative
from workflow.core import audit
from workflow.core.db import db
from workflow.core.errors import InvalidStep, NotAllowed
from workflow.documents.engine.sheets import read_sheet
from workflow.recipients.models import YearlyGrade
from workflow.recipients.states import Grade


@pytest.fixture
def mixed(table):
    return table(
        [*award_row(), "HTXSNV", "Sổ dùng chung", "cơ sở"],
        [*award_row("=Người lạ", number="=1+1"), "", "", ""],
        [*award_row("Lê Thị Bình", ""), "", "", ""],
        head=[*HEAD, "Xếp loại", "Sáng kiến", "Phạm vi"],
    )


def test_the_good_rows_are_written_and_the_rest_is_left(office, secretary, mixed, long_an):
    written = import_rows(mixed, name="lich-su.xlsx", actor=secretary)

    assert written == Written(rows=1, honours=1, grades=1, initiatives=1, left=2)
    honour = db.session.query(Honour).one()
    assert (honour.recipient_id, honour.award.code, honour.year, honour.number_text, honour.date_text,
            honour.decided_on, honour.issuer_text, honour.source, honour.struck_by) == (
        office["an"].id, "LDTT", 2019, "12/QĐ-CQLTT", "29/12/2019", date(2019, 12, 29), "Cục QLTT",
        "lich-su.xlsx", "",
    )  # fmt: skip
    grade = db.session.query(YearlyGrade).one()
    assert (grade.grade, grade.source) == (Grade.EXCELLENT, "12/QĐ-CQLTT, 29/12/2019, Cục QLTT")
    assert db.session.query(Initiative).one().title == "Sổ dùng chung"
    entry = audit.journal("organisation", long_an.department.id)[0]
    assert (entry.act, entry.detail) == (
        "history.import", {"file": "lich-su.xlsx", "honours": 1, "grades": 1, "initiatives": 1, "left": 2},
    )  # fmt: skip


def test_the_same_file_twice_changes_nothing(office, secretary, mixed):
    import_rows(mixed, name="a", actor=secretary)
    with pytest.raises(InvalidStep, match="Không còn dòng nào mới"):
        import_rows(mixed, name="a", actor=secretary)
    made = dry_run(mixed, actor=secretary)
    assert [row.outcome for row in made.rows] == [Outcome.THERE, Outcome.ERROR, Outcome.CHOOSE]
    assert db.session.query(Honour).count() == 1


def test_only_keepers_may_import(office, mixed, actor, long_an):
    for user, where in ((long_an.head, long_an.department), (long_an.secretary, long_an.team3)):
        with pytest.raises(NotAllowed):
            import_rows(mixed, name="a", actor=actor(user, where))
    assert db.session.query(Honour).count() == 0


def test_the_copy_has_the_faults_and_stays_text(office, secretary, mixed, tmp_path):
    register_reader(read_sheet)
    path = tmp_path / "copy"
    path.write_bytes(fault_book(mixed, dry_run(mixed, actor=secretary)))

    copy = read_upload("copy.xlsx", path)

    expected = [[*mixed.rows[0], "Lỗi"], mixed.rows[1], mixed.rows[2][:9], mixed.rows[3][:9]]
    assert [row[:12] for row in copy.rows] == [
        *[[*row] + [""] * (12 - len(row)) if len(row) == 9 else row[:12] for row in expected]
    ]
    assert copy.faults == {}
    assert [row[12] if len(row) > 12 else "" for row in copy.rows] == [
        "Lỗi", "",
        "Họ và tên: Danh sách của đơn vị không có “=Người lạ”. Hãy thêm vào danh sách rồi nhập lại.",
        "Họ và tên: Dòng không ghi đơn vị nên chưa chắc là ai. Hãy chọn người.\n"
        "Lê Thị Bình (Đội QLTT số 1); Lê Thị Bình (Đội QLTT số 3)",
    ]  # fmt: skip


def test_the_mended_copy_is_read_again(office, secretary, mixed, tmp_path):
    register_reader(read_sheet)
    path = tmp_path / "copy"
    path.write_bytes(fault_book(mixed, dry_run(mixed, actor=secretary)))
    copy = read_upload("copy.xlsx", path)
    copy.rows[3][3] = "Đội QLTT số 1"
    made = dry_run(Table(copy.rows), actor=secretary)
    assert [row.outcome for row in made.rows] == [Outcome.NEW, Outcome.ERROR, Outcome.NEW]
