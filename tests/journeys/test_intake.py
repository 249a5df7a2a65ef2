"""A decision comes from outside: entered as its sheet has it, found again, listed in the register."""

from tests.journeys.acts import move_clock, rows_of_workbook, text_of_pdf

CLERK = "Nguyễn Thị Hoa"
NUMBER, WRITTEN, ISSUER = "1366/QĐ-UBND", "31/02/2021", "UBND tỉnh Đồng Nai"
TITLE = "Khen thưởng 03 tập thể, 12 cá nhân có thành tích phòng, chống dịch"


def _type_in(desk, *, title=TITLE):
    desk.link("Kho lưu trữ")
    desk.link("Nhập quyết định đến")
    for label, value in (
        ("Số, ký hiệu", NUMBER), ("Ngày ghi trên văn bản", WRITTEN), ("Cơ quan ban hành", ISSUER),
        ("Trích yếu", title), ("Hình thức khen", "Bằng khen UBND tỉnh"),
        ("Số tập thể không ghi tên", "3"), ("Số cá nhân không ghi tên", "12"),
    ):  # fmt: skip
        desk.fill(label, value)


def test_the_clerk_enters_it_with_counts_an_impossible_date_and_its_scan(office, scan):
    desk = office(CLERK)
    move_clock(desk, "2022-01-04")
    _type_in(desk)
    desk.page.locator("input[type=file]").set_input_files(scan)
    desk.fill("Tính vào năm", "2021")
    desk.click("Vào sổ và nhập kho")
    desk.says("Đã vào sổ đến số")


def test_the_record_keeps_the_date_as_written_and_flags_it(office):
    desk = office(CLERK)
    desk.says(f"{WRITTEN} (?)")
    desk.says("2021 (tính tạm)")
    desk.says("3 tập thể, văn bản không ghi tên")
    desk.says("12 cá nhân, văn bản không ghi tên")
    assert desk.page.locator("tr", has_text="ban-quet.pdf").get_by_text("Không đổi").count() == 1


def test_it_is_found_by_number_by_issuer_and_among_the_doubtful(office):
    desk = office(CLERK)
    for words in ("1366", NUMBER, "qd ubnd 1366", "ubnd tinh dong nai"):
        desk.open("/archive")
        desk.fill("Tìm trong kho", words)
        desk.click("Tìm", exact=True)
        desk.says(TITLE)
    desk.page.get_by_label("Cần đối chiếu").check()
    desk.click("Lọc", exact=True)
    assert desk.page.locator("article.hit").count() == 2
    desk.link(TITLE)
    desk.says(NUMBER)


def test_the_same_number_once_more_is_refused_until_the_clerk_has_compared(office):
    desk = office(CLERK)
    _type_in(desk, title="Khen thưởng thành tích khác")
    desk.fill("Tính vào năm", "2021")
    desk.click("Vào sổ và nhập kho")
    desk.says(f"Kho đã có {NUMBER} năm 2021 của {ISSUER}")
    assert desk.field("Trích yếu").input_value() == "Khen thưởng thành tích khác"
    desk.page.get_by_label("Tôi đã đối chiếu").check()
    desk.click("Vào sổ và nhập kho")
    desk.says("Đã vào sổ đến số")


def test_both_stand_in_the_incoming_register_as_written(office):
    desk = office(CLERK)
    desk.link("Sổ văn bản đến")
    assert desk.page.locator("main tbody tr", has_text=NUMBER).count() == 2
    heads, *rows = rows_of_workbook(desk.download("Tải xlsx"))
    written = heads.index("Ngày tháng văn bản")
    assert [(row[written - 1], row[written]) for row in rows] == [(NUMBER, WRITTEN)] * 2


def test_the_incoming_register_is_printed_as_it_reads_on_screen(office):
    desk = office(CLERK)
    desk.click("Lập bản in PDF")
    desk.wait_for("Bản in đã lập")
    printed = text_of_pdf(desk.download(".pdf"))
    assert "SỔ ĐĂNG KÝ VĂN BẢN ĐẾN" in printed
    assert printed.count(NUMBER) == 2
    assert WRITTEN in printed
