"""What administrators see and send: the list, an upload and its check, the proposal, the files."""

import hashlib
import io
import zipfile

import docx
import pytest
from sqlalchemy import event

from tests.documents.templating.conftest import DAY, NAME, NEW, OLD, changed
from tests.factories.documents import draw_all
from workflow.core.db import db
from workflow.documents import contents
from workflow.documents.models import DocumentTemplate, Drawing, StoredFile
from workflow.documents.stored import stored_file
from workflow.documents.templating.papers import FOLDER
from workflow.documents.templating.queries import to_mend
from workflow.documents.templating.writing import fields_of


def text(answer):
    return answer.get_data(as_text=True)


def form(content=b"", name="thu-moi.docx", **typed):
    sent = {"valid_from": "18/12/2020", "note": "Đổi tên văn bản"} | typed
    return sent | {"file": (io.BytesIO(content), name)} if content else sent


@pytest.fixture
def place(long_an):
    return f"/document-templates/{long_an.department.public_id}/{NAME}"


@pytest.fixture
def desks(people, long_an, client_as):
    """The browsers of two administrators of the department."""
    return [client_as(people.users[name], long_an.department) for name in ("first", "second")]


def test_strangers_learn_nothing_of_templates(statuses, place, propose):
    version = f"/document-templates/versions/{propose().public_id}"

    assert statuses("/document-templates/") == [302, 403, 200]  # of their own office
    for path in (place, f"{place}/fields", f"{place}/fields/download", f"{place}/propose", f"{place}/end", version,
                 f"{version}/download"):  # fmt: skip
        assert statuses(path) == [302, 403, 404]
    for act in ("approve", "reject", "withdraw", "draw"):
        assert statuses(f"{version}/{act}", "post", {"reason": "a"}) == [401, 403, 404]
    assert statuses(f"{place}/propose", "post", form()) == [401, 403, 404]


def test_a_paper_nobody_knows_is_not_found(desks, long_an):
    answer = desks[0].get(f"/document-templates/{long_an.department.public_id}/councils/nothing")

    assert (answer.status_code, "Mẫu văn bản" in text(answer)) == (404, True)


def test_a_changed_template_is_checked_compared_and_approved_by_another(
    desks, place, shipped, long_an
):
    first, second = desks
    sent = first.post(f"{place}/propose", data=form(changed()))
    assert sent.status_code == 302
    by_itself = f'hx-get="{sent.location}" hx-trigger="every 2s"'
    assert by_itself in text(second.get(sent.location))
    assert by_itself in text(second.post(f"{sent.location}/reject"))
    draw_all()

    page = text(second.get(sent.location))
    assert by_itself not in page
    assert (f"[thêm] </span>{NEW.split()[0]}" in page, "Duyệt, áp dụng từ 18/12/2020" in page) == (
        True, True,
    )  # fmt: skip
    assert "Bạn gửi bản này nên người khác duyệt." in text(first.get(sent.location))
    assert first.post(f"{sent.location}/approve").status_code == 403
    assert second.post(f"{sent.location}/approve").status_code == 302

    assert "Mẫu riêng" in text(first.get("/document-templates/"))
    own = first.get(f"{sent.location}/download")
    with zipfile.ZipFile(io.BytesIO(own.get_data())) as package:
        assert NEW in package.read("word/document.xml").decode()
    template = db.session.query(DocumentTemplate).filter_by(version=1, name=NAME)
    kept = template.filter(DocumentTemplate.organisation_id == long_an.department.id).one()
    assert {"signature.name", "invitees[]"} <= set(kept.fields)


