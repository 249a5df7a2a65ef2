"""The story of Long An 2020, from the first click to the archive, by all its roles in order.

The tests are the chapters of one story: each starts where the one before it ended.
"""

from tests.journeys import afterwards
from tests.journeys.acts import (
    TICK,
    choose_on_paper,
    decide_as_passed,
    hold_session,
    keep_scan,
    mark_presence,
    move_clock,
    submit_upward,
    take_over,
    vote,
)

OFFICER, UNIT_HEAD, SECRETARY = "Trần Thị Bích", "Đỗ Văn Giang", "Lê Văn Cường"
HEAD, CLERK, ARCHIVIST = "Nguyễn Văn An", "Hoàng Thị Êm", "Phạm Thị Dung"
ADMINISTRATOR, DECISION = "Tống Văn Sang", "846/QĐ-CQLTT"
LETTER, ASKED = "297/TCQLTT-TCHC", "Đề nghị trình khen thưởng cấp Bộ năm 2020"
ANNULLED, MISSPELT, LATE = "Vũ Văn Khánh", "Ngô Thị Liên", "Trịnh Văn Sang"
CONFERENCE, PAPERS = "Hội nghị tổng kết công tác năm 2020", {}
MEMBERS = [
    HEAD, "Cao Văn Hồng", SECRETARY, UNIT_HEAD, "Bùi Quốc Huy", "Nguyễn Thị Lan", "Đặng Hữu Nghĩa",
    "Huỳnh Thanh Phong", "Trương Minh Quân",
]  # fmt: skip
ABSENT, BY_KEYBOARD, BY_MOUSE = "Đặng Hữu Nghĩa", "Nguyễn Thị Lan", "Trương Minh Quân"
STARTED_AS_A_PERSON_DOES = True
NOMINEES = [
    ("Đội Quản lý thị trường số 3", "Giấy khen", "Dẫn đầu phong trào thi đua của Cục."),
    ("Trịnh Văn Sang", "Giấy khen", "Chỉ đạo 96 lượt kiểm tra, xử lý 41 vụ vi phạm."),
    ("Vũ Văn Khánh", "Giấy khen", "Phát hiện 12 vụ hàng giả."),
    ("Ngô Thị Liên", "Giấy khen", "Quyết toán đúng hạn, không sai sót."),
    ("Đỗ Văn Giang", "Bằng khen", "Hoàn thành xuất sắc nhiệm vụ 2019–2020; 02 sáng kiến."),
]


def test_the_officer_opens_a_dossier_and_names_whom_the_unit_proposes(office):
    desk = office(OFFICER)
    desk.link("Lập hồ sơ mới")
    desk.choose("Đợt khen thưởng", "Khen thưởng tổng kết năm 2020")
    desk.click("Lập hồ sơ")

    for name, award, achievements in NOMINEES:
        desk.link("Thêm tập thể" if name.startswith("Đội") else "Thêm cá nhân")
        desk.choose("Người, tập thể được đề nghị", name)
        desk.choose("Danh hiệu, hình thức", award)
        desk.fill("Tóm tắt thành tích", achievements)
        if award == "Bằng khen":
            desk.fill("Giai đoạn", "2019–2020")
        desk.click("Thêm vào danh sách", exact=True)
        desk.says(name)


def test_the_officer_records_the_meeting_and_has_the_papers_written(office):
    desk = office(OFFICER)
    desk.link("Họp xét, văn bản")
    desk.link("Ghi cuộc họp", exact=True)
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
    desk.wait_for("Đủ 3 văn bản")


def test_the_unit_head_signs_off_before_it_leaves(office):
    desk = office(UNIT_HEAD)
    desk.open("/")
    desk.link("Đọc và ký")
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
    desk.page.locator("tr", has_text="-0009").get_by_role("link").first.click()
    desk.click("Bắt đầu kiểm tra")
    desk.choose("Về", "Ngô Thị Liên")
    desk.fill("Điểm cần sửa", "Ghi rõ kết quả quyết toán năm 2020.")
    desk.click("Ghi điểm")
    desk.click("Trả lại 1 điểm")
    desk.says("Trả lại")


def test_the_officer_answers_point_by_point_and_hands_it_in_again(office):
    desk = office(OFFICER)
    desk.open("/")
    desk.link("Sửa và trả lời")
    desk.says("Ghi rõ kết quả quyết toán")
    answering = desk.page.url
    desk.link("Thành tích, minh chứng")
    desk.page.get_by_role("link", name="Ngô Thị Liên").first.click()
    desk.fill("Tóm tắt thành tích", "Quyết toán đúng hạn 4,6 tỷ đồng, không sai sót.")
    desk.click("Lưu thành tích")
    desk.page.goto(answering)
    desk.fill("Đã sửa thế nào", "Đã ghi số quyết toán năm 2020.")
    desk.click("Ghi câu trả lời")
    desk.link("Họp xét, văn bản")
    desk.click("Soạn lại văn bản")
    desk.wait_for("Đủ 3 văn bản")
    head = office(UNIT_HEAD)
    head.open("/")
    head.link("Đọc và ký")
    head.click("Ký nội bộ")
    desk.link("Kiểm tra và nộp")
    desk.click("Nộp hồ sơ")
    desk.says("Thư ký Hội đồng")


