"""Pages of the archive: strangers first; every record as its people see it."""

import re
from datetime import date

import pytest

from tests.factories.archive import statements
from tests.factories.proposals import make_nomination
from workflow.archive.intake import Received, take_in_decision
from workflow.archive.queries import last_check
from workflow.archive.services import file_record
from workflow.core.actors import SYSTEM
from workflow.core.db import db
from workflow.core.storage.directory import DirectoryStore
from workflow.decisions.models import Certificate, DecisionItem
from workflow.documents import contents
from workflow.documents.attaching import attach
from workflow.documents.states import FileRole, PaperStatus

FORMS = ["", "?q=846", "?q=Đặng+Văn&year=2020&sort=newest", "?q=nam:x&year=zz&kind=%7f&page=1",
         "?q=%7f&issuer=%7f", "?page=-0.2020-01-01.1.a", "?q=" + "a" * 500, "?year=99999999999"]  # fmt: skip


@pytest.fixture
def archive(long_an, client_as):
    return client_as(long_an.archivist, long_an.department)


def text_of(answer):
    return answer.get_data(as_text=True)


def test_strangers_get_nothing(long_an, make_record, client, client_as):
    record = make_record(long_an.department, "Đặng Văn Hùng")
    stranger = client_as(long_an.stranger, long_an.elsewhere)
    superior = client_as(long_an.secretary, long_an.general)

    assert client.get("/archive").status_code == 302
    assert client.get(f"/archive/{record.public_id}").status_code == 302
    for other in (stranger, superior):
        assert other.get(f"/archive/{record.public_id}").status_code == 404
        assert other.post(f"/archive/{record.public_id}/check").status_code == 404
        page = text_of(other.get("/archive?q=hung"))
        assert "0 văn bản" in page
        assert "Đặng Văn Hùng" not in page


@pytest.mark.parametrize("query", FORMS)
def test_the_search_page_answers_whatever_is_asked(long_an, make_record, archive, query):
    make_record(long_an.department, "Đặng Văn Hùng")

    assert archive.get(f"/archive{query}").status_code == 200


def test_what_was_left_out_is_said_and_the_rest_runs(long_an, make_record, archive):
    make_record(long_an.department, "Đặng Văn Hùng")

    page = text_of(archive.get("/archive?q=hùng+nam:20x1&year=abc"))

    assert "“nam:20x1” không phải là năm nên đã bỏ qua" in page
    assert "“abc” không phải là năm nên đã bỏ qua" in page
    assert "Có tên:" in page
    assert "1 văn bản" in page


def test_nothing_found_offers_to_drop_each_condition(long_an, make_record, archive):
    make_record(long_an.department, "Đặng Văn Hùng")

    page = text_of(archive.get("/archive?q=xyz&year=2019&kind=TTr"))

    assert "Không có văn bản nào khớp" in page
    for url in ("/archive?year=2019&amp;kind=TTr", "/archive?kind=TTr&amp;q=xyz",
                "/archive?year=2019&amp;q=xyz"):  # fmt: skip
        assert f'href="{url}"' in page


def test_a_hostile_name_is_printed_as_it_is_written(long_an, make_record, archive):
    name = "A & B <x> {{ 7*7 }}"
    record = make_record(long_an.department, name, title=f"Khen {name}")

    for url in ("/archive?q=khen", f"/archive/{record.public_id}"):
        page = text_of(archive.get(url))
        assert "<x>" not in page
        assert "{{ 7*7 }}" in page.replace("<mark>", "").replace("</mark>", "")


def test_the_record_says_that_its_files_are_what_they_were(
    long_an, make_record, give_file, archive
):
    record = make_record(long_an.department, ("Đặng Văn Hùng", "Đội 3"))
    give_file(record.paper)

    page = text_of(archive.get(f"/archive/{record.public_id}"))

    assert "t-green" in page
    assert "Bản này chưa bị sửa từ khi nhập kho" in page
    assert "Đặng Văn Hùng" in page
    assert "Chưa có lần kiểm tra toàn bộ nào" in page


def test_a_record_without_a_file_does_not_claim_that_one_was_compared(long_an, actor, archive):
    received = Received("12/QĐ-BCT", "20/11/2020", "Bộ Công Thương", "Tặng Cờ", "Cờ thi đua",
                        date(2020, 12, 1), collectives=1)  # fmt: skip
    record = take_in_decision(received, actor=actor(long_an.clerk, long_an.department))
    db.session.commit()

    page = text_of(archive.get(f"/archive/{record.public_id}"))

    assert "Chưa có tệp để đối chiếu; phần đã nhập còn nguyên" in page
    assert "Bản này chưa bị sửa từ khi nhập kho" not in page


