"""Pages of decisions: who sees what, each person's one button, refusals as pages."""

import io
import re

import pytest
from sqlalchemy import event

from tests.factories.documents import draw_all, small_pdf
from workflow.core import clock, numbers
from workflow.core.db import db
from workflow.core.unit_of_work import unit_of_work
from workflow.decisions.models import Decision
from workflow.decisions.queries import items_of, signers_of
from workflow.decisions.services import signing
from workflow.documents.queries import offered_file_of
from workflow.documents.states import PaperStatus
from workflow.proposals.models import Nomination

NAMES = ("Trần Quốc Bảo", "Nguyễn Thị Ánh Tuyết", "Đặng Hữu Nghĩa")


@pytest.fixture
def pages(long_an, client_as):
    """A browser for each person."""
    people = {
        "secretary": (long_an.secretary, long_an.department),
        "head": (long_an.head, long_an.department),
        "clerk": (long_an.clerk, long_an.department),
        "archivist": (long_an.archivist, long_an.department),
        "officer": (long_an.officer, long_an.team3),
        "stranger": (long_an.stranger, long_an.elsewhere),
    }
    return {name: client_as(*who) for name, who in people.items()}


@pytest.fixture
def draft(desk, make_nominations):
    return desk.draft(make_nominations(*NAMES))


def _only_one():
    db.session.rollback()
    return db.session.query(Decision).one()


def _post(client, url, **data):
    return client.post(url, data=data)


def test_strangers_and_the_proposing_unit_find_no_draft_and_the_office_does(pages, draft):
    url = f"/decisions/{draft.public_id}"
    seen = {name: client.get(url).status_code for name, client in pages.items()}
    assert seen == {
        "stranger": 404, "officer": 404, "secretary": 200, "head": 200, "clerk": 200,
        "archivist": 200,
    }  # fmt: skip


def test_the_proposing_unit_sees_a_decision_with_its_people_once_it_is_issued(
    pages, desk, make_nominations, long_an, client_as, make_user
):
    decision = desk.issued(make_nominations(*NAMES))
    other = client_as(make_user(long_an.team1, "officer"), long_an.team1)
    url = f"/decisions/{decision.public_id}"

    assert other.get(url).status_code == 404
    assert pages["stranger"].get(url).status_code == 404
    assert pages["officer"].get(url).status_code == 200
    assert "01/QĐ-CQLTT" in pages["officer"].get("/decisions/").text
    assert "01/QĐ-CQLTT" not in other.get("/decisions/").text


def test_strangers_change_nothing_of_a_draft(pages, draft):
    item = items_of(draft.id)[0]
    url = f"/decisions/{draft.public_id}"
    acts = [
        "check-content", "check-form", "offer", "redraft", "sign", "arrange",
        f"items/{item.public_id}/move", f"items/{item.public_id}/remove",
    ]  # fmt: skip
    answers = {_post(pages["stranger"], f"{url}/{act}").status_code for act in acts}
    forms = {
        _post(pages["stranger"], f"{url}/decline", reason="x").status_code,
        _post(pages["stranger"], f"{url}/items/{item.public_id}/strike", reason="x").status_code,
        pages["stranger"].get(f"{url}/edit").status_code,
        pages["stranger"].get(f"{url}/add").status_code,
    }
    assert (answers, forms) == ({404}, {404})


def _told_on_its_own_page(answer, sentence):
    """Say whether a refusal stands in the decision's page, above and beside the field."""
    own = "Danh sách khen thưởng (" in answer.text and "<title>Lỗi:" in answer.text
    return (answer.status_code, own, answer.text.count(sentence)) == (422, True, 2)


def test_a_decision_goes_from_its_draft_to_its_certificates_through_the_pages(
    pages, desk, make_nominations
):
    ids = make_nominations(*NAMES)
    chosen = [db.session.get(Nomination, i).public_id for i in ids]
    page = pages["secretary"].get("/decisions/draft")
    assert all(name in page.text for name in NAMES)
    answer = pages["secretary"].post("/decisions/draft", data={"nominations": chosen})
    decision = _only_one()
    url = f"/decisions/{decision.public_id}"
    assert (answer.status_code, answer.location) == (302, url)

    draw_all()
    steps = [
        ("secretary", "check-content", "Đã kiểm tra nội dung", True),
        ("clerk", "check-form", "Đã kiểm tra thể thức", True),
        ("secretary", "offer", "Trình ký", False),
        ("head", "sign", "Ký", True),
    ]
    for who, act, button, reads in steps:
        page = pages[who].get(url)
        assert page.text.count("btn-primary") == 1
        assert f"{button}</button>" in page.text
        data = {"digest": desk.digest(decision)} if reads else {}
        assert _post(pages[who], f"{url}/{act}", **data).location == url

    paper = f"/papers/{_only_one().paper.public_id}"
    wrong_day = _post(pages["clerk"], f"{paper}/number", dated="31/02/2020", back=url)
    assert _told_on_its_own_page(wrong_day, "“31/02/2020”")
    assert _post(pages["clerk"], f"{paper}/number", dated="18/12/2020", back=url).location == url
    draw_all()
    other = {"file": (io.BytesIO(b"MZ" + b"x" * 99), "scan.pdf"), "back": url}
    refused = pages["clerk"].post(f"{paper}/signed-file", data=other)
    assert _told_on_its_own_page(refused, "nội dung là một loại tệp khác")
    scan = {"file": (io.BytesIO(small_pdf("scan")), "scan.pdf"), "back": url}
    assert pages["clerk"].post(f"{paper}/signed-file", data=scan).location == url
    page = pages["clerk"].get(url)
    assert "Phát hành tới 3 nơi nhận</button>" in page.text
    assert _post(pages["clerk"], f"{paper}/issue", back=url).location == url
    draw_all()

    page = pages["officer"].get(f"{url}?view=certificates")
    assert page.text.count("Tải giấy khen") == 3
    assert "01/QĐ-CQLTT" in page.text


