"""Sign-off, handing in, return and answer: what each needs, and that any edit voids the sign-off."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workflow.core import clock
from workflow.core.audit import faults
from workflow.core.db import db
from workflow.core.errors import BadInput, Incomplete, InvalidStep, NotAllowed
from workflow.proposals.journey import stages_of
from workflow.proposals.models import ProposalRevision, SignOff
from workflow.proposals.preflight import missing
from workflow.proposals.queries import find_sign_off, nominations_of, points_of
from workflow.proposals.services import drafting, nominating, review, submission
from workflow.proposals.services.meeting import Meeting, record_meeting, seen_mark
from workflow.proposals.snapshots import content_digest
from workflow.proposals.states import NominationStatus, ProposalStatus
from workflow.proposals.steps import proposal_lifecycle


def test_an_empty_dossier_says_what_is_missing(make_proposal, people):
    proposal = make_proposal(nominees=0, meeting=False)

    assert [one.text for one in missing(proposal)] == [
        "Chưa có đề nghị nào. Thêm tập thể hoặc cá nhân đầu tiên.",
        "Chưa ghi cuộc họp xét của đơn vị.",
        "Chưa soạn: Tờ trình, Biên bản họp, Danh sách đề nghị.",
        "Thủ trưởng đơn vị (Đỗ Văn G) chưa ký nội bộ.",
    ]  # fmt: skip
    with pytest.raises(Incomplete, match="Chưa có đề nghị nào"):
        submission.submit(proposal.public_id, actor=people["officer"])


def test_the_last_page_lists_what_is_missing_by_step_each_line_a_link(
    make_proposal, client_as, long_an
):
    url = f"/proposals/{make_proposal(nominees=0, meeting=False).public_id}"
    officer = client_as(long_an.officer, long_an.team3)
    head = client_as(long_an.unit_head, long_an.team3)

    page = officer.get(f"{url}/submit").get_data(as_text=True)
    read_only = head.get(f"{url}/signing").get_data(as_text=True)

    points = page[page.index('<ul class="checks">') :]
    found = re.findall(r'<b>(.*?)</b>|<a href="([^"]+)">([^<]*\.)</a>', points)
    assert [heading or (link, text) for heading, link, text in found] == [
        "Danh sách, điều kiện của từng đề nghị",
        (f"{url}/nominations", "Chưa có đề nghị nào. Thêm tập thể hoặc cá nhân đầu tiên."),
        "Thành tích của từng đề nghị",
        "Họp xét của đơn vị và số đồng ý",
        (f"{url}/papers", "Chưa ghi cuộc họp xét của đơn vị."),
        "Tờ trình, Biên bản, Danh sách khớp nội dung",
        (f"{url}/papers", "Chưa soạn: Tờ trình, Biên bản họp, Danh sách đề nghị."),
        "Thủ trưởng đơn vị ký nội bộ",
        (f"{url}/signing", "Thủ trưởng đơn vị (Đỗ Văn G) chưa ký nội bộ."),
        "Thời hạn nộp",
    ]
    assert "Chưa có đề nghị nào. Thêm tập thể hoặc cá nhân đầu tiên.</span>" in read_only


def test_a_paper_not_written_is_not_called_unchecked(make_proposal, client_as, long_an):
    url = f"/proposals/{make_proposal().public_id}/papers"

    page = client_as(long_an.officer, long_an.team3).get(url).get_data(as_text=True)

    assert ("Chưa kiểm tra được" in page, page.count("Chưa soạn</span>")) == (False, 3)


@pytest.mark.parametrize("role", ["secretary", "clerk"])
def test_only_the_unit_head_signs_off(ready, people, role):
    db.session.query(SignOff).delete()
    db.session.commit()

    with pytest.raises(Exception, match="Không tìm thấy hồ sơ"):
        submission.sign_off(ready.public_id, seen=content_digest(ready), actor=people[role])
    with pytest.raises(NotAllowed):
        submission.sign_off(ready.public_id, seen=content_digest(ready), actor=people["officer"])


def test_the_head_signs_only_what_they_read(ready, people):
    with pytest.raises(InvalidStep, match="Hãy đọc lại"):
        submission.sign_off(ready.public_id, seen="0" * 64, actor=people["unit_head"])


def test_handing_in_keeps_the_dossier_whole(ready, people):
    submission.submit(ready.public_id, actor=people["officer"])
    db.session.commit()

    revision = db.session.query(ProposalRevision).one()
    names = [row["name"] for row in revision.snapshot["nominations"]]
    assert (ready.status, revision.number) == (ProposalStatus.SUBMITTED, 1)
    assert names == [row.frozen["name"] for row in nominations_of(ready.id)]
    assert faults("proposal", ready.id) == []


def test_a_second_handing_in_is_refused(ready, people):
    submission.submit(ready.public_id, actor=people["officer"])

    with pytest.raises(InvalidStep):
        submission.submit(ready.public_id, actor=people["officer"])


def test_a_late_dossier_needs_its_reason(ready, people):
    clock.move_to(datetime(2020, 12, 23, 1, tzinfo=UTC))
    db.session.commit()

    with pytest.raises(BadInput, match="quá hạn") as refused:
        submission.submit(ready.public_id, actor=people["officer"])
    assert (refused.value.field, ready.status) == ("late_reason", ProposalStatus.DRAFT)
    submission.submit(ready.public_id, late_reason="Mất điện ngày 22/12", actor=people["officer"])
    assert (ready.status, ready.late_reason) == (ProposalStatus.SUBMITTED, "Mất điện ngày 22/12")


def test_withdrawing_takes_every_row_along(make_proposal, people):
    proposal = make_proposal(ProposalStatus.SUBMITTED, nominees=2)

    with pytest.raises(BadInput, match="lý do"):
        submission.withdraw(proposal.public_id, " ", actor=people["officer"])
    submission.withdraw(proposal.public_id, "Lập lại theo mẫu mới", actor=people["unit_head"])

    assert proposal.status is ProposalStatus.WITHDRAWN
    assert {row.status for row in nominations_of(proposal.id)} == {NominationStatus.WITHDRAWN}


def test_a_return_and_its_answer_make_a_second_revision(ready, people, draw_papers, sign):
    officer, secretary = people["officer"], people["secretary"]
    submission.submit(ready.public_id, actor=officer)
    review.start_check(ready.public_id, actor=secretary)
    with pytest.raises(Incomplete, match="ít nhất một điểm"):
        review.send_back(ready.public_id, actor=secretary)
    row = nominations_of(ready.id)[0]
    review.add_point(
        ready.public_id, "Thiếu số liệu", nomination_public_id=row.public_id, actor=secretary
    )
    with pytest.raises(Incomplete, match="chưa gửi"):
        review.accept(ready.public_id, actor=secretary)
    review.send_back(ready.public_id, actor=secretary)
    db.session.commit()

    nominating.write_achievements(
        ready.public_id, row.public_id, "45 vụ", version=row.version, actor=officer
    )
    draw_papers(ready)
    sign(ready)
    with pytest.raises(Incomplete, match="Chưa trả lời điểm"):
        submission.submit(ready.public_id, actor=officer)
    point = points_of(ready.id)[0]
    submission.answer_point(ready.public_id, point.id, "Đã bổ sung 45 vụ", actor=officer)
    submission.submit(ready.public_id, actor=officer)

    numbers = [
        one.number for one in db.session.query(ProposalRevision).order_by(ProposalRevision.number)
    ]
    assert (ready.status, numbers) == (ProposalStatus.SUBMITTED, [1, 2])
    at_home, *_ = stages_of(ready, nominations_of(ready.id), officer, everything=False)
    handed_in = [line for line in at_home.lines if line.head == proposal_lifecycle.label("submit")]
    assert len(handed_in) == 2  # within one minute, and yet two


def test_a_point_nobody_sent_yet_is_the_secretarys_alone(make_proposal, people):
    proposal = make_proposal(ProposalStatus.CHECKING)
    point = review.add_point(proposal.public_id, "Thiếu số liệu", actor=people["secretary"])

    with pytest.raises(InvalidStep):
        submission.answer_point(proposal.public_id, point.id, "x", actor=people["officer"])
    assert points_of(proposal.id, sent=True) == []


@pytest.mark.parametrize("act", [review.start_check, review.accept, review.send_back])
def test_a_secretary_who_is_a_nominee_lets_another_one_check(make_proposal, people, long_an, act):
    status = ProposalStatus.SUBMITTED if act is review.start_check else ProposalStatus.CHECKING
    proposal = make_proposal(status)
    nominations_of(proposal.id)[0].recipient.user_id = long_an.secretary.id
    db.session.commit()

    with pytest.raises(NotAllowed, match="một thư ký khác"):
        act(proposal.public_id, actor=people["secretary"])
    assert proposal.status is status


def a_meeting(present):
    return Meeting(
        datetime(2020, 12, 15, 1, tzinfo=UTC), "Phòng họp", present, 18, "Đỗ Văn G", "Trần Thị B"
    )


def _title(proposal, text, officer):
    drafting.edit_dossier(
        proposal.public_id,
        title=f"Hồ sơ {text}",
        summary="",
        version=proposal.version,
        actor=officer,
    )


def _achievements(proposal, text, officer):
    row = nominations_of(proposal.id)[0]
    nominating.write_achievements(
        proposal.public_id, row.public_id, f"Kết quả {text}", version=row.version, actor=officer
    )


def _move(proposal, _text, officer):
    nominating.move_nomination(
        proposal.public_id, nominations_of(proposal.id)[0].public_id, up=False, actor=officer
    )


def _remove(proposal, _text, officer):
    nominating.remove_nomination(
        proposal.public_id, nominations_of(proposal.id)[-1].public_id, actor=officer
    )


def _meeting(proposal, text, officer):
    votes = {row.public_id: len(text) for row in nominations_of(proposal.id)}
    record_meeting(
        proposal.public_id, a_meeting(16), votes, seen=seen_mark(proposal), actor=officer
    )


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20, deadline=None
)
@given(edit=st.sampled_from([_title, _achievements, _move, _remove, _meeting]),
       text=st.text(alphabet="abcđêơư 0123456789", max_size=10))  # fmt: skip
def test_any_edit_voids_the_sign_off(make_proposal, sign, people, edit, text):
    proposal = make_proposal(nominees=2)
    sign(proposal)

    edit(proposal, text, people["officer"])
    db.session.commit()

    assert find_sign_off(proposal.id) is None
