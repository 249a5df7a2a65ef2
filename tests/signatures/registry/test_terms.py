"""How an office signs: its own terms or its superior's, and a time-stamp server that is tried."""

import pytest

from tests.signatures.pki.authorities import Servers
from workflow.core import audit, clock
from workflow.core.errors import BadInput, InvalidStep, NotVisible, StaleEdit
from workflow.core.unit_of_work import unit_of_work
from workflow.signatures.queries import terms_of
from workflow.signatures.registry import agreeing, queries
from workflow.signatures.registry.agreeing import Chosen
from workflow.signatures.states import Level

TSA = "http://tsa.example.vn/tsa"
STAMPED = Chosen(Level.STAMPED, TSA, 34)


@pytest.fixture
def agree(people, long_an):
    def make(chosen=STAMPED, *, version=0, by="below", of="department"):
        with unit_of_work():
            return agreeing.set_terms(
                getattr(long_an, of).public_id, chosen, version=version, actor=getattr(people, by)
            )

    return make


def test_strangers_learn_and_set_nothing(statuses, long_an):
    office = long_an.department.public_id

    assert statuses("/signatures/terms") == [302, 403, 200]  # of their own office
    assert statuses(f"/signatures/terms?organisation={office}") == [302, 403, 404]
    for act in ("", "/try", "/drop"):
        form = {"level": "basic", "seal_mm": "36", "version": "0"}
        assert statuses(f"/signatures/{office}/terms{act}", "post", form) == [401, 403, 404]


def test_an_office_signs_on_its_superiors_terms_until_it_has_its_own(agree, people, long_an):
    def now():
        held = terms_of(long_an.department)
        return held.level, held.stamp_url, held.seal_mm, held.whose and held.whose.id

    assert now() == (Level.BASIC, "", 36, None)
    agree(Chosen(Level.BASIC, "", 38), by="first", of="ministry")
    assert now() == (Level.BASIC, "", 38, long_an.ministry.id)
    agree()
    assert now() == (Level.STAMPED, TSA, 34, long_an.department.id)

    with unit_of_work():
        agreeing.drop_terms(long_an.department.public_id, actor=people.below)
    assert now() == (Level.BASIC, "", 38, long_an.ministry.id)
    with pytest.raises(InvalidStep), unit_of_work():
        agreeing.drop_terms(long_an.department.public_id, actor=people.below)
    acts = [line.act for line in audit.journal(agreeing.STREAM, long_an.department.id)]
    assert acts == ["signing_terms.drop", "signing_terms.set"]


def test_an_administrator_below_does_not_set_the_superiors_terms(agree):
    with pytest.raises(NotVisible):
        agree(of="ministry")


@pytest.mark.parametrize(
    ("chosen", "field"),
    [
        (Chosen(Level.STAMPED, "", 36), "stamp_url"),
        (Chosen(Level.ARCHIVAL, "", 36), "stamp_url"),
        (Chosen(Level.BASIC, "http://10.0.0.1/tsa", 36), "stamp_url"),
        (Chosen(Level.STAMPED, "ftp://tsa.vn", 36), "stamp_url"),
        (Chosen(Level.BASIC, "", 61), "seal_mm"),
        (Chosen(Level.BASIC, "", 36, 29), "renew_days"),
    ],
)
def test_terms_nobody_could_sign_on_are_refused(agree, chosen, field):
    with pytest.raises(BadInput) as refused:
        agree(chosen)
    assert refused.value.field == field


def test_terms_somebody_else_changed_meanwhile_are_shown(agree, long_an):
    agree()
    with pytest.raises(StaleEdit) as stale:
        agree(Chosen(Level.STAMPED, TSA, 40))

    assert [(d.yours, d.theirs) for d in stale.value.differences] == [("40", "34")]
    terms = queries.own_terms(long_an.department.id)
    assert agree(Chosen(Level.STAMPED, TSA, 40), version=terms.version).seal_mm == 40


def test_a_time_stamp_server_is_tried_and_nothing_kept(desk, trusted, long_an):
    def tried(url):
        sent = {"level": "stamped", "stamp_url": url, "seal_mm": "36", "version": "0"}
        answer = desk("below").post(
            f"/signatures/{long_an.department.public_id}/terms/try", data=sent
        )
        return answer.status_code, answer.get_data(as_text=True)

    with Servers(clock.now()).running() as servers:
        good, page = tried(servers.tsa())
        late, told = tried(servers.tsa("tsa-2034"))
        servers.down = True
        down, silent = tried(servers.tsa())

    assert (good, "“Dấu thời gian thử nghiệm” đóng dấu lúc 18/12/2020" in page) == (200, True)
    assert (late, "trả lời, nhưng chứng thư" in told) == (422, True)
    assert (down, "không trả lời" in silent) == (422, True)
    assert "Hãy xem lại địa chỉ" in silent
    assert "thêm gốc và chứng thư trung gian" in told
    for page in (told, silent):  # nobody was about to sign, nor to save
        assert "Máy chủ dấu thời gian này chưa dùng được:" in page
        assert ": chưa ký" not in page
        assert "báo quản trị viên" not in page
    assert tried("http://192.168.0.9/tsa")[0] == 422
    assert "Hãy ghi địa chỉ máy chủ dấu thời gian rồi thử." in tried("")[1]
    assert queries.own_terms(long_an.department.id) is None


def test_the_page_says_what_is_still_missing(desk, people):
    def page():
        return desk("below").get("/signatures/terms").get_data(as_text=True)

    assert "Chưa có. Quản trị viên của cơ quan cấp cao nhất thêm trước tiên." in page()


def test_the_page_counts_what_there_is(desk, trusted):
    page = desk("below").get("/signatures/terms").get_data(as_text=True)

    assert ("1 gốc đang được tin cậy." in page, "Chưa có chứng thư còn hạn." in page) == (
        True,
        True,
    )


def test_the_page_sets_terms_and_gives_them_up(desk, long_an):
    office, browser = f"/signatures/{long_an.department.public_id}/terms", desk("below")
    sent = {"level": "stamped", "stamp_url": TSA, "seal_mm": "34", "renew_days": "400",
            "version": "0"}  # fmt: skip
    assert browser.post(office, data=sent | {"seal_mm": "ba mươi"}).status_code == 422
    assert browser.post(office, data=sent | {"renew_days": "9"}).status_code == 422
    assert browser.post(office, data=sent).status_code == 302
    held = terms_of(long_an.department)
    assert (held.seal_mm, held.renew_days) == (34, 400)
    assert browser.post(office, data=sent | {"seal_mm": "40"}).status_code == 409
    assert browser.post(f"{office}/drop").status_code == 302
    assert terms_of(long_an.department).whose is None
