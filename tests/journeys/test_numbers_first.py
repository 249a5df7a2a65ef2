"""An office that numbers first and signs by pen: the number goes before the signature."""

import io
from hashlib import sha256

import pikepdf
import pytest

from tests.journeys.acts import (
    accept_next,
    act_for,
    draft_decision,
    rows_of_workbook,
    text_of_pdf,
)

pytestmark = pytest.mark.prove  # the longest story is the sample of it in `make test`

ADMINISTRATOR, OFFICE = "Võ Minh Khang", "Công đoàn cơ sở Cục Quản lý thị trường tỉnh Long An"
SECRETARY, CHAIRMAN, CLERK = "Nguyễn Thị Mai", "Cao Văn Hồng", "Trịnh Thị Ngọc"


def _upload(desk, content):
    desk.page.locator("input[type=file]").set_input_files(
        {"name": "ban-da-ky.pdf", "mimeType": "application/pdf", "buffer": content}
    )
    desk.click("Lưu bản đã ký")


def _saved_anew(content):
    """Return the same pages in other bytes, as they come back from a scanner."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.save(target)
    return target.getvalue()


def test_the_administrator_sets_the_office_to_number_before_it_signs(office):
    desk = office(ADMINISTRATOR)
    desk.link("Tổ chức")
    desk.fill("Tên, có dấu hoặc không dấu", "cong doan co so")
    desk.click("Tìm")
    desk.link(OFFICE)
    desk.says("lấy số sau khi ký")
    desk.link("Sửa thông tin")
    desk.page.get_by_label("Lấy số trước khi ký").check()
    desk.click("Lưu")
    desk.says("lấy số trước khi ký")


def test_the_clerk_holds_number_and_date_before_anybody_signs(office):
    accept_next(office, SECRETARY)
    address = draft_decision(office, SECRETARY)
    desk, clerk = office(SECRETARY), office(CLERK)
    desk.wait_for("Đã kiểm tra nội dung", role="button")
    desk.click("Đã kiểm tra nội dung")
    clerk.page.goto(address)
    clerk.click("Đã kiểm tra thể thức")
    desk.page.goto(address)
    desk.click("Chuyển văn thư giữ số")
    desk.says("Văn thư giữ số")
    clerk.open("/")
    clerk.link("Giữ số", exact=True)
    clerk.click("Giữ số 01/QĐ-CĐCS")
    clerk.says("01/QĐ-CĐCS")
    desk.page.goto(address)
    desk.wait_for("Trình ký", role="button")
    desk.click("Trình ký")


def test_the_chairman_reads_the_numbered_pages_and_signs(office):
    address = office(SECRETARY).page.url
    chairman = act_for(office, CHAIRMAN, "Công đoàn cơ sở Cục")
    chairman.page.goto(address)
    chairman.says("01/QĐ-CĐCS")
    chairman.click("Ký", exact=True)


def test_the_scan_of_the_signed_sheet_comes_back_and_not_the_file_drawn(office):
    desk = office(CLERK)
    desk.page.goto(office(SECRETARY).page.url)
    offered = desk.download(".pdf")
    assert "Số: 01/QĐ-CĐCS" in text_of_pdf(offered)
    _upload(desk, offered)
    desk.says("chính là bản hệ thống dựng ra, chưa có chữ ký")
    scan = _saved_anew(offered)
    _upload(desk, scan)
    desk.says("Đã lưu bản đã ký")
    desk.click("Phát hành")
    desk.says("Đã ban hành")
    desk.says(sha256(scan).hexdigest()[:16])


def test_it_is_found_in_the_archive_with_every_file_unchanged(office):
    desk = office(CLERK)
    desk.open("/archive?q=01/QĐ-CĐCS")
    desk.link("01/QĐ-CĐCS")
    desk.click("Kiểm tra lại")
    desk.says("không tệp nào thay đổi")
    assert desk.page.get_by_text("Đã bị đổi hoặc mất").count() == 0


def test_the_years_register_is_printed_as_pdf_and_xlsx(office):
    desk = office(CLERK)
    desk.link("Sổ văn bản đi")
    desk.click("Lập bản in PDF")
    desk.wait_for("Bản in đã lập")
    printed = text_of_pdf(desk.download(".pdf"))
    assert "SỔ ĐĂNG KÝ VĂN BẢN ĐI" in printed
    assert "01/QĐ-CĐCS" in printed
    _heads, *rows = rows_of_workbook(desk.download("Tải xlsx"))
    assert [row[:2] for row in rows] == [["01/QĐ-CĐCS", "18/12/2020"]]
