"""What has to come back, settled by the office; certificates made a second time, step by step."""

from datetime import date

import pytest
from sqlalchemy import select

from tests.decisions.amending.conftest import fields_of
from tests.factories.documents import draw_all
from workflow.core.db import db
from workflow.core.errors import BadInput, InvalidStep, NotAllowed, NotVisible, StaleEdit
from workflow.core.unit_of_work import unit_of_work
from workflow.decisions.amending import recovering, reissuing, rules
from workflow.decisions.amending.models import (
    Cause,
    Recovery,
    RecoveryStatus,
    Reissue,
    ReissueStatus,
    What,
)
from workflow.decisions.amending.queries import paid_of, payments_of
from workflow.decisions.amending.recovering import Settled
from workflow.decisions.amending.reissuing import Request
from workflow.decisions.amending.rules import Ground, grounds_in
from workflow.decisions.amending.steps import recovery_lifecycle, reissue_lifecycle
from workflow.decisions.amending.tasks import tasks_for
from workflow.decisions.models import Certificate
from workflow.decisions.queries import items_of
from workflow.documents.models import Drawing

TODAY = date(2020, 12, 18)
BACK = Settled(True, TODAY, "Trần Quốc Bảo nộp", "PT 07")


@pytest.fixture
def rows(mending):
    mending.issue(mending.annul(0))
    return {row.what: row for row in db.session.query(Recovery)}


def _settle(row, settled, actor, version=None):
    with unit_of_work():
        return recovering.settle(
            row.public_id, settled, version=version or row.version, actor=actor
        )


def test_strangers_and_the_head_settle_nothing_and_the_clerk_does_once(desk, rows):
    row = rows[What.OBJECT]
    for who, refusal in ((desk.stranger, NotVisible), (desk.head, NotAllowed)):
        with pytest.raises(refusal):
            _settle(row, BACK, who)
    first = row.version
    _settle(row, BACK, desk.clerk)
    assert (row.status, row.settled_on, row.voucher) == (RecoveryStatus.RECOVERED, TODAY, "PT 07")
    with pytest.raises(StaleEdit):
        _settle(row, BACK, desk.clerk, first)
    with pytest.raises(InvalidStep):
        _settle(row, BACK, desk.clerk)


def test_money_needs_its_voucher_and_what_does_not_come_back_its_reason(desk, rows):
    def told(who):
        return [task.title for task in tasks_for(who)]

    assert (told(desk.clerk), told(desk.stranger)) == (["2 hiện vật, khoản tiền chờ thu hồi"], [])
    money, certificate = rows[What.MONEY], rows[What.OBJECT]
    assert money.amount is None
    for row, settled, field in (
        (money, Settled(True, TODAY, "Bảo"), "voucher"),
        (money, Settled(True, TODAY, "Bảo", "PT 07"), "amount"),
        (certificate, Settled(True, TODAY), "by"),
        (certificate, Settled(False, TODAY), "note"),
    ):
        with pytest.raises(BadInput) as refusal:
            _settle(row, settled, desk.secretary)
        assert refusal.value.field == field
    # an amount nobody knew may be said with the voucher; a lost certificate may turn up after all
    _settle(money, Settled(True, TODAY, "Bảo", "PT 07", amount=702_000), desk.secretary)
    _settle(certificate, Settled(False, TODAY, note="Đã mất do hỏa hoạn"), desk.secretary)
    assert (money.amount, certificate.status) == (702_000, RecoveryStatus.FAILED)
    _settle(certificate, BACK, desk.secretary)
    assert (certificate.status, told(desk.clerk)) == (RecoveryStatus.RECOVERED, [])


def test_a_sum_comes_back_in_parts_and_never_more_than_it_is(desk, rows):
    money = rows[What.MONEY]
    with unit_of_work():
        money.amount = 702_000

    def pay(amount, voucher):
        return _settle(money, Settled(True, TODAY, "Bảo", voucher, amount), desk.clerk)

    pay(300_000, "PT 07")
    pay(300_000, "PT 07")
    assert (money.status, paid_of([money.id])) == (RecoveryStatus.OPEN, {money.id: 600_000})
    for amount in (0, 102_001):
        with pytest.raises(BadInput) as refusal:
            pay(amount, "PT 08")
        assert (refusal.value.field, "102.000" in str(refusal.value)) == ("amount", True)
    _settle(money, Settled(False, TODAY, note="Đã chuyển đi nơi khác"), desk.clerk)
    pay(2_000, "PT 08")
    assert money.status is RecoveryStatus.OPEN
    _settle(money, Settled(True, TODAY, "Bảo", "PT 09"), desk.clerk)
    assert (money.status, paid_of([money.id])) == (RecoveryStatus.RECOVERED, {money.id: 702_000})
    assert [one.voucher for one in payments_of(money.id)] == ["PT 07", "PT 07", "PT 08", "PT 09"]


