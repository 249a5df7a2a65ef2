"""Organisations as administrators keep them: strangers first, then the life of each."""

import re
from datetime import date

import pytest

from workflow.accounts.models import RoleGrant
from workflow.accounts.services import follow_change
from workflow.core import audit, events
from workflow.core.db import db
from workflow.organisations.events import OrganisationChanged
from workflow.organisations.models import ChangeKind, Organisation, OrganisationKind, Succession

FORM = {
    "name": "Đội Quản lý thị trường số 9", "short_name": "Đội QLTT số 9", "kind": "unit",
    "symbol": "ĐQLTT9", "place": "Bến Lức", "head_post": "Đội trưởng", "heading_parent": "",
    "heading_name": "", "valid_from": "01/10/2020",
}  # fmt: skip
PAGES = ("", "/create", "/edit", "/rename", "/merge", "/dissolve")


@pytest.fixture(autouse=True)
def _accounts_hear():
    events.subscribe(OrganisationChanged, follow_change)


def path(organisation, tail=""):
    return f"/organisations/{organisation.public_id}{tail}"


def text(answer):
    return answer.get_data(as_text=True)


def fresh(model, row_id):
    db.session.expire_all()
    return db.session.get(model, row_id)


@pytest.mark.parametrize("tail", PAGES)
def test_strangers_see_nothing_of_an_organisation(statuses, long_an, tail):
    assert statuses(path(long_an.team3, tail)) == [302, 403, 404]


@pytest.mark.parametrize("tail", PAGES[1:])
def test_strangers_change_nothing(statuses, long_an, tail):
    before = db.session.query(Organisation).count()
    data = FORM | {"on": "31/12/2020", "basis": "QĐ 1", "into": long_an.team1.public_id}
    assert statuses(path(long_an.team3, tail), "post", data) == [401, 403, 404]
    assert db.session.query(Organisation).count() == before


@pytest.mark.parametrize("tail", PAGES)
def test_a_unit_does_not_administer_what_is_above_or_beside_it(team_admin, long_an, tail):
    assert team_admin.get(path(long_an.team3, tail)).status_code == 200
    assert team_admin.get(path(long_an.department, tail)).status_code == 404
    assert team_admin.get(path(long_an.team1, tail)).status_code == 404


def test_the_list_shows_ones_own_tree_only(admin, client, officer_browser):
    assert client.get("/organisations/").status_code == 302
    assert officer_browser.get("/organisations/").status_code == 403
    page = text(admin.get("/organisations/"))
    assert "Đội Quản lý thị trường số 3" in page
    assert "Đồng Nai" not in page
    assert "Đồng Nai" not in text(admin.get("/organisations/?q=dong nai")).replace("dong nai", "")
    assert "Đội Quản lý thị trường số 1" in text(admin.get("/organisations/?q=doi quan ly"))


def test_an_organisation_is_entered_under_another_and_recorded_once(admin, long_an):
    answer = admin.post(path(long_an.department, "/create"), data=FORM)
    made = db.session.query(Organisation).filter_by(symbol="ĐQLTT9").one()
    assert (answer.status_code, answer.location) == (302, path(made))
    assert (made.parent_id, made.valid_from) == (long_an.department.id, date(2020, 10, 1))
    assert [entry.act for entry in audit.journal("organisation", made.id)] == [
        "organisation.create"
    ]


def test_a_union_stands_beside_its_agency_and_is_administered_with_it(admin, long_an):
    admin.post(path(long_an.department, "/create"), data=FORM | {"kind": "union", "symbol": "CĐCS"})
    union = db.session.query(Organisation).filter_by(kind=OrganisationKind.UNION).one()
    assert (union.parent_id, union.beside_id) == (None, long_an.department.id)
    assert admin.get(path(union, "/edit")).status_code == 200


def test_a_double_click_enters_it_once(admin, long_an):
    for _ in range(2):
        answer = admin.post(
            path(long_an.department, "/create"), data=FORM | {"idempotency_key": "k"}
        )
        assert answer.status_code == 302
    assert db.session.query(Organisation).filter_by(symbol="ĐQLTT9").count() == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": ""}, "Hãy điền ô này."),
        ({"valid_from": "31/02/2020"}, "không có thật"),
        ({"name": "Đội\u200b số 9"}, "không nhìn thấy được"),
        ({"kind": "bịa"}, ""),
    ],
)
def test_bad_fields_get_a_sentence_and_keep_what_was_typed(admin, long_an, typed, sentence):
    answer = admin.post(path(long_an.department, "/create"), data=FORM | typed)
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert "ĐQLTT9" in text(answer)


def edit_form(organisation, **typed):
    return FORM | {"version": organisation.version} | typed


def test_an_edit_is_stored_with_what_was_before(admin, long_an):
    team = long_an.team3
    answer = admin.post(path(team, "/edit"), data=edit_form(team, symbol="MỚI"))
    assert answer.status_code == 302
    assert fresh(Organisation, team.id).symbol == "MỚI"
    entry = audit.journal("organisation", team.id)[0]
    assert entry.detail["Ký hiệu trong số văn bản"] == ["ĐQLTT3", "MỚI"]


