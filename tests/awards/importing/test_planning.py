"""The dry run: new, already there, to choose, or wrong, each with its cell and sentence."""

from datetime import date

import pytest

from tests.awards.importing.conftest import HEAD, award_row
from tests.factories.archive import statements
from workflow.awards.importing.headers import Meaning
from workflow.awards.importing.planned import (
    GradeEntry,
    HonourEntry,
    InitiativeEntry,
    Outcome,
    Problem,
)
from workflow.awards.importing.table import CellFault, Table
from workflow.awards.models import Award, Ground, Honour, Initiative
from workflow.awards.states import Scope
from workflow.core.db import db
from workflow.core.errors import BadInput
from workflow.recipients.models import RecipientKind, YearlyGrade
from workflow.recipients.states import Grade

M = Meaning


def award_id(code):
    return db.session.query(Award).filter_by(code=code).one().id


def outcomes(made):
    return [row.outcome for row in made.rows]


def problems(made):
    return [[(one.meaning, one.sentence) for one in row.problems] for row in made.rows]


def test_a_good_row_becomes_an_honour_as_the_source_writes_it(office, dry_run, table):
    made = dry_run(table(award_row()))
    assert list(made.entries()) == [
        HonourEntry(office["an"].id, award_id("LDTT"), 2019, "12/QĐ-CQLTT", "29/12/2019",
                    date(2019, 12, 29), "Cục QLTT")
    ]  # fmt: skip


def test_grades_and_initiatives_are_read_beside_titles(office, dry_run):
    made = dry_run(Table([
        ["Họ tên", "Đơn vị", "Năm", "Xếp loại", "Sáng kiến", "Phạm vi", "Số QĐ"],
        ["Trần Cường", "Cục QLTT Long An", "2018", "Hoàn thành xuất sắc", "Đề tài: Sổ dùng chung", "Cấp cơ sở", "5/QĐ"],
    ]))  # fmt: skip
    who = office["cuong"].id
    assert list(made.entries()) == [
        GradeEntry(who, 2018, Grade.EXCELLENT, "5/QĐ"),
        InitiativeEntry(who, 2018, "Đề tài: Sổ dùng chung", Scope.GRASSROOTS, True, "5/QĐ"),
    ]


@pytest.mark.parametrize("heading", ["Quyết định công nhận", "Theo văn bản"])
def test_what_our_own_pages_call_the_decision_is_understood(office, dry_run, heading):
    made = dry_run(Table([
        ["Họ tên", "Đơn vị", "Năm", "Sáng kiến", "Phạm vi", heading],
        ["Trần Cường", "Cục QLTT Long An", "2018", "Sổ dùng chung", "Cấp cơ sở", "55/QĐ-CQLTT"],
    ]))  # fmt: skip
    (found,) = made.entries()
    assert found.source == "55/QĐ-CQLTT"


def test_a_date_is_kept_in_one_way_however_it_was_written(office, dry_run, table):
    days = ["30.12.2019", "30-12-19", "43829", "ngày 30 tháng 12 năm 2019"]
    people = ["Lê Thị Bình", "Nguyễn Văn An", "Nguyễn Văn Ân", "Trần Cường"]
    units = ["Đội QLTT số 1", "Đội QLTT số 3", "Đội QLTT số 3", "Cục QLTT Long An"]
    rows = [
        award_row(who, unit, day=day) for who, unit, day in zip(people, units, days, strict=True)
    ]
    assert {entry.date_text for entry in dry_run(table(*rows)).entries()} == {"30/12/2019"}


@pytest.mark.parametrize(
    ("row", "who"),
    [
        (award_row("Trần Cường", "", code="CC-07"), "cuong"),
        (award_row("", "Đội lạ", code="cc-07"), "cuong"),
        (award_row("Tran Cuong", "", code="CC-07"), "cuong"),
        (award_row("nguyễn  văn AN", "Đội Quản lý thị trường số 3"), "an"),
        (award_row("Nguyễn Văn Ân", "Đội trưởng Đội QLTT số 3"), "anh"),
        (award_row("Lê Thị Bình", "Đội QLTT số 1"), "binh1"),
    ],
)
def test_people_are_found_by_code_or_by_exact_name_and_unit(office, dry_run, table, row, who):
    assert [entry.recipient_id for entry in dry_run(table(row)).entries()] == [office[who].id]


