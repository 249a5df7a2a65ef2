"""The union of the same agency awards its own, with its own symbol and without a council."""

from tests.journeys.acts import accept_next, act_for, draft_decision, keep_scan

SECRETARY, CHAIRMAN, CLERK = "Nguyễn Thị Mai", "Cao Văn Hồng", "Trịnh Thị Ngọc"


def test_the_unions_dossier_is_checked_and_becomes_a_decision_without_a_council(office):
    accept_next(office, SECRETARY)
    draft_decision(office, SECRETARY)
    office(SECRETARY).says("04 tập thể và 14 cá nhân")


def test_the_deputy_director_signs_as_the_unions_chairman(office):
    desk = office(SECRETARY)
    address = desk.page.url
    desk.wait_for("Tải PDF")
    desk.click("Đã kiểm tra nội dung")
    desk.click("Đã kiểm tra thể thức")
    desk.click("Trình ký")
    chairman = act_for(office, CHAIRMAN, "Công đoàn cơ sở Cục")
    chairman.page.goto(address)
    chairman.click("Ký", exact=True)


def test_the_unions_own_book_gives_the_number(office):
    address = office(SECRETARY).page.url
    desk = office(CLERK)
    desk.page.goto(address)
    desk.click("Cấp số 01/QĐ-CĐCS")
    desk.wait_for("Bản có số")
    keep_scan(desk)
    desk.click("Phát hành")
    desk.says("01/QĐ-CĐCS")
    desk.says("Đã ban hành")
