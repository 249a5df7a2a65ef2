"""The story of Long An 2020, from the first click to the archive, by all its roles in order.

The tests are the chapters of one story: each starts where the one before it ended.
"""

import re

import pytest

pytestmark = pytest.mark.xdist_group("journeys")

OFFICER, UNIT_HEAD, SECRETARY = "Trần Thị Bích", "Đỗ Văn Giang", "Lê Văn Cường"
HEAD, CLERK, ARCHIVIST = "Nguyễn Văn An", "Hoàng Thị Êm", "Phạm Thị Dung"
MEMBERS = [
    HEAD, "Cao Văn Hồng", SECRETARY, UNIT_HEAD, "Bùi Quốc Huy", "Nguyễn Thị Lan", "Đặng Hữu Nghĩa",
    "Huỳnh Thanh Phong", "Trương Minh Quân",
]  # fmt: skip
NOMINEES = [
    ("Đội Quản lý thị trường số 3", "Giấy khen", "Dẫn đầu phong trào thi đua của Cục."),
    ("Trịnh Văn Sang", "Giấy khen", "Chỉ đạo 96 lượt kiểm tra, xử lý 41 vụ vi phạm."),
    ("Vũ Văn Khánh", "Giấy khen", "Phát hiện 12 vụ hàng giả."),
    ("Ngô Thị Liên", "Giấy khen", "Quyết toán đúng hạn, không sai sót."),
    ("Đỗ Văn Giang", "Bằng khen", "Hoàn thành xuất sắc nhiệm vụ 2019–2020; 02 sáng kiến."),
]


def choose(desk, label, text):
    """Choose the option of a select that holds `text`."""
    box = desk.page.get_by_label(label, exact=False).first
    value = box.locator("option", has_text=text).first.get_attribute("value")
    box.select_option(value)


def test_the_officer_opens_a_dossier_and_names_whom_the_unit_proposes(office):
    desk = office(OFFICER)
    desk.link("Lập hồ sơ mới")
    choose(desk, "Đợt khen thưởng", "Khen thưởng tổng kết năm 2020")
    desk.click("Lập hồ sơ")

    for name, award, achievements in NOMINEES:
        desk.link("Thêm tập thể" if name.startswith("Đội") else "Thêm cá nhân")
        choose(desk, "Người, tập thể được đề nghị", name)
        choose(desk, "Danh hiệu, hình thức", award)
        desk.fill("Tóm tắt thành tích", achievements)
        if award == "Bằng khen":
            desk.fill("Giai đoạn", "2019–2020")
        desk.click("Thêm vào danh sách", exact=True)
        desk.says(name)


def test_the_officer_records_the_meeting_and_has_the_papers_written(office):
    desk = office(OFFICER)
    desk.link("Văn bản kèm theo")
    desk.link("Ghi cuộc họp")
    desk.fill("Thời gian bắt đầu", "17/12/2020 14:00")
    desk.fill("Địa điểm", "Phòng họp Đội QLTT số 3")
    desk.fill("Tổng số người", "18")
    desk.fill("Số người có mặt", "17")
    desk.fill("Chủ trì", UNIT_HEAD)
    desk.fill("Thư ký cuộc họp", OFFICER)
    for box in desk.page.locator("input[name^=agree_]").all():
        box.fill("17")
    desk.click("Lưu cuộc họp")
    desk.click("Soạn văn bản")
    desk.wait_for("Tải PDF")
    desk.says("Xem trước")


def test_the_unit_head_signs_off_before_it_leaves(office):
    desk = office(UNIT_HEAD)
    desk.open("/")
    desk.link("Hồ sơ đề nghị khen thưởng năm 2020")
    if desk.page.get_by_role("button", name="Ký nội bộ").count() == 0:
        desk.link("Ký nội bộ")
    desk.click("Ký nội bộ")
    desk.says("đã ký nội bộ")


def test_the_officer_hands_it_in_and_follows_it(office):
    desk = office(OFFICER)
    desk.link("Kiểm tra và nộp")
    desk.click("Nộp hồ sơ")
    desk.says("Thư ký Hội đồng")
    desk.open("/")
    desk.says("Đã nộp, chờ kiểm tra")


def test_the_secretary_returns_it_with_a_point_on_a_named_row(office):
    desk = office(SECRETARY)
    desk.link("Hồ sơ đến")
    desk.link("Đội QLTT số 3")
    desk.click("Bắt đầu kiểm tra")
    choose(desk, "Về", "Ngô Thị Liên")
    desk.fill("Điểm cần sửa", "Ghi rõ kết quả quyết toán năm 2020.")
    desk.click("Ghi điểm")
    desk.click("Trả lại 1 điểm")
    desk.says("Trả lại")
