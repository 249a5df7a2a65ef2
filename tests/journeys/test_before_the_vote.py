"""What precedes a vote, and what stands in for it: appraisal, the packet, answers in writing.

The minutes at its end are drawn with a template the office changed before.
"""

from tests.journeys.acts import (
    TICK,
    accept_next,
    mark_presence,
    move_clock,
    plan_session,
    text_of_pdf,
    vote,
)
from tests.journeys.templates import open_paper, propose, retyped

ADMINISTRATOR, SECRETARY, HEAD, CLERK = (
    "Tống Văn Sang", "Lê Văn Cường", "Nguyễn Văn An", "Hoàng Thị Êm",
)  # fmt: skip
FIRST, SECOND = "Bùi Quốc Huy", "Nguyễn Thị Lan"
ANSWERING = [HEAD, FIRST, SECOND, "Cao Văn Hồng", "Đặng Hữu Nghĩa"]
TITLE, ASKED = "Phiên họp có thẩm định", "Lấy ý kiến xét khen thưởng bổ sung"
NOMINEE = "Lâm Văn Lộc"
APPROVER, PAPER = "Võ Minh Khang", "Biên bản lấy ý kiến bằng văn bản"
OURS = "II. KẾT QUẢ TỔNG HỢP"


def _session(desk, title=TITLE):
    desk.open("/councils/sessions")
    desk.link(title)
    return desk


def _appraise(desk, points):
    """Hand in every sheet that waits for this member."""
    _session(desk).link("Thẩm định", exact=True)
    while desk.page.get_by_role("link", name="Thẩm định", exact=True).count():
        desk.link("Thẩm định", exact=True)
        desk.page.locator("input.points").fill(points)
        desk.page.get_by_label("Đề nghị khen", exact=True).check()
        desk.click("Nộp phiếu")
        desk.link("Về trang thẩm định")


def test_the_administrator_has_nominations_appraised_before_the_vote(office):
    desk = office(ADMINISTRATOR)
    desk.link("Hội đồng", exact=True)
    desk.page.locator("main").get_by_role("link").filter(has_text="Hội đồng Thi đua").click()
    desk.link("Thẩm định trước phiên họp")
    desk.fill("Tên tiêu chí", "Thành tích")
    desk.page.get_by_label("Điểm tối đa", exact=True).fill("20")
    desk.click("Thêm tiêu chí")
    for box in ("Thành viên thẩm định đề nghị trước phiên họp", "Thẩm định xong mới mở bỏ phiếu"):
        desk.page.get_by_label(box).check()
    desk.click("Lưu quy định")
    desk.says("giữ quy định và tiêu chí lúc giao")


def test_the_vote_waits_until_both_members_have_handed_in_unseen_by_each_other(office):
    accept_next(office, SECRETARY)
    desk = office(SECRETARY)
    plan_session(desk, title=TITLE, at="18/12/2020 14:00")
    desk.link("Giao thẩm định")
    names = desk.page.locator("input[name=members]")
    names.evaluate_all("all => all.forEach(one => { one.checked = false })")
    for name in (FIRST, SECOND):
        desk.page.get_by_label(name).check()
    desk.click("Giao thẩm định")
    _appraise(office(FIRST), "19")
    mark_presence(_session(desk))
    desk.click("Khai mạc phiên họp")
    desk.says("chưa thẩm định xong")
    assert desk.page.get_by_role("button", name="Mở bỏ phiếu", exact=True).count() == 0
    _session(office(SECOND)).link("Thẩm định", exact=True)
    assert office(SECOND).page.get_by_text("19").count() == 0
    _appraise(office(SECOND), "11")
    office(SECOND).link("Đọc phiếu")
    office(SECOND).says("19")
    _session(desk)
    assert desk.page.get_by_text("chưa thẩm định xong").count() == 0
    desk.click("Mở bỏ phiếu", exact=True)
    desk.says("Đã mở bỏ phiếu")


