"""Who gets a paper, until when, what is done with it, and what everybody finds on their desk."""

import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.archive.incoming.conftest import TODAY
from tests.factories.documents import taken_pdf
from workflow.archive.incoming import answering, facts, handling, queries
from workflow.archive.incoming.deadlines import due_after, due_from, is_late
from workflow.archive.incoming.tasks import tasks_for
from workflow.core import clock
from workflow.core.db import db
from workflow.core.errors import BadInput, InvalidStep, NotVisible, StaleEdit, WorkflowError
from workflow.core.unit_of_work import unit_of_work
from workflow.core.working_days import DayKind, SpecialDay
from workflow.documents.models import Paper
from workflow.documents.queries import documents_of
from workflow.documents.states import FileRole, PaperKind, PaperStatus


def waits_for(who):
    return [(task.title, task.verb, task.note) for task in tasks_for(who)]


@pytest.fixture
def reply(office, make_numbered_paper, long_an):
    """A letter of ours that went out today."""
    return make_numbered_paper(long_an.department, kind=PaperKind.LETTER, series="VB")


def test_strangers_see_nothing_and_do_nothing(office, long_an, actor):
    arrival = office.in_hand()
    abroad = actor(office.officer_user, long_an.team3)

    for who in (office.stranger, office.team, abroad):
        assert tasks_for(who) == []
        with pytest.raises(NotVisible):
            queries.get_visible(arrival.public_id, who)
        with pytest.raises(NotVisible):
            handling.close(arrival.public_id, "Để biết", actor=who)
    assert queries.get_visible(arrival.public_id, office.officer) is arrival


def test_a_deadline_of_working_days_steps_over_weekends_holidays_and_counts_a_worked_saturday(
    database,
):
    db.session.add_all(
        [
            SpecialDay(day=date(2021, 1, 1), kind=DayKind.OFF, name="Tết Dương lịch"),
            SpecialDay(day=date(2020, 12, 26), kind=DayKind.WORKED, name="Làm bù"),
        ]
    )
    db.session.flush()

    assert due_after(TODAY, 5) == date(2020, 12, 25)  # Friday to Friday
    assert due_after(TODAY, 6) == date(2020, 12, 26)
    assert due_after(TODAY, 10) == date(2020, 12, 31)
    assert due_after(TODAY, 11) == date(2021, 1, 4)  # the holiday and the weekend are stepped over
    assert due_from(None, date(2020, 12, 25), TODAY) == date(2020, 12, 25)
    assert due_from(None, None, TODAY) is None
    for days, until, field in ((0, None, "days"), (366, None, "days"), (3, TODAY, "days"),
                               (None, date(2020, 12, 17), "due_on")):  # fmt: skip
        with pytest.raises(BadInput) as refused:
            due_from(days, until, TODAY)
        assert refused.value.field == field


def test_it_goes_from_the_leader_to_the_clerk_to_the_person_who_handles_it(office):
    arrival = office.receive()
    title = arrival.paper.title
    assert waits_for(office.head) == waits_for(office.secretary)
    assert [verb for _title, verb, _note in waits_for(office.head)] == ["Cho ý kiến"]
    assert (waits_for(office.clerk), waits_for(office.officer)) == ([], [])

    task = office.task(arrival, instruction="Phòng Tổ chức chủ trì.", unit_name="Phòng Tổ chức",
                       days=5)  # fmt: skip
    handling.instruct(arrival.public_id, task, actor=office.head)
    db.session.commit()
    note = "Số đến 01, Tổng cục Quản lý thị trường"
    assert waits_for(office.clerk) == [(title, "Giao xử lý", note)]
    assert waits_for(office.head) == []

    office.assign(arrival, unit_name="Phòng Tổ chức", due_on=arrival.due_on, directly=False)
    assert (waits_for(office.clerk), waits_for(office.officer)) == ([], [(title, "Ký nhận", note)])
    office.take(arrival)
    assert waits_for(office.officer) == [(title, "Giải quyết", note)]
    assert (arrival.unit_name, arrival.handler_name, arrival.due_on, arrival.sent_on) == (
        "Phòng Tổ chức", "Vũ Thị Khanh", date(2020, 12, 25), TODAY,
    )  # fmt: skip
    assert [(one.voice, one.by_name) for one in queries.opinions_of(arrival.id)] == [
        ("leader", "Nguyễn Văn A")
    ]


