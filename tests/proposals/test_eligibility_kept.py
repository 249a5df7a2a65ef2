"""What eligibility keeps back, lets go with a sentence, freezes and shows on the pages."""

import pytest

from workflow.awards.models import Ground
from workflow.core.db import db
from workflow.core.errors import Incomplete, StaleEdit
from workflow.proposals.eligibility.freezing import differences
from workflow.proposals.preflight import missing
from workflow.proposals.printouts import gather, nomination_list
from workflow.proposals.queries import nominations_of
from workflow.proposals.services import nominating, review, submission
from workflow.proposals.services.explaining import explain_nomination
from workflow.proposals.services.nominating import Row
from workflow.proposals.states import ProposalStatus
from workflow.recipients.states import Grade


def test_rows_that_are_not_eligible_keep_the_dossier_and_are_named(ready, people, set_rule, learn):
    set_rule("PERF:HTTNV:1")
    rows = nominations_of(ready.id)
    for row in rows:
        learn(row.recipient_id, grades=[(2020, Grade.DONE)], complete=(2020,))

    with pytest.raises(Incomplete) as refused:
        submission.submit(ready.public_id, actor=people["officer"])

    reason = "Hoàn thành tốt nhiệm vụ trở lên: mới có 00, cần thêm 01"
    named = [f"dòng {n}, {row.recipient.name} ({reason})" for n, row in enumerate(rows, start=1)]
    assert str(refused.value) == (
        f"Chưa nộp được vì chưa đủ điều kiện: {'; '.join(named)}. Hãy sửa hoặc bỏ những dòng này "
        "ở bước 2, rồi nộp lại."
    )
    assert [one.nomination for one in missing(ready)] == [row.public_id for row in rows]


def test_the_sentence_that_is_asked_for_lets_the_row_go_and_is_printed(
    one_row, people, set_rule, learn
):
    set_rule("PERF:HTTNV:1")
    proposal, row = one_row
    learn(row.recipient_id, grades=[(2020, Grade.WELL), (2020, Grade.DONE)])
    asked = [one.nomination for one in missing(proposal) if one.step == "nominations"]

    explain_nomination(
        proposal.public_id, row.public_id, " Thông báo số 9 đã thay  thông báo cũ ",
        version=row.version, actor=people["officer"],
    )  # fmt: skip
    db.session.commit()

    printed = nomination_list(gather(proposal))["individuals"][0]["achievements"]
    assert asked == [row.public_id]
    assert [one for one in missing(proposal) if one.step == "nominations"] == []
    assert printed.endswith("\nGiải trình: Thông báo số 9 đã thay thông báo cũ")
    with pytest.raises(StaleEdit):
        explain_nomination(proposal.public_id, row.public_id, "x", version=0,
                           actor=people["officer"])  # fmt: skip


def test_another_year_takes_the_sentence_back(one_row, people, long_an):
    proposal, row = one_row
    row.eligibility_note = "Đã hỏi đơn vị cũ"
    db.session.commit()
    other = Row(long_an.certificate_person.id, Ground.MERIT, 2019)

    nominating.edit_nomination(proposal.public_id, row.public_id, other, version=row.version,
                               actor=people["officer"])  # fmt: skip

    assert row.eligibility_note == ""


def test_what_was_said_is_frozen_and_a_later_change_is_told(
    ready, people, set_rule, learn, client_as, long_an
):
    set_rule("PERF:HTTNV:1")
    submission.submit(ready.public_id, actor=people["officer"])
    db.session.commit()
    first, second = nominations_of(ready.id)
    frozen = first.frozen["eligibility"]
    same = differences(ready, [first, second])
    learn(first.recipient_id, grades=[(2020, Grade.DONE)], complete=(2020,))

    page = client_as(long_an.secretary, long_an.department).get(
        f"/proposals/{ready.public_id}/check"
    )
    assert frozen == {
        "version": long_an.certificate_person.id, "rule": "PERF:HTTNV:1", "legal_basis": "",
        "verdict": "wait", "note": "",
        "heading": "Hoàn thành tốt nhiệm vụ trở lên: chưa có dữ liệu để kiểm tra",
        "lines": [{"verdict": "wait", "title": "Hoàn thành tốt nhiệm vụ trở lên",
                   "detail": "Chưa có dữ liệu để kiểm tra"}],
    }  # fmt: skip
    assert {"name", "award", "post"} < set(first.frozen)
    assert (same, list(differences(ready, [first, second]))) == ({}, [first.id])
    assert page.text.count("Dữ liệu đã thay đổi từ khi nộp:") == 1
    assert "Chưa kiểm tra được" in page.text


def test_the_list_counts_filters_and_opens_what_keeps_it_back(
    make_proposal, set_rule, learn, client_as, long_an
):
    set_rule("PERF:HTTNV:1")
    proposal = make_proposal(nominees=2)
    first, second = nominations_of(proposal.id)
    learn(first.recipient_id, grades=[(2020, Grade.DONE)], complete=(2020,))
    officer = client_as(long_an.officer, long_an.team3)
    url = f"/proposals/{proposal.public_id}/nominations"

    every, refused = officer.get(url).text, officer.get(f"{url}?elig=no").text

    assert ("<b>1</b> chưa đủ" in every, "<b>1</b> chưa kiểm tra được" in every) == (True, True)
    ways = ("Bạn có thể chọn một cách", "Vẫn nộp được. Bạn có thể làm thêm")
    assert every.count("<details open>") == 1
    assert [every.count(heading) for heading in ways] == [1, 1]
    shown = [row.public_id for row in (first, second) if f'id="row-{row.public_id}"' in refused]
    assert shown == [first.public_id]
    assert officer.get(f"{url}?elig=odd").status_code == 200


def test_the_sentence_is_typed_on_the_row_and_too_long_a_one_comes_back(
    one_row, client_as, long_an, set_rule, learn
):
    set_rule("PERF:HTTNV:1")
    proposal, row = one_row
    learn(row.recipient_id, grades=[(2020, Grade.WELL), (2020, Grade.DONE)])
    officer = client_as(long_an.officer, long_an.team3)
    url = f"/proposals/{proposal.public_id}/explain-nomination/{row.public_id}"

    long = officer.post(url, data={"note": "dài " * 200, "version": row.version})
    kept = officer.post(url, data={"note": "Đã đối chiếu bản gốc", "version": row.version})

    assert (long.status_code, "dài dài" in long.text, kept.status_code) == (422, True, 302)
    assert nominations_of(proposal.id)[0].eligibility_note == "Đã đối chiếu bản gốc"


def test_a_row_that_came_back_may_be_left_with_a_reason_only(
    make_proposal, people, set_rule, learn, client_as, long_an
):
    set_rule("PERF:HTTNV:1")
    proposal = make_proposal(ProposalStatus.CHECKING)
    row = nominations_of(proposal.id)[0]
    learn(row.recipient_id, grades=[(2020, Grade.DONE)], complete=(2020,))
    review.add_point(proposal.public_id, "Thiếu", actor=people["secretary"])
    review.send_back(proposal.public_id, actor=people["secretary"])
    db.session.commit()

    page = client_as(long_an.officer, long_an.team3).get(
        f"/proposals/{proposal.public_id}/nominations"
    )

    assert page.text.count("Rút đề nghị") == 1