def test_the_secretary_accepts_every_dossier_of_the_round(office):
    desk = office(SECRETARY)
    for _dossier in range(9):
        desk.open("/proposals/incoming")
        desk.link("Kiểm tra hồ sơ tiếp theo")
        if desk.page.get_by_role("button", name="Bắt đầu kiểm tra").count():
            desk.click("Bắt đầu kiểm tra")
        desk.click("Nhận hồ sơ")
    desk.open("/proposals/incoming")
    assert desk.page.get_by_role("link", name="Kiểm tra hồ sơ tiếp theo").count() == 0


def test_the_secretary_plans_the_session_and_puts_everybody_on_its_agenda(office):
    desk = office(SECRETARY)
    desk.link("Hội đồng, phiên họp")
    desk.link("Lập phiên họp")
    desk.fill("Tên phiên họp", "Phiên họp xét khen thưởng tổng kết năm 2020")
    desk.fill("Giờ họp", "28/12/2020 14:00")
    desk.fill("Địa điểm", "Hội trường Cục QLTT tỉnh Long An")
    desk.click("Lập phiên họp")
    desk.page.locator("main input[type=checkbox]").evaluate_all(TICK)
    desk.click("Xếp vào phiên họp")
    desk.says("34")


def test_the_session_is_convened_by_a_numbered_invitation(office, take_through):
    desk = office(SECRETARY)
    desk.link("Về phiên họp")
    desk.click("Triệu tập phiên họp")
    desk.page.locator("main").get_by_role("link", name="Giấy mời").first.click()
    paper = desk.page.url
    take_through(SECRETARY, signers=[HEAD], clerk=CLERK, papers={paper: "01/GM-HĐTĐKT"})
    desk.page.goto(paper)
    desk.says("01/GM-HĐTĐKT")


def test_members_are_marked_present_and_the_ballot_opens(office):
    desk = office(SECRETARY)
    move_clock(desk, "2020-12-28")
    desk.link("Hội đồng, phiên họp")
    desk.link("Phiên họp xét khen thưởng")
    mark_presence(desk, absent=[ABSENT])
    desk.click("Khai mạc phiên họp")
    desk.click("Mở bỏ phiếu")
    desk.says("Đóng bỏ phiếu")


def test_every_member_in_the_room_votes_on_a_tablet(office):
    how = {BY_KEYBOARD: "keyboard", BY_MOUSE: "mouse"}
    for name in MEMBERS:
        if name != ABSENT:
            vote(office(name), by=how.get(name, "script"))


def test_the_absent_members_written_opinion_is_entered(office, scan):
    desk = office(SECRETARY)
    desk.open("/")
    desk.link("Hội đồng, phiên họp")
    desk.link("Phiên họp xét khen thưởng")
    desk.link("Nhập ý kiến của")
    choose_on_paper(desk)
    desk.page.locator("input[type=file]").set_input_files(scan)
    desk.click("Nhập ý kiến", exact=True)
    desk.says("9 trên 9")


def test_the_ballot_is_closed_counted_and_the_session_adjourned(office):
    desk = office(SECRETARY)
    desk.link("Đóng bỏ phiếu")
    desk.click("Đóng bỏ phiếu", exact=True)
    desk.click("Kiểm phiếu")
    desk.click("Bế mạc")
    desk.says("Biên bản")


def test_minutes_and_vote_count_are_papers_of_the_councils_own_book(office, take_through):
    desk = office(SECRETARY)
    desk.link("Hội đồng, phiên họp")
    desk.link("Phiên họp xét khen thưởng")
    session = desk.page.url
    desk.click("Lập biên bản")
    papers = {}
    for link in ("Bảng tổng hợp biểu quyết", "Biên bản họp"):
        desk.page.goto(session)
        desk.page.locator("main").get_by_role("link", name=link).first.click()
        desk.page.wait_for_load_state()
        papers[link] = desk.page.url
    take_through(SECRETARY, signers=[SECRETARY, HEAD], clerk=CLERK, papers={
        papers["Bảng tổng hợp biểu quyết"]: "02/BB-HĐTĐKT",
        papers["Biên bản họp"]: "03/BB-HĐTĐKT",
    })  # fmt: skip
    desk.page.goto(session)
    desk.says("03/BB-HĐTĐKT")


