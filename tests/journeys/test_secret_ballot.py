"""A secret ballot in one room: tellers, codes, tablets, an envelope, the box, the receipt."""

import json
import re

from tests.journeys.acts import accept_next, choose_on_paper, mark_presence, plan_session, vote

SECRETARY, HEAD, CONSIDERED = "Lê Văn Cường", "Nguyễn Văn An", "Trương Minh Quân"
BY_KEYBOARD, BY_MOUSE, AGAINST = "Nguyễn Thị Lan", "Huỳnh Thanh Phong", "Bùi Quốc Huy"
TELLERS = [BY_KEYBOARD, BY_MOUSE, AGAINST]
WROTE, SILENT = "Đặng Hữu Nghĩa", ["Cao Văn Hồng", "Đỗ Văn Giang"]
ROOM = [HEAD, SECRETARY, CONSIDERED, *TELLERS]
TITLE = "Phiên họp bỏ phiếu kín"
codes, receipts = {}, {}


def _session(desk):
    desk.open("/councils/sessions")
    desk.link(TITLE)
    return desk


def _code(desk):
    return desk.page.locator("#code").inner_text()


def test_the_secretary_names_three_tellers_but_nobody_who_is_voted_on(office):
    accept_next(office, SECRETARY)
    desk = office(SECRETARY)
    plan_session(desk, title=TITLE, at="18/12/2020 14:00")
    mark_presence(desk, absent=[WROTE, *SILENT])
    desk.click("Khai mạc phiên họp")
    desk.link("Bỏ phiếu kín…")
    desk.click("Lập ban kiểm phiếu")
    desk.says("Hãy chọn người kiểm phiếu")
    for name in TELLERS:
        desk.page.get_by_label(name).check()
    assert desk.page.get_by_label(CONSIDERED).is_disabled()
    desk.click("Lập ban kiểm phiếu")
    assert desk.page.get_by_text("Chưa nhận mã kiểm phiếu").count() == len(TELLERS)
    assert desk.page.get_by_role("button", name="Mở bỏ phiếu kín").count() == 0


def test_each_teller_draws_a_code_that_is_shown_once_on_the_own_desk(office):
    for name in TELLERS:
        desk = office(name)
        desk.open("/")
        desk.link("Nhận mã")
        desk.click("Nhận mã")
        codes[name] = _code(desk)
        desk.open(desk.page.url.removeprefix(desk.url))
        assert desk.page.locator("#code").count() == 0
    assert len(set(codes.values())) == len(TELLERS)
    desk = _session(office(SECRETARY))
    desk.click("Mở bỏ phiếu kín")
    desk.says("Đã mở bỏ phiếu kín")


def test_the_members_vote_on_tablets_one_of_them_with_the_keyboard_alone(office):
    how = {BY_KEYBOARD: "keyboard", BY_MOUSE: "mouse"}
    for name in ROOM:
        choice = "disagree" if name == AGAINST else "agree"
        vote(office(name), by=how.get(name, "script"), choice=choice)
        receipts[name] = _code(office(name))
    assert len(set(receipts.values())) == len(ROOM)


def test_a_teller_puts_the_envelope_of_an_absent_member_into_the_box(office):
    desk = _session(office(BY_MOUSE))
    desk.link("Nhập phiếu giấy")
    desk.fill("Số phong bì nhận được", "1")
    desk.click("Đổi")
    for name in SILENT:
        desk.page.get_by_label(name).uncheck()
    choose_on_paper(desk)
    for beside in (codes[BY_MOUSE], codes[AGAINST]):
        desk.page.locator("#beside").fill(beside)
        desk.click("Bỏ vào hòm")
        if beside == codes[BY_MOUSE]:
            desk.says("Cần mã của một người kiểm phiếu khác")
    desk.says("Đã bỏ phiếu giấy của 1 người vắng vào hòm.")


def test_the_closed_box_opens_with_two_codes_and_not_with_one(office):
    desk = _session(office(SECRETARY))
    desk.link("Đóng bỏ phiếu")
    desk.click("Đóng bỏ phiếu", exact=True)
    teller = _session(office(AGAINST))
    teller.link("Mở hòm và kiểm phiếu")
    teller.says("7 phiếu trong hòm")
    for second in (codes[AGAINST], codes[BY_KEYBOARD].lower()):
        teller.page.locator("#code_1").fill(codes[AGAINST])
        teller.page.locator("#code_2").fill(second)
        teller.click("Mở hòm và kiểm phiếu")
        if second == codes[AGAINST]:
            teller.says("Mã thứ 2 không đúng")
    teller.says("Đã kiểm phiếu.")


def test_the_result_stands_on_the_page_and_the_receipt_is_found(office):
    desk = _session(office(HEAD))
    rows = desk.page.locator("main tbody tr", has_text="trên tổng số 9 thành viên")
    counts = {
        row.locator("th").inner_text().split("\n")[0]: row.locator("td.num").all_inner_texts()
        for row in rows.all()
    }
    assert counts == {
        "Đội Quản lý thị trường cơ động": ["6", "1", "0"],
        CONSIDERED: ["5", "1", "0"],
        "Lâm Văn Lộc": ["6", "1", "0"],
        "Phạm Đình Ưng": ["6", "1", "0"],
    }
    desk.link("Tra mã phiếu")
    for code, told in ((receipts[HEAD], "được tính trong kết quả"), ("0" * 24, "Không có phiếu")):
        desk.fill("Mã trên biên nhận", code)
        desk.click("Tra mã")
        desk.says(told)


def test_no_page_and_no_file_says_who_chose_what(office):
    members = [*ROOM, WROTE]
    for name in (SECRETARY, HEAD, AGAINST):
        desk = _session(office(name))
        seats = desk.page.locator(".seats li").all_inner_texts()
        assert len(seats) == len(members) + len(SILENT)
        assert [seat for seat in seats if re.search("ồng ý", seat)] == []
        assert desk.page.get_by_text("Không đồng ý").count() == 0
    assert desk.page.get_by_text(receipts[AGAINST]).count() == 0
    box = desk.download("Tải hòm phiếu để kiểm lại")
    assert len(json.loads(box)["box"]) == len(members)
    assert [
        name for name in members if name in json.dumps(json.loads(box), ensure_ascii=False)
    ] == []
    desk.open("/councils/ballots/" + json.loads(box)["ballot"] + "/receipt")
    assert desk.page.get_by_text("từ dữ liệu lưu lại không ai biết đồng chí chọn gì").count() == 1
    assert desk.page.locator("#code").count() == 0
