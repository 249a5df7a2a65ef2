"""The pages that set a decision right: strangers first, then each way through its own page."""

import pytest

from tests.factories.archive import statements
from tests.factories.documents import draw_all
from tests.journeys.acts import rows_of_workbook
from workflow.core import clock
from workflow.core.db import db
from workflow.core.unit_of_work import unit_of_work
from workflow.decisions.amending.models import Amendment, Recovery, Reissue
from workflow.decisions.models import Decision
from workflow.decisions.presenting.services import planning
from workflow.decisions.presenting.services.planning import Plan
from workflow.decisions.presenting.states import Way
from workflow.decisions.queries import items_of
from workflow.documents.states import PaperStatus


@pytest.fixture
def pages(long_an, client_as):
    people = {
        "secretary": (long_an.secretary, long_an.department),
        "clerk": (long_an.clerk, long_an.department),
        "head": (long_an.head, long_an.department),
        "officer": (long_an.officer, long_an.team3),
        "stranger": (long_an.stranger, long_an.elsewhere),
    }
    return {name: client_as(*who) for name, who in people.items()}


def _last(model):
    db.session.rollback()
    return db.session.query(model).order_by(model.id.desc()).first()


def test_strangers_find_nothing_and_others_only_what_is_theirs(pages, decision, mending):
    amendment = mending.annul(0)
    item, url = items_of(decision.id)[1].public_id, f"/decisions/{decision.public_id}"
    mine = f"/amendments/{amendment.public_id}"
    asked = [f"{url}/amend", f"{url}/annul", f"{url}/replace", f"{url}/correct",
             f"{url}/items/{item}/reissue", mine, f"{mine}/edit"]  # fmt: skip
    seen = {who: [client.get(one).status_code for one in asked] for who, client in pages.items()}
    assert seen == {
        "stranger": [404] * 7,
        "officer": [403, 403, 403, 403, 403, 404, 403],
        "head": [403, 403, 403, 403, 403, 200, 403],
        "clerk": [403, 403, 403, 403, 200, 200, 403],
        "secretary": [200] * 7,
    }
    assert pages["stranger"].post(f"{mine}/drop").status_code == 404
    assert pages["officer"].get(url).text.count("đang xử lý:") == 0
    assert pages["secretary"].get(url).text.count("đang xử lý:") == 1


def test_an_annulment_is_drafted_read_and_seen_from_the_decision(pages, decision, mending):
    url, secretary = f"/decisions/{decision.public_id}", pages["secretary"]
    assert f"{url}/amend" in secretary.get(url).text
    assert f"{url}/amend" not in pages["head"].get(url).text
    ways = secretary.get(f"{url}/amend").text
    assert all(f"{url}/{way}" in ways for way in ("annul", "replace", "correct"))
    nobody = secretary.post(f"{url}/annul", data={"ground": "1", "facts": "Kết luận 5"})
    assert (nobody.status_code, "Hãy chọn ít nhất một tập thể" in nobody.text) == (422, True)
    chosen = {"items": mending.ids(0), "ground": "1", "facts": "A & B <x> {{ 7*7 }}"}
    made = secretary.post(f"{url}/annul", data=chosen)
    amendment = _last(Amendment)
    assert made.location == f"/amendments/{amendment.public_id}"
    assert "A &amp; B &lt;x&gt; {{ 7*7 }}" in secretary.get(made.location).text
    draw_all()
    mending.issue(amendment)

    shown = pages["officer"].get(f"{url}?view=list").text
    assert ("Đã hủy bỏ một phần theo" in shown, "<del>" in shown) == (True, True)
    assert made.location in shown
    assert pages["officer"].get(made.location).status_code == 200
    certificates = pages["clerk"].get(f"{url}?view=certificates").text
    assert certificates.count("Cấp lại, cấp đổi") == 2  # those that stand


def test_a_letter_is_drafted_from_its_filled_rows_worded_and_dropped(pages, decision, mending):
    url, secretary = f"/decisions/{decision.public_id}/correct", pages["secretary"]
    empty = secretary.post(url, data={"addressees": "Các Đội"})
    assert (empty.status_code, "ít nhất một chỗ cần đính chính" in empty.text) == (422, True)
    row = {"rows-0-item": mending.ids(0)[0], "rows-0-part": "name", "rows-0-reads": "Trần Bảo",
           "rows-1-item": "", "rows-1-part": "name", "rows-1-written": "2021",
           "rows-1-reads": "2020", "addressees": "Các Đội"}  # fmt: skip
    made = secretary.post(url, data=row)
    assert made.status_code == 302
    letter = _last(Amendment)
    assert len(letter.paper.context["sentences"]) == 2
    stale = {"version": "0", "subject": "V/v", "addressees": "x", "articles": "a\nb",
             "destinations": "Lưu: VT", "signer_id": "1"}  # fmt: skip
    stale["signer_id"] = str(mending.desk.people.head.id)
    assert secretary.post(f"{made.location}/edit", data=stale).status_code == 409
    fresh = stale | {"version": str(letter.version)}
    assert secretary.post(f"{made.location}/edit", data=fresh).status_code == 302
    assert secretary.post(f"{made.location}/drop").status_code == 302
    assert "Dự thảo đã bỏ, không có hiệu lực" in secretary.get(made.location).text


