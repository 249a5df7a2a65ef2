"""Every guard with what trips it and, beside it, what must not."""

from dataclasses import replace
from datetime import date

import pytest

from tests.factories.archive import statements
from tests.factories.proposals import make_nomination
from tests.factories.story import make_award_version
from workflow.awards.models import AwardKind, Ground, Honour
from workflow.core.db import db
from workflow.organisations.models import OrganisationKind
from workflow.proposals.eligibility.assessing import Fix, assess
from workflow.proposals.eligibility.deeds import NONE_KNOWN, gather_deeds
from workflow.proposals.eligibility.gathering import gather_facts
from workflow.proposals.eligibility.guards import guards
from workflow.proposals.eligibility.nominated import nominated_of
from workflow.proposals.queries import nominations_of
from workflow.proposals.states import NominationStatus, ProposalStatus
from workflow.recipients.models import Hold, Lineage, Membership, RecipientKind
from workflow.recipients.states import LineageKind

DEED = "Lập sổ theo dõi địa bàn dùng chung, phát hiện 12 vụ hàng giả trong năm 2020 tại ba huyện."


def propose(proposal, recipient, version, *, year=2020, ground=Ground.MERIT, **fields):
    row = make_nomination(proposal, recipient, version, **fields)
    row.year, row.ground = year, ground
    db.session.commit()
    return row


def said(proposal):
    """Return, by row, the verdict and first words of every guard that speaks."""
    rows = nominations_of(proposal.id)
    found = gather_facts(proposal, rows)
    return [
        [
            (line.verdict.value, line.title)
            for line in guards(
                row, rows, found.version_of(row.award_version.award_id, row.year), found
            )
        ]
        for row in rows
    ]


@pytest.fixture(autouse=True)
def free(set_rule):
    set_rule("FREE")


@pytest.fixture
def other_form(set_rule):
    """A second form persons may be given."""
    version = make_award_version("BKX", "Bằng khen", "individual", OrganisationKind.DEPARTMENT, "")
    set_rule("FREE", version=version)
    return version


@pytest.fixture
def title(set_rule):
    def make(code):
        version = make_award_version(code, code, "individual", OrganisationKind.DEPARTMENT, "")
        version.award.kind = AwardKind.TITLE
        set_rule("FREE", version=version)
        return version

    return make


def give(row, *, number="7/QĐ", **changes):
    values = {
        "recipient_id": row.recipient_id, "award_id": row.award_version.award_id,
        "year": row.year, "ground": row.ground, "number_text": number,
    }  # fmt: skip
    honour = Honour(**(values | changes))
    db.session.add(honour)
    db.session.commit()
    return honour


def test_a_row_without_a_fault_is_told_nothing(one_row):
    proposal, _row = one_row

    assert said(proposal) == [[]]


def test_the_same_person_twice_in_a_dossier(one_row, long_an, make_recipient):
    proposal, row = one_row
    another = make_recipient("Vũ Thị Khác", organisation=long_an.team3)
    propose(proposal, another, long_an.certificate_person, position=2)
    once = said(proposal)

    propose(proposal, row.recipient, long_an.certificate_person, position=3)

    twice = [("no", "Đề nghị hai lần trong hồ sơ này")]
    assert (once, said(proposal)) == ([[], []], [twice, [], twice])


def test_the_same_person_in_another_dossier(one_row, long_an, make_proposal):
    proposal, row = one_row
    draft = make_proposal(nominees=0)
    propose(draft, row.recipient, long_an.certificate_person)
    unsent = said(proposal)
    draft.submitted_at = proposal.created_at
    db.session.commit()

    heading = "Đang được đề nghị hình thức này ở một hồ sơ khác"
    assert (unsent, said(proposal)) == ([[]], [[("ask", heading)]])