def test_what_passed_here_becomes_a_decision_with_its_list(office):
    desk = office(SECRETARY)
    desk.open("/")
    desk.link("Soạn quyết định", exact=True)
    desk.page.locator("main input[type=checkbox]").evaluate_all(TICK)
    desk.click("Soạn dự thảo từ các đề nghị đã chọn")
    desk.says("Quyết định tặng Giấy khen cho 05 tập thể và 27 cá nhân")


def test_content_and_form_are_checked_then_the_head_reads_and_signs(office):
    desk = office(SECRETARY)
    address = desk.page.url
    desk.wait_for("Tải PDF")
    desk.click("Đã kiểm tra nội dung")
    clerk = office(CLERK)
    clerk.page.goto(address)
    clerk.click("Đã kiểm tra thể thức")
    desk.page.goto(address)
    desk.click("Trình ký")
    head = office(HEAD)
    head.open("/")
    head.link("Đọc và ký")
    head.click("Ký", exact=True)


def test_the_clerk_gives_846_keeps_the_scan_and_issues(office):
    desk = office(CLERK)
    desk.open("/")
    desk.link("Cấp số", exact=True)
    desk.click("Cấp số 846/QĐ-CQLTT")
    desk.wait_for("Bản có số")
    keep_scan(desk)
    desk.click("Phát hành tới")
    desk.says("846/QĐ-CQLTT")
    desk.says("Đã ban hành")


def test_every_recipient_has_a_certificate_with_its_golden_number(office):
    desk = office(CLERK)
    desk.link("Giấy khen (32)")
    desk.wait_for("Tải giấy khen")


def test_the_officer_sees_who_was_awarded(office):
    desk = office(OFFICER)
    desk.open("/proposals")
    desk.page.locator("tr", has_text="-0009").get_by_role("link").first.click()
    desk.says("846/QĐ-CQLTT")


def test_the_archivist_finds_it_by_number_and_by_name_without_marks(office):
    desk = office(ARCHIVIST)
    for words in ("846", "846/QĐ-CQLTT", "qd cqltt 846", "trinh van sang", "Trịnh Văn Sang"):
        desk.open(f"/archive?q={words}")
        desk.says("846/QĐ-CQLTT")
    desk.link("846/QĐ-CQLTT")
    desk.says("Trịnh Văn Sang")


def test_the_unit_asks_for_its_extract_and_reads_what_the_clerk_made(office):
    afterwards.ask_for_extract(office(OFFICER), DECISION, purpose="Lưu hồ sơ cá nhân.")
    ours = ["Đội Quản lý thị trường số 3", LATE, ANNULLED, MISSPELT]
    afterwards.make_extract(office(CLERK), whom=ours, signer="Nguyễn Thị Lan")
    told = afterwards.read_copy(office(OFFICER), "01/TrS-CQLTT")
    assert [name in told for name in (MISSPELT, "Bùi Quốc Huy", "Nguyễn Thị Lan")] == [1, 0, 1]


def test_all_certificates_are_one_file_to_print_and_the_stock_has_its_trial_page(office):
    assert afterwards.print_all_certificates(office(SECRETARY), DECISION) == 32
    assert "Tên người, tập thể (40; 106)" in afterwards.trial_of_the_stock(office(ADMINISTRATOR))


def test_a_letter_is_entered_once_and_goes_from_the_head_to_a_person(office, scan):
    desk = office(CLERK)
    afterwards.enter_letter(desk, scan, number=LETTER, title=ASKED)
    desk.says("Đã vào sổ đến số 01")
    afterwards.enter_letter(desk, scan, number=LETTER, title=ASKED)
    desk.says(f"Sổ đã có {LETTER}")
    afterwards.instruct(office(HEAD), ASKED, handler=SECRETARY)
    afterwards.hand_on(desk)


GENERAL = ("Phùng Văn Oanh", "Trần Hữu Linh Sơn", "Kiều Thị Phượng",
           ["Trần Hữu Linh Sơn", "Phùng Văn Oanh", "Đoàn Văn Quý", "Hà Thị Sen"])  # fmt: skip
MINISTRY = ("Nghiêm Văn Thắng", "Tô Anh Tuấn", "Quách Thị Uyên",
            ["Tô Anh Tuấn", "Nghiêm Văn Thắng", "Thái Văn Vinh", "Lương Thị Yến"])  # fmt: skip


def test_two_people_are_submitted_to_the_general_department(office, take_through):
    submit_upward(office, take_through, secretary=SECRETARY, head=HEAD, clerk=CLERK,
                  number="01/TTr-CQLTT", superior="Tổng cục QLTT")  # fmt: skip