def test_a_template_with_faults_is_told_where_and_nothing_is_kept(desks, place, shipped):
    before, content = (
        db.session.query(StoredFile).count(),
        changed(("{{ venue }}", "{{ noi_hop }}")),
    )
    answer = desks[0].post(f"{place}/propose", data=form(content))

    page = text(answer)
    assert answer.status_code == 422
    assert ("Chưa lưu gì" in page, "{{ noi_hop }}" in page, "Đoạn" in page) == (True, True, True)
    assert "Đổi tên văn bản" in page  # what was typed stays
    assert not contents.current_store().exists(hashlib.sha256(content).hexdigest())
    assert db.session.query(StoredFile).count() == before
    assert db.session.query(DocumentTemplate).count() == 1
    assert db.session.query(Drawing).count() == 0


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"PK\x03\x04 broken", "mau.docx", "Không đọc được tệp"),
        (b"anything", "mau.docm", "có macro"),
        (b"%PDF-1.4 no", "mau.pdf", "Không đọc được tệp"),
        (b"", "", "Hãy chọn tệp mẫu."),
    ],
)
def test_what_is_no_template_is_refused_beside_the_field(
    desks, place, shipped, content, name, said
):
    answer = desks[0].post(f"{place}/propose", data=form(content, name))

    assert (answer.status_code, said in text(answer)) == (422, True)


def test_a_day_that_has_passed_is_refused_before_the_file_is_read(desks, place, shipped):
    content = changed((OLD, "GIẤY MỜI CHO NGÀY ĐÃ QUA"))
    answer = desks[0].post(f"{place}/propose", data=form(content, valid_from="17/12/2020"))

    assert (answer.status_code, "lùi ngày" in text(answer)) == (422, True)
    assert not contents.current_store().exists(hashlib.sha256(content).hexdigest())


def test_the_same_file_again_is_refused(desks, place, shipped):
    same = (FOLDER / f"{NAME}.docx").read_bytes()
    answer = desks[0].post(f"{place}/propose", data=form(same))

    assert (answer.status_code, "giống hệt bản đang áp dụng" in text(answer)) == (422, True)


def test_a_version_is_refused_with_a_reason_that_its_sender_reads(desks, propose, place):
    path = f"/document-templates/versions/{propose().public_id}"
    assert desks[1].post(f"{path}/reject", data={"reason": ""}).status_code == 422
    assert desks[1].post(f"{path}/reject", data={"reason": "Thiếu nơi nhận"}).status_code == 302

    assert "Không duyệt: Thiếu nơi nhận" in text(desks[0].get(place))


def test_its_sender_takes_it_back(desks, propose):
    path = f"/document-templates/versions/{propose().public_id}"

    assert desks[0].post(f"{path}/withdraw").status_code == 302
    assert "Đã rút" in text(desks[0].get(path))


def test_an_own_template_is_given_up_on_its_page(desks, propose, approve, place):
    approve(propose())
    assert desks[0].post(f"{place}/end", data={"on": "18/12/2020"}).status_code == 422

    done = desks[0].post(f"{place}/end", data={"on": "18/12/2020", "reason": "Theo Bộ"})
    assert done.status_code == 302
    assert "theo sản phẩm, bản 1" in text(desks[0].get(place))


def test_a_field_no_longer_offered_stands_in_the_list(desks, propose, approve, place):
    own = approve(propose())
    own.fields = ["number", "so_cu"]
    db.session.commit()

    for page in ("/document-templates/", place):
        assert "so_cu" in text(desks[0].get(page))
    assert [one.id for one in to_mend(DAY)] == [own.id]


def another_of_the_product(shipped):
    taken = contents.put(
        changed((OLD, "GIẤY TRIỆU TẬP")), media_type=contents.DOCX, extension="docx", name="m.docx"
    )
    db.session.add(
        DocumentTemplate(
            name=NAME, version=2, file=stored_file(taken), valid_from=shipped.valid_from
        )
    )
    db.session.commit()


def test_the_product_having_changed_is_told_word_by_word(desks, propose, approve, place, shipped):
    approve(propose())
    assert "Mẫu của sản phẩm đã đổi" not in text(desks[0].get(place))
    assert "không đổi từ khi" in text(desks[0].get(f"{place}/product-changes"))
    another_of_the_product(shipped)

    for page in ("/document-templates/", place):
        assert "Mẫu của sản phẩm đã đổi" in text(desks[0].get(page))
    page = text(desks[0].get(f"{place}/product-changes"))
    assert ("<ins>" in page, "TRIỆU TẬP" in page, NEW in page) == (True, True, False)