@pytest.mark.parametrize(
    ("row", "candidates"),
    [
        (award_row("Nguyen Van An"), {"an", "anh"}),
        (award_row("Nguyễn Văn An", "Đội QLTT số 1"), {"an", "anh"}),
        (award_row("Lê Thị Bình", ""), {"binh1", "binh3"}),
        (award_row("Trần Cường", "Cục QLTT Long An", code="CC-99"), {"cuong"}),
    ],
)
def test_look_alikes_wait_for_a_person(office, dry_run, table, row, candidates):
    made = dry_run(table(row))
    assert outcomes(made) == [Outcome.CHOOSE]
    assert {one.id for one in made.rows[0].candidates} == {office[one].id for one in candidates}
    assert list(made.entries()) == []


def test_a_person_chosen_among_the_look_alikes_is_taken_and_nobody_else(office, dry_run, table):
    rows = table(award_row("Lê Thị Bình", ""))
    key = dry_run(rows).rows[0].choice
    chosen = dry_run(rows, choices={key: office["binh3"].public_id})
    stranger = dry_run(rows, choices={key: office["cuong"].public_id})
    assert [entry.recipient_id for entry in chosen.entries()] == [office["binh3"].id]
    assert outcomes(stranger) == [Outcome.CHOOSE]


def test_a_list_of_one_unit_may_name_it_once(office, dry_run, table, long_an):
    made = dry_run(table(award_row("Lê Thị Bình", "")), unit_id=long_an.team1.id)
    assert [entry.recipient_id for entry in made.entries()] == [office["binh1"].id]


def test_a_collective_is_its_own_unit_and_gets_the_award_of_its_kind(
    office, dry_run, table, long_an, make_recipient
):
    team = make_recipient(
        "Đội QLTT số 3", kind=RecipientKind.COLLECTIVE, organisation=long_an.team3
    )
    made = dry_run(table(award_row("Đội QLTT số 3", "", award="Giấy khen của Cục trưởng")))
    assert [(one.recipient_id, one.award_id) for one in made.entries()] == [
        (team.id, award_id("GK_TT"))
    ]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("LĐTT", "LDTT"), ("CSTĐCS", "CSTDCS"), ("Chiến sĩ thi đua cơ sở", "CSTDCS"),
        ("CSTĐ cấp tỉnh", "CSTDBT"), ("chien si thi dua toan quoc", "CSTDTQ"),
        ("Bằng khen của Thủ tướng Chính phủ", "BKTTG_CN"), ("BK TTg", "BKTTG_CN"),
        ("BKTTG_CN", "BKTTG_CN"), ("Bằng khen của UBND tỉnh", "BKBT_CN"), ("Giấy khen", "GK_CN"),
        ("Huân chương Lao động hạng Ba", "HCLD3_CN"), ("HCLĐ hạng III", "HCLD3_CN"),
    ],
)  # fmt: skip
def test_awards_are_found_by_code_name_or_the_usual_short_forms(
    office, dry_run, table, written, code
):
    made = dry_run(table(award_row(award=written)))
    assert [entry.award_id for entry in made.entries()] == [award_id(code)]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (award_row("Người Lạ"), (M.NAME, "Danh sách của đơn vị không có “Người Lạ”. Hãy thêm vào danh sách rồi nhập lại.")),
        (award_row("", code="CC-99"), (M.CODE, "Không ai có số hiệu “CC-99”.")),
        (award_row("Lê Thị Bình", code="CC-07"), (M.CODE, "Số hiệu “CC-07” là của Trần Cường. Hãy sửa tên hoặc số hiệu.")),
        (award_row(code="1.23E+11"), (M.CODE, "Excel đã rút gọn số này và làm mất các chữ số cuối. Hãy đặt cột này là Văn bản rồi gõ lại.")),
        (award_row(award="Huy hiệu"), (M.AWARD, "Danh mục không có “Huy hiệu”. Hãy ghi đúng tên hoặc mã của danh mục.")),
        (award_row(award="TTLĐXS"), (M.AWARD, "“TTLĐXS” không dành cho đối tượng này.")),
        (award_row(year="2019-2020"), (M.YEAR, "“2019-2020” không phải là một năm. Hãy ghi mỗi dòng một năm.")),
        (award_row(year="2031"), (M.YEAR, "Năm 2031 chưa tới.")),
        (award_row(year=""), (M.YEAR, "Dòng không ghi năm. Hãy thêm cột Năm.")),
        (award_row(day="31/02/2019"), (M.DATE, "“31/02/2019” không phải là ngày. Hãy ghi như 29/12/2020.")),
        (award_row(award=""), (None, "Dòng không ghi danh hiệu, xếp loại hay sáng kiến nào.")),
        (award_row("Nguyá»…n VÄƒn An"), (M.NAME, "Chữ bị hỏng mã, có lẽ là “Nguyễn Văn An”.")),
        (award_row("Nguyá»n Văn An"), (M.NAME, "Chữ bị hỏng mã và đã mất nét. Hãy gõ lại ô này.")),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_of_its_cell(office, dry_run, table, row, told):
    made = dry_run(table(row, award_row("Lê Thị Bình")))
    assert (outcomes(made), problems(made)) == ([Outcome.ERROR, Outcome.NEW], [[told], []])


