"""The day and after it: ticks of two people at once, receipts, what is left, closing."""

import threading
from datetime import date

import pytest

from tests.decisions.presenting.conftest import PEOPLE, TEAMS
from workflow.core import audit
from workflow.core.db import db
from workflow.core.errors import (
    BadInput,
    Incomplete,
    InvalidStep,
    NotAllowed,
    NotVisible,
    StaleEdit,
)
from workflow.core.labels import label
from workflow.core.unit_of_work import unit_of_work
from workflow.decisions.models import DecisionItem, ItemStatus
from workflow.decisions.presenting.services import handing, planning
from workflow.decisions.presenting.states import CeremonyStatus as C
from workflow.decisions.presenting.states import HandoverStatus as H
from workflow.decisions.presenting.steps import ceremony_lifecycle, handover_lifecycle
from workflow.decisions.presenting.tasks import tasks_for

EXPECTED = {
    ("ceremony", "planned", "hold"): "held", ("ceremony", "held", "close"): "closed",
    ("ceremony", "planned", "cancel"): "cancelled",
    ("handover", "waiting", "hand"): "handed", ("handover", "waiting", "miss"): "uncollected",
    ("handover", "waiting", "collect"): "collected",
    ("handover", "uncollected", "collect"): "collected",
    ("handover", "waiting", "send"): "sent", ("handover", "uncollected", "send"): "sent",
    ("handover", "uncollected", "keep"): "kept",
    ("handover", "handed", "undo"): "waiting", ("handover", "uncollected", "undo"): "waiting",
    ("handover", "collected", "undo"): "waiting", ("handover", "sent", "undo"): "waiting",
    ("handover", "kept", "undo"): "waiting",
    ("handover", "collected", "reopen"): "uncollected",
    ("handover", "sent", "reopen"): "uncollected", ("handover", "kept", "reopen"): "uncollected",
    ("handover", "waiting", "release"): "released",
}  # fmt: skip


def test_the_tables_lead_where_expected_and_nowhere_else():
    table = {
        (lifecycle.kind, source.value, step.trigger): step.dest.value
        for lifecycle in (ceremony_lifecycle, handover_lifecycle)
        for step in lifecycle.steps
        for source in step.source
    }
    assert table == EXPECTED


def _hand_all(stage):
    for turn in stage.program.turns:
        with unit_of_work():
            handing.hand_turn(stage.key, turn.row.public_id, actor=stage.desk.clerk)


def _statuses(stage):
    return {line.item.name: line.status for line in stage.program.lines}


def test_strangers_find_nothing_to_tick_the_head_may_not_and_the_clerk_may(stage, desk):
    stage.hold()
    with pytest.raises(NotVisible):
        stage.tick(PEOPLE[0], "hand", actor=desk.stranger)
    with pytest.raises(NotAllowed):
        stage.tick(PEOPLE[0], "hand", actor=desk.head)
    stage.tick(PEOPLE[0], "hand", actor=desk.clerk)

    line = stage.line(PEOPLE[0])
    assert (line.status, line.receiver, line.settled_on, line.settled_by) == (
        H.HANDED, PEOPLE[0], date(2020, 12, 31), "Hoàng Thị E",
    )  # fmt: skip
    assert audit.journal("ceremony", stage.ceremony.id)[0].act == "handover.hand"


def test_nothing_is_handed_over_before_it_begins(stage):
    with pytest.raises(InvalidStep, match="Chuẩn bị"):
        stage.tick(PEOPLE[0], "hand")
    assert stage.line(PEOPLE[0]).status is H.WAITING


def test_the_same_tick_of_two_people_counts_once_and_another_one_is_refused(stage, desk):
    stage.hold()
    stage.tick(PEOPLE[0], "hand")
    stage.tick(PEOPLE[0], "hand", actor=desk.secretary)
    with pytest.raises(StaleEdit) as refused:
        stage.tick(PEOPLE[0], "miss", actor=desk.secretary)

    difference = refused.value.differences[0]
    assert (difference.yours, difference.theirs) == (
        label("handover", "uncollected").text, label("handover", "handed").text,
    )  # fmt: skip
    assert stage.line(PEOPLE[0]).settled_by == "Hoàng Thị E"