def test_the_letters_symbol_ends_in_a_unit_of_the_office(pages, decision, mending, long_an):
    long_an.team1.symbol, long_an.team3.symbol = "TCHC", ""
    db.session.commit()
    url, secretary = f"/decisions/{decision.public_id}/correct", pages["secretary"]
    row = {"rows-0-item": mending.ids(0)[0], "rows-0-part": "name", "rows-0-reads": "Trần Bảo",
           "addressees": "Các Đội"}  # fmt: skip
    assert f"TCHC, {long_an.team1.short_name}" in secretary.get(url).text
    assert secretary.post(url, data=row | {"unit": "A & B <x>"}).status_code == 422
    assert secretary.post(url, data=row | {"unit": "TCHC"}).status_code == 302
    assert _last(Amendment).paper.symbol == "CQLTT-TCHC"


def test_a_replacement_is_drafted_reworded_line_by_line_and_dropped(pages, decision, mending):
    url, secretary = f"/decisions/{decision.public_id}", pages["secretary"]
    made = secretary.post(f"{url}/replace", data={"items": mending.ids(0, 1), "reason": "Sai"})
    new = _last(Decision)
    assert made.location == f"/decisions/{new.public_id}/edit"
    here, line = f"/decisions/{new.public_id}", items_of(new.id)[0]
    edit = f"{here}/items/{line.public_id}/reword"
    listed = secretary.get(f"{here}?view=list").text
    assert (edit in listed, "Khi ban hành, thay thế Quyết định" in listed) == (True, True)
    assert pages["stranger"].get(edit).status_code == 404
    assert secretary.post(edit, data={"name": ""}).status_code == 422
    assert secretary.post(edit, data={"name": "Trần Bảo", "post": "Phó"}).status_code == 302
    assert secretary.post(f"{here}/drop").status_code == 302
    assert _last(Decision).paper.status is PaperStatus.DROPPED
    assert secretary.get(here).status_code == 200


def test_what_comes_back_is_listed_settled_and_taken_away_as_a_workbook(pages, mending):
    mending.issue(mending.annul(0))
    clerk, row = pages["clerk"], _last(Recovery)
    one = f"/recoveries/{row.public_id}"
    assert [pages["stranger"].get(url).status_code for url in ("/recoveries", one)] == [200, 404]
    assert "Trần Quốc Bảo" not in pages["stranger"].get("/recoveries").text
    assert clerk.get("/recoveries?status=open").text.count("Trần Quốc Bảo") == 2
    sent = {"version": "1", "came_back": "yes", "on": "18/12/2020", "by": "Bảo"}
    assert pages["head"].post(one, data=sent | {"voucher": "1"}).status_code == 403
    assert clerk.post(one, data=sent).status_code == 422  # money needs its voucher
    assert clerk.post(one, data=sent | {"voucher": "PT 7", "amount": "702000"}).status_code == 302
    text = clerk.get("/recoveries").text
    assert "đã thu 702.000 trên 702.000 đồng" in text
    assert [line[3] for line in rows_of_workbook(clerk.get("/recoveries/export").data)[-2:]] == [
        "", "702000"
    ]  # fmt: skip