def test_text_encoded_twice_is_mended_when_asked(office, dry_run, table):
    made = dry_run(table(award_row("Nguyá»…n VÄƒn An")), mend=True)
    assert (outcomes(made), made.damaged, made.rows[0].name) == ([Outcome.NEW], 1, "Nguyễn Văn An")


def test_a_formula_is_an_error_of_its_cell(office, dry_run, table):
    rows = table(award_row())
    rows.faults[1, 5] = CellFault.FORMULA
    assert problems(dry_run(rows)) == [
        [(M.AWARD, "Ô là công thức. Hãy dán lại ô này dưới dạng giá trị.")]
    ]


def test_titles_sections_totals_and_signatures_are_left_out_and_counted(office, dry_run):
    made = dry_run(Table([
        ["DANH SÁCH NĂM 2019"] * 9, HEAD, [], ["I", "Đội QLTT số 3"], award_row(year=""),
        ["Đội QLTT số 1"] * 9, ["Tổng cộng", "2 người"], ["", "", "", "", "", "", "", "THỦ TRƯỞNG"],
    ]))  # fmt: skip
    assert ([(row.number, row.outcome) for row in made.rows], made.skipped) == (
        [(5, Outcome.NEW)],
        5,
    )
    assert [entry.year for entry in made.entries()] == [2019]


def test_what_the_ledgers_hold_is_already_there(office, dry_run, table):
    who = office["an"].id
    db.session.add_all([
        Honour(recipient_id=who, award_id=award_id("LDTT"), year=2019, number_text="Số 12/QĐ-CQLTT"),
        Honour(recipient_id=who, award_id=award_id("GK_CN"), year=2019, number_text="9/QĐ"),
        YearlyGrade(recipient_id=who, year=2019, grade=Grade.WELL),
        Initiative(recipient_id=who, title="Sổ Dùng Chung", scope=Scope.GRASSROOTS, year=2019),
    ])  # fmt: skip
    db.session.flush()
    head = [*HEAD, "Xếp loại", "Sáng kiến", "Phạm vi"]
    made = dry_run(table(
        [*award_row(), "HTTNV", "Sổ dùng chung", "cơ sở"],
        [*award_row(award="Giấy khen", number="10/QĐ"), "", "", ""],
        [*award_row(award="Giấy khen", number="10/QĐ"), "", "", ""],
        [*award_row(award=""), "HTXSNV", "", ""],
        head=head,
    ))  # fmt: skip
    assert outcomes(made) == [Outcome.THERE, Outcome.NEW, Outcome.THERE, Outcome.ERROR]
    assert made.rows[3].problems == [
        Problem(
            M.GRADE,
            "Sổ hoặc dòng trên đã ghi năm này xếp loại hoàn thành tốt nhiệm vụ. Hãy kiểm tra lại "
            "quyết định.",
        )
    ]


