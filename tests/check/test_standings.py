"""What the page says of each sheet: genuine, corrected, replaced, revoked, made again; by what."""

import io
import re
from datetime import date

import pytest

from tests.check.conftest import certificate, code_of
from tests.check.test_privacy import text
from tests.decisions.amending.conftest import NAMES
from tests.factories.documents import draw_all
from workflow.core.unit_of_work import unit_of_work
from workflow.decisions.amending import reissuing
from workflow.decisions.amending.models import Cause
from workflow.documents.codes.lettering import grouped, make
from workflow.documents.contents import read
from workflow.documents.copies import queries as copies
from workflow.documents.copies import services as copying
from workflow.documents.copies.models import CopyForm
from workflow.documents.copies.services import Order, Target
from workflow.documents.copies.whole import make_whole
from workflow.documents.queries import signed_file_of

ORDER = Order(CopyForm.WHOLE, "TL. CỤC TRƯỞNG", "Chánh Văn phòng", "Phạm Thị Dung")


@pytest.fixture
def told(client):
    """The answer's heading, whether it holds, and the whole page as one text."""

    def ask(kind, owner_id):
        answer = client.get(f"/check/{code_of(kind, owner_id)}")
        [heading] = re.findall(r"<h1[^>]*>(.*?)</h1>", answer.get_data(as_text=True))
        page = text(answer)
        return heading, page

    return ask


def number_of(amendment):
    paper = amendment.paper
    return f"{paper.number_text} ngày {paper.dated:%d/%m/%Y}"


def test_what_was_issued_is_genuine_with_what_is_printed_on_it(
    decision, told, long_an, client_as, client
):
    paper, first = decision.paper, certificate(decision)
    heading, page = told("paper", paper.id)
    own, own_page = told("certificate", first.id)
    on_paper = (paper.number_text, "18/12/2020", decision.organisation.name, paper.signer_name,
                " ".join(paper.context["subject"].split()), paper.signer_post,
                "Đang có hiệu lực", "bản số hóa", grouped(code_of("paper", paper.id)))  # fmt: skip
    on_own = (first.item.name, first.item.post, decision.award_name, decision.achievement,
              paper.number_text, "Số vào sổ 01", "Đang có hiệu lực")  # fmt: skip
    office = client_as(long_an.clerk, long_an.department).get(f"/decisions/{decision.public_id}")
    client.set_cookie("bangvang_lang", "en")

    assert (heading, own) == ("Quyết định này là thật", "Giấy khen này là thật")
    assert [printed for printed in on_paper if printed not in page] == []
    assert [printed for printed in on_own if printed not in own_page] == []
    assert [name in own_page for name in NAMES] == [True, False, False]
    assert f'href="/check/{code_of("paper", paper.id)}"' in office.get_data(as_text=True)
    assert "certificate" in told("certificate", first.id)[0]


def test_a_line_revoked_ends_its_certificate_and_marks_the_decision(mending, told):
    drafted = mending.annul(0)
    meanwhile = told("certificate", certificate(mending.decision).id)[0]
    revocation = mending.issue_and_return(drafted)
    said = f"Bị hủy bỏ theo {number_of(revocation)}"
    paper, page = told("paper", mending.decision.paper_id)
    first, first_page = told("certificate", certificate(mending.decision).id)
    second, _page = told("certificate", certificate(mending.decision, 1).id)

    assert meanwhile == "Giấy khen này là thật"  # a draft is nobody's business
    assert paper == "Quyết định này là thật, một phần đã bị hủy bỏ"
    assert (first, second) == ("Giấy khen này đã bị hủy bỏ", "Giấy khen này là thật")
    assert said in page
    assert said in first_page
    assert "Không còn hiệu lực" in first_page
    assert told("paper", revocation.paper_id)[0] == "Quyết định này là thật"


def test_a_decision_revoked_altogether_is_revoked_though_a_file_is_the_very_same(
    mending, told, client
):
    paper = mending.decision.paper
    code, content = code_of("paper", paper.id), read(signed_file_of(paper.id))

    def compared():
        answer = client.post(f"/check/{code}", data={"file": (io.BytesIO(content), "a.pdf")})
        assert f'action="/check/{code}#compare"' in answer.text  # the answer is seen first
        [note] = re.findall(r'role="status">(.*?)</p>', answer.get_data(as_text=True))
        return note

    before = compared()
    mending.issue(mending.annul(0, 1, 2))

    assert told("paper", mending.decision.paper_id)[0] == "Quyết định này đã bị hủy bỏ"
    assert before == "Đúng từng byte với bản số hóa mà cơ quan đang lưu."
    assert compared() == f"{before} Không còn hiệu lực: đã bị hủy bỏ."