def test_the_offices_rule_says_the_grounds_and_the_terms(desk, mending):
    assert rules.current_rule(desk.people.department.id).recovery_days == 15
    text = "Khoản 2 Điều 93 | Gian dối\nSai thẩm quyền"
    with pytest.raises(BadInput), unit_of_work():
        rules.set_rule(text, recovery_days=0, exchange_days=9, source="", version=0,
                       actor=desk.secretary)  # fmt: skip
    with pytest.raises(NotAllowed), unit_of_work():
        rules.set_rule(text, recovery_days=7, exchange_days=9, source="", version=0,
                       actor=desk.clerk)  # fmt: skip
    with unit_of_work():
        rules.set_rule(text, recovery_days=7, exchange_days=9, source="Quy chế", version=0,
                       actor=desk.secretary)  # fmt: skip
    assert grounds_in(text) == (
        Ground("Khoản 2 Điều 93", "Gian dối"), Ground("", "Sai thẩm quyền"),
    )  # fmt: skip
    mending.issue(mending.annul(0))
    assert {row.due_on for row in db.session.query(Recovery)} == {date(2020, 12, 25)}
    with pytest.raises(StaleEdit), unit_of_work():
        rules.set_rule(text, recovery_days=8, exchange_days=9, source="", version=0,
                       actor=desk.secretary)  # fmt: skip


# Certificates made a second time


@pytest.fixture
def ask(desk, decision):
    def request(cause=Cause.MISPRINT, position=0, actor=None, **changes):
        fields = {"asked_by": "Đội QLTT số 3", "request_text": "CV 15", "asked_on": TODAY}
        with unit_of_work():
            return reissuing.ask(
                decision.public_id, items_of(decision.id)[position].public_id,
                Request(cause, **(fields | changes)), actor=actor or desk.clerk,
            )  # fmt: skip

    return request


def _act(act, row, *said, actor):
    with unit_of_work():
        return act(row.public_id, *said, version=row.version, actor=actor)


def test_a_misprinted_certificate_is_exchanged_with_the_same_numbers_and_the_corrected_name(
    desk, decision, mending, ask
):
    mending.issue(mending.correct(0, "Trần Quốc Bão"))
    row = ask()
    with pytest.raises(InvalidStep):
        _act(reissuing.draw, row, "", actor=desk.clerk)
    _act(reissuing.confirm, row, actor=desk.clerk)
    with pytest.raises(InvalidStep):  # the old one is not back yet
        _act(reissuing.draw, row, "", actor=desk.clerk)
    _act(reissuing.take_back, row, TODAY, actor=desk.clerk)
    _act(reissuing.draw, row, "Cấp đổi ngày 18/12/2020", actor=desk.clerk)
    draw_all()
    drawn = db.session.scalars(select(Drawing).where(Drawing.owner_kind == "reissue")).one()
    said = drawn.context
    assert (said["recipient"]["name"], said["register_number"], said["number"], said["again"]) == (
        "Trần Quốc Bão", "01", "01", "Cấp đổi ngày 18/12/2020",
    )  # fmt: skip
    assert set(said) == fields_of("certificate")
    # so is the first one, should it be printed only now
    certificate = db.session.query(Certificate).filter_by(item_id=items_of(decision.id)[0].id).one()
    first = db.session.query(Drawing).filter_by(owner_kind="certificate", owner_id=certificate.id)
    assert first.one().context["recipient"]["name"] == "Trần Quốc Bão"
    with pytest.raises(BadInput) as refusal:
        _act(reissuing.hand_over, row, TODAY, "", actor=desk.clerk)
    assert refusal.value.field == "to"
    _act(reissuing.hand_over, row, TODAY, "Trần Quốc Bảo", actor=desk.clerk)
    assert (row.status, row.number, row.year) == (ReissueStatus.HANDED_OVER, 1, 2020)