def test_who_approves_is_told_what_changed_while_the_version_waited(
    desks, propose, approve, place, shipped, long_an, people
):
    made = propose(based_on_id=shipped.id)
    page = f"/document-templates/versions/{made.public_id}"
    assert "sau khi bản này được gửi" not in text(desks[1].get(page))
    another_of_the_product(shipped)
    ministrys = approve(propose(of=long_an.ministry, by=people.top), by=people.top_second)

    shown = text(desks[1].get(page))
    assert "Mẫu của sản phẩm đã đổi sau khi bản này được gửi (nay là bản 2" in shown
    assert f"nay là bản 1 ({long_an.ministry.short_name})" in shown
    assert f"versions/{ministrys.public_id}/download" in shown
    words = text(desks[1].get(f"{place}/product-changes?of={made.public_id}"))
    assert ("TRIỆU TẬP" in words, NEW in words) == (True, False)
    assert desks[1].get(f"{place}/product-changes?of={ministrys.public_id}").status_code == 404
    approve(made)
    assert "sau khi bản này được gửi" not in text(desks[1].get(page))


def test_a_unit_reads_the_template_it_inherits_and_not_what_waits_above(
    propose, approve, team_admin, long_an
):
    own, waiting = approve(propose()), propose("GIẤY MỜI HỌP")
    page = text(team_admin.get(f"/document-templates/{long_an.team3.public_id}/{NAME}"))
    versions = "/document-templates/versions"

    assert f"theo {long_an.department.name}" in page
    assert [
        team_admin.get(f"{versions}/{one.public_id}/download").status_code for one in (own, waiting)
    ] == [200, 404]
    assert team_admin.get(f"{versions}/{own.public_id}").status_code == 404


def test_what_waits_anywhere_below_stands_on_top_of_the_page(
    desks, propose, people, client_as, long_an
):
    departments = propose()
    mine = propose(of=long_an.ministry, by=people.top_second)
    page = text(client_as(people.users["top"], long_an.ministry).get("/document-templates/"))

    listed = page.split('id="to-settle"')[1].split("</table>")[0]
    found = [listed.find(one.public_id) for one in (mine, departments)]
    assert (min(found) > 0, found == sorted(found)) == (True, True)
    assert 'id="to-settle"' not in text(desks[0].get("/document-templates/"))


def test_the_list_asks_the_database_as_often_for_many_versions(desks, propose, approve):
    def asked():
        db.session.rollback()
        seen = []
        note = lambda *_a: seen.append(1)  # noqa: E731
        event.listen(db.engine, "before_cursor_execute", note)
        desks[0].get("/document-templates/")
        event.remove(db.engine, "before_cursor_execute", note)
        return len(seen)

    found = []
    for number in range(4):
        approve(propose(f"GIẤY MỜI {number}"))
        found.append(asked())
    assert found[1:] == found[1:2] * 3  # the first page of a process reads more


def test_the_fields_are_listed_with_their_way_of_writing(desks, place):
    page = text(desks[0].get(f"{place}/fields"))

    for said in ("{{ signature.name }}", "Họ tên người ký", "{%p for dong in invitees %}",
                 "Các thành viên Hội đồng Thi đua"):  # fmt: skip
        assert said in page
    assert OLD not in page


def test_every_field_can_be_copied_from_a_word_file(desks, place):
    answer = desks[0].get(f"{place}/fields/download")

    assert (answer.mimetype, f"{place}/fields/download" in text(desks[0].get(f"{place}/fields"))) == (
        contents.DOCX, True,
    )  # fmt: skip
    [table] = docx.Document(io.BytesIO(answer.data)).tables
    written = [cell.text for cell in table.columns[0].cells]
    assert len(written) == len(fields_of(NAME)) + 1
    assert {"{{ signature.name }}", "{%p for dong in agenda %}\n{{ dong }}\n{%p endfor %}"} <= (
        set(written)
    )
