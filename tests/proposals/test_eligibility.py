"""Who of a dossier is eligible and why: the rule of the year, the data, the guards."""

from datetime import date

import pytest
from sqlalchemy import event

from tests.factories.proposals import make_nomination
from tests.factories.story import make_award_version
from workflow.awards.catalogue_texts import law_text
from workflow.awards.models import AwardKind, AwardVersion, Ground, Honour, Initiative
from workflow.awards.states import Scope
from workflow.core.db import db
from workflow.core.i18n import on_paper
from workflow.organisations.models import OrganisationKind
from workflow.proposals.eligibility.assessing import assess
from workflow.proposals.preflight import missing
from workflow.proposals.queries import nominations_of
from workflow.proposals.states import ProposalStatus
from workflow.recipients.models import Hold, Membership, RecipientKind
from workflow.recipients.states import Grade

RULE = "PERF:HTXSNV:2 consecutive&INIT:grassroots:2"
FREE_ROW = ("ok", "Dữ liệu đáp ứng mọi điều kiện của hình thức này", False, ["ok"])


def said(proposal):
    """Return verdict, heading, whether a sentence is wanted, and the verdicts of the lines."""
    rows = nominations_of(proposal.id)
    answers = assess(proposal, rows)
    return [
        (one.verdict.value, one.heading, one.asks_note, [line.verdict.value for line in one.lines])
        for one in (answers[row.id] for row in rows)
    ]


def test_a_row_without_data_cannot_be_checked_and_keeps_nothing_back(one_row, set_rule):
    set_rule(RULE)
    proposal, _row = one_row

    wanted = "Hoàn thành xuất sắc nhiệm vụ 02 năm liên tục: chưa có dữ liệu năm 2019, 2020"
    assert said(proposal) == [("wait", wanted, False, ["wait", "wait"])]
    assert [one for one in missing(proposal) if one.step == "nominations"] == []


def test_what_lacks_is_said_with_the_data_it_was_judged_by(one_row, set_rule, learn):
    set_rule(RULE)
    proposal, row = one_row
    good = [(2019, Grade.EXCELLENT), (2020, Grade.EXCELLENT)]
    learn(row.recipient_id, grades=good, complete=(2019, 2020))
    db.session.add(
        Initiative(recipient_id=row.recipient_id, title="Sổ địa bàn", scope=Scope.GRASSROOTS,
                   year=2019)
    )  # fmt: skip
    db.session.commit()

    answer = assess(proposal, [row])[row.id]
    assert (answer.verdict.value, answer.heading) == (
        "no", "02 sáng kiến được công nhận ở cấp cơ sở: mới có 01, cần thêm 01",
    )  # fmt: skip
    assert [(line.verdict.value, line.detail) for line in answer.lines] == [
        ("ok", "2019: Thông báo xếp loại 2019; 2020: Thông báo xếp loại 2020"),
        ("no", "Mới có 01, cần thêm 01"),
    ]
    assert [fix.value for fix in answer.fixes] == ["ledger", "award", "remove"]


NOT_CONFIRMED = "iều kiện chưa được kiểm chứng với văn bản gốc nên phần mềm không kết luận"


@pytest.mark.parametrize(
    ("rule", "heading"),
    [
        ("FREE", f"Đ{NOT_CONFIRMED}"),
        ("PERF:HTTNV:1", f"Dữ liệu đáp ứng mọi điều kiện, nhưng đ{NOT_CONFIRMED}"),
    ],
)
def test_what_meets_a_rule_nobody_confirmed_is_not_decided_and_asks_no_sentence(
    one_row, set_rule, learn, rule, heading
):
    set_rule(rule, verified="partly")
    proposal, row = one_row
    learn(row.recipient_id, grades=[(2020, Grade.WELL)], complete=(2020,))

    found = said(proposal)
    assert [one[:3] for one in found] == [("ask", heading, False)]
    assert [one for one in missing(proposal) if one.step == "nominations"] == []


