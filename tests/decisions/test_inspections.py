"""An inspection that began after the council voted holds up the signature, until it is over."""

from datetime import date

import pytest

from tests.factories.documents import draw_all
from workflow.core.db import db
from workflow.core.errors import Incomplete
from workflow.core.unit_of_work import unit_of_work
from workflow.decisions.queries import items_of
from workflow.decisions.services import checking, signing
from workflow.documents.states import PaperStatus
from workflow.recipients.models import Hold

HELD, FREE = "Trần Quốc Bảo", "Nguyễn Thị Ánh Tuyết"


@pytest.fixture
def draft(desk, make_nominations):
    return desk.draft(make_nominations(HELD, FREE))


def inspect(desk, decision, until=None):
    who = next(one.recipient_id for one in items_of(decision.id) if one.name == HELD)
    hold = Hold(
        recipient_id=who, reason="Đơn tố cáo", starts_on=date(2020, 12, 17), ends_on=until,
        entered_by_id=desk.secretary.user_id,
    )  # fmt: skip
    db.session.add(hold)
    db.session.commit()


def test_a_decision_is_not_offered_while_somebody_in_it_is_inspected(desk, draft):
    desk.check(draft)
    inspect(desk, draft)
    told = f"khiếu nại: {HELD}. Hãy đưa ra khỏi"
    with pytest.raises(Incomplete, match=told) as refused, unit_of_work():
        checking.offer(draft.public_id, actor=desk.secretary)
    assert "Đơn tố cáo" not in str(refused.value)
    assert desk.again(draft).paper.status is PaperStatus.DRAFT


def test_what_is_over_holds_nothing_up(desk, draft):
    inspect(desk, draft, until=date(2020, 12, 17))
    assert desk.sign(desk.offer(draft)).paper.status is PaperStatus.SIGNED


def test_the_head_strikes_who_is_inspected_and_signs_the_rest(desk, draft):
    decision = desk.offer(draft)
    inspect(desk, decision)
    with pytest.raises(Incomplete, match=HELD):
        desk.sign(decision)
    item = next(one for one in items_of(decision.id) if one.name == HELD)
    with unit_of_work():
        signing.strike(decision.public_id, item.public_id, "Đang thanh tra", actor=desk.head)
    draw_all()
    desk.check(desk.again(decision))
    assert desk.sign(desk.again(decision)).paper.status is PaperStatus.SIGNED
