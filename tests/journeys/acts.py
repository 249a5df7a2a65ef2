"""What people do again and again in the journeys."""

import io
import re
import subprocess
import zipfile
from xml.etree import ElementTree

import pikepdf

TICK = "all => all.filter(one => !one.checked).forEach(one => one.click())"


def choose_on_paper(desk, *, by="script", choice="agree"):
    """Choose the same for every row of the page: with the mouse, the keyboard, or at once."""
    boxes = desk.page.locator(f"fieldset.vote input[value={choice}]")
    if by == "script":
        boxes.evaluate_all("all => all.forEach(one => one.click())")
        return
    for box in boxes.all():
        if by == "keyboard":
            box.focus()
            desk.page.keyboard.press("Space")
        else:
            desk.page.locator(f"label[for='{box.get_attribute('id')}']").click()


def vote(desk, *, by="script", choice="agree", asked=False):
    """Choose the same for everybody this member may vote on, look it over, cast.

    `asked` in writing, the member answers instead.
    """
    desk.open("/")
    _press(desk, "link", "Cho ý kiến" if asked else "Bỏ phiếu", by=by)
    while True:
        choose_on_paper(desk, by=by, choice=choice)
        rest = desk.page.locator("button[name=den][value=empty]")
        if rest.count() == 0:
            break
        _press(desk, "button", rest.inner_text(), by=by)
    _press(desk, "button", "Xem lại phiếu", by=by)
    _press(desk, "button", "Gửi phiếu ý kiến" if asked else "Bỏ phiếu", by=by)


def _press(desk, role, name, *, by):
    if by == "keyboard":
        desk.page.get_by_role(role, name=name, exact=role == "button").first.focus()
        with desk.page.expect_navigation():
            desk.page.keyboard.press("Enter")
        desk.check()
    else:
        desk.click(name, role=role, exact=role == "button")


def submit_upward(office, take_through, *, secretary, head, clerk, number, superior):
    """Gather what passed and lies above this office, write the Tờ trình, sign, number, send."""
    desk = office(secretary)
    desk.link("Trình cấp trên")
    desk.link("Lập Tờ trình")
    desk.page.locator("main input[type=checkbox]").evaluate_all(TICK)
    desk.click("Lập Tờ trình")
    address = desk.page.url
    desk.link("Mở Tờ trình")
    take_through(secretary, signers=[head], clerk=clerk, papers={desk.page.url: number})
    desk.page.goto(address)
    desk.click(f"Trình {superior}")
    desk.says(number)


def take_over(office, secretary):
    """Acknowledge the package, check the dossier it became, accept it."""
    desk = office(secretary)
    desk.link("Hồ sơ cấp dưới trình")
    desk.page.locator("main tbody").get_by_role("link").first.click()
    desk.click("Tiếp nhận")
    desk.link("Hồ sơ đến")
    desk.link("Kiểm tra hồ sơ tiếp theo")
    if desk.page.get_by_role("button", name="Bắt đầu kiểm tra").count():
        desk.click("Bắt đầu kiểm tra")
    desk.click("Nhận hồ sơ")


def plan_session(desk, *, title, at):
    """Plan a session of the desk's council with everything that waits for it, and convene it."""
    desk.link("Hội đồng, phiên họp")
    desk.link("Lập phiên họp")
    desk.fill("Tên phiên họp", title)
    desk.fill("Giờ họp", at)
    desk.fill("Địa điểm", "Phòng họp A")
    desk.click("Lập phiên họp")
    desk.page.locator("main input[type=checkbox]").evaluate_all(TICK)
    desk.click("Xếp vào phiên họp")
    desk.link("Về phiên họp")
    desk.click("Triệu tập phiên họp")


def mark_presence(desk, *, absent=()):
    """Mark everybody present but those named, who are away on duty."""
    desk.link("Điểm danh", exact=True)
    desk.page.locator("input[type=radio][value=present]").evaluate_all(TICK)
    for name in absent:
        away = desk.page.get_by_role("group", name=name)
        away.get_by_label("Vắng", exact=True).check()
        away.get_by_role("textbox").fill("Đi công tác")
    desk.click("Lưu điểm danh")