def test_files_too_large_to_read_at_once_are_not_said_to_be_read(
    long_an, make_record, give_file, archive, monkeypatch
):
    record = make_record(long_an.department, "A")
    give_file(record.paper)
    monkeypatch.setattr("workflow.archive.views.READ_AT_ONCE", 0)

    page = text_of(archive.get(f"/archive/{record.public_id}"))

    assert ["Vừa đọc" in page, "Chưa đọc lại tệp của bản này" in page] == [False, True]


def test_a_record_leads_back_to_the_search_it_was_found_by(long_an, make_record, archive):
    record = make_record(long_an.department, "A", title="Khen thưởng A")

    found = text_of(archive.get("/archive?q=khen"))
    page = text_of(archive.get(f"/archive/{record.public_id}?q=khen"))

    assert f'href="/archive/{record.public_id}?q=khen"' in found
    assert '<a href="/archive?q=khen">“khen”</a>' in page


def test_a_damaged_file_turns_the_panel_red_and_is_not_served(
    long_an, make_record, give_file, damage, archive
):
    record = make_record(long_an.department, "A")
    document = give_file(record.paper)
    damage(document.file.digest)

    page = text_of(archive.get(f"/archive/{record.public_id}"))

    assert "panel attn t-seal" in page
    assert "Tệp không còn như khi nhập kho" in page
    assert f"/documents/{document.public_id}/download" not in page
    served = archive.get(f"/documents/{document.public_id}/download")
    assert served.status_code == 503
    assert b"something else" not in served.data


def test_the_button_reads_everything_again_and_keeps_the_result(
    long_an, make_record, give_file, damage, archive
):
    record = make_record(long_an.department, "A")
    document = give_file(record.paper)

    whole = archive.post(f"/archive/{record.public_id}/check", follow_redirects=True)
    damage(document.file.digest)
    broken = archive.post(f"/archive/{record.public_id}/check", follow_redirects=True)

    assert "Đã đọc lại 1 tệp: không tệp nào thay đổi." in text_of(whole)
    assert "1 tệp không còn như khi nhập kho" in text_of(broken)
    assert "1 tệp hỏng (Quyết định đã ký)" in text_of(broken)