def test_a_copy_redrawn_since_the_page_was_opened_is_answered_with_409(pages, desk, draft):
    decision = desk.offer(draft)
    read = desk.digest(decision)
    item = items_of(decision.id)[0]
    with unit_of_work():
        signing.strike(decision.public_id, item.public_id, "Xem xét lại", actor=desk.head)
    draw_all()

    answer = _post(pages["head"], f"/decisions/{draft.public_id}/sign", digest=read)

    assert answer.status_code == 409
    assert "đọc lại bản mới" in answer.text
    assert _only_one().paper.status is PaperStatus.OFFERED


def test_a_double_click_signs_once(pages, desk, draft):
    decision = desk.offer(draft)
    url = f"/decisions/{draft.public_id}/sign"
    data = {"digest": desk.digest(decision), "idempotency_key": "abc"}
    answers = [_post(pages["head"], url, **data).status_code for _ in range(2)]
    assert answers == [302, 302]
    assert _only_one().paper.status is PaperStatus.SIGNED


def test_the_clerk_finds_the_way_to_an_inserted_number_for_a_signed_decision(
    pages, desk, draft, long_an
):
    numbers.take(long_an.department.id, "QĐ", dated=clock.today(), holder=("x", 1), act_key="x")
    db.session.commit()
    decision = desk.offer(draft)
    url = f"/decisions/{draft.public_id}"
    _post(pages["head"], f"{url}/sign", digest=desk.digest(decision))
    asking = f"/papers/{_only_one().paper.public_id}/insertion"

    assert f'href="{asking}"' in pages["clerk"].get(url).text
    assert "Gửi người đứng đầu" in pages["clerk"].get(asking).text


def test_declining_and_striking_without_a_reason_shows_the_same_page_with_the_sentence(
    pages, desk, draft
):
    decision = desk.offer(draft)
    item = items_of(decision.id)[0]
    url = f"/decisions/{draft.public_id}"
    declined = _post(pages["head"], f"{url}/decline", reason=" ")
    struck = _post(pages["head"], f"{url}/items/{item.public_id}/strike", reason="")
    assert (declined.status_code, struck.status_code) == (422, 422)
    assert "Hãy ghi lý do không ký" in declined.text
    assert "Hãy ghi lý do đưa tên này ra khỏi quyết định." in struck.text


def test_the_head_strikes_a_name_on_its_own_page(pages, desk, draft):
    decision = desk.offer(draft)
    url = f"/decisions/{draft.public_id}"
    item = items_of(decision.id)[1]
    assert f"/items/{item.public_id}/strike" in pages["head"].get(f"{url}?view=list").text
    assert f"/items/{item.public_id}/strike" not in pages["secretary"].get(f"{url}?view=list").text

    page = pages["head"].get(f"{url}/items/{item.public_id}/strike")
    answer = _post(pages["head"], f"{url}/items/{item.public_id}/strike", reason="Xem xét lại")

    assert (page.status_code, answer.location) == (200, url)
    assert [name for _, name in desk.lines(decision)] == [NAMES[0], NAMES[2]]


def test_two_people_editing_the_words_see_both_texts(pages, draft):
    url = f"/decisions/{draft.public_id}/edit"
    form = {
        "version": "1", "subject": "Bản một", "bases": "Căn cứ một", "articles": "Điều một",
        "achievement": "Đã hoàn thành", "destinations": "Như Điều 3;\nLưu: VT, TCHC.",
        "signer_id": str(_signer(draft)),
    }  # fmt: skip
    assert (
        f'name="version" type="hidden" value="{draft.version}"' in pages["secretary"].get(url).text
    )
    form["version"] = str(draft.version)

    first = pages["secretary"].post(url, data=form)
    second = pages["secretary"].post(url, data=form | {"subject": "Bản hai"})

    assert (first.status_code, second.status_code) == (302, 409)
    assert "Bản một" in second.text
    assert "Bản hai" in second.text
    db.session.expire_all()
    assert draft.paper.destinations == ["Như Điều 3", "Lưu: VT, TCHC"]


