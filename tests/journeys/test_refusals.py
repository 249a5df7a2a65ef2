"""The union's own award, without a council, and its steps back: withdrawn, not signed, struck."""

import pytest

from tests.journeys.acts import accept_next, act_for, draft_decision, keep_scan

pytestmark = pytest.mark.prove  # the longest story is the sample of it in `make test`

OFFICER, UNIT_HEAD = "Phan Văn Tài", "Nguyễn Thị Lan"
SECRETARY, CHAIRMAN, CLERK = "Nguyễn Thị Mai", "Cao Văn Hồng", "Trịnh Thị Ngọc"
STRUCK, WHY_STRUCK = "Phạm Đình Ưng", "Đang xem xét đơn phản ánh."
WHY_NOT_SIGNED = "Ghi thêm nơi nhận là các Tổ Công đoàn."


def test_the_officer_withdraws_a_dossier_nobody_has_taken_up(office):
    desk = office(OFFICER)
    desk.link("Hồ sơ của đơn vị")
    desk.page.locator("main tbody").get_by_role("link").first.click()
    desk.link("Rút hồ sơ")
    desk.says("Hồ sơ đã rút không nộp lại được")
    desk.click("Rút hồ sơ")
    desk.says("Hãy ghi lý do.")
    desk.fill("Lý do", "Bổ sung một đồng chí còn sót.")
    desk.click("Rút hồ sơ")
    desk.says("Đã rút hồ sơ.")
    desk.says("Bổ sung một đồng chí còn sót.")


def test_the_officer_writes_it_anew_and_hands_that_in(office):
    desk = office(OFFICER)
    desk.open("/")
    desk.link("Lập hồ sơ mới")
    desk.choose("Đợt khen thưởng", "Khen thưởng tổng kết năm 2020")
    desk.click("Lập hồ sơ")
    desk.link("Thêm cá nhân")
    desk.choose("Người, tập thể được đề nghị", "Đào Thị Ân")
    desk.choose("Danh hiệu, hình thức", "Giấy khen")
    desk.fill("Tóm tắt thành tích", "Tham mưu phối hợp liên ngành phòng, chống dịch.")
    desk.click("Thêm vào danh sách", exact=True)
    desk.link("Họp xét, văn bản")
    desk.link("Ghi cuộc họp", exact=True)
    desk.fill("Thời gian bắt đầu", "17/12/2020 14:00")
    desk.fill("Địa điểm", "Phòng NVTH")
    desk.fill("Tổng số người", "9")
    desk.fill("Số người có mặt", "9")
    desk.fill("Chủ trì", UNIT_HEAD)
    desk.fill("Thư ký cuộc họp", OFFICER)
    for box in desk.page.locator("input[name^=agree_]").all():
        box.fill("9")
    desk.click("Lưu cuộc họp")
    desk.click("Soạn văn bản")
    desk.wait_for("Đủ 3 văn bản")
    head = office(UNIT_HEAD)
    head.open("/")
    head.link("Đọc và ký")
    head.click("Ký nội bộ")
    desk.link("Kiểm tra và nộp")
    desk.click("Nộp hồ sơ")
    desk.open("/")
    desk.says("Đã nộp, chờ kiểm tra")


def _check(office, address):
    """Let the secretary look at content and the clerk at form, each on the pages as they are."""
    desk, clerk = office(SECRETARY), office(CLERK)
    desk.page.goto(address)
    desk.wait_for("Đã kiểm tra nội dung", role="button")
    desk.click("Đã kiểm tra nội dung")
    clerk.page.goto(address)
    clerk.click("Đã kiểm tra thể thức")
    desk.page.goto(address)


def test_the_head_declines_to_sign_and_says_why(office):
    accept_next(office, SECRETARY)
    address = draft_decision(office, SECRETARY)
    office(SECRETARY).says("04 tập thể và 14 cá nhân")
    _check(office, address)
    office(SECRETARY).click("Trình ký")
    head = act_for(office, CHAIRMAN, "Công đoàn cơ sở Cục")
    head.open("/")
    head.link("Đọc và ký")
    head.page.get_by_text("Không ký, trả lại").first.click()
    head.fill("Lý do", WHY_NOT_SIGNED)
    head.click("Không ký, trả lại")


def test_the_secretary_reads_why_mends_it_and_offers_it_again(office):
    desk = office(SECRETARY)
    desk.open("/")
    desk.says(WHY_NOT_SIGNED)
    desk.link("Sửa và trình lại")
    desk.says(WHY_NOT_SIGNED)
    address = desk.page.url
    desk.link("Sửa nội dung")
    desk.fill("Nơi nhận", "Như Điều 3;\nCác Tổ Công đoàn;\nLưu: VT.")
    desk.click("Lưu và dựng lại")
    _check(office, address)
    desk.click("Trình ký")


def test_the_head_strikes_a_name_before_signing(office):
    head = office(CHAIRMAN)
    head.open("/")
    head.link("Đọc và ký")
    head.link("Danh sách khen thưởng (18)")
    head.link(f"Đưa ra {STRUCK}")
    head.fill("Lý do", WHY_STRUCK)
    head.click("Đưa ra khỏi quyết định")
    head.says("Đã đưa tên ra khỏi quyết định")
    head.says("04 tập thể và 13 cá nhân")
    assert head.page.get_by_role("button", name="Ký", exact=True).count() == 0


def test_the_shorter_list_is_checked_again_then_signed(office):
    desk, head = office(SECRETARY), office(CHAIRMAN)
    desk.open("/")
    desk.link("Kiểm tra nội dung")
    _check(office, desk.page.url)
    head.open("/")
    head.link("Đọc và ký")
    head.click("Ký", exact=True)


def test_it_is_issued_with_one_line_less_and_its_origin_reads_why(office):
    address = office(CHAIRMAN).page.url
    clerk = office(CLERK)
    clerk.page.goto(address)
    clerk.click("Cấp số 01/QĐ-CĐCS")
    clerk.wait_for("Bản có số")
    keep_scan(clerk)
    clerk.click("Phát hành")
    clerk.says("01/QĐ-CĐCS")
    clerk.says("Đã ban hành")
    clerk.link("Giấy khen (17)")
    origin = office(SECRETARY)
    origin.open("/proposals")
    origin.page.locator("main tbody").get_by_role("link").first.click()
    line = origin.page.locator("tr", has_text=STRUCK)
    assert line.get_by_text("Không khen thưởng").count() == 1
    assert line.get_by_text(WHY_STRUCK).count() == 1
    assert origin.page.locator("tr", has_text="01/QĐ-CĐCS").count() == 17