def test_a_store_that_does_not_answer_is_no_word_against_any_file(
    long_an, make_record, give_file, archive, tmp_path
):
    record = make_record(long_an.department, "A")
    give_file(record.paper)
    kept = contents.current_store()
    gone = DirectoryStore(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    contents.configure(gone, contents.cache_folder())
    try:
        page = text_of(archive.get(f"/archive/{record.public_id}"))
        checked = archive.post(f"/archive/{record.public_id}/check")
    finally:
        contents.configure(kept, contents.cache_folder())

    assert "Kho tệp không trả lời; chưa đọc lại tệp của bản này" in page
    assert "không còn như khi nhập kho" not in page
    assert (checked.status_code, "Kho tệp không trả lời" in text_of(checked)) == (503, True)
    assert last_check(record.id) is None
    archive.post(f"/archive/{record.public_id}/check")
    assert last_check(record.id).faults == []


@pytest.mark.parametrize(("status", "words"), [(PaperStatus.REVOKED, "Đã bị hủy bỏ"),
                                               (PaperStatus.REPLACED, "Đã được thay thế")])  # fmt: skip
def test_a_paper_no_longer_in_force_says_so(long_an, make_record, archive, status, words):
    record = make_record(long_an.department, "A")
    db.session.execute(record.paper.__table__.update().values(status=status))
    db.session.commit()

    assert words in text_of(archive.get(f"/archive/{record.public_id}"))


def test_a_number_changed_behind_the_book_is_noticed(long_an, make_record, archive):
    record = make_record(long_an.department, "A")
    record.paper.number_text = "99/QĐ-CQLTT"
    db.session.commit()

    assert "Số trên văn bản khác số trong sổ" in text_of(
        archive.get(f"/archive/{record.public_id}")
    )


def test_the_record_names_the_dossier_its_reader_may_open(
    long_an, make_proposal, make_recipient, make_record, client_as
):
    proposal = make_proposal()
    nomination = make_nomination(proposal, make_recipient(), long_an.certificate_person)
    record = make_record(long_an.department, "A", nominations=[nomination])

    page = text_of(client_as(long_an.officer, long_an.team3).get(f"/archive/{record.public_id}"))

    assert proposal.code in page


def test_the_search_of_every_page_finds_dossiers_by_code_and_by_a_whole_name(
    long_an, make_proposal, make_recipient, client_as
):
    proposal = make_proposal()
    make_nomination(proposal, make_recipient(name="Đặng Hữu N"), long_an.certificate_person)
    db.session.commit()
    link = f'href="/proposals/{proposal.public_id}"'

    def found(client, words):
        return link in client.get("/archive", query_string={"q": words}).text

    officer = client_as(long_an.officer, long_an.team3)
    asked = (proposal.code, proposal.code.lower(), "dang huu n", "Đặng Hữu N", "Hữu", "")
    assert [found(officer, words) for words in asked] == [True, True, True, True, False, False]
    stranger = client_as(long_an.stranger, long_an.elsewhere)
    assert [found(stranger, words) for words in asked] == [False] * 6


def test_pages_take_a_constant_number_of_statements(long_an, make_record, archive):
    counts = []
    for rows in (1, 3):
        records = [
            make_record(long_an.department, *"ABC"[:rows], title="Khen") for _n in range(rows)
        ]
        for url in ("/archive?q=khen", f"/archive/{records[0].public_id}"):
            with statements() as ran:
                assert archive.get(url).status_code == 200
            counts.append(len(ran))

    assert counts[:2] == counts[2:]
    assert max(counts) <= 20


def test_a_doubtful_date_is_shown_as_written(long_an, make_numbered_paper, archive):
    paper = make_numbered_paper(long_an.department)
    paper.dated, paper.date_text = date(2027, 4, 26), "26/4/2027"
    paper.date_doubt = "Ngày 26/4/2027 sau ngày văn bản được tiếp nhận."
    record = file_record(paper.id, actor=SYSTEM, counted_in=2021)
    db.session.commit()

    assert "26/4/2027 (?)" in text_of(archive.get("/archive?doubt=yes&year=2021"))
    found = {words: "26/4/2027 (?)" in text_of(archive.get("/archive", query_string={"q": words}))
             for words in ("26/4/2027", "2027", "25/4/2027")}  # fmt: skip
    assert found == {"26/4/2027": True, "2027": True, "25/4/2027": False}
    assert "Ngày ghi trên văn bản cần đối chiếu" in text_of(
        archive.get(f"/archive/{record.public_id}")
    )


def test_certificates_are_offered_to_those_who_may_open_them(
    long_an, make_record, give_file, make_user, client_as
):
    record = make_record(long_an.department, "Đặng Văn Hùng")
    item = db.session.query(DecisionItem).one()
    certificate = Certificate(item_id=item.id, golden_number=1, dated=date(2020, 12, 29))
    db.session.add(certificate)
    db.session.flush()
    document = give_file(record.paper, title="Giấy khen số 01")
    attach(document, ("certificate", certificate.id), FileRole.CERTIFICATE, actor=SYSTEM)
    db.session.commit()
    colleague = client_as(make_user(long_an.department, "officer"), long_an.department)

    def offered(client, file=document):
        page = text_of(client.get(f"/archive/{record.public_id}"))
        assert "Số vào sổ" in page
        return f'{file.public_id}/download">Tải<span' in page

    archivist = client_as(long_an.archivist, long_an.department)
    assert offered(archivist) is True
    assert offered(colleague) is False
    read = archivist.post(f"/archive/{record.public_id}/check", follow_redirects=True)

    sealed = give_file(record.paper, title="Giấy khen số 01")
    attach(sealed, ("certificate", certificate.id), FileRole.SIGNED, actor=SYSTEM)
    db.session.commit()
    again = archivist.post(f"/archive/{record.public_id}/check", follow_redirects=True)
    assert (offered(archivist, sealed), offered(archivist), offered(colleague, sealed)) == (
        True, False, False,
    )  # fmt: skip
    counted = [int(re.search(r"Đã đọc lại (\d+) tệp", one.text)[1]) for one in (read, again)]
    assert counted[1] == counted[0] + 2  # give_file gives it to the paper as well
