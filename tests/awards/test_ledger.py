"""The ledger of honours: entered once, struck but never deleted."""

from datetime import date

from workflow.awards.models import Ground, Honour
from workflow.awards.queries import honours_of
from workflow.awards.services import confer, strike_honours
from workflow.core.actors import SYSTEM
from workflow.core.db import db


def give(long_an, recipient, item):
    return confer(
        recipient_id=recipient.id, award_id=long_an.certificate_person.award_id, ground=Ground.MERIT,
        year=2020, number_text="846/QĐ-CQLTT", date_text="29/12/2020", decided_on=date(2020, 12, 29),
        issuer_text="Cục QLTT tỉnh Long An", decision_item_id=item, actor=SYSTEM,
    )  # fmt: skip


def test_an_item_enters_the_ledger_once(long_an, make_recipient):
    person = make_recipient()

    first, again = give(long_an, person, 7), give(long_an, person, 7)

    assert (first, db.session.query(Honour).count()) == (again, 1)


def test_a_struck_honour_stays_with_the_reason(long_an, make_recipient):
    person = make_recipient()
    give(long_an, person, 7)

    strike_honours(7, by="12/QĐ-CQLTT", actor=SYSTEM)
    strike_honours(7, by="13/QĐ-CQLTT", actor=SYSTEM)

    assert [one.struck_by for one in honours_of(person.id)] == ["12/QĐ-CQLTT"]
