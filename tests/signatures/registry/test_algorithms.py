"""An algorithm's last day counts once a second keeper confirmed it; the verdict follows."""

from datetime import UTC, date, datetime

import pytest

from workflow.core import audit
from workflow.core.errors import BadInput, NotAllowed
from workflow.core.unit_of_work import unit_of_work
from workflow.signatures.engine.prolonging import digest_for
from workflow.signatures.registry import retiring
from workflow.signatures.registry.retiring import LastDay
from workflow.signatures.registry.tasks import count_waiting, tasks_for
from workflow.signatures.renewal.states import RetirementStatus as S
from workflow.signatures.trust import trust_now

DAY = date(2030, 12, 31)
AFTER = datetime(2030, 12, 31, 17, tzinfo=UTC)  # midnight in Vietnam
PAGE = "/signatures/algorithms"


def do(act, *args, **more):
    with unit_of_work():
        return act(*args, **more)


@pytest.fixture
def proposed(people):
    def make(day=DAY, *, name="sha256", by="first"):
        asked = LastDay(name, day, "Thông tư 15/2025/TT-BKHCN")
        return do(retiring.propose, asked, actor=getattr(people, by))

    return make


def test_strangers_change_no_last_day_and_administrators_below_only_see_them(
    statuses, proposed, desk
):
    assert statuses(PAGE) == [302, 403, 200]
    assert statuses(PAGE, "post", {"name": "sha256", "source": "x"}) == [401, 403, 403]
    row = proposed()
    for act in ("confirm", "decline", "withdraw"):
        sent = {"reason": "thử"}
        assert statuses(f"{PAGE}/{row.public_id}/{act}", "post", sent) == [401, 403, 403]
    below = desk("below").get(PAGE).get_data(as_text=True)
    assert ("do quản trị viên của cơ quan cấp cao nhất giữ" in below, "SHA-256" in below) == (
        True, True,
    )  # fmt: skip
    assert trust_now().retired == {}


def test_a_last_day_counts_once_another_keeper_confirmed_it_and_not_before(proposed, people):
    row = proposed()
    with pytest.raises(NotAllowed, match="người khác phải xác nhận"):
        do(retiring.confirm, row.public_id, actor=people.first)
    before = trust_now().retired
    do(retiring.confirm, row.public_id, actor=people.second)

    assert (before, trust_now().retired) == ({}, {"sha256": AFTER})
    acts = [line.act for line in audit.journal("retired_algorithm", row.id)]
    assert acts == ["retired_algorithm.confirm", "retired_algorithm.propose"]


def test_another_day_takes_its_place_and_no_day_takes_it_back_each_by_two_persons(proposed, people):
    first = proposed()
    do(retiring.confirm, first.public_id, actor=people.second)
    later = proposed(date(2031, 12, 31), by="second")
    with pytest.raises(BadInput):
        proposed()  # one waits already
    do(retiring.confirm, later.public_id, actor=people.first)
    assert (first.status, [day.year for day in trust_now().retired.values()]) == (S.ENDED, [2031])
    none = proposed(None)
    assert len(trust_now().retired) == 1
    do(retiring.confirm, none.public_id, actor=people.second)

    assert trust_now().retired == {}
    with pytest.raises(BadInput):
        proposed(None)


def test_a_proposed_day_is_declined_or_withdrawn_and_an_unknown_algorithm_refused(proposed, people):
    with pytest.raises(BadInput):
        proposed(name="md5")
    with pytest.raises(BadInput):
        do(retiring.decline, proposed().public_id, " ", actor=people.second)
    [row] = retiring.listed().proposed
    declined = do(retiring.decline, row.public_id, "chưa có văn bản", actor=people.second)
    withdrawn = do(retiring.withdraw, proposed().public_id, actor=people.first)
    assert (declined.status, declined.end_reason) == (S.DECLINED, "chưa có văn bản")
    assert withdrawn.status is S.WITHDRAWN


def test_it_waits_in_the_inbox_of_the_other_keeper_alone(proposed, people):
    proposed()

    found = {who: [task.title for task in tasks_for(getattr(people, who))]
             for who in ("first", "second", "below", "head")}  # fmt: skip
    waits = ["Xác nhận ngày cuối của thuật toán: SHA-256"]
    assert found == {"first": [], "second": waits, "below": [], "head": []}
    assert [count_waiting(people.first), count_waiting(people.second)] == [0, 1]


def test_both_keepers_do_it_on_the_page(desk):
    sent = {"name": "rsa-2048", "day": "31/12/2030", "source": "Thông tư 15/2025/TT-BKHCN"}
    first = desk("first")
    assert first.post(PAGE, data=sent | {"day": "31/31/2030"}).status_code == 422
    assert first.post(PAGE, data=sent).status_code == 302
    assert "Bạn đề nghị nên người khác xác nhận." in first.get(PAGE).get_data(as_text=True)
    [row] = retiring.listed().proposed
    second = desk("second")
    url = f"{PAGE}/{row.public_id}"
    assert second.post(f"{url}/decline", data={"reason": ""}).status_code == 422
    assert second.post(f"{url}/confirm").status_code == 302
    page = second.get(PAGE).get_data(as_text=True)
    assert ("RSA 2048" in page, "31/12/2030" in page) == (True, True)
    assert trust_now().retired == {"rsa-2048": AFTER}


def test_the_next_time_stamp_digests_with_what_lasts():
    soon, later = datetime(2030, 1, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC)
    until = datetime(2031, 1, 1, tzinfo=UTC)

    assert digest_for({}, until) == "sha256"
    assert digest_for({"sha256": later}, until) == "sha256"
    assert digest_for({"sha256": soon, "sha384": soon}, until) == "sha512"


def test_a_long_past_hides_nothing_that_waits_or_holds_and_says_what_it_leaves_out(
    proposed, people, desk, monkeypatch
):
    do(retiring.confirm, proposed().public_id, actor=people.second)
    proposed(name="rsa-2048")
    for _time in range(4):
        do(retiring.withdraw, proposed(name="sha512").public_id, actor=people.first)
    whole = desk("first").get(PAGE).get_data(as_text=True)
    monkeypatch.setattr(retiring, "MOST", 3)
    page, rows = desk("first").get(PAGE).get_data(as_text=True), retiring.listed()

    assert [len(rows.proposed), len(rows.holding), len(rows.past), rows.count] == [1, 1, 3, 4]
    assert ("Chỉ hiện" in whole, "Chỉ hiện 3 dòng mới nhất; còn 1 dòng" in page) == (False, True)
    assert "được tin đến hết ngày" in page


def test_a_last_day_that_has_passed_is_pointed_out_to_who_confirms_it(proposed, desk):
    proposed()
    before = "Ngày này đã qua" in desk("second").get(PAGE).text
    proposed(date(2019, 12, 31), name="rsa-2048")

    assert (before, "Ngày này đã qua" in desk("second").get(PAGE).text) == (False, True)