def test_a_lost_one_is_not_taken_back_and_each_entry_has_the_next_number_of_its_year(desk, ask):
    for number, position in enumerate((0, 1), start=1):
        row = ask(Cause.LOST, position)
        _act(reissuing.confirm, row, actor=desk.secretary)
        with pytest.raises(NotAllowed):
            _act(reissuing.take_back, row, TODAY, actor=desk.secretary)
        _act(reissuing.draw, row, "", actor=desk.secretary)
        assert row.number == number


def test_nothing_is_made_again_for_a_revoked_line_for_strangers_or_twice_at_once(
    desk, long_an, actor, mending, ask
):
    officer = actor(long_an.officer, long_an.team3)
    for who, refusal in (
        (desk.stranger, NotVisible),
        (officer, NotAllowed),
        (desk.head, NotAllowed),
    ):
        with pytest.raises(refusal):
            ask(actor=who)
    row = ask()
    with pytest.raises(InvalidStep):
        ask()
    with pytest.raises(NotVisible):
        _act(reissuing.confirm, row, actor=desk.stranger)
    mending.issue(mending.annul(0))
    with pytest.raises(InvalidStep) as refusal:
        _act(reissuing.confirm, row, actor=desk.clerk)
    assert "Trần Quốc Bảo không còn hiệu lực" in str(refusal.value)
    _act(reissuing.refuse, row, "Đã bị hủy bỏ khen thưởng", actor=desk.clerk)
    assert row.status is ReissueStatus.REFUSED
    with pytest.raises(InvalidStep):
        ask()
    assert db.session.query(Reissue).count() == 1


def test_an_annulment_ends_what_was_being_made_again_at_every_step(desk, mending, ask):
    """Nothing is handed over for an award that is gone, and no request stays open for ever."""
    rows = [ask(Cause.DAMAGED, position) for position in (0, 1)]
    for row in rows:
        _act(reissuing.confirm, row, actor=desk.clerk)
        _act(reissuing.take_back, row, TODAY, actor=desk.clerk)
    _act(reissuing.draw, rows[1], "", actor=desk.clerk)
    with pytest.raises(NotAllowed):  # the old one is here: while the award stands it goes on
        _act(reissuing.refuse, rows[0], "Thôi", actor=desk.clerk)
    mending.issue(mending.annul(0, 1))
    for act, row, said in (
        (reissuing.draw, rows[0], ("",)), (reissuing.hand_over, rows[1], (TODAY, "Bảo")),
    ):  # fmt: skip
        with pytest.raises(InvalidStep) as refusal:
            _act(act, row, *said, actor=desk.clerk)
        assert "chọn “Không cấp”" in str(refusal.value)
        _act(reissuing.refuse, row, "Đã bị hủy bỏ khen thưởng", actor=desk.clerk)
    assert {row.status for row in rows} == {ReissueStatus.REFUSED}
    assert [t.kind for t in tasks_for(desk.clerk)] == ["recovery"]


def test_a_request_says_who_asked_and_on_a_day_that_can_be(ask):
    for changes, field in (
        ({"asked_by": ""}, "asked_by"), ({"asked_on": date(2020, 12, 17)}, "asked_on"),
        ({"asked_on": date(2020, 12, 19)}, "asked_on"),
    ):  # fmt: skip
        with pytest.raises(BadInput) as refusal:
            ask(**changes)
        assert refusal.value.field == field


def test_the_tables_lead_where_the_office_says():
    def table(lifecycle):
        return {
            (source.value, step.trigger): step.dest.value
            for step in lifecycle.steps for source in step.source
        }  # fmt: skip

    assert table(recovery_lifecycle) == {
        ("open", "recover"): "recovered", ("failed", "recover"): "recovered",
        ("open", "give_up"): "failed", ("open", "pay"): "open", ("failed", "pay"): "open",
    }  # fmt: skip
    assert table(reissue_lifecycle) == {
        ("asked", "confirm"): "confirmed", ("asked", "refuse"): "refused",
        ("confirmed", "refuse"): "refused", ("taken_back", "refuse"): "refused",
        ("drawn", "refuse"): "refused",
        ("confirmed", "take_back"): "taken_back", ("taken_back", "draw"): "drawn",
        ("confirmed", "draw_lost"): "drawn", ("drawn", "hand_over"): "handed_over",
    }  # fmt: skip
