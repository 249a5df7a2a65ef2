"""Prize money of a decision: what is known, what is said as unknown, and what the annex prints."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from tests.factories.archive import statements
from tests.factories.documents import draw_all
from tests.factories.story import make_award_version
from workflow.awards.models import AwardKind, Honour
from workflow.awards.services import Revocation
from workflow.core import clock
from workflow.core.db import db
from workflow.core.errors import BadInput, Incomplete, InvalidStep, NotAllowed, NotVisible
from workflow.core.unit_of_work import unit_of_work
from workflow.decisions.amending.models import Recovery, What
from workflow.decisions.models import Decision
from workflow.decisions.money import Line, Missing, Terms, money_of, to_begin_with
from workflow.decisions.prizes_shown import prizes_of
from workflow.decisions.queries import items_of
from workflow.decisions.services import checking
from workflow.decisions.services.prizes import set_terms
from workflow.decisions.services.revoking import revoke_honour
from workflow.organisations.models import OrganisationKind
from workflow.proposals.models import Nomination
from workflow.recipients.models import RecipientKind

DECREES = "Nghị định 73/2024/NĐ-CP; Nghị định 152/2025/NĐ-CP"


@pytest.fixture
def of_2025(database):
    clock.move_to(datetime(2025, 12, 29, 1, 0, tzinfo=UTC))
    db.session.commit()


def _title(code):
    version = make_award_version(
        code, code, "individual", OrganisationKind.DEPARTMENT, "Cục trưởng"
    )
    version.award.kind = AwardKind.TITLE
    db.session.commit()
    return version


def _amounts(decision):
    return [item.prize_amount for item in items_of(decision.id)]


def _lines(decision):
    return money_of(decision, items_of(decision.id)).lines


def test_a_decision_of_2020_has_no_coefficient_and_prints_no_column_of_money(
    desk, make_nominations
):
    decision = desk.draft(make_nominations("Trần Quốc Bảo", "Đặng Hữu Nghĩa"))

    assert _lines(decision) == (Line(None, None, 1_490_000, Missing.COEFFICIENT),) * 2
    assert decision.paper.context["prizes"] == {"total": "", "note": ""}
    shown = prizes_of(decision, items_of(decision.id))
    assert (shown.column, shown.unknown, shown.reasons, shown.differs) == (
        False, 2, ("chưa có hệ số tiền thưởng cho ngày 18/12/2020",), False,
    )  # fmt: skip


def test_verified_tables_make_the_amounts_the_total_and_the_note(desk, of_2025, make_nominations):
    decision = desk.draft(make_nominations("Trần Quốc Bảo", "A & B <x>", version=_title("LDTT")))

    assert _lines(decision) == (Line(710_000, Fraction(3, 10), 2_340_000),) * 2
    assert _amounts(decision) == [710_000, 710_000]
    context = decision.paper.context
    assert [one["prize"] for one in context["individuals"]] == ["710.000", "710.000"]
    assert context["prizes"] == {
        "total": "1.420.000",
        "note": "Tiền thưởng: mức lương cơ sở 2.340.000 đồng nhân hệ số 0,3 với cá nhân, làm tròn "
        f"lên 10.000 đồng ({DECREES}).",
    }


def test_an_unverified_coefficient_waits_for_the_secretary_and_is_offered_to_begin_with(
    desk, of_2025, make_nominations
):
    ids = [*make_nominations("Trần Quốc Bảo"), *make_nominations("Đội số 1", collective=True)]
    decision = desk.draft(ids)

    assert _amounts(decision) == [1_410_000, None]
    note = decision.paper.context["prizes"]["note"]
    assert note.endswith("Tổng cộng chưa gồm 01 mức chưa xác định.")
    offered = to_begin_with(decision, items_of(decision.id))
    assert offered == Terms(2_340_000, Fraction(3, 10), Fraction(3, 5), DECREES)

    with unit_of_work():
        set_terms(decision.public_id, offered, actor=desk.secretary)

    assert _amounts(decision) == [1_410_000, 710_000]
    assert desk.again(decision).paper.context["prizes"]["total"] == "2.120.000"


def test_after_june_2026_the_base_salary_is_unknown_until_somebody_says_it(desk, make_nominations):
    clock.move_to(datetime(2026, 11, 20, 1, 0, tzinfo=UTC))
    db.session.commit()
    decision = desk.draft(make_nominations("Trần Quốc Bảo", version=_title("CSTDCS")))
    assert _lines(decision) == (Line(None, Fraction(1), None, Missing.BASE),)
    assert prizes_of(decision, items_of(decision.id)).reasons == (
        "chưa có mức lương cơ sở đã kiểm chứng cho ngày 20/11/2026",
    )

    offered = to_begin_with(decision, items_of(decision.id))
    assert offered == Terms(None, Fraction(1), None, "Nghị định 152/2025/NĐ-CP")

    with unit_of_work():
        set_terms(
            decision.public_id, Terms(base=2_530_000, source="Nghị định X"), actor=desk.secretary
        )

    assert _amounts(decision) == [2_530_000]


def test_a_household_gets_one_and_a_half_times_rounded_once(desk, of_2025, make_nominations):
    decision = desk.draft(make_nominations("Hộ ông Ba"))
    (item,) = items_of(decision.id)
    item.kind = RecipientKind.HOUSEHOLD
    db.session.commit()
    with unit_of_work():
        set_terms(
            decision.public_id, Terms(2_340_000, Fraction(3, 10), None, "NĐ 152"),
            actor=desk.secretary,
        )  # fmt: skip
    assert _amounts(decision) == [1_060_000]  # 1,053,000


def test_of_two_titles_of_one_year_decided_together_only_the_higher_is_paid(
    desk, of_2025, make_nominations
):
    worker, fighter = _title("LDTT"), _title("CSTDCS")
    (first,) = make_nominations("Trần Quốc Bảo", version=worker)
    (second,) = make_nominations("Người khác", version=fighter)
    db.session.get_one(Nomination, second).recipient_id = db.session.get_one(
        Nomination, first
    ).recipient_id
    db.session.commit()
    higher = desk.draft([second])

    lower = desk.draft([first])

    assert (_amounts(higher), _amounts(lower)) == ([2_340_000], [0])
    assert lower.paper.context["prizes"] == {"total": "", "note": ""}

    with unit_of_work():  # the other period is paid by itself
        db.session.get_one(Nomination, second).period = "2019"
    assert [line.amount for line in _lines(lower)] == [710_000]


def test_the_money_of_a_lower_title_falls_due_when_the_higher_one_is_taken_back(
    desk, of_2025, make_nominations
):
    worker, fighter = _title("LDTT"), _title("CSTDCS")
    first, other = make_nominations("Trần Quốc Bảo", "Đặng Hữu Nghĩa", version=worker)
    (second,) = make_nominations("Người khác", version=fighter)
    holder = db.session.get_one(Nomination, first).recipient_id
    db.session.get_one(Nomination, second).recipient_id = holder
    db.session.commit()
    higher, lower = [
        desk.issue(desk.number(desk.sign(desk.offer(desk.draft(ids))), date(2025, 12, 29)))
        for ids in ([second], [first, other])
    ]
    (struck,) = items_of(higher.id)
    assert (_amounts(higher), sorted(_amounts(lower))) == ([2_340_000], [0, 710_000])
    printed = lower.paper.context

    taken = Revocation("12/QĐ-CQLTT", date(2025, 12, 29), "Gian dối")
    honour = db.session.query(Honour).filter_by(decision_item_id=struck.id).one()
    with unit_of_work():
        revoke_honour(struck.recipient.public_id, honour.id, taken, actor=desk.secretary)

    notes = {item.name: (item.prize_amount, item.note) for item in items_of(lower.id)}
    assert notes["Đặng Hữu Nghĩa"] == (710_000, "")
    assert notes["Trần Quốc Bảo"] == (
        710_000,
        "Được chi tiền thưởng (710.000 đồng) từ khi CSTDCS bị hủy bỏ theo 12/QĐ-CQLTT",
    )
    assert lower.paper.context == printed
    asked = {row.what: (row.amount, row.because) for row in db.session.query(Recovery)}
    assert asked[What.MONEY] == (
        2_340_000, f"Gian dối; nay được chi tiền thưởng LDTT ({lower.paper.number_text}): "
        "710.000 đồng",
    )  # fmt: skip


def test_a_sheet_with_other_money_than_todays_is_not_checked_until_drawn_anew(
    desk, of_2025, make_nominations
):
    decision = desk.draft(make_nominations("Trần Quốc Bảo", version=_title("LDTT")))
    items_of(decision.id)[0].prize_amount = 700_000
    db.session.commit()

    with pytest.raises(Incomplete), unit_of_work():
        checking.check_content(decision.public_id, desk.digest(decision), actor=desk.secretary)

    with unit_of_work():
        set_terms(decision.public_id, Terms(), actor=desk.secretary)
    draw_all()
    desk.check(decision)
    assert _amounts(decision) == [710_000]


def test_what_was_signed_keeps_its_money_whatever_the_tables_say_later(
    desk, of_2025, make_nominations
):
    decision = desk.draft(make_nominations("Trần Quốc Bảo", version=_title("LDTT")))
    decision = desk.sign(desk.offer(decision))
    decision = desk.issue(desk.number(decision, date(2025, 12, 29)))
    clock.move_to(datetime(2026, 11, 20, 1, 0, tzinfo=UTC))

    shown = prizes_of(decision, items_of(decision.id))

    assert (shown.amounts, shown.total, shown.differs) == ((710_000,), 710_000, False)
    with pytest.raises(InvalidStep), unit_of_work():
        set_terms(decision.public_id, Terms(), actor=desk.secretary)


def test_every_part_of_the_page_says_which_lines_are_stale_and_leads_to_the_money(
    desk, of_2025, make_nominations, client_as, long_an
):
    decision = desk.draft(make_nominations("Người 1", "Người 2", version=_title("LDTT")))
    url, told = f"/decisions/{decision.public_id}", "Tiền thưởng in ở dòng 2 "
    secretary = client_as(long_an.secretary, long_an.department)
    clerk = client_as(long_an.clerk, long_an.department)
    link = f'<a href="{url}/prizes">Mở Tiền thưởng</a>'
    sound = secretary.get(url).text
    items_of(decision.id)[1].prize_amount = 700_000
    db.session.commit()

    pages = [secretary.get(f"{url}{view}").text for view in ("", "?view=list")]
    read = clerk.get(url).text
    refused = secretary.post(f"{url}/check-content", data={"digest": desk.digest(decision)})

    assert (told in sound, link in sound) == (False, False)
    assert [(told in page, link in page) for page in pages] == [(True, True)] * 2
    assert (told in read, link in read) == (True, False)
    assert (refused.status_code, told in refused.text) == (409, True)
    assert f'href="{url}/prizes">Mở Tiền thưởng</a>' in refused.text


@pytest.mark.parametrize("who", ["stranger", "head", "clerk"])
def test_nobody_but_the_secretary_says_what_is_paid(desk, of_2025, make_nominations, who):
    decision = desk.draft(make_nominations("Trần Quốc Bảo"))
    with pytest.raises((NotVisible, NotAllowed)), unit_of_work():
        set_terms(decision.public_id, Terms(1_000_000, source="x"), actor=getattr(desk, who))
    assert db.session.get_one(Decision, decision.id).prize_base is None


@pytest.mark.parametrize(("terms", "field"), [
    (Terms(base=99, source="x"), "base"),
    (Terms(person=Fraction(201), source="x"), "person"),
    (Terms(collective=Fraction(0), source="x"), "collective"),
    (Terms(base=2_340_000), "source"),
])  # fmt: skip
def test_impossible_terms_are_refused_beside_their_field(
    desk, of_2025, make_nominations, terms, field
):
    decision = desk.draft(make_nominations("Trần Quốc Bảo"))
    with pytest.raises(BadInput) as refusal, unit_of_work():
        set_terms(decision.public_id, terms, actor=desk.secretary)
    assert refusal.value.field == field


def test_the_page_takes_amounts_as_people_write_them(
    client_as, long_an, desk, of_2025, make_nominations
):
    decision = desk.draft(make_nominations("Trần Quốc Bảo"))
    url = f"/decisions/{decision.public_id}/prizes"

    stranger = client_as(long_an.stranger, long_an.elsewhere)
    clerk = client_as(long_an.clerk, long_an.department)
    assert [one.get(url).status_code for one in (stranger, clerk)] == [404, 403]

    client = client_as(long_an.secretary, long_an.department)
    page = client.get(url).get_data(as_text=True)
    assert 'value="2.340.000"' in page
    assert 'value="0,3"' in page
    assert "hệ số chưa được kiểm chứng" in page
    wrong = client.post(url, data={"base": "hai triệu", "person": "0,3,1", "source": "x"})
    assert wrong.status_code == 422
    sent = {"base": "2 340 000", "person": "0.5", "collective": "", "source": "NĐ 152"}
    assert client.post(url, data=sent).status_code == 302
    listed = client.get(f"/decisions/{decision.public_id}?view=list").get_data(as_text=True)
    assert "1.170.000" in listed
    assert "0,5 × 2.340.000" in listed


def test_the_money_of_a_list_costs_the_same_queries_whatever_its_length(
    desk, of_2025, make_nominations
):
    def asked(decision):
        db.session.expire_all()
        clock.today()  # read once a session
        items = items_of(decision.id)
        with statements() as counted:
            money_of(decision, items)
        return len(counted)

    version = _title("LDTT")
    short = desk.draft(make_nominations("Trần Quốc Bảo", version=version))
    long = desk.draft(make_nominations(*(f"Người {n}" for n in range(12)), version=version))

    assert asked(short) == asked(long)


@pytest.mark.parametrize(
    ("day", "cited"),
    [
        (datetime(2024, 12, 17, 1, 0, tzinfo=UTC), "Nghị định 73/2024/NĐ-CP"),
        (datetime(2025, 7, 1, 1, 0, tzinfo=UTC), DECREES),
    ],
)
def test_no_decision_cites_a_decree_that_was_not_yet_there(desk, make_nominations, day, cited):
    clock.move_to(day)
    db.session.commit()
    decision = desk.draft(make_nominations("Trần Quốc Bảo", version=_title("CSTDCS")))
    assert to_begin_with(decision, items_of(decision.id)).source == cited