def test_the_letter_is_answered_by_the_paper_that_went_up_and_followed_to_its_end(office):
    afterwards.answer_letter(office(SECRETARY), number="01/TTr-CQLTT")
    row = afterwards.followed(office(CLERK), LETTER)
    assert (SECRETARY in row, "01/TTr-CQLTT" in row, "Quá hạn" in row) == (True, True, False)


def test_the_general_department_takes_it_to_its_own_council_and_sends_it_on(office, take_through):
    secretary, head, clerk, members = GENERAL
    take_over(office, secretary)
    hold_session(office, secretary, members, title="Phiên họp của Tổng cục", at="28/12/2020 16:00")
    submit_upward(office, take_through, secretary=secretary, head=head, clerk=clerk,
                  number="01/TTr-TCQLTT", superior="Bộ Công Thương")  # fmt: skip


def test_the_ministry_decides_and_the_outcome_flows_back_to_the_unit(office):
    secretary, head, clerk, members = MINISTRY
    take_over(office, secretary)
    hold_session(office, secretary, members, title="Phiên họp của Bộ", at="28/12/2020 17:00")
    decide_as_passed(office, secretary, head=head, clerk=clerk, number="01/QĐ-BCT")
    unit = office(OFFICER)
    unit.open("/proposals")
    unit.page.locator("tr", has_text="-0009").get_by_role("link").first.click()
    unit.says("01/QĐ-BCT")


def test_the_conference_hands_over_what_the_decision_confers(office):
    afterwards.plan_ceremony(office(SECRETARY), DECISION, title=CONFERENCE, at="31/12/2020 08:00")


def test_one_award_is_annulled_by_a_decision_the_head_signs(office):
    PAPERS["annul"] = afterwards.annul(
        office(SECRETARY), DECISION, whom=ANNULLED, facts="Kết luận số 12/KL-CQLTT: kê khai sai."
    )
    afterwards.sign_off(office, PAPERS["annul"], drafter=SECRETARY, checker=CLERK, head=HEAD)


def test_its_number_stands_between_two_others_by_the_heads_permission(office):
    desk = office(ADMINISTRATOR)
    move_clock(desk, "29/12/2020")
    afterwards.enter_number_given_outside(desk, book="QĐ", last="847", on="29/12/2020")
    afterwards.use_inserted_number(
        office, PAPERS["annul"], clerk=CLERK, head=HEAD, number="846a/QĐ-CQLTT"
    )


def test_the_award_is_struck_and_what_nobody_was_handed_yet_is_not_asked_back(office):
    desk = office(SECRETARY)
    afterwards.open_decision(desk, DECISION)
    desk.says("Đã hủy bỏ một phần theo")
    desk.says("846a/QĐ-CQLTT")
    desk.menu("Thu hồi, cấp đổi")
    assert desk.page.locator("main tbody tr", has_text=ANNULLED).count() == 0
    desk.menu("Sổ văn bản đi")
    row = desk.page.locator("main tbody tr", has_text="846a/QĐ-CQLTT").inner_text()
    assert f"Số chèn, {HEAD} cho phép" in row


def test_a_misspelt_name_is_corrected_by_letter_and_its_certificate_exchanged(office, take_through):
    desk = office(SECRETARY)
    letter = afterwards.correct(
        desk, DECISION, whom=MISSPELT, reads="Ngô Thị Liễn", symbol="TCHC")  # fmt: skip
    take_through(SECRETARY, signers=[HEAD], clerk=CLERK, checker=CLERK,
                 papers={letter: "02/CQLTT-TCHC"})  # fmt: skip
    told = afterwards.exchange_certificate(desk, letter, asked_by="Ngô Thị Liễn")
    assert ("Ngô Thị Liễn" in told, MISSPELT in told) == (True, False)
    desk.says("Đã trao bản mới")


def test_on_the_day_turns_are_ticked_on_a_tablet_and_one_person_did_not_come(office):
    move_clock(office(ADMINISTRATOR), "31/12/2020")
    desk = office(SECRETARY)
    afterwards.hand_out(desk, title=CONFERENCE, missing=LATE)
    desk.says("0 chưa ghi")
    row = desk.page.locator("ol.ticks > li", has_text=ANNULLED)
    assert "Đã hủy bỏ, không trao" in row.inner_text()
    desk.click("Kết thúc trao thưởng")
    desk.open("/")
    desk.says("1 phần thưởng")


def test_the_year_that_is_over_is_bound_with_every_number(office):
    move_clock(office(ADMINISTRATOR), "04/01/2021")
    told = afterwards.bind_year(office(CLERK))
    assert [one in told for one in (DECISION, "846a/QĐ-CQLTT", "847")] == [True] * 3
