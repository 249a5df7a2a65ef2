"""An officer is told at once who qualifies, why not, and what to do about it."""

from tests.journeys.acts import move_clock

ADMINISTRATOR, OFFICER = "Võ Minh Khang", "Trần Thị Bích"
BARE = "Ngô Thị Liên"
ROUND = "Khen thưởng tổng kết năm 2024"
AWARD, NEXT = "Lao động tiên tiến", "Chiến sĩ thi đua cơ sở"
SOURCE = "Thông báo kết quả xếp loại năm 2024"


def _list_of_the_dossier(desk):
    desk.open("/proposals")
    desk.link("Hồ sơ đề nghị khen thưởng năm 2024")
    desk.link("Tiếp tục soạn")
    desk.link("Danh sách đề nghị")


def _answer(desk, name):
    """Return what the row of this name says of its eligibility, and open why."""
    row = desk.page.locator("table.explained tr", has=desk.page.get_by_role("rowheader", name=name))
    why = row.locator("summary")
    if why.locator("..").get_attribute("open") is None:
        why.click()
    return row.locator(".elig").inner_text().strip()


def _why(desk):
    return desk.page.locator("tr.why").first


def _add_to_ledger(desk, book, fields, *, chosen):
    desk.page.get_by_role("region", name=book).get_by_role("link", name="Thêm").click()
    _write_down(desk, fields, chosen=chosen)


def _write_down(desk, fields, *, chosen):
    for label, text in chosen.items():
        desk.choose(label, text)
    for label, value in fields.items():
        desk.fill(label, value)
    desk.click("Ghi vào sổ")
    desk.says("Đã ghi vào sổ.")


def test_the_administrator_opens_the_round_of_2024(office):
    desk = office(ADMINISTRATOR)
    move_clock(desk, "2024-12-16")
    desk.link("Đợt khen thưởng")
    desk.link("Mở đợt mới")
    desk.choose("Đơn vị tổ chức", "Cục QLTT Long An")
    desk.fill("Tên đợt", ROUND)
    desk.fill("Hạn nộp", "20/12/2024 17:00")
    desk.click("Mở đợt")
    desk.says("Đã mở đợt.")


def test_a_row_about_which_nothing_is_written_down_cannot_be_checked(office):
    desk = office(OFFICER)
    desk.open("/")
    desk.link("Lập hồ sơ mới")
    desk.choose("Đợt khen thưởng", ROUND)
    desk.click("Lập hồ sơ")
    desk.link("Thêm cá nhân")
    desk.choose("Người, tập thể được đề nghị", BARE)
    desk.choose("Danh hiệu, hình thức", AWARD)
    desk.fill("Tóm tắt thành tích", "Quyết toán đúng hạn, không sai sót.")
    desk.click("Thêm vào danh sách", exact=True)
    assert _answer(desk, BARE) == "Chưa kiểm tra được"
    assert "Chưa có dữ liệu để kiểm tra" in _why(desk).inner_text()


def test_once_the_years_are_complete_the_row_says_what_is_missing(office):
    desk = office(OFFICER)
    _why(desk).get_by_role("link", name="Bổ sung dữ liệu").click()
    _add_to_ledger(desk, "Dữ liệu đầy đủ", {
        "Đủ từ năm": "2024", "Đến hết năm": "2024", "Theo đâu": "Hồ sơ công chức",
    }, chosen={"Dữ liệu": "Xếp loại hằng năm"})  # fmt: skip
    _list_of_the_dossier(desk)
    assert _answer(desk, BARE) == "Chưa đủ điều kiện"
    told = _why(desk).inner_text()
    assert "Luật 06/2022/QH15 Điều 24" in told
    assert "Mới có 00, cần thêm 01" in told
    desk.link("1 chưa đủ")
    assert desk.page.locator("tr.why").count() == 1


def test_the_offered_button_leads_to_the_grade_and_the_row_becomes_eligible(office):
    desk = office(OFFICER)
    _why(desk).get_by_role("link", name="Thêm xếp loại").click()
    _write_down(desk, {"Năm": "2024", "Theo văn bản": SOURCE}, chosen={
        "Kết quả xếp loại": "Hoàn thành xuất sắc nhiệm vụ",
    })  # fmt: skip
    _list_of_the_dossier(desk)
    assert _answer(desk, BARE) == "Đủ điều kiện"
    assert f"2024: {SOURCE}" in _why(desk).inner_text()


def test_a_suggestion_is_computed_and_added_to_the_dossier(office):
    desk = office(OFFICER)
    desk.link("Gợi ý đến hạn")
    desk.click("Tính gợi ý")
    desk.says("Đã đối chiếu 8 người, tập thể với tiêu chuẩn.")
    added = desk.page.get_by_role("button", name=f"Thêm {BARE} vào hồ sơ, {NEXT}")
    added.click()
    desk.says(f"Đã thêm {BARE} vào danh sách.")
    desk.check()
    assert added.count() == 0
    assert desk.page.get_by_role("link", name="Đã đề nghị").count() == 1
    _list_of_the_dossier(desk)
    told = desk.page.locator("table.explained tr", has_text=NEXT).inner_text()
    assert "Cần xem xét" in told