def test_a_kind_of_recipient_the_award_is_not_for(one_row, long_an, set_rule):
    proposal, row = one_row
    set_rule("FREE", version=long_an.certificate_collective)
    row.award_version = long_an.certificate_collective
    db.session.commit()
    wrong = said(proposal)
    row.recipient.kind = RecipientKind.COLLECTIVE
    db.session.commit()

    assert (wrong, said(proposal)) == ([[("no", "Hình thức dành cho loại đối tượng khác")]], [[]])


@pytest.mark.parametrize(
    ("first", "last", "stops"),
    [(1, None, True), (1, 30, True), (1, 10, False)],
)
def test_an_inspection_stops_while_it_lasts(one_row, long_an, first, last, stops):
    proposal, row = one_row
    db.session.add(
        Hold(recipient_id=row.recipient_id, reason="Thanh tra", starts_on=date(2020, 12, first),
             ends_on=last and date(2020, 12, last), entered_by_id=long_an.officer.id)
    )  # fmt: skip
    db.session.commit()

    heading = "Đang thanh tra, kiểm tra, điều tra hoặc có khiếu nại nên chưa nộp được"
    assert said(proposal) == [[("no", heading)] if stops else []]


@pytest.mark.parametrize(("unit", "told"), [("team1", True), ("team3", False)])
def test_whoever_was_not_in_the_unit_then(make_proposal, make_recipient, long_an, unit, told):
    proposal, person = make_proposal(nominees=0), make_recipient("Đặng Văn M")
    db.session.add(
        Membership(recipient_id=person.id, organisation_id=getattr(long_an, unit).id,
                   valid_from=date(2019, 1, 1), valid_to=date(2020, 12, 31))
    )  # fmt: skip
    propose(proposal, person, long_an.certificate_person)

    assert said(proposal) == [[("ask", "Không thuộc đơn vị trong năm 2020")] if told else []]


@pytest.mark.parametrize("given", [True, False])
def test_an_achievement_that_was_rewarded_or_is_proposed_already(
    one_row, long_an, make_proposal, other_form, given
):
    proposal, row = one_row
    row.achievements = DEED
    status = NominationStatus.AWARDED if given else NominationStatus.PROPOSED
    other = make_proposal(ProposalStatus.SUBMITTED, nominees=0)
    twin = propose(
        other, row.recipient, other_form, achievements=f"  {DEED.upper()}\n", status=status,
        year=2019,
    )  # fmt: skip
    same = said(proposal)
    twin.achievements = DEED.replace("12", "13")
    db.session.commit()

    heading = (
        "Thành tích này đã được khen" if given
        else "Thành tích này cũng đang được đề nghị khen hình thức khác"
    )  # fmt: skip
    assert (same, said(proposal)) == ([[("ask", heading)]], [[]])


def test_a_phrase_everybody_writes_is_no_achievement(one_row, make_proposal, other_form):
    proposal, row = one_row
    other = make_proposal(ProposalStatus.SUBMITTED, nominees=0)
    propose(other, row.recipient, other_form, year=2019)

    assert said(proposal) == [[]]


@pytest.mark.parametrize("status", ["withdrawn", "not_awarded", "revoked"])
def test_what_came_to_nothing_rewarded_nothing(one_row, make_proposal, other_form, status):
    proposal, row = one_row
    row.achievements = DEED
    other = make_proposal(ProposalStatus.SUBMITTED, nominees=0)
    propose(other, row.recipient, other_form, achievements=DEED,
                    status=NominationStatus(status))  # fmt: skip

    assert said(proposal) == [[]]


def test_titles_of_a_year_build_on_one_achievement_and_a_form_does_not(
    make_proposal, make_recipient, long_an, title, other_form
):
    proposal = make_proposal(nominees=0)
    person = make_recipient("Đặng Văn M", organisation=long_an.team3)
    for position, version in enumerate([title("LDTT"), title("CSTDCS")], start=1):
        propose(proposal, person, version, position=position, achievements=DEED)
    titles = said(proposal)

    propose(proposal, person, other_form, position=3, achievements=DEED)

    asked = [("ask", "Thành tích này cũng đang được đề nghị khen hình thức khác")]
    assert (titles, said(proposal)) == ([[], []], [asked] * 3)


