"""An honour taken back: who may, what is struck with it, and which later honours had leaned on it."""

from datetime import date

import pytest

from tests.factories.archive import statements
from workflow.awards.eligibility.verdicts import Verdict
from workflow.awards.leaning import dependents_of
from workflow.awards.models import Ground, Honour, Initiative
from workflow.awards.services import Revocation, confer
from workflow.awards.states import Scope
from workflow.core.actors import SYSTEM
from workflow.core.db import db
from workflow.core.errors import BadInput, InvalidStep, NotAllowed, NotVisible
from workflow.core.unit_of_work import unit_of_work
from workflow.decisions.models import DecisionItem, ItemStatus
from workflow.decisions.queries import items_of
from workflow.decisions.services.revoking import review_dependents, revoke_honour
from workflow.decisions.tasks import tasks_for
from workflow.documents.states import PaperStatus
from workflow.proposals.models import Nomination
from workflow.proposals.states import NominationStatus

TAKEN_BACK = Revocation("12/QĐ-CQLTT", date(2020, 12, 18), "Khai báo sai thành tích")


def _told(honour):
    return [(one.name, one.honour.year, one.without) for one in dependents_of(honour)]


def test_later_honours_that_counted_it_are_listed_with_what_is_left_of_them(hold):
    worker = hold("LDTT", 2019)
    hold("CSTDCS", 2018)
    hold("CSTDCS", 2019)
    hold("LDTT", 2020)
    hold("CSTDCS", 2020)
    hold("BK", 2019)

    assert _told(worker) == [("Chiến sĩ thi đua cơ sở", 2019, Verdict.NOT_ELIGIBLE)]


def test_an_honour_that_stands_without_it_is_told_to_stand(hold):
    first = hold("CSTDCS", 2018)
    hold("CSTDCS", 2019)
    hold("BK", 2019)
    assert _told(first) == [("Bằng khen", 2019, Verdict.NOT_ELIGIBLE)]

    for year in range(2015, 2020):
        hold("LDTT", year)
    assert _told(first) == [("Bằng khen", 2019, Verdict.ELIGIBLE)]


@pytest.mark.parametrize("change", ["earlier", "struck", "other ground", "no year"])
def test_what_had_not_leaned_on_it_is_not_listed(hold, change):
    worker = hold("LDTT", 2019)
    fighter = hold("CSTDCS", 2018 if change == "earlier" else 2019)
    if change == "struck":
        fighter.struck_by = "9/QĐ"
    if change == "other ground":
        worker.ground = Ground.SUDDEN
    if change == "no year":
        worker.year = None
    db.session.commit()

    assert _told(worker) == []


def test_the_list_costs_the_same_queries_however_long_the_ledger(hold):
    worker = hold("LDTT", 2019)
    hold("CSTDCS", 2019)

    def asked():
        with statements() as counted:
            dependents_of(worker)
        return len(counted)

    few = asked()
    for year in range(2000, 2019):
        hold("LDTT", year)
        hold("CSTDCS", year)
    worker = db.session.merge(worker)
    assert (asked(), _told(worker)) == (
        few, [("Chiến sĩ thi đua cơ sở", 2019, Verdict.NOT_ELIGIBLE)]
    )  # fmt: skip


def test_strangers_officers_and_heads_take_nothing_back(long_an, desk, actor, person, hold):
    honour = hold("LDTT", 2019)
    officer = actor(long_an.officer, long_an.team3)

    for who in (desk.stranger, officer, desk.head, desk.clerk):
        with pytest.raises((NotVisible, NotAllowed)), unit_of_work():
            revoke_honour(person.public_id, honour.id, TAKEN_BACK, actor=who)
    assert db.session.get_one(Honour, honour.id).struck_by == ""

    with unit_of_work():
        revoke_honour(person.public_id, honour.id, TAKEN_BACK, actor=desk.secretary)
    held = db.session.get_one(Honour, honour.id)
    assert (held.struck_by, held.struck_on, held.struck_reason) == (
        "12/QĐ-CQLTT", date(2020, 12, 18), "Khai báo sai thành tích",
    )  # fmt: skip


@pytest.mark.parametrize(("changes", "field"), [
    ({"by": " "}, "by"), ({"on": None}, "on"), ({"on": date(2021, 1, 1)}, "on"),
    ({"on": date(2018, 1, 1)}, "on"), ({"reason": ""}, "reason"),
])  # fmt: skip
def test_a_revocation_names_its_decision_its_day_and_its_reason(desk, person, hold, changes, field):
    honour = hold("LDTT", 2019)
    with pytest.raises(BadInput) as refusal, unit_of_work():
        revoke_honour(
            person.public_id, honour.id, Revocation(**TAKEN_BACK.__dict__ | changes),
            actor=desk.secretary,
        )  # fmt: skip
    assert refusal.value.field == field