def test_the_secretary_sees_the_paper_as_members_do_and_reminds_them(office):
    desk = _session(office(SECRETARY))
    desk.link("Xem phiếu như thành viên")
    desk.says("Không chọn, không bỏ phiếu được ở đây.")
    assert desk.page.locator("fieldset.vote input:enabled").count() == 0
    desk.link("Về phiên họp")
    desk.click("Nhắc 9 người")
    office(FIRST).open("/")
    office(FIRST).says("Thư ký nhắc lúc")


def test_a_member_reads_the_packet_and_takes_it_along_as_one_file(office):
    desk = _session(office(SECOND))
    desk.link("Tài liệu phiên họp")
    desk.click("Dựng cả tập")
    desk.wait_for("Tải cả tập (PDF)", role="link")
    told = text_of_pdf(desk.download("Tải cả tập"))
    assert [words in told for words in (TITLE, NOMINEE, "Thành tích")] == [True, True, True]


def test_a_template_that_cannot_work_is_refused_with_its_places_and_nothing_is_kept(office):
    desk = office(ADMINISTRATOR)
    open_paper(desk, PAPER)
    shipped = desk.download("Tải mẫu đang áp dụng")
    wrong = retyped(shipped, ("{{ subject }}", "{{ subjct }}"), ("{%p endif %}", "{%p end %}"))
    propose(desk, wrong, note="Sửa trích yếu.")
    desk.says("Chưa lưu gì")
    desk.says("subjct")
    desk.link("Xem các trường và cách viết")
    desk.says("subject")


def test_a_changed_template_is_tried_and_shown_beside_the_one_it_replaces(office):
    desk = office(ADMINISTRATOR)
    open_paper(desk, PAPER)
    shipped = desk.download("Tải mẫu đang áp dụng")
    propose(desk, retyped(shipped, ("II. KẾT QUẢ", OURS)), note="Tên mục II.")
    desk.says("Bạn gửi bản này nên người khác duyệt.")
    assert desk.page.get_by_role("button", name="Duyệt").count() == 0


def test_a_second_administrator_looks_at_both_and_approves(office):
    desk = office(APPROVER)
    desk.open("/")
    desk.link(PAPER)
    desk.wait_for("Duyệt, áp dụng từ 18/12/2020", role="button")
    desk.says(OURS.removeprefix("II. KẾT "))  # the rest of the line did not change
    assert desk.page.locator(".pair").first.locator("img").count() == 4
    desk.click("Duyệt, áp dụng từ")
    desk.says("Đã duyệt.")


def test_members_asked_in_writing_answer_by_the_last_day_and_silence_agrees_to_nothing(
    office, take_through
):
    accept_next(office, SECRETARY)
    desk = office(SECRETARY)
    desk.link("Hội đồng, phiên họp")
    desk.link("Lấy ý kiến bằng văn bản")
    desk.fill("Tên lần lấy ý kiến", ASKED)
    desk.click("Lập danh sách lấy ý kiến")
    desk.page.locator("main input[type=checkbox]").evaluate_all(TICK)
    desk.click("Xếp vào")
    _session(desk, ASKED).click("Soạn công văn lấy ý kiến")
    desk.link("Công văn lấy ý kiến", exact=True)
    take_through(SECRETARY, signers=[HEAD], clerk=CLERK, papers={desk.page.url: "01/HĐTĐKT"})
    _session(desk, ASKED).click("Bắt đầu lấy ý kiến")
    for name in ANSWERING:
        vote(office(name), asked=True)
    _session(desk, ASKED).says("Đóng được khi đủ ý kiến, hoặc sau hạn trả lời.")
    move_clock(desk, "31/12/2020")
    _session(desk, ASKED).link("Đóng, tổng hợp ý kiến…")
    desk.click("Đóng, tổng hợp ý kiến", exact=True)
    desk.says("5 trên tổng số 9 thành viên, cần ít nhất 5")
    desk.click("Lập biên bản")
    desk.link("Biên bản tổng hợp ý kiến", exact=True)
    desk.wait_for("Tải PDF")
    told = text_of_pdf(desk.download("Tải PDF"))
    assert ("BIÊN BẢN" in told, OURS in told, "họp kết thúc" in told) == (True, True, False)