def test_a_corrected_name_reads_as_it_should_and_names_the_letter(mending, told):
    letter = mending.issue_and_return(mending.correct(0, "Trần Quốc Bảo Long", written=NAMES[0]))
    heading, page = told("certificate", certificate(mending.decision).id)

    assert heading == "Giấy khen này là thật, đã được đính chính"
    assert f"Được đính chính tại {number_of(letter)}" in page
    assert "Trần Quốc Bảo Long" in page
    assert (
        told("paper", mending.decision.paper_id)[0] == "Quyết định này là thật, đã được đính chính"
    )
    assert told("paper", letter.paper_id)[0] == "Công văn này là thật"


def test_a_replaced_decision_names_its_successor_whose_certificates_count(mending, told):
    successor = mending.issue_decision(mending.replace(0, 1, 2))
    heading, page = told("paper", mending.decision.paper_id)
    said = f"Được thay thế bằng {successor.paper.number_text}"

    assert heading == "Quyết định này đã được thay thế"
    assert said in page
    assert said in told("certificate", certificate(mending.decision).id)[1]
    assert told("certificate", certificate(successor).id)[0] == "Giấy khen này là thật"


def test_a_copy_is_told_as_a_copy_and_a_void_one_as_void(decision, desk, told, signs_copies):
    with unit_of_work():
        run = make_whole(
            decision.paper.public_id, ORDER, Target("Cả văn bản", ["Lưu: VT"]), actor=desk.clerk
        )
    draw_all()
    [[copy], _more] = copies.copies_of(decision.paper_id, desk.clerk)
    heading, page = told("copy", copy.id)
    with unit_of_work():
        copying.void(copy.public_id, "Sao nhầm", actor=desk.clerk)

    assert heading == "Bản sao y này là thật"
    by_pen = "Bản sao y này không có tệp ký số riêng"
    of_original = f"Chữ ký của văn bản gốc {decision.paper.number_text}"
    assert page.index(by_pen) < page.index(of_original) < page.index("ký trên giấy")
    original = told("paper", decision.paper_id)[1]
    assert (by_pen in original, "Chữ ký của" in original) == (False, False)
    assert (copy.number_text in page, decision.paper.number_text in page) == (True, True)
    assert told("copy", copy.id)[0] == "Bản sao y này đã bị hủy"
    assert run.size == 1


def test_a_certificate_made_again_leaves_the_old_sheet_behind(decision, desk, told, client):
    item, act = certificate(decision).item, {"actor": desk.clerk}
    with unit_of_work():
        asked = reissuing.Request(Cause.LOST, "Ông Bảo", "Đơn 01", date(2020, 12, 18))
        row = reissuing.ask(decision.public_id, item.public_id, asked, **act)
    for deed in (reissuing.confirm, lambda *a, **k: reissuing.draw(a[0], "Cấp lại", **k)):
        with unit_of_work():
            row = deed(row.public_id, version=row.version, **act)
    draw_all()
    before = client.get(f"/check/{code_of('reissue', row.id)}").status_code
    with unit_of_work():
        reissuing.hand_over(
            row.public_id, date(2020, 12, 18), "Ông Bảo", version=row.version, **act
        )

    assert before == 404
    assert told("certificate", certificate(decision).id)[0] == "Giấy khen này đã được cấp lại"
    assert told("reissue", row.id)[0] == "Giấy khen này là thật"


def test_typing_errors_are_told_without_looking_anything_up(client):
    code = make()
    wrong = code[:5] + ("A" if code[5] != "A" else "B") + code[6:]
    typed = client.get("/check", query_string={"code": grouped(code).lower()})

    assert (typed.status_code, typed.headers["Location"]) == (302, f"/check/{code}")
    assert client.get("/check", query_string={"code": wrong}).status_code == 422
    assert "gõ nhầm" in client.get("/check", query_string={"code": wrong}).get_data(as_text=True)
