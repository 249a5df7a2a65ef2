"""What a council asks of an appraisal: kept by its administrator, on a page of its own."""

import pytest
from sqlalchemy import select

from workflow.core.db import db
from workflow.core.errors import BadInput, NotAllowed, NotVisible, StaleEdit
from workflow.core.unit_of_work import unit_of_work
from workflow.councils.appraising.administration import (
    Scored,
    Wanted,
    add_criterion,
    edit_criterion,
    remove_criterion,
    set_rule,
)
from workflow.councils.appraising.models import AppraisalRule
from workflow.councils.appraising.queries import criteria_of, rule_of

FIRST = Scored("Thành tích", "Vượt mức đăng ký", 20, 1)


@pytest.fixture
def council(make_council, long_an):
    return make_council(long_an.department)[0]


@pytest.fixture
def admin(make_user, long_an):
    return make_user(long_an.department, "administrator")


@pytest.fixture
def keeper(admin, long_an, actor):
    return actor(admin, long_an.department)


def adds(council, keeper, new=FIRST):
    with unit_of_work():
        return add_criterion(council.public_id, new, actor=keeper)


def rules(council, keeper, *, asked=True, wanted=2, most_spread=20, version=0):
    with unit_of_work():
        return set_rule(council.public_id, Wanted(asked, wanted, most_spread), version=version,
                        actor=keeper)  # fmt: skip


def test_another_offices_administrator_finds_no_council_and_the_secretary_may_not(
    council, long_an, actor
):
    stranger = actor(long_an.stranger, long_an.elsewhere)
    secretary = actor(long_an.secretary, long_an.department)

    for who, error in ((stranger, NotVisible), (secretary, NotAllowed)):
        with pytest.raises(error):
            rules(council, who)
        with pytest.raises(error):
            adds(council, who)
    assert db.session.scalars(select(AppraisalRule)).all() == []


@pytest.mark.parametrize(
    ("change", "field"),
    [({"wanted": 0}, "wanted"), ({"wanted": 10}, "wanted"), ({"most_spread": 101}, "most_spread")],
)
def test_numbers_out_of_reason_are_refused(council, keeper, change, field):
    adds(council, keeper)
    with pytest.raises(BadInput) as refused:
        rules(council, keeper, **change)

    assert refused.value.field == field


def test_it_is_switched_on_with_a_criterion_and_the_last_one_stays_while_it_is_on(council, keeper):
    with pytest.raises(BadInput, match="ít nhất một tiêu chí"):
        rules(council, keeper)
    criterion = adds(council, keeper)
    assert (rules(council, keeper).asked, rule_of(council.id).wanted) == (True, 2)
    with pytest.raises(BadInput, match="Hãy tắt thẩm định trước"), unit_of_work():
        remove_criterion(council.public_id, criterion.public_id, actor=keeper)

    rules(council, keeper, asked=False, version=1)
    with unit_of_work():
        remove_criterion(council.public_id, criterion.public_id, actor=keeper)
    assert criteria_of(council.id) == []


def test_a_stale_rule_or_criterion_is_answered_with_both_texts(council, keeper):
    criterion = adds(council, keeper)
    rules(council, keeper)
    with pytest.raises(StaleEdit) as stale:
        rules(council, keeper, wanted=3)
    assert [(d.yours, d.theirs) for d in stale.value.differences] == [("3", "2"), ("20", "20")]
    with pytest.raises(StaleEdit), unit_of_work():
        edit_criterion(council.public_id, criterion.public_id, FIRST, version=9, actor=keeper)


def test_points_are_at_least_one(council, keeper):
    with pytest.raises(BadInput, match="Điểm tối đa từ 1"):
        adds(council, keeper, Scored("Hồ sơ", "", 0, 2))


def test_the_page_adds_edits_and_removes_and_prints_names_as_they_are(
    council, admin, long_an, client_as
):
    name = "A & B <x> {{ 7*7 }}"
    url = f"/councils/administration/{council.public_id}/appraisal"
    client = client_as(admin, long_an.department)
    assert client_as(long_an.stranger, long_an.elsewhere).get(url).status_code in {403, 404}
    assert client_as(long_an.secretary, long_an.department).get(url).status_code == 403
    assert url in client.get(f"/councils/administration/{council.public_id}/seats").text

    refused = client.post(url, data={"asked": "y", "wanted": "2", "most_spread": "20"})
    assert (refused.status_code, "ít nhất một tiêu chí" in refused.text) == (422, True)
    new = {"name": name, "guidance": "", "most": "20", "rank": "1"}
    assert client.post(f"{url}/criteria", data=new | {"most": "x"}).status_code == 422
    assert client.post(f"{url}/criteria", data=new).status_code == 302
    assert client.post(url, data={"asked": "y", "wanted": "2", "most_spread": "20",
                                  "version": "0"}).status_code == 302  # fmt: skip
    page = client.get(url).text
    assert "A &amp; B &lt;x&gt; {{ 7*7 }}" in page
    seats = client.get(f"/councils/administration/{council.public_id}/seats").text
    assert "Thẩm định trước phiên họp: 2 phiếu cho mỗi đề nghị" in seats
    one = criteria_of(council.id)[0]
    assert client.get(f"{url}/criteria/{one.public_id}").status_code == 200
    assert client.get(f"{url}/criteria/nothing").status_code == 404
    edited = client.post(f"{url}/criteria/{one.public_id}", data=new | {"most": "30",
                                                                       "version": "1"})  # fmt: skip
    assert (edited.status_code, criteria_of(council.id)[0].most) == (302, 30)
    assert client.post(f"{url}/criteria/{one.public_id}/remove").status_code == 422
