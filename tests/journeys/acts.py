"""What people do again and again in the journeys."""


def vote(desk, *, keyboard=False):
    """Choose “đồng ý” for everybody this member may vote on, look it over, cast."""
    desk.open("/")
    desk.link("Bỏ phiếu")
    while True:
        for row in desk.page.locator("fieldset.vote").all():
            choice = row.locator("input[value=agree]")
            if keyboard:
                choice.focus()
                desk.page.keyboard.press("Space")
            else:
                row.get_by_text("Đồng ý", exact=True).click()
        rest = desk.page.locator("button[name=den][value=empty]")
        if rest.count() == 0:
            break
        rest.click()
        desk.page.wait_for_load_state()
    desk.click("Xem lại phiếu")
    desk.click("Bỏ phiếu", exact=True)


def submit_upward(office, take_through, *, secretary, head, clerk, number, superior):
    """Gather what passed and lies above this office, write the Tờ trình, sign, number, send."""
    desk = office(secretary)
    desk.link("Trình cấp trên")
    desk.link("Lập Tờ trình")
    for box in desk.page.locator("input[type=checkbox]").all():
        box.check()
    desk.click("Lập Tờ trình")
    address = desk.page.url
    desk.link("Mở Tờ trình")
    take_through(secretary, signers=[head], clerk=clerk, number=number)
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


def hold_session(office, secretary, members, *, title, at):
    """Plan, fill, convene, mark, open, vote, close, count: a whole session in one room."""
    desk = office(secretary)
    desk.link("Hội đồng, phiên họp")
    desk.link("Lập phiên họp")
    desk.fill("Tên phiên họp", title)
    desk.fill("Giờ họp", at)
    desk.fill("Địa điểm", "Phòng họp A")
    desk.click("Lập phiên họp")
    for box in desk.page.locator("input[type=checkbox]").all():
        box.check()
    desk.click("Xếp vào phiên họp")
    desk.link("Về phiên họp")
    desk.click("Triệu tập phiên họp")
    desk.link("Điểm danh", exact=True)
    for box in desk.page.locator("input[type=radio][value=present]").all():
        box.check()
    desk.click("Lưu điểm danh")
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
