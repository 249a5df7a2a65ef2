"""A decision signed digitally: a PIN, a number, a seal, and a stranger with the printed code."""

import re

import pytest

from tests.factories.signing import PASSWORD
from tests.journeys.acts import accept_next, act_for, draft_decision, text_of_pdf
from tests.journeys.conftest import Desk
from tests.journeys.signing_office import authorities, equip

ADMINISTRATOR, OFFICE = "Võ Minh Khang", "Công đoàn cơ sở Cục Quản lý thị trường tỉnh Long An"
SECRETARY, CHAIRMAN, CLERK = "Nguyễn Thị Mai", "Cao Văn Hồng", "Trịnh Thị Ngọc"
NUMBER, KEPT = "01/QĐ-CĐCS", {}


@pytest.fixture(scope="module", autouse=True)
def servers():
    with authorities() as answering:
        yield answering


@pytest.fixture(scope="module", autouse=True)
def equipped(servers, demo, home):
    return equip(home / "instance", servers, OFFICE, CHAIRMAN)


def test_what_is_signed_with_is_shown_to_its_administrator(office, equipped):
    desk = office(ADMINISTRATOR)
    for page in (
        "roots",
        f"terms?organisation={equipped}",
        f"certificates?organisation={equipped}",
    ):
        desk.open(f"/signatures/{page}")
    desk.link(CHAIRMAN)
    for part in ("seal", "person"):
        desk.open(f"/signatures/{equipped}/certificates/new/{part}")


def test_the_decision_lies_before_the_chairman_with_its_empty_fields(office):
    accept_next(office, SECRETARY)
    address, clerk = draft_decision(office, SECRETARY), office(CLERK, java_script_enabled=False)
    desk = office(SECRETARY)
    desk.wait_for("Đã kiểm tra nội dung", role="button")
    desk.click("Đã kiểm tra nội dung")
    clerk.page.goto(address)
    clerk.click("Đã kiểm tra thể thức")
    desk.page.goto(address)
    desk.click("Trình ký")
    KEPT["address"] = address


def test_the_chairman_signs_by_keyboard_after_one_wrong_pin(office):
    chairman = act_for(office, CHAIRMAN, "Công đoàn cơ sở Cục")
    chairman.page.goto(KEPT["address"])
    chairman.page.get_by_role("link", name="Ký số").first.focus()
    chairman.page.keyboard.press("Enter")
    for pin, said in (("999999", "không đúng"), (PASSWORD, "Đã ký số")):
        chairman.field("Mã PIN").focus()
        chairman.page.keyboard.type(pin)
        chairman.page.keyboard.press("Enter")
        chairman.says(said)
        chairman.check()
        assert pin not in chairman.page.content()


def test_the_clerk_numbers_seals_and_issues_without_scripts(office):
    clerk = office(CLERK)
    clerk.page.goto(KEPT["address"])
    clerk.click(f"Cấp số {NUMBER}")
    clerk.link("Đóng dấu cơ quan")
    clerk.fill("Mã PIN", PASSWORD)
    clerk.click(f"Đóng dấu {NUMBER}")
    clerk.says(f"Đã đóng dấu {NUMBER}")
    clerk.click("Phát hành")
    clerk.says("Đã ban hành")


def test_the_signatures_page_says_all_are_valid(office):
    desk = office(SECRETARY)
    desk.page.goto(KEPT["address"])
    desk.link("Chữ ký trên văn bản")
    desk.click("Kiểm tra lại")
    desk.says("Chữ ký số hợp lệ")
    assert desk.page.get_by_text("không hợp lệ").count() == 0
    assert desk.page.get_by_text("không xác định được").count() == 0
    KEPT["file"] = desk.download(".pdf")


def test_a_stranger_with_the_printed_code_learns_that_it_is_genuine(demo, browser, seen):
    printed = text_of_pdf(KEPT["file"])
    assert "kiem-tra.test/check" in printed
    code = re.search(r"(?:[0-9A-Z]{4}-){6}[0-9A-Z]{3}", printed)[0]
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="vi-VN")
    stranger = Desk(context, demo, seen)
    stranger.open("/check")
    stranger.page.get_by_role("textbox").first.focus()
    stranger.page.keyboard.type(code)
    stranger.page.keyboard.press("Enter")
    stranger.says("Quyết định này là thật")
    stranger.wait_for("Chữ ký số hợp lệ")
    for content, said in ((KEPT["file"], "Đúng từng byte"), (KEPT["file"] + b" ", "Khác với bản")):
        upload = {"name": "a.pdf", "mimeType": "application/pdf", "buffer": content}
        stranger.page.locator("input[type=file]").set_input_files(upload)
        stranger.click("So sánh")
        stranger.says(said)
    context.close()