def test_past_its_deadline_it_is_late_until_it_is_closed(office):
    arrival = office.in_hand(days=5)
    assert not is_late(arrival, date(2020, 12, 25))
    assert is_late(arrival, date(2020, 12, 26))
    clock.move_to(datetime(2020, 12, 28, 2, tzinfo=UTC))

    assert [task.due_at for task in tasks_for(office.officer)] == [
        datetime(2020, 12, 25, 10, tzinfo=UTC)  # the office closes at 17:00
    ]
    handling.close(arrival.public_id, "Đã gửi số liệu qua thư điện tử", actor=office.officer)
    assert (is_late(arrival, clock.today()), waits_for(office.officer)) == (False, [])


def test_a_clerk_needs_a_leaders_word_or_says_that_none_is_asked(office):
    arrival = office.receive()

    with pytest.raises(BadInput) as refused:
        handling.assign(arrival.public_id, office.task(arrival), actor=office.clerk)
    assert refused.value.field == "directly"
    db.session.rollback()
    handling.assign(
        arrival.public_id, office.task(arrival, instruction="Chuyển ngay"), actor=office.head
    )
    assert arrival.status == "assigned"
    db.session.rollback()
    assert office.assign(arrival).status == "assigned"


def test_only_people_of_the_office_are_chosen(office, long_an, make_user):
    arrival = office.receive()
    administrator = make_user(long_an.department, "administrator")

    for user in (long_an.officer, long_an.stranger, administrator):
        task = office.task(arrival, handler=user.public_id, directly=True)
        with pytest.raises(BadInput, match="trong danh sách"):
            handling.assign(arrival.public_id, task, actor=office.clerk)
        db.session.rollback()


def test_it_is_handed_back_with_a_reason_and_given_to_another(office, long_an):
    arrival = office.assign(office.receive())
    with pytest.raises(BadInput):
        handling.hand_back(arrival.public_id, " ", actor=office.officer)
    db.session.rollback()

    handling.hand_back(arrival.public_id, "Thuộc Phòng Pháp chế", actor=office.officer)
    db.session.commit()
    assert (arrival.status, arrival.sent_on, waits_for(office.officer)) == ("received", None, [])
    assert waits_for(office.clerk)[0][2].endswith("Trả lại: Thuộc Phòng Pháp chế")
    office.assign(arrival, handler=long_an.archivist.public_id)
    assert (arrival.handler_name, arrival.handed_back) == ("Phạm Thị D", "")


def test_the_second_of_two_who_reassign_the_same_row_is_told(office, long_an):
    arrival = office.in_hand()
    seen = arrival.version

    def give(to):
        task = handling.Task(version=seen, handler=to.public_id, instruction="Đi học")
        handling.reassign(arrival.public_id, task, actor=office.clerk)
        db.session.commit()

    give(long_an.archivist)
    with pytest.raises(StaleEdit):
        give(long_an.secretary)
    db.session.rollback()
    assert arrival.handler_name == "Phạm Thị D"


def test_two_people_assigning_at_once_give_it_to_one_person(app, office, long_an):
    arrival = office.receive()
    public_id, version = arrival.public_id, arrival.version
    start, told = threading.Barrier(2), []
    chosen = (office.officer_user.public_id, long_an.archivist.public_id)

    def assign(handler):
        with app.app_context():
            start.wait()
            try:
                with unit_of_work():
                    task = handling.Task(version=version, handler=handler, directly=True)
                    handling.assign(public_id, task, actor=office.clerk)
                told.append("assigned")
            except WorkflowError as error:
                told.append(type(error))
            db.session.remove()

    db.session.rollback()
    threads = [threading.Thread(target=assign, args=(one,)) for one in chosen]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(map(str, told)) == sorted(map(str, ["assigned", InvalidStep]))


