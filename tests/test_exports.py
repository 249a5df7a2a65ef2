"""Every list can be taken away as a workbook of texts, by those who see the list and nobody else."""

import pytest

from workflow.awards.importing.reading import read_upload, register_reader
from workflow.awards.importing.table import Table
from workflow.awards.models import Honour
from workflow.core.db import db
from workflow.documents.engine.sheets import read_sheet
from workflow.proposals.importing.planning import plan
from workflow.proposals.queries import nominations_of
from workflow.recipients.models import YearlyGrade
from workflow.recipients.states import Grade

NASTY = '=HYPERLINK("x") & <b> {{ 7*7 }}'


@pytest.fixture
def opened(tmp_path):
    """Read a sent workbook back with the product's own reader, which refuses formulas."""
    register_reader(read_sheet)

    def read(answer):
        path = tmp_path / "sent.xlsx"
        path.write_bytes(answer.data)
        table = read_upload("sent.xlsx", path)
        assert (answer.status_code, table.faults) == (200, {})
        return table.rows

    return read


@pytest.fixture
def officer(client_as, long_an):
    return client_as(long_an.officer, long_an.team3)


@pytest.fixture
def stranger(client_as, long_an):
    return client_as(long_an.stranger, long_an.elsewhere)


def test_the_list_of_a_dossier(make_proposal, officer, stranger, opened):
    proposal = make_proposal(nominees=2)
    first = nominations_of(proposal.id)[0]
    first.recipient.name, first.recipient.employee_code = NASTY, "007"
    db.session.commit()
    url = f"/proposals/{proposal.public_id}/export"
    assert stranger.get(url).status_code == 404
    title, _blank, heads, *rows = opened(officer.get(url))
    assert title == [f"Danh sách đề nghị khen thưởng {proposal.code}"]
    assert heads[:4] == ["TT", "Họ và tên", "Số hiệu", "Chức vụ"]
    assert rows[0][:3] == ["1", NASTY, "007"]
    assert (len(rows), rows[1][10]) == (2, "14")
    assert url in officer.get(f"/proposals/{proposal.public_id}").text
    assert url in officer.get(f"/proposals/{proposal.public_id}/nominations").text


def test_a_list_taken_away_is_read_back_as_it_is(make_proposal, officer, opened, actor, long_an):
    proposal = make_proposal(nominees=2)
    rows = opened(officer.get(f"/proposals/{proposal.public_id}/export"))
    again = plan(Table(rows), proposal, actor=actor(long_an.officer, long_an.team3))
    assert [str(row.outcome) for row in again.rows] == ["there", "there"]


def test_the_list_of_people_without_their_identity_numbers(
    make_recipient, make_user, officer, stranger, client_as, opened, long_an
):
    person = make_recipient(NASTY, organisation=long_an.team3, post="Đội phó")
    make_recipient("Trần Xa", organisation=long_an.elsewhere)
    person.citizen_id = "079090000123"
    db.session.commit()
    assert NASTY not in str(opened(stranger.get("/recipients/export")))
    assert client_as(make_user()).get("/recipients/export").status_code == 403
    rows = opened(officer.get("/recipients/export"))
    assert rows[2:] == [
        ["Họ và tên", "Loại", "Số hiệu", "Chức vụ", "Đơn vị"],
        [NASTY, "Cá nhân", "", "Đội phó", "Đội Quản lý thị trường số 3"],
    ]
    assert opened(officer.get("/recipients/export?q=ai do"))[3:] == []
    assert "/recipients/export" in officer.get("/recipients").text


def test_a_ledger_in_words_the_import_reads(make_recipient, officer, stranger, opened, long_an):
    person = make_recipient("Bùi Thị H", organisation=long_an.team3)
    db.session.add(Honour(recipient_id=person.id, award_id=long_an.certificate_person.award_id,
                          year=2019, number_text="=1+1", date_text="29/12/2019", issuer_text="Cục",
                          struck_by="5/QĐ"))  # fmt: skip
    db.session.add(YearlyGrade(recipient_id=person.id, year=2018, grade=Grade.WELL, source="Sổ"))
    db.session.commit()
    url = f"/recipients/{person.public_id}/ledger/export"
    assert stranger.get(url).status_code == 404
    rows = opened(officer.get(url))
    assert rows[3:] == [
        ["Bùi Thị H", "", "2019", "Giấy khen", "", "", "", "=1+1", "29/12/2019", "Cục",
         "Đã hủy bỏ theo 5/QĐ"],
        ["Bùi Thị H", "", "2018", "", "Hoàn thành tốt nhiệm vụ", "", "", "", "", "", "Sổ"],
    ]  # fmt: skip
    assert url in officer.get(f"/recipients/{person.public_id}/ledger").text


def test_what_a_search_finds(make_record, client_as, stranger, opened, long_an):
    make_record(long_an.department, "Nguyễn Văn A", title=NASTY)
    desk = client_as(long_an.archivist, long_an.department)
    rows = opened(desk.get("/archive/export?q=HYPERLINK"))
    assert ([row[3] for row in rows[3:]], rows[0]) == ([NASTY], ["Kho lưu trữ HYPERLINK"])
    assert opened(desk.get("/archive/export?q=khongco"))[3:] == []
    assert opened(stranger.get("/archive/export?q=HYPERLINK"))[3:] == []
    assert "/archive/export?q=HYPERLINK" in desk.get("/archive?q=HYPERLINK").text


def test_the_list_of_a_decision(desk, make_nominations, client_as, stranger, opened, long_an):
    rows = make_nominations(NASTY, "Lê B")
    decision = desk.draft(rows)
    db.session.commit()
    url = f"/decisions/{decision.public_id}/export"
    assert stranger.get(url).status_code == 404
    secretary = client_as(long_an.secretary, long_an.department)
    assert [row[1] for row in opened(secretary.get(url))[3:]] == [NASTY, "Lê B"]
    assert url in secretary.get(f"/decisions/{decision.public_id}?view=list").text


def test_heads_are_vietnamese_for_an_english_reader(make_proposal, officer, opened):
    proposal = make_proposal()
    officer.set_cookie("bangvang_lang", "en")
    assert opened(officer.get(f"/proposals/{proposal.public_id}/export"))[2][1] == "Họ và tên"