@pytest.mark.parametrize("where", ["here", "elsewhere", "held"])
def test_two_forms_for_one_year_are_asked_about(one_row, make_proposal, other_form, where):
    proposal, row = one_row
    changes = {"ground": Ground.SUDDEN}
    if where == "held":
        other = give(row, award_id=other_form.award_id, **changes)
    else:
        dossier = (
            proposal if where == "here"
            else make_proposal(ProposalStatus.SUBMITTED, nominees=0)
        )  # fmt: skip
        other = propose(dossier, row.recipient, other_form, position=2, **changes)
    another_ground = said(proposal)[0]
    other.ground = Ground.MERIT
    db.session.commit()

    asked = [("ask", "Hai hình thức cùng loại khen thưởng cho năm 2020")]
    assert (another_ground, said(proposal)[0]) == ([], asked)


def test_two_forms_for_the_same_words_are_asked_about_once(one_row, other_form):
    proposal, row = one_row
    row.achievements = DEED
    propose(proposal, row.recipient, other_form, position=2, achievements=DEED)

    asked = [("ask", "Thành tích này cũng đang được đề nghị khen hình thức khác")]
    assert said(proposal) == [asked] * 2


def test_a_title_and_a_form_of_one_year_stand_beside_each_other(one_row, title):
    proposal, row = one_row
    propose(proposal, row.recipient, title("LDTT"), position=2)

    assert said(proposal) == [[], []]


def test_a_form_held_for_the_year_is_asked_about_a_title_is_not_given_again(one_row, title):
    proposal, row = one_row
    give(row, year=2019)
    other_year = said(proposal)
    give(row)
    as_form = said(proposal)
    row.award_version.award.kind = AwardKind.TITLE
    db.session.commit()

    heading = "Đã được tặng hình thức này cho năm 2020"
    assert (other_year, as_form, said(proposal)) == (
        [[]], [[("ask", heading)]], [[("no", heading)]],
    )  # fmt: skip


def test_a_title_of_a_unit_that_merged_is_asked_about(
    make_proposal, make_recipient, long_an, set_rule
):
    version = long_an.certificate_collective
    set_rule("FREE", version=version)
    version.award.kind = AwardKind.TITLE
    teams = [make_recipient(f"Tổ {n}", kind=RecipientKind.COLLECTIVE) for n in range(2)]
    proposal = make_proposal(nominees=0)
    row = propose(proposal, teams[0], version)
    give(row, recipient_id=teams[1].id)
    link = Lineage(recipient_id=teams[0].id, predecessor_id=teams[1].id, on=date(2020, 7, 1),
                   kind=LineageKind.MERGED, source="1/QĐ")  # fmt: skip
    apart = said(proposal)
    db.session.add(link)
    db.session.commit()
    merged = said(proposal)
    link.kind = LineageKind.RENAMED
    db.session.commit()

    heading = "Đã được tặng hình thức này cho năm 2020"
    assert (apart, merged, said(proposal)) == (
        [[]], [[("ask", heading)]], [[("no", heading)]],
    )  # fmt: skip


OVER = "Vượt số lượng được tặng trong năm 2020"
OVER_WITH_OTHERS = "Cùng các hồ sơ khác thì vượt số lượng được tặng trong năm 2020"


@pytest.mark.parametrize(
    ("limit", "verified", "told"),
    [
        (5, "yes", None), (4, "yes", ("ask", OVER_WITH_OTHERS)), (3, "yes", ("ask", OVER_WITH_OTHERS)),
        (2, "yes", ("no", OVER)), (2, "partly", ("ask", OVER)),
    ],
)  # fmt: skip
def test_no_more_are_given_than_the_rule_allows(make_proposal, set_rule, limit, verified, told):
    """One is held, two are proposed here, two in another dossier that was handed in."""
    set_rule(f"FREE&QUOTA:{limit}/year", verified=verified)
    here, draft = make_proposal(nominees=2), make_proposal(nominees=3)
    sent = make_proposal(ProposalStatus.SUBMITTED, nominees=2)
    row = nominations_of(draft.id)[0]
    give(row)
    give(row, year=2019)
    give(row, struck_by="9/QĐ")

    assert said(here) == [[told] if told else []] * 2
    assert len(nominations_of(sent.id)) == 2