def test_what_lacks_of_a_rule_nobody_confirmed_is_said_first_and_wants_a_sentence(
    one_row, set_rule, learn
):
    set_rule("PERF:HTXSNV:2 consecutive|MOVEMENT", verified="partly")
    proposal, row = one_row
    learn(row.recipient_id, grades=[(2019, Grade.EXCELLENT), (2020, Grade.DONE)],
          complete=(2019, 2020))  # fmt: skip

    answer = assess(proposal, [row])[row.id]
    assert (answer.verdict.value, answer.asks_note, answer.blocks) == ("ask", True, False)
    assert answer.heading == (
        "Hoàn thành xuất sắc nhiệm vụ 02 năm liên tục: thiếu năm 2020. Điều kiện này chưa được kiểm chứng với văn "
        "bản gốc nên phần mềm không kết luận"
    )
    assert [fix.value for fix in answer.fixes] == ["ledger", "award", "ground"]


def test_the_rule_is_the_one_of_the_last_day_of_the_year_of_the_achievement(
    one_row, set_rule, long_an
):
    set_rule("UNVERIFIED")
    proposal, row = one_row
    later = AwardVersion(
        award_id=long_an.certificate_person.award_id, name="Giấy khen", subject="individual",
        prerequisite="FREE", verified="yes", valid_from=date(2024, 1, 1),
    )  # fmt: skip
    db.session.add(later)
    row.award_version = later
    db.session.commit()

    assert assess(proposal, [row])[row.id].version.id == long_an.certificate_person.id


def test_two_grades_for_one_year_are_for_a_person_and_want_a_sentence(one_row, set_rule, learn):
    set_rule("PERF:HTTNV:1")
    proposal, row = one_row
    learn(row.recipient_id, grades=[(2020, Grade.WELL), (2020, Grade.NOT_DONE)])

    verdict, heading, asks, _lines = said(proposal)[0]
    assert (verdict, asks) == ("ask", True)
    assert heading.startswith("Hoàn thành tốt nhiệm vụ trở lên: có hai kết quả xếp loại")


def test_a_title_proposed_beside_is_pending_and_wants_a_sentence(one_row, set_rule, long_an):
    title = make_award_version("LDTT", "Lao động tiên tiến", "individual",
                               OrganisationKind.DEPARTMENT, "")  # fmt: skip
    title.award.kind = AwardKind.TITLE
    set_rule("FREE", version=title)
    set_rule("LDTT:1 same_year")
    proposal, row = one_row
    make_nomination(proposal, row.recipient, title, position=2)

    heading = "Đạt “Lao động tiên tiến” cùng năm: còn chờ kết quả đề nghị trong đợt này"
    assert said(proposal) == [("ask", heading, True, ["ask"]), FREE_ROW]


def test_a_draft_of_another_unit_is_not_pending_here(one_row, set_rule, long_an, make_proposal):
    title = make_award_version("LDTT", "Lao động tiên tiến", "individual",
                               OrganisationKind.DEPARTMENT, "")  # fmt: skip
    set_rule("LDTT:1 same_year")
    proposal, row = one_row
    draft = make_proposal(nominees=0, proposing=long_an.team1)
    make_nomination(draft, row.recipient, title)

    assert [one[0] for one in said(proposal)] == ["wait"]


def test_an_open_hold_blocks_and_an_ended_one_does_not(one_row, set_rule, long_an):
    set_rule("FREE")
    proposal, row = one_row
    hold = Hold(recipient_id=row.recipient_id, reason="Thanh tra chuyên ngành",
                starts_on=date(2020, 11, 2), entered_by_id=long_an.officer.id)  # fmt: skip
    db.session.add(hold)
    db.session.commit()

    blocked = assess(proposal, [row])[row.id]
    hold.ends_on = date(2020, 12, 1)
    db.session.commit()
    assert blocked.heading == (
        "Đang thanh tra, kiểm tra, điều tra hoặc có khiếu nại nên chưa nộp được: "
        "thanh tra chuyên ngành, từ 02/11/2020"
    )
    assert (blocked.verdict.value, [fix.value for fix in blocked.fixes]) == (
        "no", ["remove"],
    )  # fmt: skip
    assert said(proposal) == [FREE_ROW]


def test_a_title_held_for_the_year_is_not_given_twice_a_form_is_asked_about(
    one_row, set_rule, long_an
):
    set_rule("FREE")
    proposal, row = one_row
    award = long_an.certificate_person.award
    db.session.add(
        Honour(recipient_id=row.recipient_id, award_id=award.id, year=2020, ground=Ground.MERIT,
               number_text="12/QĐ-QLTTLA")
    )  # fmt: skip
    db.session.commit()
    as_form = said(proposal)[0]
    award.kind = AwardKind.TITLE
    db.session.commit()

    heading = "Đã được tặng hình thức này cho năm 2020: 2020: 12/QĐ-QLTTLA"
    assert as_form == ("ask", heading, True, ["ok", "ask"])
    assert said(proposal)[0] == ("no", heading, False, ["ok", "no"])


