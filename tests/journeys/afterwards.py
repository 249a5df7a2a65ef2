"""What an office does once a decision is issued: letters, copies, certificates, corrections."""

import io

import pikepdf

from tests.journeys.acts import keep_scan, text_of_pdf


def enter_letter(desk, scan, *, number, title, issuer="Tổng cục Quản lý thị trường"):
    """Enter a letter of today with its scan as the clerk reads it off the sheet."""
    desk.menu("Sổ văn bản đến")
    desk.link("Nhập văn bản đến")
    desk.choose("Loại văn bản", "Công văn")
    for label, value in (
        ("Số, ký hiệu", number), ("Ngày ghi trên văn bản", "28/12/2020"),
        ("Cơ quan ban hành", issuer), ("Trích yếu", title),
    ):  # fmt: skip
        desk.fill(label, value)
    desk.page.locator("input[type=file]").set_input_files(scan)
    desk.click("Vào sổ", exact=True)


def instruct(desk, title, *, handler, text="Trình trước 31/12.", days="3"):
    desk.open("/")
    desk.link("Cho ý kiến")
    desk.says(title)
    desk.link("Cho ý kiến chỉ đạo")
    desk.fill("Ý kiến chỉ đạo", text)
    desk.choose("Người giải quyết", handler)
    desk.fill("Thời hạn, số ngày làm việc", days)
    desk.click("Cho ý kiến chỉ đạo")


def hand_on(desk):
    """The clerk gives the letter to whom the head named."""
    desk.open("/")
    desk.link("Giao xử lý")
    desk.link("Chuyển giải quyết")
    desk.click("Chuyển giải quyết")
    desk.says("Đã chuyển")


def answer_letter(desk, *, number):
    """The person it was given to signs for it and answers it with a paper of the office."""
    desk.open("/")
    desk.link("Ký nhận")
    desk.click("Ký nhận", exact=True)
    desk.link("Đã trả lời bằng văn bản")
    desk.fill("Số, ký hiệu văn bản trả lời", number)
    desk.click("Đã trả lời bằng văn bản")


def followed(desk, number):
    """Return the line of the register that follows what arrived."""
    desk.menu("Sổ văn bản đến")
    desk.link("Theo dõi giải quyết")
    return desk.page.locator("main tbody tr", has_text=number).inner_text()


def pages_of(content):
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return len(pdf.pages)


def open_decision(desk, number):
    desk.menu("Quyết định")
    desk.page.locator("main li, main tr", has_text=number).get_by_role("link").first.click()
    desk.page.wait_for_load_state()


def ask_for_extract(desk, number, *, purpose):
    """The unit asks the clerk for its part of the decision its dossier led to."""
    desk.menu("Hồ sơ của đơn vị")
    desk.page.locator("tr", has_text="-0009").get_by_role("link").first.click()
    desk.link(number)
    desk.page.locator("article.hit").get_by_role("link", name=number).click()
    desk.link("Bản sao", exact=True)
    desk.page.get_by_label("Trích sao phần của đơn vị").check()
    desk.fill("Dùng vào việc gì", purpose)
    desk.click("Gửi yêu cầu tới văn thư")
    desk.says("Chờ văn thư")


def make_extract(desk, *, whom, signer):
    """The clerk answers the wish that waits, with the lines of the unit already chosen."""
    desk.open("/")
    desk.link("Làm bản sao")
    desk.link("Làm bản sao")
    ticked = desk.page.locator("input[name=lines]:checked")
    assert ticked.count() == len(whom)
    for name in whom:
        assert desk.page.get_by_label(name).is_checked()
    desk.choose("Người ký bản sao", signer)
    desk.click("Cấp số và dựng bản trích sao")


def read_copy(desk, code):
    """Open the copy on the page of copies this desk left open; return what its PDF says."""
    desk.page.reload()
    desk.link(code)
    desk.wait_for("Tải PDF")
    return text_of_pdf(desk.download("Tải PDF"))


def print_all_certificates(desk, number):
    open_decision(desk, number)
    desk.link("Giấy khen (")
    desk.click("Lập tệp in tất cả")
    desk.wait_for("Tải tệp in", role="link")
    return pages_of(desk.download("Tải tệp in"))


def trial_of_the_stock(desk):
    desk.menu("Mẫu giấy khen")
    desk.link("Mở", nth=0)
    return text_of_pdf(desk.download("In trang thử"))


def plan_ceremony(desk, number, *, title, at):
    open_decision(desk, number)
    desk.link("Lập buổi trao thưởng")
    desk.fill("Tên buổi trao thưởng", title)
    desk.fill("Ngày, giờ bắt đầu", at)
    desk.fill("Địa điểm", "Hội trường Cục QLTT tỉnh Long An")
    desk.click("Lập và đề xuất thứ tự")
    desk.says("Đợt 1")


