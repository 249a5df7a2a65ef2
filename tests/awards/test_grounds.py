"""The ground of an honour that was written in: who may settle it, and what the journal keeps."""

import pytest

from workflow.awards.ledgers import facts_of
from workflow.awards.models import AwardKind, Ground, Honour
from workflow.core import audit
from workflow.core.db import db


@pytest.fixture
def held(long_an, make_recipient):
    """A Giấy khen an old list brought, of which nobody wrote the ground."""
    person = make_recipient("Trần Quốc Bảo", organisation=long_an.team3)
    version = long_an.certificate_person
    version.award.kind = AwardKind.FORM
    honour = Honour(recipient_id=person.id, award_id=version.award_id, year=2019,
                    number_text="7/QĐ")  # fmt: skip
    db.session.add(honour)
    db.session.commit()
    return person, honour


def url_of(held):
    person, honour = held
    return f"/awards/recipients/{person.public_id}/honours/{honour.id}/ground"


def doubtful(person):
    return [one.doubtful for one in facts_of([person.id])[person.id].honours]


def test_strangers_meet_404_and_a_head_may_not(held, client_as, long_an):
    data = {"ground": "merit", "seen": ""}
    stranger = client_as(long_an.stranger, long_an.elsewhere)
    head = client_as(long_an.unit_head, long_an.team3)

    found = [who.post(url_of(held), data=data).status_code for who in (stranger, head)]

    assert found == [404, 403]
    assert db.session.get_one(Honour, held[1].id).ground is None


def test_the_keeper_settles_it_and_the_journal_keeps_both(held, client_as, long_an):
    person, honour = held
    officer = client_as(long_an.officer, long_an.team3)
    page = officer.get(f"/recipients/{person.public_id}/ledger").text
    before = doubtful(person)

    answer = officer.post(url_of(held), data={"ground": "merit", "seen": ""})

    assert (url_of(held) in page, answer.status_code) == (True, 302)
    assert (before, doubtful(person)) == ([True], [False])
    [told] = audit.journal("recipient", person.id)
    assert (told.act, told.detail, told.actor_id) == (
        "honour.correct_ground", {"before": "", "after": "merit"}, long_an.officer.id,
    )  # fmt: skip
    assert db.session.get_one(Honour, honour.id).ground is Ground.MERIT


@pytest.mark.parametrize(("change", "status"), [
    ({"decision_item_id": 7}, 409), ({"struck_by": "1/QĐ"}, 409), ({"ground": Ground.SUDDEN}, 409),
])  # fmt: skip
def test_what_was_decided_here_struck_or_changed_meanwhile_is_left(
    held, client_as, long_an, change, status
):
    for key, value in change.items():
        setattr(held[1], key, value)
    db.session.commit()
    officer = client_as(long_an.officer, long_an.team3)

    answer = officer.post(url_of(held), data={"ground": "movement", "seen": ""})

    assert answer.status_code == status
    assert db.session.get_one(Honour, held[1].id).ground is change.get("ground")


def test_an_unknown_ground_is_refused_beside_its_field(held, client_as, long_an):
    officer = client_as(long_an.officer, long_an.team3)

    answer = officer.post(url_of(held), data={"ground": "luck", "seen": ""})

    assert answer.status_code == 422


def test_the_ledger_leads_back_to_the_dossier_it_was_opened_from(
    held, client_as, long_an, make_proposal
):
    person, _honour = held
    dossier = make_proposal().public_id
    officer = client_as(long_an.officer, long_an.team3)
    add = f"/recipients/{person.public_id}/ledger/grades/add?dossier={dossier}"

    back = officer.post(add, data={"year": "2019", "grade": "HTTNV", "source": "TB 7"}).location
    page = officer.get(back).text

    assert f"/ledger?dossier={dossier}" in back
    assert f'href="/proposals/{dossier}/nominations"' in page
    assert f"/ledger/grades/add?dossier={dossier}" in page


def test_a_dossier_of_others_is_named_to_nobody(held, client_as, long_an, make_proposal):
    person, _honour = held
    officer = client_as(long_an.officer, long_an.team3)
    theirs = make_proposal(proposing=long_an.elsewhere, receiving=long_an.elsewhere).public_id

    for named in (theirs, "nothing", "../x"):
        page = officer.get(f"/recipients/{person.public_id}/ledger?dossier={named}")
        assert (page.status_code, named in page.text) == (200, False)
