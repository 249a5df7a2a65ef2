"""Who gets in, who does not, and what a cookie is worth."""

import dataclasses
import re
from datetime import timedelta

import pytest
from sqlalchemy import update

from tests.factories.accounts import PASSWORD
from workflow.accounts.guesses import A_DAY_FOR_ONE_ACCOUNT
from workflow.accounts.login import cookie_name
from workflow.accounts.models import GuessCount, UserSession
from workflow.core import audit, clock
from workflow.core.clock import Installation
from workflow.core.db import db


@pytest.fixture
def officer(long_an, with_password):
    return with_password(long_an.officer)


def text(answer):
    return answer.get_data(as_text=True)


def refusal(answer):
    return re.search(r'id="refused">([^<]*)<', text(answer))[1]


def is_in(client):
    return client.get("/accounts/password").status_code == 200


def test_a_stranger_sees_the_form_and_no_demonstration(client):
    page = client.get("/accounts/sign-in")
    assert page.status_code == 200
    assert "demo-sign-in" not in text(page)


def test_every_wrong_way_in_gets_the_same_sentence(officer, make_user, sign_in, long_an):
    without = make_user(long_an.team3, "officer")
    shut = make_user(long_an.team3, "officer", is_active=False, password_hash=officer.password_hash)
    nobody = type("Nobody", (), {"login": "khong.co.ai"})
    answers = [
        sign_in(officer, "sai mật khẩu rồi")[1], sign_in(without)[1],
        sign_in(shut)[1], sign_in(nobody)[1],
    ]  # fmt: skip
    assert {answer.status_code for answer in answers} == {422}
    assert len({refusal(answer) for answer in answers}) == 1


def test_the_owner_gets_in_and_the_act_is_recorded(officer, sign_in):
    browser, answer = sign_in(officer)
    assert (answer.status_code, answer.location) == (302, "/")
    assert is_in(browser)
    assert [entry.act for entry in audit.journal("account", officer.id)] == ["account.sign_in"]


def test_a_login_is_found_whatever_its_capitals(officer, sign_in):
    typed = type("Typed", (), {"login": f" {officer.login.upper()} "})
    assert sign_in(typed)[1].status_code == 302


def test_a_password_typed_in_another_composition_is_the_same(officer, sign_in):
    import unicodedata

    assert sign_in(officer, unicodedata.normalize("NFD", PASSWORD))[1].status_code == 302


def test_the_cookie_is_closed_to_scripts_and_other_sites(officer, sign_in):
    cookies = sign_in(officer)[1].headers.getlist("Set-Cookie")
    session = next(c for c in cookies if c.startswith("bangvang_sid="))
    assert "HttpOnly" in session
    assert "SameSite=Lax" in session
    assert "Path=/" in session


def test_each_sign_in_gets_a_new_session_and_ends_the_one_before(app, officer, sign_in):
    browser, _ = sign_in(officer)
    before = browser.get_cookie(cookie_name(app)).value
    sign_in(officer, client=browser)
    after = browser.get_cookie(cookie_name(app)).value
    copy = app.test_client()
    copy.set_cookie(cookie_name(app), before)
    assert before != after
    assert not is_in(copy)


def test_a_copied_cookie_is_worthless_after_sign_out(app, officer, sign_in):
    browser, _ = sign_in(officer)
    copy = app.test_client()
    copy.set_cookie(cookie_name(app), browser.get_cookie(cookie_name(app)).value)
    assert is_in(copy)
    browser.post("/accounts/sign-out")
    assert not is_in(copy)
    assert copy.get("/").location == "/accounts/sign-in?next=/"


def test_a_session_ends_when_idle_and_after_half_a_day(officer, sign_in):
    browser, _ = sign_in(officer)
    late = clock.real_now() - timedelta(minutes=61)
    db.session.execute(update(UserSession).values(seen_at=late))
    db.session.commit()
    assert not is_in(browser)
    browser, _ = sign_in(officer)
    early = clock.real_now() - timedelta(hours=13)
    db.session.execute(update(UserSession).values(created_at=early))
    db.session.commit()
    assert not is_in(browser)