def test_it_is_taken_back_once(desk, person, hold):
    honour = hold("LDTT", 2019)
    with unit_of_work():
        revoke_honour(person.public_id, honour.id, TAKEN_BACK, actor=desk.secretary)
    with pytest.raises(InvalidStep), unit_of_work():
        revoke_honour(person.public_id, honour.id, TAKEN_BACK, actor=desk.secretary)


def test_what_was_decided_here_is_revoked_with_its_line_and_nomination(desk, make_nominations):
    decision = desk.issued(make_nominations("Trần Quốc Bảo", "Đặng Hữu Nghĩa"))
    item, other = items_of(decision.id)
    honour = db.session.query(Honour).filter_by(decision_item_id=item.id).one()

    with unit_of_work():
        revoke_honour(item.recipient.public_id, honour.id, TAKEN_BACK, actor=desk.secretary)

    found = {one.name: one.status for one in db.session.query(DecisionItem)}
    assert found == {"Trần Quốc Bảo": ItemStatus.REVOKED, "Đặng Hữu Nghĩa": ItemStatus.AWARDED}
    nominations = {one.id: one.status for one in db.session.query(Nomination)}
    assert nominations == {
        item.nomination_id: NominationStatus.REVOKED, other.nomination_id: NominationStatus.AWARDED
    }  # fmt: skip


def test_a_decision_whose_last_line_is_struck_by_a_typed_number_is_revoked(desk, make_nominations):
    decision = desk.issued(make_nominations("Trần Quốc Bảo", "Đặng Hữu Nghĩa"))
    statuses = []
    for item in items_of(decision.id):
        honour = db.session.query(Honour).filter_by(decision_item_id=item.id).one()
        with unit_of_work():
            revoke_honour(item.recipient.public_id, honour.id, TAKEN_BACK, actor=desk.secretary)
        statuses.append(decision.paper.status)

    assert statuses == [PaperStatus.ISSUED, PaperStatus.REVOKED]


def test_only_the_deciding_office_or_one_above_takes_its_own_decision_back(
    long_an, desk, make_nominations, make_user, actor
):
    decision = desk.issued(make_nominations("Trần Quốc Bảo"))
    (item,) = items_of(decision.id)
    honour = db.session.query(Honour).one()
    below = actor(make_user(long_an.team3, "secretary"), long_an.team3)
    above = actor(make_user(long_an.ministry, "secretary"), long_an.ministry)

    with pytest.raises(NotAllowed) as refusal, unit_of_work():
        revoke_honour(item.recipient.public_id, honour.id, TAKEN_BACK, actor=below)
    assert "do Cục Quản lý thị trường tỉnh Long An quyết định" in str(refusal.value)

    with unit_of_work():
        revoke_honour(item.recipient.public_id, honour.id, TAKEN_BACK, actor=above)
    assert db.session.query(Honour).one().struck_by == "12/QĐ-CQLTT"


def test_the_deciding_office_is_told_until_it_has_looked(
    desk, awards, make_nominations, hold, person, long_an
):
    desk.issued(make_nominations("Trần Quốc Bảo"))
    fighter = db.session.query(Honour).one()
    fighter.recipient_id, fighter.award_id, fighter.year = person.id, awards["CSTDCS"], 2020
    worker = hold("LDTT", 2020)

    def told(who):
        return [task.title for task in tasks_for(who) if task.endpoint == "honours.show"]

    assert told(desk.secretary) == []
    with unit_of_work():
        revoke_honour(person.public_id, worker.id, TAKEN_BACK, actor=desk.secretary)
    assert (told(desk.secretary), told(desk.stranger)) == (
        ["Xem lại khen thưởng của Trần Quốc Bảo"], [],
    )  # fmt: skip

    with pytest.raises(BadInput), unit_of_work():
        review_dependents(person.public_id, worker.id, " ", actor=desk.secretary)
    with pytest.raises(NotAllowed), unit_of_work():
        review_dependents(person.public_id, worker.id, "Giữ nguyên", actor=desk.head)
    with unit_of_work():
        review_dependents(person.public_id, worker.id, "Giữ nguyên", actor=desk.secretary)
    assert told(desk.secretary) == []
    assert db.session.get_one(Honour, worker.id).reviewed_on == date(2020, 12, 18)


