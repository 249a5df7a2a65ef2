"""Accounts as administrators keep them: strangers first, then roles, links and sessions."""

from datetime import date, timedelta

import pytest

from workflow.accounts.models import Role, RoleGrant, User
from workflow.core import audit, clock
from workflow.core.db import db

GETS = ("", "/edit", "/grant-role", "/end-grant?grant={grant}")
POSTS = (
    "/edit",
    "/grant-role",
    "/end-grant",
    "/send-link",
    "/deactivate",
    "/reactivate",
    "/end-sessions",
)


def text(answer):
    return answer.get_data(as_text=True)


def path(user, tail=""):
    return f"/users/{user.public_id}{tail}"


def grant_of(user):
    db.session.expire_all()
    return db.session.query(RoleGrant).filter_by(user_id=user.id).first()


def role_form(organisation, role="clerk", start="18/12/2020", end=""):
    return {
        "organisation": organisation.public_id, "role": role, "valid_from": start, "valid_to": end,
    }  # fmt: skip


def new_user(organisation, **typed):
    return role_form(organisation) | {"name": "Lý Thị M", "title": "", "login": "ly.m"} | typed


def acts(user):
    return [entry.act for entry in audit.journal("account", user.id)]


def test_strangers_see_no_accounts(statuses, long_an, officer_browser, foreign_admin):
    assert statuses("/users/") == [302, 403, 200]
    assert long_an.officer.name not in text(foreign_admin.get("/users/?q=" + long_an.officer.login))
    assert statuses("/users/create") == [302, 403, 200]
    of = f"/users/?organisation={long_an.team3.public_id}"
    assert statuses(of) == [302, 403, 404]


@pytest.mark.parametrize("tail", GETS)
def test_strangers_see_no_account(statuses, long_an, tail):
    tail = tail.format(grant=grant_of(long_an.officer).id)
    assert statuses(path(long_an.officer, tail)) == [302, 403, 404]


@pytest.mark.parametrize("tail", POSTS)
def test_strangers_change_no_account(statuses, long_an, tail):
    grant = grant_of(long_an.officer)
    data = role_form(long_an.elsewhere) | {
        "grant": grant.id, "last_day": "18/12/2020", "name": "X", "version": 1,
    }  # fmt: skip
    assert statuses(path(long_an.officer, tail), "post", data) == [401, 403, 404]
    assert acts(long_an.officer) == []


def test_a_unit_sees_neither_its_department_nor_its_neighbour(team_admin, long_an):
    assert team_admin.get(path(long_an.officer)).status_code == 200
    assert team_admin.get(path(long_an.secretary)).status_code == 404


def test_a_person_is_entered_with_a_role_and_a_link_shown_once(admin, long_an):
    page = admin.post("/users/create", data=new_user(long_an.team3))
    assert page.status_code == 200
    assert "/accounts/enter/" in text(page)
    user = db.session.query(User).filter_by(login="ly.m").one()
    assert user.password_hash is None
    assert (grant_of(user).role, grant_of(user).organisation_id) == (Role.CLERK, long_an.team3.id)
    assert acts(user) == ["account.create"]
    assert "/accounts/enter/" not in text(admin.get(path(user)))


def test_a_double_click_enters_a_person_once_and_leads_to_the_page(admin, long_an):
    data = new_user(long_an.team3) | {"idempotency_key": "k"}
    admin.post("/users/create", data=data)
    user = db.session.query(User).filter_by(login="ly.m").one()
    again = admin.post("/users/create", data=data)
    assert (again.status_code, again.location) == (302, path(user))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"login": "lý thị m"}, "không dấu"),
        ({"login": "USER1"}, "đã có người dùng"),
        ({"name": ""}, "Hãy điền ô này."),
        ({"valid_from": "18/13/2020"}, "không có thật"),
        ({"valid_to": "01/01/2020"}, "Ngày cuối sớm hơn ngày đầu"),
        ({"role": "vua"}, ""),
    ],
)
def test_a_bad_person_gets_a_sentence_and_nothing_is_stored(admin, long_an, typed, sentence):
    before = db.session.query(User).count()
    answer = admin.post("/users/create", data=new_user(long_an.team3, **typed))
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert db.session.query(User).count() == before


def test_nobody_grants_a_role_outside_their_tree(team_admin, admin, long_an):
    for browser, target in ((team_admin, long_an.department), (admin, long_an.elsewhere)):
        for form in ("/users/create", path(long_an.officer, "/grant-role")):
            data = new_user(target, role="administrator")
            assert browser.post(form, data=data).status_code == 422
    assert db.session.query(RoleGrant).filter_by(role=Role.ADMINISTRATOR).count() == 3


def test_a_role_holds_from_its_first_to_its_last_day(admin, long_an, client_as):
    tomorrow = clock.today() + timedelta(days=1)
    data = role_form(long_an.team3, "administrator", f"{tomorrow:%d/%m/%Y}", f"{tomorrow:%d/%m/%Y}")
    assert admin.post(path(long_an.officer, "/grant-role"), data=data).status_code == 302
    browser = client_as(long_an.officer, long_an.team3)

    def on(day):
        clock.move_to(clock.start_of(day))
        db.session.commit()
        return browser.get("/users/").status_code

    assert on(clock.today()) == 403
    assert on(tomorrow) == 200
    assert on(tomorrow + timedelta(days=1)) == 403


