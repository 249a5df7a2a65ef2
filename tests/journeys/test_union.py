"""The union of the same agency awards its own, with its own symbol and without a council."""

SECRETARY, CHAIRMAN, CLERK = "Nguyễn Thị Mai", "Cao Văn Hồng", "Trịnh Thị Ngọc"


def test_the_unions_dossier_is_checked_and_becomes_a_decision_without_a_council(office):
    desk = office(SECRETARY)
    desk.link("Hồ sơ đến")
    desk.link("Kiểm tra hồ sơ tiếp theo")
    desk.click("Bắt đầu kiểm tra")
    desk.click("Nhận hồ sơ")
    desk.link("Quyết định", exact=True)
    desk.link("Soạn quyết định")
    for box in desk.page.locator("input[type=checkbox]").all():
        box.check()
    desk.click("Soạn dự thảo từ các đề nghị đã chọn")
    desk.says("04 tập thể và 14 cá nhân")


def test_the_deputy_director_signs_as_the_unions_chairman(office):
    desk = office(SECRETARY)
    address = desk.page.url
    desk.wait_for("Tải PDF")
    desk.click("Đã kiểm tra nội dung")
    desk.click("Đã kiểm tra thể thức")
    desk.click("Trình ký")
    chairman = office(CHAIRMAN)
    chairman.page.locator("summary.who").click()
    chairman.choose("Đang làm việc với tư cách", "Công đoàn cơ sở Cục")
    chairman.page.locator(".account-menu").get_by_role("button", name="Chuyển").click()
    chairman.page.goto(address)
    chairman.click("Ký", exact=True)


def test_the_unions_own_book_gives_the_number(office, scan):
    address = office(SECRETARY).page.url
    desk = office(CLERK)
    desk.page.goto(address)
    desk.click("Cấp số 01/QĐ-CĐCS")
    desk.wait_for("Bản có số")
    desk.page.locator("input[type=file]").set_input_files(scan)
    desk.click("Lưu bản đã ký")
    desk.click("Phát hành")
    desk.says("01/QĐ-CĐCS")
    desk.says("Đã ban hành")