def _signer(decision):
    return signers_of(decision.paper_id)[0].user_id


def test_empty_words_are_refused_beside_their_field_and_nothing_typed_is_lost(pages, draft):
    form = {
        "version": str(draft.version), "subject": "Bản của tôi", "bases": "", "articles": "Một",
        "achievement": "Đã hoàn thành", "destinations": "Lưu: VT", "signer_id": str(_signer(draft)),
    }  # fmt: skip
    answer = pages["secretary"].post(f"/decisions/{draft.public_id}/edit", data=form)
    assert answer.status_code == 422
    assert "Hãy ghi ít nhất một căn cứ." in answer.text
    assert "Bản của tôi" in answer.text


def test_choosing_nothing_is_refused_on_the_page(pages, make_nominations):
    make_nominations(*NAMES)
    answer = _post(pages["secretary"], "/decisions/draft")
    assert answer.status_code == 422
    assert "Hãy chọn ít nhất một đề nghị." in answer.text


def test_the_list_can_be_filtered_by_its_step(pages, desk, make_nominations):
    desk.draft(make_nominations("Bùi Thị Thu Hằng"))
    desk.offer(desk.draft(make_nominations("Võ Minh Khôi", "Cao Tấn Lộc")))
    found = {
        stage: pages["secretary"].get(f"/decisions/?stage={stage}").text.count("Quyết định tặng")
        for stage in ("drafting", "to-sign", "to-number", "issued", "nonsense")
    }
    assert found == {"drafting": 1, "to-sign": 1, "to-number": 0, "issued": 0, "nonsense": 2}


def _queries(client, url):
    db.session.rollback()
    db.session.info.pop("clock_offset", None)
    statements = []

    def note(_connection, _cursor, statement, *_rest):
        statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    assert client.get(url).status_code == 200
    event.remove(db.engine, "before_cursor_execute", note)
    return len(statements)


def test_list_and_page_take_the_same_number_of_queries_however_long_they_are(
    pages, desk, make_nominations
):
    short = desk.issued(make_nominations("Lê Hoàng Phúc")).public_id
    client = pages["secretary"]
    views = ("", "?view=list", "?view=certificates")
    before = [_queries(client, "/decisions/")]
    before += [_queries(client, f"/decisions/{short}{view}") for view in views]

    long = desk.issued(make_nominations(*NAMES)).public_id
    desk.issued(make_nominations("Ngô Văn Út"))

    after = [_queries(client, "/decisions/")]
    after += [_queries(client, f"/decisions/{long}{view}") for view in views]
    assert after == before


def test_every_copy_of_an_issued_decision_can_be_shown_the_signed_one_first(
    pages, desk, make_nominations
):
    decision = desk.issued(make_nominations(*NAMES))
    url = f"/decisions/{decision.public_id}"
    copies = re.compile(
        r'<a class="pill" href="([^"]*\?file=[^"]*)"( aria-current="true")?>([^<]+)'
    )

    found = copies.findall(pages["secretary"].get(url).text)

    names = ["Bản đã ký, đóng dấu", "Bản có số", "Bản trình ký"]
    assert [(name, bool(current)) for _url, current, name in found] == [
        (name, name == names[0]) for name in names
    ]
    for address, _current, name in found:
        page = pages["secretary"].get(address)
        shown = [one for _url, current, one in copies.findall(page.text) if current]
        assert (page.status_code, shown) == (200, [name])
        public_id = address.partition("file=")[2]
        assert f"/documents/{public_id}/pages/1" in page.text


def test_a_draft_with_one_copy_has_no_switch_and_a_foreign_file_shows_the_own_one(
    pages, draft, make_paper
):
    other = make_paper(owner=("session", 1))
    draw_all()
    foreign = offered_file_of(other.id).public_id

    page = pages["secretary"].get(f"/decisions/{draft.public_id}?file={foreign}").text

    assert "Các bản của văn bản" not in page
    assert f"/documents/{foreign}/" not in page
    assert f"/documents/{offered_file_of(draft.paper_id).public_id}/pages/1" in page


def test_the_head_is_told_that_a_struck_list_is_checked_again(pages, desk, draft):
    decision = desk.offer(draft)
    url = f"/decisions/{draft.public_id}"
    item = items_of(decision.id)[1]
    _post(pages["head"], f"{url}/items/{item.public_id}/strike", reason="Xem xét lại")
    draw_all()

    assert "Ký</button>" not in pages["head"].get(url).text
    for who, act, button in (
        ("secretary", "check-content", "Đã kiểm tra nội dung"),
        ("clerk", "check-form", "Đã kiểm tra thể thức"), ("head", "sign", "Ký"),
    ):  # fmt: skip
        page = pages[who].get(url).text
        assert f"{button}</button>" in page
        assert ("sau lần kiểm tra trước" in page) == (act == "check-content")
        answer = _post(pages[who], f"{url}/{act}", digest=desk.digest(decision))
        assert answer.location == url
    assert _only_one().paper.status is PaperStatus.SIGNED