def test_the_same_award_under_way_in_another_dossier_is_asked_about(
    one_row, set_rule, long_an, make_proposal
):
    set_rule("FREE")
    proposal, row = one_row
    other = make_proposal(ProposalStatus.SUBMITTED, nominees=0)
    make_nomination(other, row.recipient, long_an.certificate_person)

    assert [one[0] for one in said(proposal)] == ["ask"]


def test_a_row_and_the_one_it_continues_are_not_two(one_row, set_rule, long_an, make_proposal):
    set_rule("FREE")
    proposal, row = one_row
    above = make_proposal(ProposalStatus.SUBMITTED, nominees=0)
    make_nomination(above, row.recipient, long_an.certificate_person, origin_id=row.id)

    assert said(above) == said(proposal) == [FREE_ROW]


def test_the_wrong_kind_of_recipient_is_not_eligible(one_row, set_rule, long_an):
    proposal, row = one_row
    set_rule("FREE", version=long_an.certificate_collective)
    row.award_version = long_an.certificate_collective
    db.session.commit()

    assert said(proposal)[0][:2] == ("no", "Hình thức dành cho loại đối tượng khác: giấy khen")


def test_whoever_worked_elsewhere_in_the_year_is_asked_about_a_newcomer_is_not(
    make_proposal, make_recipient, set_rule, long_an
):
    set_rule("FREE")
    proposal = make_proposal(nominees=0)
    moved, new = make_recipient("Đặng Văn M"), make_recipient("Lý Thị Mới")
    places = [(moved, long_an.team1, date(2019, 1, 1), date(2020, 12, 31)),
              (moved, long_an.team3, date(2021, 1, 1), None),
              (new, long_an.team3, date(2021, 1, 1), None)]  # fmt: skip
    for position, (one, unit, first, last) in enumerate(places, start=1):
        db.session.add(Membership(recipient_id=one.id, organisation_id=unit.id, valid_from=first,
                                  valid_to=last))  # fmt: skip
        if position > 1:
            make_nomination(proposal, one, long_an.certificate_person, position=position)

    assert [(one[0], one[2]) for one in said(proposal)] == [("ask", True), ("wait", False)]


def test_twelve_rows_ask_as_many_queries_as_one(make_proposal, set_rule):
    set_rule(f"({RULE})|LDTT:1 same_year")
    costs = []
    for proposal in (make_proposal(nominees=1), make_proposal(nominees=12)):
        rows = nominations_of(proposal.id)
        assess(proposal, rows)  # the organisations are loaded now
        seen = []
        listener = lambda *args, seen=seen: seen.append(args[2])  # noqa: E731
        event.listen(db.engine, "before_cursor_execute", listener)
        assess(proposal, rows)
        event.remove(db.engine, "before_cursor_execute", listener)
        costs.append(len(seen))

    assert costs[0] == costs[1]
    assert costs[0] <= 16


@pytest.mark.parametrize(
    ("reference", "text"),
    [
        ("Law 06/2022/QH15 Art 24, 80; Decree 152/2025 Art 6(2)(c)",
         "Luật 06/2022/QH15 Điều 24, 80; Nghị định 152/2025 Điều 6(2)(c)"),
        ("Law 06/2022/QH15 Art 27, 79 (Art 79 number unverified)",
         "Luật 06/2022/QH15 Điều 27, 79"),
        ("Law 15/2003 as amended 2013; criteria by ministry", "Luật 15/2003, sửa đổi 2013"),
        ("Quy chế 12/QĐ của Cục", "Quy chế 12/QĐ của Cục"),
        ("", ""),
    ],
)  # fmt: skip
def test_references_are_written_as_the_office_writes_them(reference, text):
    assert law_text(reference) == text


def test_a_collective_is_not_asked_where_it_worked(
    make_proposal, make_recipient, set_rule, long_an
):
    set_rule("FREE", version=long_an.certificate_collective)
    proposal = make_proposal(nominees=0)
    team = make_recipient("Đội 3", kind=RecipientKind.COLLECTIVE)
    make_nomination(proposal, team, long_an.certificate_collective)

    with on_paper():
        assert said(proposal) == [FREE_ROW]