def hold_session(office, secretary, members, *, title, at):
    """Plan, fill, convene, mark, open, vote, close, count: a whole session in one room."""
    desk = office(secretary)
    plan_session(desk, title=title, at=at)
    mark_presence(desk)
    desk.click("Khai mạc phiên họp")
    desk.click("Mở bỏ phiếu")
    for name in members:
        vote(office(name))
    desk.open("/councils/sessions")
    desk.link(title)
    desk.link("Đóng bỏ phiếu")
    desk.click("Đóng bỏ phiếu", exact=True)
    desk.click("Kiểm phiếu")
    desk.click("Bế mạc")


def move_clock(desk, day):
    desk.page.locator("#clock-date").fill(day)
    desk.click("Chuyển", exact=True)


def accept_next(office, secretary):
    """Take the dossier that waits longest, check it, accept it."""
    desk = office(secretary)
    desk.link("Hồ sơ đến")
    desk.link("Kiểm tra hồ sơ tiếp theo")
    desk.click("Bắt đầu kiểm tra")
    desk.click("Nhận hồ sơ")


def draft_decision(office, secretary):
    """Put everybody who may be decided here into one draft; return the address of its page."""
    desk = office(secretary)
    desk.link("Quyết định", exact=True)
    desk.link("Soạn quyết định")
    desk.page.locator("main input[type=checkbox]").evaluate_all(TICK)
    desk.click("Soạn dự thảo từ các đề nghị đã chọn")
    return desk.page.url


def blank_scan(pages=1):
    """A scan as a clerk uploads it: nothing on its pages."""
    sheets, target = pikepdf.new(), io.BytesIO()
    for _page in range(pages):
        sheets.add_blank_page(page_size=(595, 842))
    sheets.save(target)
    return {"name": "ban-quet.pdf", "mimeType": "application/pdf", "buffer": target.getvalue()}


def keep_scan(desk):
    """Keep the scan of the signed sheets: as many pages as the paper on this page has."""
    pages = desk.page.get_by_text(re.compile(r"^\d+ trang$")).first.inner_text().split()[0]
    desk.page.locator("input[type=file]").set_input_files(blank_scan(int(pages)))
    desk.click("Lưu bản đã ký")
    desk.says("Đã lưu bản đã ký")


def act_for(office, name, organisation):
    """Let somebody who works for two offices choose this one."""
    desk = office(name)
    desk.page.locator("summary.who").click()
    desk.choose("Đang làm việc với tư cách", organisation)
    desk.page.locator(".account-menu").get_by_role("button", name="Chuyển").click()
    return desk


def text_of_pdf(content):
    """Return the text of a downloaded PDF as a reader sees it, in one line."""
    run = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=content, check=True, capture_output=True
    )
    return " ".join(run.stdout.decode().split())


def rows_of_workbook(content):
    """Return the lines of a downloaded xlsx from its row of heads on, as texts."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheet = ElementTree.fromstring(parts.read("xl/worksheets/sheet1.xml"))
        texts = []
        if "xl/sharedStrings.xml" in parts.namelist():
            shared = ElementTree.fromstring(parts.read("xl/sharedStrings.xml"))
            texts = ["".join(one.itertext()) for one in shared.iterfind("{*}si")]

    def text_of(cell):
        written = "".join(cell.itertext())
        return texts[int(written)] if cell.get("t") == "s" else written

    lines = [
        [text_of(cell) for cell in row.iterfind("{*}c")] for row in sheet.iterfind(".//{*}row")
    ]
    return [line for line in lines if len(line) > 1]


def decide_as_passed(office, secretary, *, head, clerk, number):
    """Decide whatever passed here, before the session's minutes are signed, up to its issue."""
    address = draft_decision(office, secretary)
    desk = office(secretary)
    desk.wait_for("Tải PDF")
    desk.click("Đã kiểm tra nội dung")
    minister, numbering = office(head), office(clerk)
    numbering.page.goto(address)
    numbering.click("Đã kiểm tra thể thức")
    desk.page.goto(address)
    desk.says("Văn bản của phiên họp chưa ký")
    desk.page.get_by_label("Tôi biết").check()
    desk.click("Trình ký")
    minister.page.goto(address)
    minister.click("Ký", exact=True)
    numbering.page.goto(address)
    numbering.click(f"Cấp số {number}")
    numbering.wait_for("Bản có số")
    keep_scan(numbering)
    numbering.click("Phát hành")
