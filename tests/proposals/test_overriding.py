"""A person insists on a row the rules refuse: who may, on what, how long it holds, what is printed."""

import io
from datetime import date
from pathlib import Path

import docx
import pytest
from sqlalchemy import select

from workflow.awards.models import Ground
from workflow.core.audit import AuditRecord
from workflow.core.db import db
from workflow.core.errors import InvalidStep, NotAllowed, NotVisible, StaleEdit
from workflow.documents.engine.rendering import render
from workflow.proposals.eligibility.assessing import assess, assess_now
from workflow.proposals.inspection import inspect
from workflow.proposals.preflight import missing
from workflow.proposals.printouts import gather, nomination_list, submission_letter
from workflow.proposals.progress import progress_of
from workflow.proposals.queries import find_sign_off, nominations_of
from workflow.proposals.services import nominating, submission
from workflow.proposals.services.nominating import Row
from workflow.proposals.services.overriding import override_verdict, take_override_back
from workflow.proposals.states import NominationStatus, ProposalStatus
from workflow.recipients.models import Hold, YearlyGrade
from workflow.recipients.states import Grade

WEIGHED = "PERF:HTTNV:1|MOVEMENT"  # people may weigh the merit
STRICT = "PERF:HTTNV:1"
REASON = "Đã bám địa bàn A & B <x> {{ 7*7 }} suốt mùa lũ"
TEMPLATES = Path("document_templates/proposals")


@pytest.fixture
def refused_row(one_row, set_rule, learn):
    """A draft with one row that the rule refuses, but leaves to be weighed."""
    set_rule(WEIGHED)
    proposal, row = one_row
    learn(row.recipient_id, grades=[(2020, Grade.DONE)], complete=(2020,))
    return proposal, row


def answer_of(proposal, row):
    return assess_now(proposal, nominations_of(proposal.id))[row.id]


def insist(proposal, row, actor, reason=REASON, **over):
    told = {"seen": answer_of(proposal, row).digest, "version": row.version} | over
    override_verdict(proposal.public_id, row.public_id, reason, actor=actor, **told)
    db.session.commit()


def kept_back(proposal):
    return [one.nomination for one in missing(proposal) if one.step == "nominations"]