def test_a_disabled_account_is_out_on_the_next_request(officer, sign_in):
    browser, _ = sign_in(officer)
    assert is_in(browser)
    officer.is_active = False
    db.session.commit()
    assert not is_in(browser)


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "/\t/evil.example",
     "javascript:alert(1)", "evil.example", "/%0d%0a//x\r\n"],
)  # fmt: skip
def test_sign_in_leads_to_no_other_site(officer, sign_in, client, elsewhere):
    assert sign_in(officer, next_page=elsewhere)[1].location == "/"
    shown = client.get("/accounts/sign-in", query_string={"next": elsewhere})
    assert "evil" not in text(shown)


def test_sign_in_leads_on_to_the_page_asked_for(officer, sign_in):
    assert sign_in(officer, next_page="/archive/?q=846")[1].location == "/archive/?q=846"


def exhaust(user, sign_in):
    for _ in range(A_DAY_FOR_ONE_ACCOUNT):
        assert sign_in(user, "một lần đoán mò", address="203.0.113.9")[1].status_code == 422


def test_after_a_hundred_guesses_even_the_right_one_is_refused_but_the_owner_enters(
    officer, sign_in
):
    owner, _ = sign_in(officer)
    owner.post("/accounts/sign-out")
    exhaust(officer, sign_in)
    stranger, answer = sign_in(officer, PASSWORD, address="192.0.2.1")
    assert answer.status_code == 422
    assert not is_in(stranger)
    assert sign_in(officer, client=owner)[1].status_code == 302
    assert is_in(owner)


def test_a_known_device_of_another_person_is_a_stranger_to_this_account(
    officer, long_an, with_password, sign_in
):
    other, _ = sign_in(with_password(long_an.clerk))
    other.post("/accounts/sign-out")
    exhaust(officer, sign_in)
    assert sign_in(officer, client=other)[1].status_code == 422


def test_two_people_share_one_office_computer(officer, long_an, with_password, sign_in):
    clerk = with_password(long_an.clerk)
    browser, _ = sign_in(officer)
    sign_in(clerk, client=browser)
    exhaust(officer, sign_in)
    exhaust(clerk, sign_in)
    assert sign_in(officer, client=browser)[1].status_code == 302
    assert sign_in(clerk, client=browser)[1].status_code == 302


def test_right_passwords_use_up_no_guesses_and_yesterday_is_forgotten(officer, sign_in):
    for _ in range(3):
        sign_in(officer)
    assert {row.count for row in db.session.query(GuessCount)} == {0}


def test_one_network_may_not_try_every_account(client, database):
    from workflow.accounts.guesses import A_DAY_FROM_ONE_NETWORK, buckets, count

    answers = [
        count(buckets(f"nguoi{n}", f"203.0.113.{n % 250}", None))
        for n in range(A_DAY_FROM_ONE_NETWORK + 1)
    ]
    assert answers == [True] * A_DAY_FROM_ONE_NETWORK + [False]
    assert count(buckets("nguoi1", "203.0.114.1", None))


@pytest.fixture
def strict(settings, database, another_app):
    """The application as people meet it: every form must carry its token."""
    app = another_app(settings, TESTING=True)
    yield app.test_client()
    with app.app_context():
        db.engine.dispose()


def test_sign_in_without_its_token_is_refused(officer, strict):
    form = {"login": officer.login, "password": PASSWORD}
    assert strict.post("/accounts/sign-in", data=form).status_code == 400
    page = text(strict.get("/accounts/sign-in"))
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    answer = strict.post("/accounts/sign-in", data=form | {"csrf_token": token})
    assert answer.status_code == 302
    assert strict.post("/accounts/sign-out").status_code == 400
    assert is_in(strict)


def test_the_demonstrations_buttons_work_only_in_a_demonstration(app, client, long_an, monkeypatch):
    login = {"login": long_an.officer.login}
    settings = app.config["SETTINGS"]
    assert client.post("/accounts/demo-sign-in", data=login).status_code == 404
    monkeypatch.setitem(app.config, "SETTINGS", dataclasses.replace(settings, mode="demo"))
    assert client.post("/accounts/demo-sign-in", data=login).status_code == 404
    db.session.execute(update(Installation).values(kind="demo"))
    db.session.commit()
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    assert client.post("/accounts/demo-sign-in", data=login).status_code == 404
    monkeypatch.setitem(app.config, "SETTINGS", dataclasses.replace(settings, mode="demo"))
    assert long_an.officer.name in text(client.get("/accounts/sign-in"))
    assert client.post("/accounts/demo-sign-in", data=login).status_code == 302
    assert is_in(client)