def test_the_ground_of_an_award_is_read_where_the_list_tells_it(office, dry_run, table):
    rows = [[*award_row(award="Giấy khen"), ground] for ground in ("Đột xuất", "", "Lạ")]
    made = dry_run(table(*rows, head=[*HEAD, "Loại hình khen thưởng"]))

    assert [[entry.ground for entry in row.entries] for row in made.rows[:1]] == [[Ground.SUDDEN]]
    assert made.rows[2].problems == [Problem(M.GROUND, "“Lạ” không phải là loại khen thưởng.")]


def test_without_headings_the_reason_is_told(office, dry_run):
    with pytest.raises(BadInput, match="Không thấy dòng tiêu đề"):
        dry_run(Table([["Nguyễn Văn An", "2019"]]))


def test_people_of_other_organisations_are_not_there(
    office, dry_run, table, long_an, make_recipient
):
    make_recipient("Phạm Xa", organisation=long_an.elsewhere)
    assert outcomes(dry_run(table(award_row("Phạm Xa", "Cục QLTT Đồng Nai")))) == [Outcome.ERROR]


def test_many_rows_cost_as_many_queries_as_one(office, dry_run, table):
    one = table(award_row())
    many = table(*[award_row(year=str(2000 + n % 19), number=f"{n}/QĐ") for n in range(200)])
    with statements() as first:
        dry_run(one)
    with statements() as later:
        dry_run(many)
    assert len(later) == len(first) <= 7


def _numbered(citizen, name="Lê Thị Bình", code=""):
    head = [*HEAD, "Số CCCD"]
    return head, [*award_row(name, "", code=code), citizen]


@pytest.fixture
def numbers(office):
    office["binh1"].citizen_id, office["binh3"].citizen_id = "079090000001", "079090000003"
    db.session.commit()
    return office


@pytest.mark.parametrize("citizen", ["079090000003", "079 090 000 003", "79090000003"])
def test_people_are_found_by_cccd_before_their_names(numbers, dry_run, table, citizen):
    head, row = _numbered(citizen)
    assert [one.recipient_id for one in dry_run(table(row, head=head)).entries()] == [
        numbers["binh3"].id
    ]


@pytest.mark.parametrize(
    ("given", "outcome", "meaning", "sentence"),
    [
        (_numbered("1.23E+11"), Outcome.ERROR, M.CITIZEN_ID, "Excel đã rút gọn số này"),
        (_numbered("123000000000"), Outcome.ERROR, M.CITIZEN_ID, "Excel đã rút gọn số này"),
        (_numbered("079090000003", "Trần Cường"), Outcome.ERROR, M.CITIZEN_ID, "CCCD này là của Lê Thị Bình."),
        (_numbered("079090000003", "Lê Thị Bình", "CC-07"), Outcome.ERROR, M.CITIZEN_ID, "Số hiệu và CCCD là của hai người"),
        (_numbered("079090000009", ""), Outcome.ERROR, M.CITIZEN_ID, "Không ai có CCCD này."),
        (_numbered("079090000009"), Outcome.CHOOSE, M.NAME, "Dòng không ghi đơn vị"),
    ],
)  # fmt: skip
def test_a_number_that_does_not_fit_is_put_before_a_person(
    numbers, dry_run, table, given, outcome, meaning, sentence
):
    head, row = given
    made = dry_run(table(row, head=head))
    (found,) = made.rows
    assert (found.outcome, found.problems[0].meaning, found.problems[0].sentence[: len(sentence)]) == (
        outcome, meaning, sentence,
    )  # fmt: skip
    assert "079090000009" not in found.name