def test_a_certificate_is_made_again_step_by_step_and_entered_in_the_years_register(
    pages, decision
):
    item, clerk = items_of(decision.id)[0].public_id, pages["clerk"]
    url = f"/decisions/{decision.public_id}/items/{item}/reissue"
    assert 'value="misprint" selected' in clerk.get(f"{url}?cause=misprint").text.replace(
        'selected value="misprint"', 'value="misprint" selected'
    )
    assert clerk.post(url, data={"cause": "lost"}).status_code == 422
    sent = {"cause": "damaged", "asked_by": "Đội 3", "asked_on": "18/12/2020"}
    here = clerk.post(url, data=sent).location
    for act, more in (("confirm", {}), ("take-back", {"on": "18/12/2020"}), ("draw", {"note": ""}),
                      ("hand-over", {"on": "18/12/2020", "to": "Bảo"})):  # fmt: skip
        assert pages["stranger"].post(f"{here}/{act}").status_code == 404
        asked = {"version": str(_last(Reissue).version)}
        if more:
            assert clerk.post(f"{here}/hand-over", data=asked).status_code == 422
        assert clerk.post(f"{here}/{act}", data=asked | more).status_code == 302
        draw_all()
    assert "Tải giấy khen" in clerk.get(here).text
    assert "01" in clerk.get("/reissues?year=2020").text
    assert "Trần Quốc Bảo" not in pages["stranger"].get("/reissues?year=2020").text
    last = rows_of_workbook(clerk.get("/reissues/export?year=2020").data)[-1]
    assert list(last[:2]) == ["01", "Trần Quốc Bảo"]


def test_what_was_never_handed_over_and_what_was_half_made_again_say_how_they_end(
    pages, desk, decision, mending
):
    """What certainly lies in the office is not asked back; where a tick may be late, it is."""
    items, clerk = items_of(decision.id), pages["clerk"]
    plan = Plan("Hội nghị tổng kết", clock.now(), "Hội trường", "", 5)
    with unit_of_work():
        held = planning.plan(plan, items={items[0].public_id}, decisions=(), way=Way.STAGE,
                             actor=desk.secretary)  # fmt: skip
        planning.plan(plan, items={items[1].public_id}, decisions=(), way=Way.STAGE,
                      actor=desk.secretary)  # fmt: skip
    with unit_of_work():
        planning.hold(held.public_id, actor=desk.secretary)
    here = clerk.post(
        f"/decisions/{decision.public_id}/items/{items[0].public_id}/reissue",
        data={"cause": "lost", "asked_by": "Đội 3", "asked_on": "18/12/2020"},
    ).location
    assert clerk.post(f"{here}/confirm", data={"version": "1"}).status_code == 302
    made = mending.annul(0, 1)
    mending.issue(made)

    page = clerk.get(here).text
    assert (f'action="{here}/draw"' in page, f'action="{here}/refuse"' in page) == (False, True)
    sent = {"version": str(_last(Reissue).version), "refusal": "Đã bị hủy bỏ"}
    assert clerk.post(f"{here}/refuse", data=sent).status_code == 302
    rows = db.session.query(Recovery).order_by(Recovery.id).all()
    assert [(row.name, row.what.value) for row in rows] == [
        (items[0].name, "object"), (items[0].name, "money"),
    ]  # fmt: skip
    recovery = clerk.get(f"/recoveries/{rows[0].public_id}").text
    assert "Hội nghị tổng kết" in recovery and "Chưa trao, còn ở cơ quan" in recovery
    shown = clerk.get(f"/amendments/{made.public_id}").text
    assert shown.count("Chưa trao nên không phải thu hồi") == 1


def test_the_papers_that_set_decisions_right_have_a_list_of_their_own(pages, mending):
    mending.issue(mending.annul(0))
    mending.correct(1, "Nguyễn Thị Ánh Tuyến")
    clerk = pages["clerk"]

    rows = rows_of_workbook(clerk.get("/amendments/export").data)[-2:]
    assert [(row[0], row[5]) for row in rows] == [
        ("Công văn đính chính", "Nguyễn Thị Ánh Tuyết"), ("Quyết định hủy bỏ", "Trần Quốc Bảo"),
    ]  # fmt: skip
    said = {kind: clerk.get(f"/amendments?kind={kind}").text for kind in ("annul", "replace")}
    assert ("Trần Quốc Bảo" in said["annul"], "Ánh Tuyết" in said["annul"]) == (True, False)
    assert "Không có văn bản nào" in said["replace"]
    assert "Trần Quốc Bảo" not in pages["stranger"].get("/amendments").text
    assert pages["officer"].get("/amendments").status_code == 403


def test_lists_and_pages_cost_the_same_queries_however_long_they_are(pages, decision, mending):
    urls = (
        "/recoveries",
        "/amendments",
        "/archive?q=khen",
        f"/decisions/{decision.public_id}?view=list",
    )

    def asked(url):
        db.session.rollback()
        db.session.info.pop("clock_offset", None)
        with statements() as counted:
            assert pages["secretary"].get(url).status_code == 200
        return len(counted)

    mending.issue(mending.annul(0))
    few = [asked(url) for url in urls]
    mending.issue(mending.annul(1))
    assert [asked(url) for url in urls] == few