@pytest.mark.parametrize(("rule", "told"), [("FREE&ONCE", True), ("FREE", False)])
def test_what_is_given_once_is_not_given_again(one_row, set_rule, rule, told):
    set_rule(rule)
    proposal, row = one_row
    give(row, year=2015)
    struck = give(row, year=2014)
    struck.struck_by = "9/QĐ"
    db.session.commit()

    heading = "Đã được tặng; hình thức này chỉ tặng một lần"
    assert said(proposal) == [[("no", heading)] if told else []]


def test_a_row_and_the_one_it_continues_are_not_two(one_row, long_an, make_proposal, set_rule):
    set_rule("FREE&QUOTA:1/year")
    proposal, row = one_row
    row.achievements = DEED
    above = make_proposal(ProposalStatus.SUBMITTED, nominees=0)
    propose(above, row.recipient, long_an.certificate_person, origin_id=row.id,
                    achievements=DEED)  # fmt: skip

    assert (said(above), said(proposal)) == ([[]], [[]])


def test_twelve_rows_ask_as_many_queries_as_one(make_proposal, set_rule):
    set_rule("FREE&QUOTA:9/year")
    costs = []
    for proposal in (make_proposal(nominees=1), make_proposal(nominees=12)):
        rows = nominations_of(proposal.id)
        _loaded = [row.award_version.award for row in rows]
        with statements() as ran:
            dossiers = [(proposal, rows)]
            gather_deeds(dossiers, nominated_of(dossiers))
        costs.append(len(ran))

    assert costs == [3, 3]


def test_without_other_deeds_the_guards_of_the_dossier_still_speak(one_row, other_form):
    proposal, row = one_row
    propose(proposal, row.recipient, other_form, position=2)
    rows = nominations_of(proposal.id)
    found = replace(gather_facts(proposal, rows), beside=set(), deeds=NONE_KNOWN)

    told = guards(rows[0], rows, rows[0].award_version, found)

    assert [line.detail for line in told] == ["Xem dòng 2; mỗi thành tích chỉ được khen một lần"]


def test_the_award_of_a_union_and_that_of_the_state_are_not_compared(one_row, long_an, other_form):
    proposal, row = one_row
    propose(proposal, row.recipient, other_form, position=2)
    both = said(proposal)
    other_form.award.owner_id = long_an.department.id
    db.session.commit()

    asked = [("ask", "Hai hình thức cùng loại khen thưởng cho năm 2020")]
    assert (both, said(proposal)) == ([asked] * 2, [[]] * 2)


@pytest.mark.parametrize("struck_by", ["", "05/QĐ-CQLTT"])
def test_a_title_revoked_and_proposed_anew_is_asked_about(one_row, struck_by):
    proposal, row = one_row
    row.award_version.award.kind = AwardKind.TITLE
    give(row, struck_by=struck_by)
    revoked = ("ask", "Đã bị hủy bỏ hình thức này cho năm 2020")
    held = ("no", "Đã được tặng hình thức này cho năm 2020")
    assert said(proposal) == [[revoked if struck_by else held]]
    give(row, number="9/QĐ")
    assert said(proposal) == [[held]]


def test_a_row_proposed_elsewhere_may_be_left_out(one_row, long_an, make_proposal):
    proposal, row = one_row
    draft = make_proposal(nominees=0)
    propose(draft, row.recipient, long_an.certificate_person)
    unsent = assess(proposal, [row])[row.id].fixes
    draft.submitted_at = proposal.created_at
    db.session.commit()

    assert (Fix.REMOVE in unsent, assess(proposal, [row])[row.id].fixes[-1]) == (False, Fix.REMOVE)
