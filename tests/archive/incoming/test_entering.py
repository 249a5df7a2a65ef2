"""Any paper from outside: entered as written, doubted in a sentence, numbered last."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from tests.archive.incoming.conftest import LETTER, TODAY
from tests.factories.documents import taken_pdf
from workflow.archive.incoming.beginning import follow
from workflow.archive.incoming.entering import enter
from workflow.archive.incoming.facts import late_entry
from workflow.archive.incoming.models import Arrival
from workflow.archive.intake import Received, take_in_decision
from workflow.archive.queries import own_files
from workflow.core import clock, numbers
from workflow.core.audit import faults
from workflow.core.db import db
from workflow.core.errors import BadInput, NotAllowed, NotVisible
from workflow.documents.models import Paper
from workflow.documents.states import Direction, FileRole


def count_papers():
    return db.session.scalar(select(func.count(Paper.id)))


def test_strangers_and_other_roles_enter_nothing(office):
    for who in (office.stranger, office.secretary, office.head, office.officer, office.team):
        sent = replace(LETTER)
        if who is office.stranger:
            assert enter(sent, actor=who).organisation_id != office.id  # in their own book alone
            continue
        with pytest.raises(NotAllowed):
            enter(sent, actor=who)
    assert numbers.find_book(office.id, "ĐẾN", 2020) is None


def test_a_letter_stands_in_the_book_as_its_sheet_has_it(office):
    scan = taken_pdf(name="cong van.pdf")

    arrival = enter(replace(LETTER, pages=3, copies=2), files=[scan], actor=office.clerk)

    paper = arrival.paper
    assert (paper.number_text, paper.date_text, paper.dated, paper.issuer_text) == (
        "297/TCQLTT-TCHC", "16/12/2020", date(2020, 12, 16), "Tổng cục Quản lý thị trường"
    )  # fmt: skip
    assert (paper.direction, paper.arrival_number, paper.arrived_on) == (
        Direction.INCOMING, 1, TODAY,
    )  # fmt: skip
    assert (arrival.kind_text, arrival.pages, arrival.copies, arrival.status) == (
        "Công văn", 3, 2, "received",
    )  # fmt: skip
    links = own_files(paper.id)
    assert [(link.role, link.document.file.digest) for link in links] == [
        (FileRole.RECEIVED, scan.digest)
    ]
    db.session.commit()
    assert faults("paper", paper.id) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"secret": True}, "secret"), ({"kind_text": "Thư tình"}, "kind_text"),
        ({"title": " "}, "title"), ({"issuer": ""}, "issuer"), ({"copies": 0}, "copies"),
        ({"arrived_on": date(2020, 12, 19)}, "arrived_on"),
        ({"arrived_on": date(202, 12, 9)}, "arrived_on"),
        ({"date_text": "31/02/2020"}, "confirmed"), ({"date_text": "20/12/2020"}, "confirmed"),
        ({"date_text": ""}, "confirmed"),
    ],
)  # fmt: skip
def test_what_cannot_be_entered_is_refused_beside_its_field(office, changes, field):
    with pytest.raises(BadInput) as refused:
        enter(replace(LETTER, **changes), actor=office.clerk)

    assert refused.value.field == field
    db.session.rollback()
    assert (count_papers(), numbers.find_book(office.id, "ĐẾN", 2020)) == (0, None)


def test_pages_nobody_counted_are_those_of_the_files(office):
    files = [taken_pdf(name="mot.pdf"), taken_pdf(name="hai.pdf")]

    assert enter(LETTER, files=files, actor=office.clerk).pages == 2


def test_a_date_that_cannot_be_is_kept_with_its_doubt_once_confirmed(office):
    arrival = enter(replace(LETTER, date_text="31/02/2020", confirmed=True), actor=office.clerk)

    assert (arrival.paper.date_text, arrival.paper.dated) == ("31/02/2020", None)
    assert arrival.paper.date_doubt == (
        "“31/02/2020” không phải là ngày có thật; giữ nguyên như văn bản ghi."
    )


def test_a_number_out_of_date_order_is_doubted_and_one_in_order_is_not(office):
    office.receive(number_text="300/TCQLTT-TCHC", date_text="15/12/2020")

    with pytest.raises(BadInput, match="không cùng thứ tự"):
        enter(LETTER, actor=office.clerk)
    db.session.rollback()
    in_order = replace(LETTER, number_text="310/TCQLTT-TCHC")
    assert enter(in_order, actor=office.clerk).paper.date_doubt == ""


def test_the_same_paper_twice_is_refused_until_confirmed_and_another_issuer_is_not(office):
    office.receive()

    with pytest.raises(BadInput, match="số đến 01 ngày 18/12/2020") as refused:
        enter(replace(LETTER, number_text="0297/tcqltt-tchc"), actor=office.clerk)
    assert refused.value.field == "confirmed"
    db.session.rollback()
    others = [{"issuer": "Sở Nội vụ"}, {"number_text": "297a/TCQLTT-TCHC"},
              {"number_text": "297/TCQLTT-PC"}, {"date_text": "16/12/2019"}, {"confirmed": True}]  # fmt: skip
    entered = [enter(replace(LETTER, **one), actor=office.clerk) for one in others]
    assert [one.paper.arrival_number for one in entered] == [2, 3, 4, 5, 6]


def test_what_is_entered_late_says_so_and_still_gets_a_number(office):
    office.receive()

    late = office.receive(number_text="9/SNV", arrived_on=date(2020, 12, 14),
                          date_text="11/12/2020")  # fmt: skip

    assert late_entry(late, late.paper) == (
        "Vào sổ muộn: đến ngày 14/12/2020, vào sổ ngày 18/12/2020"
    )
    assert (late.paper.arrival_number, late.paper.number_entry.dated) == (2, TODAY)
    assert late.paper.arrived_on == date(2020, 12, 14)


def test_what_came_last_year_stands_in_the_book_of_the_day_it_is_entered(office):
    clock.move_to(datetime(2021, 1, 4, 3, tzinfo=UTC))

    arrival = office.receive(arrived_on=date(2020, 12, 31))

    assert arrival.paper.number_entry.dated == date(2021, 1, 4)


def test_a_rewarding_decision_is_handled_too_and_an_old_one_is_not(office):
    sheet = Received("4861/QĐ-UBND", "01/12/2020", "UBND tỉnh Long An", "Về việc tặng Bằng khen",
                     "Bằng khen", TODAY, individuals=1)  # fmt: skip
    new = take_in_decision(sheet, actor=office.clerk)
    take_in_decision(replace(sheet, number_text="7/QĐ-UBND", date_text="01/12/2015",
                             arrived_on=date(2015, 12, 3)), actor=office.clerk)  # fmt: skip

    rows = db.session.scalars(select(Arrival)).all()
    assert [(row.paper_id, row.kind_text) for row in rows] == [(new.paper_id, "Quyết định")]


def test_only_a_clerk_of_the_office_begins_to_follow_a_paper_of_its_book(office):
    sheet = Received("7/QĐ-UBND", "01/12/2015", "UBND tỉnh", "Về việc tặng Bằng khen", "Bằng khen",
                     date(2015, 12, 3), individuals=1)  # fmt: skip
    paper = take_in_decision(sheet, actor=office.clerk).paper

    for who, refusal in ((office.stranger, NotVisible), (office.officer, NotAllowed)):
        with pytest.raises(refusal):
            follow(paper.public_id, actor=who)
    assert follow(paper.public_id, actor=office.clerk) is follow(
        paper.public_id, actor=office.clerk
    )