def annul(desk, number, *, whom, facts):
    """Draft the revocation of one line; return the address of its page."""
    open_decision(desk, number)
    desk.link("Hủy bỏ, thay thế, đính chính")
    desk.link("Soạn quyết định hủy bỏ")
    desk.page.get_by_label(whom).check()
    desk.choose("Trường hợp hủy bỏ", "gian dối")
    desk.fill("Sự việc", facts)
    desk.click("Soạn dự thảo")
    return desk.page.url


def sign_off(office, address, *, drafter, checker, head):
    """Another pair of eyes checks what takes an award back, then the head signs."""
    desk, other, signer = office(drafter), office(checker), office(head)
    other.page.goto(address)
    other.wait_for("Tải PDF")
    other.click("Đã kiểm tra nội dung và thể thức")
    desk.page.goto(address)
    desk.click("Trình ký")
    signer.page.goto(address)
    signer.click("Ký", exact=True)


def enter_number_given_outside(desk, *, book, last, on):
    """The administrator enters a number of the paper book between two of ours."""
    desk.menu("Sổ văn bản")
    named = desk.page.get_by_role("rowheader", name=book, exact=True)
    desk.page.locator("main tr").filter(has=named).get_by_role("button", name="Khóa sổ").click()
    desk.page.locator("main tr", has_text="Đang khóa").get_by_role("link", name="Ghi số").click()
    desk.fill("Số cuối", last)
    desk.fill("Ngày", on)
    desk.fill("Lý do", "Quyết định nâng lương, cấp số trên giấy.")
    desk.click("Ghi các số này")
    desk.click("Mở lại")


def use_inserted_number(office, address, *, clerk, head, number):
    desk, permits = office(clerk), office(head)
    desk.page.goto(address)
    desk.link("Xin số chèn")
    desk.fill("Lý do", "Hủy bỏ có hiệu lực từ ngày ký.")
    desk.click("Gửi người đứng đầu")
    permits.open("/")
    permits.link("Xem xét", exact=True)
    permits.click("Cho phép chèn số")
    desk.open("/")
    desk.link("Cấp số chèn", exact=True)
    desk.click(f"Cấp số {number}")
    desk.page.goto(address)
    desk.wait_for("Bản có số")
    keep_scan(desk)
    desk.click("Phát hành")
    desk.says("Đã ban hành")


def correct(desk, number, *, whom, reads, symbol):
    """Draft the letter that corrects a misspelt name; return the address of its page."""
    open_decision(desk, number)
    desk.link("Hủy bỏ, thay thế, đính chính")
    desk.link("Soạn công văn đính chính")
    box = desk.page.get_by_label("Dòng 1: ở đâu")
    box.select_option(box.locator("option", has_text=whom).get_attribute("value"))
    desk.page.get_by_label("Dòng 1: phần").select_option(label="Họ và tên, tên tập thể")
    desk.page.get_by_label("Dòng 1: đính chính thành").fill(reads)
    desk.choose("Đơn vị soạn", symbol)
    desk.click("Soạn công văn")
    return desk.page.url


def exchange_certificate(desk, letter, *, asked_by):
    """Exchange the misprinted certificate, from the letter to the hand it goes to."""
    desk.page.goto(letter)
    desk.link("Cấp đổi giấy khen in sai")
    desk.fill("Người, đơn vị đề nghị", asked_by)
    desk.click("Ghi đề nghị")
    desk.click("Xác nhận theo sổ")
    desk.click("Đã nhận lại bản cũ")
    desk.click("Lập bản mới và vào sổ")
    desk.wait_for("Tải giấy khen")
    told = text_of_pdf(desk.download("Tải giấy khen"))
    desk.fill("Người nhận", asked_by)
    desk.click("Đã trao", exact=True)
    return told


def hand_out(desk, *, title, missing):
    """Tick the list on a tablet: whole turns, but for one person who did not come."""
    desk.page.set_viewport_size({"width": 820, "height": 1180})
    desk.open("/")
    desk.menu("Trao thưởng")
    desk.link(title)
    desk.click("Bắt đầu trao")
    row = desk.page.locator("ol.ticks > li", has_text=missing)
    row.get_by_role("button", name="Chưa nhận").click()
    desk.page.wait_for_load_state()
    while desk.page.get_by_role("button", name="Đã trao cả đợt").count():
        desk.click("Đã trao cả đợt", nth=0)


def bind_year(desk):
    """Bind the register of the year that is over; return what its file says."""
    desk.menu("Sổ văn bản đi")
    desk.link("Tình hình sổ, đóng sổ")
    desk.click("Đóng sổ lần 1")
    desk.wait_for(".pdf")
    return text_of_pdf(desk.download(".pdf"))
