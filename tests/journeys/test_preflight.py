"""What the unit reads before it hands in is what the secretary reads when checking."""

import pytest

OFFICER, SECRETARY, CODE = "Mai Thị Xuân", "Lê Văn Cường", "HS-CQLTT-LA-2020-0004"
POINT = "Ghi rõ số vụ đã xử lý."


def _list(desk):
    """Return the points of the software's check as a reader sees them, each with its lines."""
    points = desk.page.locator("main ul.checks").first.locator("> li")
    points.first.wait_for()
    return [" ".join(one.split()) for one in points.all_inner_texts()]


def _open_check(office):
    desk = office(SECRETARY)
    desk.open("/")
    desk.link("Hồ sơ đến")
    desk.page.locator("tr", has_text=CODE).get_by_role("link").first.click()
    return desk


@pytest.fixture(scope="module")
def kept():
    return {}


def test_the_secretary_sends_a_dossier_back_with_a_point(office):
    desk = _open_check(office)
    desk.click("Bắt đầu kiểm tra")
    desk.fill("Điểm cần sửa", POINT)
    desk.click("Ghi điểm")
    desk.click("Trả lại 1 điểm")


def test_the_last_page_says_what_is_still_to_be_done_and_leads_there(office):
    desk = office(OFFICER)
    desk.open("/")
    desk.link("Sửa và trả lời")
    desk.link("Kiểm tra và nộp")
    desk.says("Còn 1 điểm phải làm trước khi nộp")
    assert desk.page.get_by_role("button", name="Nộp hồ sơ").count() == 0
    desk.page.locator("main ul.checks li.t-seal a, main ul.checks li.t-amber a").first.click()
    desk.fill("Đã sửa thế nào", "Đã ghi số vụ ở báo cáo thành tích.")
    desk.click("Ghi câu trả lời")


def test_the_last_page_lists_what_the_secretary_will_look_at(office, kept):
    desk = office(OFFICER)
    desk.link("Kiểm tra và nộp")
    desk.says("Hồ sơ đã đủ")
    answered, *kept["told"] = _list(desk)
    assert answered == "Đạt: Trả lời yêu cầu của thư ký"
    assert [point.split(":")[0] for point in kept["told"][:2]] == ["Cần xem", "Đạt"]
    desk.click("Nộp hồ sơ")


def test_the_secretarys_check_is_that_very_list(office, kept):
    desk = _open_check(office)
    assert _list(desk) == kept["told"]