def test_two_people_tick_different_lines_at_the_same_moment(app, stage, desk):
    stage.hold()
    lines = [stage.line(name).public_id for name in (*PEOPLE, *TEAMS)]
    db.session.remove()
    start, failed = threading.Barrier(2), []

    def work(mine, actor):
        with app.app_context():
            start.wait()
            for line in mine:
                try:
                    with unit_of_work():
                        handing.settle(
                            stage.key, line, "hand", handing.Receipt(), seen="waiting:unknown",
                            actor=actor,
                        )  # fmt: skip
                except Exception as error:
                    failed.append(error)
            db.session.remove()

    threads = [
        threading.Thread(target=work, args=(lines[::2], desk.clerk)),
        threading.Thread(target=work, args=(lines[1::2], desk.secretary)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failed == []
    assert set(_statuses(stage).values()) == {H.HANDED}
    assert audit.faults("ceremony", stage.ceremony.id) == []


def test_presence_is_noted_beside_another_persons_tick_and_a_contrary_one_is_refused(stage, desk):
    stage.hold()
    line = stage.line(PEOPLE[0]).public_id

    def mark(there, seen):
        with unit_of_work():
            handing.mark_presence(stage.key, line, is_present=there, seen=seen, actor=desk.clerk)

    mark(True, "waiting:unknown")
    mark(True, "waiting:unknown")
    with pytest.raises(StaleEdit):
        mark(False, "waiting:unknown")
    mark(False, "waiting:there")
    assert stage.line(PEOPLE[0]).is_present is False


def test_a_whole_turn_is_handed_over_but_for_who_is_away_without_a_stand_in(stage, desk):
    stage.hold()
    turn = stage.program.turns[1]
    for name in ("Nguyễn Thị Ánh", "Trần Quốc Bảo"):
        with unit_of_work():
            handing.mark_presence(
                stage.key, stage.line(name).public_id, is_present=False, seen="waiting:unknown",
                actor=desk.clerk,
            )  # fmt: skip
    with unit_of_work():
        handing.name_stand_in(
            stage.key, stage.line("Nguyễn Thị Ánh").public_id, "Trần Văn Hải", actor=desk.clerk
        )
    with unit_of_work():
        assert handing.hand_turn(stage.key, turn.row.public_id, actor=desk.clerk) == 1

    assert stage.line("Nguyễn Thị Ánh").receiver == "Trần Văn Hải"
    assert stage.line("Trần Quốc Bảo").status is H.WAITING


def test_closing_names_what_is_open_and_works_once_nothing_is(stage):
    stage.hold()
    with pytest.raises(Incomplete, match="Còn 6 phần thưởng chưa ghi kết quả: .* và 1 người khác"):
        stage.close()
    _hand_all(stage)
    stage.tick(PEOPLE[0], "undo", seen="handed:unknown")
    with pytest.raises(Incomplete, match=f"Còn 1 phần thưởng chưa ghi kết quả: {PEOPLE[0]}[.]"):
        stage.close()
    stage.tick(PEOPLE[0], "miss")
    stage.close()
    assert stage.ceremony.status is C.CLOSED


def test_what_nobody_fetched_stays_in_the_inbox_until_it_is_handed_over(stage, desk):
    stage.hold()
    for name in PEOPLE[:3]:
        stage.tick(name, "miss")
    _hand_all(stage)
    stage.close()

    def told():
        db.session.rollback()
        return [task.note for task in tasks_for(desk.secretary)]

    assert told() == ["3 phần thưởng chưa có người đến nhận"]
    assert tasks_for(desk.stranger) == []
    with pytest.raises(BadInput, match="ai đã nhận"):
        stage.tick(PEOPLE[0], "collect", seen="uncollected:unknown")
    stage.tick(PEOPLE[0], "collect", seen="uncollected:unknown", receiver="Trần Quốc Bảo",
               on=date(2020, 12, 31), receipt="Giấy nhận 1")  # fmt: skip
    stage.tick(PEOPLE[1], "send", seen="uncollected:unknown", receiver="Đỗ Văn G")
    with pytest.raises(BadInput, match="vì sao"):
        stage.tick(PEOPLE[2], "keep", seen="uncollected:unknown")
    stage.tick(PEOPLE[2], "keep", seen="uncollected:unknown", receipt="Đã chuyển công tác")

    assert told() == []
    assert [stage.line(name).status for name in PEOPLE[:3]] == [H.COLLECTED, H.SENT, H.KEPT]
    stage.tick(PEOPLE[2], "reopen", seen="kept:unknown")
    assert told() == ["1 phần thưởng chưa có người đến nhận"]


def test_an_annulled_honour_is_not_handed_over_and_keeps_nothing_open(stage):
    stage.hold()
    struck = stage.line(PEOPLE[0]).item_id
    rows = DecisionItem.__table__.update().where(DecisionItem.id == struck)
    db.session.execute(rows.values(status=ItemStatus.REVOKED))
    db.session.commit()

    with pytest.raises(InvalidStep, match=r"đã bị hủy bỏ\) nên không trao"):
        stage.tick(PEOPLE[0], "hand")
    _hand_all(stage)
    stage.close()
    assert stage.line(PEOPLE[0]).status is H.WAITING


def test_a_day_that_has_not_come_is_refused(stage):
    stage.hold()
    with pytest.raises(BadInput, match="chưa đến"):
        stage.tick(PEOPLE[0], "collect", receiver="A", on=date(2021, 1, 5))


def test_a_ceremony_of_which_something_was_given_already_is_not_cancelled(stage, desk):
    stage.tick(PEOPLE[0], "send", receiver="Đỗ Văn G")
    with pytest.raises(InvalidStep, match="không hủy được"):
        planning.cancel(stage.key, "Hoãn", actor=desk.secretary)