def test_the_same_role_is_not_granted_twice_at_once(admin, long_an):
    answer = admin.post(
        path(long_an.officer, "/grant-role"), data=role_form(long_an.team3, "officer")
    )
    assert answer.status_code == 422
    assert "đã có vai trò đó" in text(answer)


def test_an_ended_role_is_gone_on_the_next_request(admin, team_admin, long_an):
    other = db.session.query(User).join(RoleGrant, RoleGrant.user_id == User.id).filter(
        RoleGrant.role == Role.ADMINISTRATOR, RoleGrant.organisation_id == long_an.team3.id
    ).one()  # fmt: skip
    assert team_admin.get("/users/").status_code == 200
    data = {"grant": grant_of(other).id, "last_day": "17/12/2020"}
    assert admin.post(path(other, "/end-grant"), data=data).status_code == 302
    assert team_admin.get("/users/").status_code == 403
    assert grant_of(other).valid_to == date(2020, 12, 17)
    assert acts(other) == ["account.end_role"]
    assert admin.post(path(other, "/end-grant"), data=data).status_code == 409


def test_a_role_is_not_ended_in_the_past_nor_on_a_day_that_cannot_be(admin, long_an):
    for day in ("01/12/2020", "31/11/2020", ""):
        data = {"grant": grant_of(long_an.officer).id, "last_day": day}
        assert admin.post(path(long_an.officer, "/end-grant"), data=data).status_code == 422
    assert grant_of(long_an.officer).valid_to is None


def test_no_administrator_ends_their_own_role_or_account(admin, department_admin):
    data = {"grant": grant_of(department_admin).id, "last_day": "17/12/2020"}
    assert admin.post(path(department_admin, "/end-grant"), data=data).status_code == 403
    assert admin.post(path(department_admin, "/deactivate")).status_code == 403


def test_a_disabled_person_is_out_at_once_and_comes_back_by_signing_in(
    admin, long_an, officer_browser
):
    assert officer_browser.get("/accounts/password").status_code == 200
    assert admin.post(path(long_an.officer, "/deactivate")).status_code == 302
    assert officer_browser.get("/accounts/password").status_code == 302
    assert admin.post(path(long_an.officer, "/send-link")).status_code == 409
    assert admin.post(path(long_an.officer, "/reactivate")).status_code == 302
    assert officer_browser.get("/accounts/password").status_code == 302
    assert acts(long_an.officer) == ["account.reactivate", "account.deactivate"]


def test_all_sessions_end_at_once(admin, long_an, client_as):
    browsers = [client_as(long_an.officer, long_an.team3) for _ in range(2)]
    assert [b.get("/accounts/password").status_code for b in browsers] == [200, 200]
    admin.post(path(long_an.officer, "/end-sessions"))
    assert [b.get("/accounts/password").status_code for b in browsers] == [302, 302]


@pytest.mark.parametrize("tail", ["/send-link", "/deactivate", "/end-sessions", "/edit"])
def test_a_small_unit_takes_over_no_account_that_also_works_higher_up(
    team_admin, admin, long_an, tail
):
    db.session.add(
        RoleGrant(user_id=long_an.head.id, organisation_id=long_an.team3.id, role=Role.OFFICER,
                  valid_from=date(2020, 1, 1))
    )  # fmt: skip
    db.session.commit()
    data = {"name": "X", "version": long_an.head.version}
    assert team_admin.get(path(long_an.head)).status_code == 200
    assert team_admin.post(path(long_an.head, tail), data=data).status_code == 403
    assert admin.post(path(long_an.head, tail), data=data).status_code in {200, 302}


def test_a_stale_name_is_refused_and_both_are_shown(admin, long_an):
    stale = {"name": "Trần Thị Của Tôi", "title": "", "version": long_an.officer.version}
    other = stale | {"name": "Trần Thị Người Trước"}
    assert admin.post(path(long_an.officer, "/edit"), data=other).status_code == 302
    answer = admin.post(path(long_an.officer, "/edit"), data=stale)
    assert answer.status_code == 409
    assert "Của Tôi" in text(answer)
    assert "Người Trước" in text(answer)


def test_people_are_found_with_or_without_marks_in_the_order_of_given_names(admin, long_an):
    page = text(admin.get("/users/?q=tran thi"))
    assert long_an.officer.name in page
    assert long_an.head.name not in page
    page = text(admin.get("/users/"))
    names = [
        long_an.head.name,
        long_an.officer.name,
        long_an.secretary.name,
        long_an.unit_head.name,
    ]
    places = [page.index(f">{name}<") for name in names[:3]]
    assert places == sorted(places)


def test_the_list_takes_the_same_number_of_queries_however_many_people(admin, long_an, make_user):
    from sqlalchemy import event

    def count():
        seen = []
        event.listen(db.engine, "before_cursor_execute", hear := lambda *a: seen.append(a[2]))
        admin.get("/users/")
        event.remove(db.engine, "before_cursor_execute", hear)
        return len(seen)

    before = count()
    for _ in range(12):
        make_user(long_an.team1, "officer")
    assert count() == before