def test_a_stale_edit_is_refused_and_shows_both_texts(admin, long_an):
    team = long_an.team3
    stale = edit_form(team, place="Của tôi")
    admin.post(path(team, "/edit"), data=edit_form(team, place="Của người trước"))
    answer = admin.post(path(team, "/edit"), data=stale)
    assert answer.status_code == 409
    assert "Của tôi" in text(answer)
    assert "Của người trước" in text(answer)
    assert fresh(Organisation, team.id).place == "Của người trước"


RENAME = {
    "name": "Chi cục Quản lý thị trường Long An", "short_name": "Chi cục QLTT Long An",
    "symbol": "CCQLTT", "on": "01/01/2021", "basis": "Quyết định 12/QĐ-BCT",
}  # fmt: skip


def test_a_renaming_makes_a_successor_that_inherits_units_and_roles(admin, long_an):
    old = long_an.department
    answer = admin.post(path(old, "/rename"), data=RENAME)
    assert answer.status_code == 302
    new = db.session.query(Organisation).filter_by(symbol="CCQLTT").one()
    assert (new.parent_id, new.valid_from) == (old.parent_id, date(2021, 1, 1))
    assert fresh(Organisation, old.id).valid_to == date(2020, 12, 31)
    assert fresh(Organisation, long_an.team3.id).parent_id == new.id
    row = db.session.query(Succession).one()
    assert (row.predecessor_id, row.successor_id, row.kind) == (old.id, new.id, ChangeKind.RENAMED)
    head = db.session.query(RoleGrant).filter_by(user_id=long_an.head.id)
    spans = {(g.organisation_id, g.valid_from, g.valid_to) for g in head}
    assert spans == {
        (old.id, date(2018, 10, 11), date(2020, 12, 31)), (new.id, date(2021, 1, 1), None),
    }  # fmt: skip


def test_what_has_ended_cannot_end_again(admin, long_an):
    data = {"on": "31/12/2020", "basis": "QĐ 1"}
    assert admin.post(path(long_an.team1, "/dissolve"), data=data).status_code == 302
    assert admin.post(path(long_an.team1, "/dissolve"), data=data).status_code == 409


@pytest.mark.parametrize("on", ["11/10/2018", "01/01/2010"])
def test_an_ending_before_the_beginning_is_refused_beside_the_field(admin, long_an, on):
    answer = admin.post(path(long_an.team1, "/dissolve"), data={"on": on, "basis": "QĐ 1"})
    assert answer.status_code == 422
    assert 'id="on-error"' in text(answer)


def test_an_organisation_with_living_units_is_not_dissolved(team_admin, admin, long_an):
    data = {"on": "31/12/2020", "basis": "QĐ 1"}
    answer = admin.post(path(long_an.department, "/dissolve"), data=data)
    assert answer.status_code == 422
    assert "Còn 2 đơn vị trực thuộc" in text(answer)


def test_a_merger_ends_the_roles_and_keeps_the_lineage(admin, long_an):
    data = {"on": "01/01/2021", "basis": "QĐ 7", "into": long_an.team1.public_id}
    assert admin.post(path(long_an.team3, "/merge"), data=data).status_code == 302
    grant = db.session.query(RoleGrant).filter_by(user_id=long_an.officer.id).one()
    assert grant.valid_to == date(2020, 12, 31)
    row = db.session.query(Succession).one()
    assert (row.predecessor_id, row.successor_id, row.kind) == (
        long_an.team3.id, long_an.team1.id, ChangeKind.MERGED,
    )  # fmt: skip


def test_an_organisation_is_merged_into_nothing_outside_the_tree_nor_below_itself(admin, long_an):
    data = {"on": "01/01/2021", "basis": "QĐ 7"}
    for target in (long_an.elsewhere, long_an.team3):
        into = {"into": target.public_id}
        answer = admin.post(path(long_an.department, "/merge"), data=data | into)
        assert answer.status_code == 422
    assert db.session.query(Succession).count() == 0


def test_the_two_lines_of_a_heading_stay_two_lines(admin, long_an):
    page = text(admin.get(path(long_an.team3, "/edit")))
    data = FORM | {
        "name": long_an.team3.name, "heading_name": "CÔNG ĐOÀN CƠ SỞ\r\nCỤC QUẢN LÝ THỊ TRƯỜNG",
        "version": str(long_an.team3.version), "valid_from": f"{long_an.team3.valid_from:%d/%m/%Y}",
    }  # fmt: skip

    answer = admin.post(path(long_an.team3, "/edit"), data=data)

    assert re.search(r'<textarea [^>]*id="heading_name"', page)
    assert answer.status_code == 302
    assert fresh(Organisation, long_an.team3.id).heading_name == (
        "CÔNG ĐOÀN CƠ SỞ\nCỤC QUẢN LÝ THỊ TRƯỜNG"
    )
