"""What the ledgers hold becomes facts, for one or for many, in as many queries."""

from datetime import date

import pytest

from tests.factories.archive import statements
from workflow.awards.eligibility.evaluating import evaluate
from workflow.awards.eligibility.facts import (
    Facts,
    GradeFact,
    HonourFact,
    InitiativeFact,
    Known,
    Members,
    Question,
    Source,
    WorkFact,
)
from workflow.awards.eligibility.rules import Held
from workflow.awards.eligibility.wording import lines
from workflow.awards.ledgers import Pending, facts_of
from workflow.awards.models import Ground, Initiative
from workflow.awards.services import confer, strike_honours
from workflow.awards.states import Scope
from workflow.core.actors import SYSTEM
from workflow.core.db import db
from workflow.recipients.models import Coverage, RecipientKind, Strength, YearlyGrade
from workflow.recipients.states import Grade, Ledger


@pytest.fixture
def give(long_an):
    def give(recipient, year, item, ground=Ground.MERIT):
        return confer(
            recipient_id=recipient.id, award_id=long_an.certificate_person.award_id,
            ground=ground, year=year, number_text=f"{item}/QĐ-CQLTT", date_text="",
            decided_on=date(year, 12, 29), issuer_text="", decision_item_id=item, actor=SYSTEM,
        )  # fmt: skip

    return give


def test_a_persons_ledgers_become_facts(long_an, make_recipient, give):
    person, other = make_recipient(), make_recipient(name="Lê Thị Khác")
    code = give(person, 2019, 7).award.code
    give(person, 2020, 8, Ground.SUDDEN)
    strike_honours(7, by="12/QĐ-CQLTT", actor=SYSTEM)
    work = Initiative(recipient_id=person.id, title="Sổ dùng chung", scope=Scope.GRASSROOTS,
                      year=2019, used_by=5)  # fmt: skip
    db.session.add_all([
        YearlyGrade(recipient_id=person.id, year=2020, grade=Grade.EXCELLENT, source="12/QĐ"),
        work,
        Initiative(recipient_id=person.id, title="Đề tài A", scope=Scope.GRASSROOTS, year=2020,
                   is_topic=True),
        Coverage(recipient_id=person.id, ledger=Ledger.GRADES, first_year=2018, last_year=2020),
    ])  # fmt: skip
    db.session.flush()

    facts = facts_of([person.id, other.id], [Pending(person.id, "LDTT", 2020)])

    topic = db.session.query(Initiative).filter_by(is_topic=True).one()
    assert facts == {
        other.id: Facts(),
        person.id: Facts(
            honours=(
                HonourFact(code, 2019, revoked=True, form=True, source=Source("2019: 7/QĐ-CQLTT")),
                HonourFact(code, 2020, merit=False, form=True, source=Source("2020: 8/QĐ-CQLTT")),
                HonourFact("LDTT", 2020, pending=True),
            ),
            grades=(GradeFact(Grade.EXCELLENT, 2020, Source("2020: 12/QĐ")),),
            initiatives=(
                InitiativeFact(
                    Scope.GRASSROOTS, 2019, used=True,
                    source=Source("“Sổ dùng chung”, 2019", work.public_id),
                ),
            ),
            works=(WorkFact("TOPIC", 2020, Source("“Đề tài A”, 2020", topic.public_id)),),
            known={Ledger.GRADES: Known(frozenset({2018, 2019, 2020}))},
        ),
    }  # fmt: skip


def test_a_form_given_on_a_ground_nobody_wrote_down_is_for_a_person(make_recipient, give):
    person = make_recipient()
    code = give(person, 2019, 7, None).award.code
    source = Source("2019: 7/QĐ-CQLTT", unclear=True)
    facts = facts_of([person.id])[person.id]

    assert facts.honours == (
        HonourFact(code, 2019, doubtful=True, form=True, source=source),
    )  # fmt: skip
    judged = evaluate(Held(code, 1), facts, Question(2020))
    assert [(line.verdict.value, line.detail) for line in lines(judged, {}, Ground.MERIT)] == [
        ("ask", "Chỉ đủ nếu là khen công trạng (2019: 7/QĐ-CQLTT); sổ chưa ghi loại khen thưởng"),
    ]


def test_a_collective_counts_the_titles_of_its_people(long_an, make_recipient, give):
    team = make_recipient(
        name="Đội QLTT số 3", kind=RecipientKind.COLLECTIVE, organisation=long_an.team3
    )
    team.organisation_id = long_an.team3.id
    people = [make_recipient(name=f"Người {n}", organisation=long_an.team3) for n in range(3)]
    code = give(people[0], 2020, 1).award.code
    give(people[1], 2020, 2)
    give(people[1], 2020, 3)
    db.session.add_all([
        Strength(recipient_id=team.id, year=2020, members=4),
        Coverage(recipient_id=team.id, ledger=Ledger.HONOURS, first_year=2020, last_year=2020),
    ])  # fmt: skip
    db.session.flush()

    facts = facts_of([team.id], [Pending(people[2].id, "LDTT", 2020)])[team.id]

    assert facts.members == {2020: Members(4, {code: 2}, {"LDTT": 1}, complete=True)}


def test_what_a_council_passed_is_held_and_what_it_refused_is_known_to_be_absent(
    long_an, make_recipient
):
    one, other = make_recipient(name="Người 1"), make_recipient(name="Người 2")
    db.session.flush()

    facts = facts_of([one.id, other.id], [
        Pending(one.id, "LDTT", 2020, passed=True),
        Pending(one.id, "CSTDCS", 2020, passed=False),
        Pending(other.id, "LDTT", 2020, passed=False),
        Pending(other.id, "LDTT", 2020),  # somebody else proposes it still
    ])  # fmt: skip

    passed = HonourFact("LDTT", 2020, passed=True, source=Source("2020: Hội đồng đã thông qua"))
    assert facts == {
        one.id: Facts(honours=(passed,), refused=frozenset({("CSTDCS", 2020)})),
        other.id: Facts(honours=(HonourFact("LDTT", 2020, pending=True),)),
    }


def test_titles_of_a_collectives_people_count_as_the_council_passes_them(long_an, make_recipient):
    team = make_recipient(
        name="Đội QLTT số 3", kind=RecipientKind.COLLECTIVE, organisation=long_an.team3
    )
    team.organisation_id = long_an.team3.id
    people = [make_recipient(name=f"Người {n}", organisation=long_an.team3) for n in range(3)]
    db.session.add(Strength(recipient_id=team.id, year=2020, members=4))
    db.session.flush()

    facts = facts_of([team.id], [
        Pending(people[0].id, "LDTT", 2020, passed=True), Pending(people[1].id, "LDTT", 2020),
        Pending(people[2].id, "LDTT", 2020, passed=False),
        *(Pending(one.id, "LDTT", 2020) for one in people[:2]),  # another dossier asks as well
    ])[team.id]  # fmt: skip

    assert facts.members == {2020: Members(4, {"LDTT": 1}, {"LDTT": 1})}


def test_many_cost_as_many_queries_as_one(long_an, make_recipient, give):
    people = [make_recipient(name=f"Người {n}") for n in range(12)]
    for n, person in enumerate(people):
        give(person, 2020, n + 1)

    db.session.flush()
    ids = [person.id for person in people]

    with statements() as one:
        facts_of(ids[:1])
    with statements() as many:
        facts_of(ids)

    assert (len(one), len(many)) == (10, 10)