def test_our_own_issued_letter_closes_it_and_no_other_does(office, reply, long_an):
    arrival = office.in_hand()
    draft = Paper(organisation_id=office.id, kind=PaperKind.LETTER, title="Nháp", series="VB",
                  symbol="CV", status=PaperStatus.SIGNED, number_text="77/CV-X", dated=TODAY)  # fmt: skip
    db.session.add(draft)
    db.session.commit()

    for wrong in ("77/CV-X", "999/CV-CQLTT", "297/TCQLTT-TCHC", "không số",
                  reply.number_text.replace("CV", "QĐ")):  # fmt: skip
        with pytest.raises(BadInput) as refused:
            answering.answer(arrival.public_id, wrong, "", actor=office.officer)
        assert refused.value.field == "number_text"
        db.session.rollback()
    answering.answer(arrival.public_id, reply.number_text.lower(), "Đã gửi", actor=office.officer)
    db.session.commit()
    assert (arrival.status, arrival.answer.id, arrival.closed_on) == ("answered", reply.id, TODAY)


def test_an_answer_made_outside_is_recorded_with_number_day_and_sender(office):
    arrival = office.in_hand()
    right = answering.Outside(" 45/TCQLTT-TCCB ", TODAY, "Tổng cục QLTT")
    for field, wrong in (("number_text", {"number_text": " "}), ("sender", {"sender": ""}),
                         ("dated", {"dated": TODAY + timedelta(1)}),
                         ("dated", {"dated": arrival.paper.arrived_on - timedelta(1)})):  # fmt: skip
        with pytest.raises(BadInput) as refused:
            answering.answer_outside(
                arrival.public_id, replace(right, **wrong), actor=office.officer
            )
        assert refused.value.field == field
        db.session.rollback()

    answering.answer_outside(
        arrival.public_id, right, files=[taken_pdf(name="tra-loi.pdf")], actor=office.officer
    )
    db.session.commit()
    told = f"45/TCQLTT-TCCB ngày {TODAY:%d/%m/%Y}, Tổng cục QLTT"
    assert (arrival.status, facts.handled_of([arrival.paper])[arrival.paper_id].answer) == (
        "answered", told,
    )  # fmt: skip
    [scan] = documents_of("arrival", arrival.id, FileRole.SIGNED)
    assert scan.document.title == "Văn bản trả lời 45/TCQLTT-TCCB"
    handling.reopen(arrival.public_id, "Trả lời chưa đủ", actor=office.clerk)
    assert arrival.answered_with == ""


def test_another_offices_letter_answers_nothing(office, long_an, make_numbered_paper):
    arrival = office.in_hand()
    foreign = make_numbered_paper(long_an.elsewhere, kind=PaperKind.LETTER, series="VB")

    with pytest.raises(BadInput):
        answering.answer(arrival.public_id, foreign.number_text, "", actor=office.officer)


def test_a_broken_paper_goes_back_with_a_reason_and_keeps_its_number(office):
    arrival = office.receive()
    with pytest.raises(BadInput):
        handling.send_back(arrival.public_id, "Tổng cục", " ", actor=office.clerk)
    db.session.rollback()

    handling.send_back(arrival.public_id, "Tổng cục", "Thiếu trang 3", actor=office.clerk)
    db.session.commit()
    assert (arrival.status, arrival.sent_back_to, arrival.close_reason) == (
        "sent_back", "Tổng cục", "Thiếu trang 3",
    )  # fmt: skip
    assert (arrival.paper.arrival_number, waits_for(office.head)) == (1, [])


def test_what_was_closed_too_early_is_opened_again(office):
    arrival = office.in_hand()
    handling.close(arrival.public_id, "Để biết", actor=office.officer)
    handling.reopen(arrival.public_id, "Tổng cục nhắc lại", actor=office.secretary)
    db.session.commit()

    assert (arrival.status, arrival.closed_on, arrival.close_reason) == ("received", None, "")
    assert [verb for _title, verb, _note in waits_for(office.clerk)] == ["Giao xử lý"]