def test_the_pages_show_it_struck_and_lead_from_one_to_the_other(client_as, long_an, person, hold):
    honour, later = hold("LDTT", 2019), hold("CSTDCS", 2019)
    url = f"/honours/{person.public_id}/{honour.id}"
    stranger = client_as(long_an.stranger, long_an.elsewhere)
    officer = client_as(long_an.officer, long_an.team3)
    archivist = client_as(long_an.archivist, long_an.department)
    secretary = client_as(long_an.secretary, long_an.department)
    assert [one.get(url).status_code for one in (stranger, officer, archivist)] == [404, 200, 200]
    assert [one.get(f"{url}/revoke").status_code for one in (stranger, officer, archivist)] == [
        404, 403, 403,
    ]  # fmt: skip

    ledger = f"/recipients/{person.public_id}/ledger"
    assert f"{url}/revoke" in secretary.get(ledger).get_data(as_text=True)
    assert "/revoke" not in officer.get(ledger).get_data(as_text=True)
    asked = secretary.get(f"{url}/revoke").get_data(as_text=True)
    assert "Không đủ điều kiện" in asked
    assert (
        secretary.post(f"{url}/revoke", data={"by": "", "on": "", "reason": ""}).status_code == 422
    )
    sent = {"by": "12/QĐ <x> {{ 7*7 }}", "on": "18/12/2020", "reason": "Sai"}
    assert secretary.post(f"{url}/revoke", data=sent).status_code == 302

    shown = archivist.get(url).get_data(as_text=True)
    assert "<del>Lao động tiên tiến</del>" in shown
    assert "12/QĐ &lt;x&gt; {{ 7*7 }}" in shown
    assert f"/honours/{person.public_id}/{later.id}" in shown
    assert url in archivist.get(f"/recipients/{person.public_id}").get_data(as_text=True)
    assert url in secretary.get(ledger).get_data(as_text=True)
    assert archivist.get(f"/honours/{person.public_id}/9999999999999999999").status_code == 404
    assert archivist.post(f"{url}/review", data={"note": "x"}).status_code == 403
    assert secretary.post(f"{url}/review", data={"note": ""}).status_code == 422
    assert secretary.post(f"{url}/review", data={"note": "Đã xử lý"}).status_code == 302
    assert "Đã xử lý" in archivist.get(url).get_data(as_text=True)


def test_what_an_award_used_up_is_free_again_when_it_is_taken_back(desk, long_an, make_nominations):
    long_an.certificate_person.prerequisite = "INIT:grassroots:1"
    (row_id,) = make_nominations("Trần Quốc Bảo")
    row = db.session.get_one(Nomination, row_id)
    db.session.add(
        Initiative(recipient_id=row.recipient_id, title="Sổ địa bàn", scope=Scope.GRASSROOTS,
                   year=2020)
    )  # fmt: skip
    db.session.commit()
    desk.issued([row_id])
    assert db.session.query(Initiative).one().used_by == row_id

    honour = db.session.query(Honour).one()
    with unit_of_work():
        revoke_honour(row.recipient.public_id, honour.id, TAKEN_BACK, actor=desk.secretary)

    assert db.session.query(Initiative).one().used_by is None


def test_an_honour_decided_outside_revokes_the_nomination_its_sheet_named(desk, make_nominations):
    (row_id,) = make_nominations("Trần Quốc Bảo", status=NominationStatus.FORWARDED)
    row = db.session.get_one(Nomination, row_id)
    row.status, row.outcome_number = NominationStatus.AWARDED, "2741/QĐ-BCT"
    honour = confer(
        recipient_id=row.recipient_id, award_id=row.award_version.award_id, ground=Ground.MERIT,
        year=2020, number_text="2741/QĐ-BCT", date_text="07/12/2020",
        decided_on=date(2020, 12, 7), issuer_text="Bộ", decision_item_id=None, actor=SYSTEM,
    )  # fmt: skip
    db.session.commit()

    with unit_of_work():
        revoke_honour(row.recipient.public_id, honour.id, TAKEN_BACK, actor=desk.secretary)

    assert db.session.get_one(Nomination, row_id).status is NominationStatus.REVOKED


def test_the_ledger_leads_to_the_decision_and_shows_it_struck(
    client_as, long_an, desk, make_nominations
):
    decision = desk.issued(make_nominations("Trần Quốc Bảo"))
    (item,) = items_of(decision.id)
    ledger = f"/recipients/{item.recipient.public_id}/ledger"
    secretary = client_as(long_an.secretary, long_an.department)
    address = f"/decisions/{decision.public_id}?view=list"
    held = secretary.get(ledger).text
    assert (address in held, "<del>" in held) == (True, False)
    honour = db.session.query(Honour).one()

    sent = {"by": "12/QĐ-CQLTT", "on": "18/12/2020", "reason": "Kê khai gian dối"}
    url = f"/honours/{item.recipient.public_id}/{honour.id}/revoke"
    assert secretary.post(url, data=sent).status_code == 302
    struck = secretary.get(ledger).text
    assert (address in struck, "<del>" in struck, "12/QĐ-CQLTT" in struck) == (True, True, True)