def printed(name, context):
    content = render((TEMPLATES / f"{name}.docx").read_bytes(), context)
    document = docx.Document(io.BytesIO(content))
    cells = [c.text for t in document.tables for r in t.rows for c in r.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def test_strangers_and_those_of_other_roles_insist_on_nothing(
    refused_row, people, long_an, actor, make_user
):
    proposal, row = refused_row
    stranger = actor(long_an.stranger, long_an.elsewhere)
    neighbour = actor(make_user(long_an.team1, "unit_head"), long_an.team1)

    for one in (stranger, neighbour):
        with pytest.raises(NotVisible):
            insist(proposal, row, one)
    with pytest.raises(NotAllowed):
        insist(proposal, row, people["officer"])
    with pytest.raises(NotVisible):  # what is not handed in the secretary does not see
        insist(proposal, row, people["secretary"])
    assert row.override is None


def test_the_secretarys_list_names_a_row_somebody_insists_on_among_what_to_look_at(
    refused_row, people
):
    proposal, row = refused_row

    def told():
        (point,) = [one for one in inspect(progress_of(proposal)) if one.topic == "nominations"]
        return point.verdict.value, [line.text.partition(". ")[0] for line in point.lines]

    insist(proposal, row, people["unit_head"])

    assert told() == (
        "ask",
        [f"Dòng 1, {row.recipient.name}: chưa đủ điều kiện, thủ trưởng đơn vị đề nghị xét"],
    )


def test_the_unit_head_insists_where_the_rule_lets_people_weigh_and_the_row_may_leave(
    refused_row, people, sign, client_as, long_an, draw_papers
):
    proposal, row = refused_row
    sign(proposal)
    before = kept_back(proposal)

    insist(proposal, row, people["unit_head"], f"  {REASON} ")

    kept = row.override
    assert (before, kept_back(proposal)) == ([row.public_id], [])
    assert {key: kept[key] for key in ("by", "name", "role", "reason", "verdict", "rule")} == {
        "by": long_an.unit_head.id, "name": "Đỗ Văn G", "role": "unit_head", "reason": REASON,
        "verdict": "no", "rule": WEIGHED,
    }  # fmt: skip
    assert kept["version"] == long_an.certificate_person.id
    assert find_sign_off(proposal.id) is None  # what was signed off is another text now
    [told] = db.session.scalars(
        select(AuditRecord).where(AuditRecord.act == "proposal.override")
    ).all()
    assert told.actor_id == long_an.unit_head.id
    assert told.detail == {"row": 1, "verdict": "no", "version": kept["version"]}
    draw_papers(proposal)
    sign(proposal)
    submission.submit(proposal.public_id, actor=people["officer"])
    db.session.commit()
    frozen = nominations_of(proposal.id)[0].frozen["eligibility"]
    assert (frozen["verdict"], frozen["override"]["reason"], frozen["override"]["void"]) == (
        "no", REASON, False,
    )  # fmt: skip
    page = client_as(long_an.secretary, long_an.department).get(
        f"/proposals/{proposal.public_id}/check"
    )
    assert page.text.count("Thủ trưởng đơn vị đề nghị xét:") == 1
    assert "A &amp; B &lt;x&gt; {{ 7*7 }}" in page.text


def test_the_sentence_is_printed_in_the_list_and_in_the_letter(refused_row, people):
    proposal, row = refused_row
    insist(proposal, row, people["unit_head"])
    source = gather(proposal)

    listed = printed("nomination_list", nomination_list(source))
    letter = printed("submission_letter", submission_letter(source))

    why = "Hoàn thành tốt nhiệm vụ trở lên: mới có 00, cần thêm 01"
    assert f"Chưa đủ điều kiện ({why}). Thủ trưởng đơn vị Đỗ Văn G đề nghị xét: {REASON}" in listed
    assert (
        f"Trường hợp đơn vị đề nghị xét riêng: {row.recipient.name} (Giấy khen của Cục trưởng, "
        f"chưa đủ điều kiện): {REASON}.\nKính đề nghị" in letter
    )


def test_a_letter_without_such_rows_has_no_paragraph_for_them(refused_row):
    letter = printed("submission_letter", submission_letter(gather(refused_row[0])))

    assert "Trường hợp" not in letter
    assert "\n\nKính đề nghị" not in letter


def test_a_strict_rule_is_not_the_unit_s_to_weigh_but_the_secretary_s(
    make_proposal, people, set_rule, learn
):
    set_rule(STRICT)
    draft, handed_in = make_proposal(), make_proposal(ProposalStatus.CHECKING)
    rows = [nominations_of(one.id)[0] for one in (draft, handed_in)]
    for row in rows:
        learn(row.recipient_id, grades=[(2020, Grade.DONE)], complete=(2020,))

    with pytest.raises(InvalidStep, match="không để đơn vị xem xét thêm"):
        insist(draft, rows[0], people["unit_head"])
    with pytest.raises(InvalidStep, match="không ở bước"):
        insist(handed_in, rows[1], people["unit_head"])
    insist(handed_in, rows[1], people["secretary"])

    assert (rows[0].override, rows[1].override["role"]) == (None, "secretary")
    [told] = db.session.scalars(
        select(AuditRecord).where(AuditRecord.act == "proposal.override")
    ).all()
    assert (told.subject_kind, told.subject_id, told.detail["reason"]) == (
        "nomination", rows[1].id, REASON,
    )  # fmt: skip


@pytest.mark.parametrize("guard", ["hold", "kind", "twice"])
def test_what_a_guard_refuses_nobody_insists_on(
    make_proposal, people, set_rule, learn, long_an, guard
):
    from tests.factories.proposals import make_nomination

    set_rule(WEIGHED)
    proposal = make_proposal(ProposalStatus.CHECKING)
    row = nominations_of(proposal.id)[0]
    learn(row.recipient_id, grades=[(2020, Grade.DONE)], complete=(2020,))
    assert answer_of(proposal, row).is_open_to("secretary")  # the positive twin
    if guard == "hold":
        db.session.add(
            Hold(recipient_id=row.recipient_id, reason="Thanh tra", starts_on=date(2020, 11, 2),
                 entered_by_id=long_an.officer.id)
        )  # fmt: skip
    elif guard == "kind":
        long_an.certificate_person.subject = "collective"
    else:
        make_nomination(proposal, row.recipient, long_an.certificate_person, position=2)
    db.session.commit()

    for one in (people["secretary"], people["unit_head"]):
        with pytest.raises(InvalidStep):
            insist(proposal, row, one)
    assert row.override is None


def test_nobody_insists_on_the_own_award(refused_row, people, long_an, make_proposal, learn):
    proposal, row = refused_row
    row.recipient.user_id = long_an.unit_head.id
    db.session.commit()
    with pytest.raises(NotAllowed, match="không tự đề nghị xét"):
        insist(proposal, row, people["unit_head"])

    checked = make_proposal(ProposalStatus.CHECKING, nominees=2)
    own, other = nominations_of(checked.id)
    learn(other.recipient_id, grades=[(2020, Grade.DONE)], complete=(2020,))
    own.recipient.user_id = long_an.secretary.id
    db.session.commit()
    with pytest.raises(NotAllowed, match="không tự đề nghị xét"):
        insist(checked, other, people["secretary"])

    row.recipient.user_id = own.recipient.user_id = None
    db.session.commit()
    insist(proposal, row, people["unit_head"])
    insist(checked, other, people["secretary"])
    assert (row.override["name"], other.override["name"]) == ("Đỗ Văn G", "Lê Văn C")


def test_a_stale_form_and_other_data_than_was_read_are_refused(refused_row, people, learn):
    proposal, row = refused_row
    seen = answer_of(proposal, row).digest
    with pytest.raises(StaleEdit) as stale:
        insist(proposal, row, people["unit_head"], version=row.version - 1)
    assert [(one.yours, one.theirs) for one in stale.value.differences] == [(REASON, "")]

    db.session.query(YearlyGrade).update({"grade": Grade.NOT_DONE, "source": "Thông báo mới"})
    db.session.commit()
    with pytest.raises(InvalidStep, match="Dữ liệu vừa thay đổi"):
        insist(proposal, row, people["unit_head"], seen=seen)
    insist(proposal, row, people["unit_head"])
    assert row.override["reason"] == REASON


def test_it_lapses_when_the_facts_change_and_the_row_is_kept_back_again(refused_row, people):
    proposal, row = refused_row
    insist(proposal, row, people["unit_head"])
    db.session.query(YearlyGrade).update({"source": "Thông báo thay thế"})
    db.session.commit()

    override = answer_of(proposal, row).override
    assert (override.void, override.reason) == (True, REASON)
    assert kept_back(proposal) == [row.public_id]
    assert REASON not in str(nomination_list(gather(proposal)))


def test_another_ground_voids_it_for_good_also_when_the_old_one_returns(
    refused_row, people, long_an
):
    proposal, row = refused_row
    insist(proposal, row, people["unit_head"])
    for ground in (Ground.SUDDEN, Ground.MERIT):
        nominating.edit_nomination(
            proposal.public_id, row.public_id,
            Row(long_an.certificate_person.id, ground, 2020, achievements="Đã giúp dân"),
            version=row.version, actor=people["officer"],
        )  # fmt: skip
        db.session.commit()

    answer = answer_of(proposal, row)
    assert (answer.override.void, answer.blocks) == (True, True)


def test_other_words_in_the_row_leave_it_standing(refused_row, people, long_an):
    proposal, row = refused_row
    insist(proposal, row, people["unit_head"])
    nominating.write_achievements(
        proposal.public_id, row.public_id, "Viết lại thành tích", version=row.version,
        actor=people["officer"],
    )  # fmt: skip
    db.session.commit()

    assert not answer_of(proposal, row).override.void


def test_it_is_taken_back_by_the_head_and_by_nobody_else(refused_row, people):
    proposal, row = refused_row
    insist(proposal, row, people["unit_head"])
    with pytest.raises(NotAllowed):
        take_override_back(proposal.public_id, row.public_id, version=row.version,
                           actor=people["officer"])  # fmt: skip
    with pytest.raises(StaleEdit):
        take_override_back(proposal.public_id, row.public_id, version=1,
                           actor=people["unit_head"])  # fmt: skip

    take_override_back(proposal.public_id, row.public_id, version=row.version,
                       actor=people["unit_head"])  # fmt: skip
    db.session.commit()
    assert (row.override, kept_back(proposal)) == (None, [row.public_id])


@pytest.mark.parametrize("status", [NominationStatus.PASSED, NominationStatus.NOT_PASSED])
def test_after_the_vote_nobody_insists(make_proposal, people, set_rule, learn, status):
    set_rule(WEIGHED)
    proposal = make_proposal(ProposalStatus.COUNCIL_REVIEW, nomination_status=status)
    row = nominations_of(proposal.id)[0]
    learn(row.recipient_id, grades=[(2020, Grade.DONE)], complete=(2020,))

    with pytest.raises(InvalidStep, match="không ở bước"):
        insist(proposal, row, people["secretary"])


def test_the_page_asks_the_head_and_tells_the_officer_whom_to_ask(
    refused_row, client_as, long_an, people
):
    proposal, row = refused_row
    url = f"/proposals/{proposal.public_id}"
    head = client_as(long_an.unit_head, long_an.team3)
    seen = assess(proposal, [row])[row.id].digest
    form = {"seen": seen, "version": row.version}

    offered = head.get(f"{url}/nominations").text
    empty = head.post(f"{url}/override/{row.public_id}", data={"reason": " "} | form)
    done = head.post(f"{url}/override/{row.public_id}", data={"reason": REASON} | form)
    stale = head.post(f"{url}/override/{row.public_id}", data={"reason": "Khác"} | form)
    shown = head.get(f"{url}/nominations").text
    officer = client_as(long_an.officer, long_an.team3)

    assert (f'id="insist-{row.public_id}"' in offered, "Bỏ đề nghị xét" in offered) == (True, False)
    assert (empty.status_code, "Hãy ghi một câu lý do." in empty.text) == (422, True)
    assert (done.status_code, stale.status_code) == (302, 409)
    assert ("A &amp; B &lt;x&gt; {{ 7*7 }}" in shown, "Bỏ đề nghị xét" in shown) == (True, True)
    assert "Bỏ đề nghị xét" not in officer.get(f"{url}/nominations").text
    assert officer.post(f"{url}/override/{row.public_id}", data=form).status_code == 403
    back = head.post(f"{url}/take-override-back/{row.public_id}",
                     data={"version": nominations_of(proposal.id)[0].version})  # fmt: skip
    assert back.status_code == 302
    asked = officer.get(f"{url}/nominations").text
    assert "Thủ trưởng đơn vị có thể mở trang này" in asked
    assert f'id="insist-{row.public_id}"' not in asked


def test_nobody_is_sent_to_a_head_who_is_the_nominee(refused_row, client_as, long_an):
    proposal, row = refused_row
    row.recipient.user_id = long_an.unit_head.id
    db.session.commit()
    url = f"/proposals/{proposal.public_id}/nominations"

    officer = client_as(long_an.officer, long_an.team3).get(url).text
    head = client_as(long_an.unit_head, long_an.team3).get(url).text
    assert "Thủ trưởng đơn vị có thể mở trang này" not in officer
    assert "Bạn được đề nghị ở dòng này nên không tự đề nghị xét." in head
    assert f'id="insist-{row.public_id}"' not in head


def test_the_secretary_insists_on_the_page_of_the_check_and_an_empty_reason_comes_back(
    make_proposal, client_as, long_an, set_rule, learn
):
    set_rule(STRICT)
    proposal = make_proposal(ProposalStatus.CHECKING)
    row = nominations_of(proposal.id)[0]
    learn(row.recipient_id, grades=[(2020, Grade.DONE)], complete=(2020,))
    secretary = client_as(long_an.secretary, long_an.department)
    url = f"/proposals/{proposal.public_id}"
    form = {"seen": assess(proposal, [row])[row.id].digest, "version": row.version}

    offered = secretary.get(f"{url}/check").text
    empty = secretary.post(f"{url}/override/{row.public_id}", data=form)
    done = secretary.post(f"{url}/override/{row.public_id}", data={"reason": REASON} | form)
    shown = secretary.get(f"{url}/check").text

    assert f'id="insist-{row.public_id}"' in offered
    assert (empty.status_code, "Hãy ghi một câu lý do." in empty.text) == (422, True)
    assert (done.status_code, shown.count("Thư ký Hội đồng đề nghị xét:")) == (302, 1)
    assert f'id="insist-{row.public_id}"' not in shown
