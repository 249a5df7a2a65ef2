"""Award rounds as administrators keep them, and who may hand in."""

from datetime import UTC, date, datetime

import pytest

from workflow.core import audit
from workflow.core.db import db
from workflow.emulation.models import Round
from workflow.emulation.queries import open_to

FORM = {
    "name": "Khen thưởng chuyên đề 2021", "ground": "movement", "year": "2021",
    "opens_on": "04/01/2021", "due_at": "15/01/2021 17:00", "check_by": "18/01/2021",
    "meets_on": "", "ceremony_on": "29/01/2021",
}  # fmt: skip


def text(answer):
    return answer.get_data(as_text=True)


def form(organisation, **typed):
    return FORM | {"organisation": organisation.public_id} | typed


def path(award_round):
    return f"/rounds/{award_round.public_id}/edit"


def test_strangers_see_and_change_no_round(statuses, long_an, foreign_admin):
    assert statuses("/rounds/") == [302, 403, 200]
    assert long_an.round.name not in text(foreign_admin.get("/rounds/"))
    assert statuses("/rounds/create", "post", form(long_an.department)) == [401, 403, 422]
    assert statuses(path(long_an.round)) == [302, 403, 404]
    assert statuses(path(long_an.round), "post", FORM) == [401, 403, 404]
    assert db.session.query(Round).count() == 1


def test_a_unit_does_not_edit_the_round_of_its_department(team_admin, long_an):
    assert team_admin.get(path(long_an.round)).status_code == 404


def test_a_round_is_opened_with_its_dates(admin, long_an):
    assert admin.post("/rounds/create", data=form(long_an.department)).status_code == 302
    made = db.session.query(Round).filter_by(year=2021).one()
    assert (made.opens_on, made.due_at, made.meets_on) == (
        date(2021, 1, 4), datetime(2021, 1, 15, 10, tzinfo=UTC), None,
    )  # fmt: skip
    assert [entry.act for entry in audit.journal("round", made.id)] == ["round.create"]
    assert made.name in text(admin.get("/rounds/"))


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("due_at", "03/01/2021 17:00", "không thể trước “Bắt đầu nhận hồ sơ” (04/01/2021)"),
        ("check_by", "14/01/2021", "không thể trước “Hạn nộp” (15/01/2021)"),
        ("ceremony_on", "17/01/2021", "không thể trước “Kiểm tra xong” (18/01/2021)"),
        ("opens_on", "32/01/2021", "không có thật"),
        ("opens_on", "", "Hãy điền ô này."),
        ("opens_on", "", ">Bắt đầu nhận hồ sơ: hãy điền ô này.</a>"),
        ("year", "20x1", "không phải là số"),
    ],
)
def test_dates_that_run_backwards_get_a_sentence_beside_the_field(
    admin, long_an, field, typed, sentence
):
    answer = admin.post("/rounds/create", data=form(long_an.department, **{field: typed}))
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert f'href="#{field}"' in text(answer)
    assert FORM["name"] in text(answer)


def test_a_stale_edit_is_refused_and_both_are_shown(admin, long_an):
    stale = FORM | {"version": long_an.round.version, "name": "Của tôi"}
    assert admin.post(path(long_an.round), data=stale | {"name": "Người trước"}).status_code == 302
    answer = admin.post(path(long_an.round), data=stale)
    assert answer.status_code == 409
    assert "Của tôi" in text(answer)
    assert "Người trước" in text(answer)


def test_units_hand_in_to_the_rounds_above_them_while_open(long_an):
    day = date(2020, 12, 18)
    assert open_to(long_an.team3.id, day) == [long_an.round]
    assert open_to(long_an.department.id, day) == [long_an.round]
    assert open_to(long_an.elsewhere.id, day) == []
    assert open_to(long_an.general.id, day) == []
    assert open_to(long_an.team3.id, date(2020, 12, 13)) == []
    assert open_to(long_an.team3.id, date(2020, 12, 23)) == []
