"""What people change for themselves."""

import pytest

from tests.factories.accounts import PASSWORD
from workflow.accounts.models import Role, RoleGrant, User
from workflow.core import audit, clock
from workflow.core.db import db

NEW = "bốn mùa xuân hạ thu đông"


@pytest.fixture
def officer(long_an, with_password):
    return with_password(long_an.officer)


def change(browser, current=PASSWORD, new=NEW, again=None):
    return browser.post(
        "/accounts/password",
        data={"current": current, "password": new, "again": new if again is None else again},
    )


def is_in(client):
    return client.get("/accounts/password").status_code == 200


def test_a_new_password_ends_every_other_session_and_keeps_this_one(officer, sign_in):
    here, _ = sign_in(officer)
    there, _ = sign_in(officer)
    assert change(here).status_code == 302
    assert is_in(here)
    assert not is_in(there)
    assert sign_in(officer, PASSWORD)[1].status_code == 422
    assert sign_in(officer, NEW)[1].status_code == 302
    acts = [entry.act for entry in audit.journal("account", officer.id)]
    assert acts.count("account.password") == 1


@pytest.mark.parametrize(
    ("current", "new", "again", "sentence"),
    [
        ("không phải nó", NEW, NEW, "Mật khẩu hiện tại chưa đúng."),
        (PASSWORD, "ngắn", "ngắn", "ít nhất 12 ký tự"),
        (PASSWORD, "á" * 200, "á" * 200, "dài quá"),
        (PASSWORD, "Quản trị viên 123", "Quản trị viên 123", "dễ đoán"),
        (PASSWORD, "aaaaaaaaaaaa", "aaaaaaaaaaaa", "dễ đoán"),
        (PASSWORD, NEW, "khác", "Hai lần gõ chưa giống nhau."),
        (PASSWORD, "", "", "Hãy điền ô này."),
    ],
)
def test_a_bad_change_says_why_and_changes_nothing(officer, sign_in, current, new, again, sentence):
    browser, _ = sign_in(officer)
    answer = change(browser, current, new, again)
    assert answer.status_code == 422
    assert sentence in answer.get_data(as_text=True)
    assert sign_in(officer, PASSWORD)[1].status_code == 302


def test_a_found_session_is_no_way_to_try_every_password(officer, sign_in):
    browser, _ = sign_in(officer)
    for _ in range(100):
        change(browser, "một lần đoán mò")
    assert change(browser).status_code == 422


def test_nobody_acts_for_an_organisation_without_a_role_there(long_an, client_as):
    browser = client_as(long_an.officer, long_an.team3)
    refused = browser.post("/accounts/act-for", data={"acting": long_an.department.public_id})
    assert refused.status_code == 404
    assert browser.post("/accounts/act-for", data={"acting": "bịa"}).status_code == 404


def grant(user, organisation, role, start, end=None):
    db.session.add(
        RoleGrant(user_id=user.id, organisation_id=organisation.id, role=Role(role),
                  valid_from=start, valid_to=end)
    )  # fmt: skip
    db.session.commit()


def test_a_person_of_two_organisations_chooses_the_one_to_act_for(long_an, client_as):
    grant(long_an.officer, long_an.department, "administrator", clock.today())
    browser = client_as(long_an.officer, long_an.team3)
    assert browser.get("/users/").status_code == 403
    answer = browser.post("/accounts/act-for", data={"acting": long_an.department.public_id})
    assert answer.status_code == 302
    assert browser.get("/users/").status_code == 200


@pytest.mark.parametrize(("first", "last"), [(1, None), (-30, -1)])
def test_a_role_before_its_first_day_or_after_its_last_gives_nothing(
    long_an, client_as, make_user, first, last
):
    from datetime import timedelta

    user = make_user()
    day = clock.today()
    end = None if last is None else day + timedelta(days=last)
    grant(user, long_an.department, "administrator", day + timedelta(days=first), end)
    assert client_as(user, long_an.department).get("/users/").status_code == 403


def test_the_language_is_kept_in_the_browser_and_in_the_account(long_an, client_as):
    browser = client_as(long_an.officer, long_an.team3)
    here = {"Referer": "http://localhost/archive/?q=1"}
    answer = browser.post("/accounts/language/en", headers=here)
    assert (answer.status_code, answer.location) == (302, "/archive/?q=1")
    assert browser.get_cookie("bangvang_lang").value == "en"
    db.session.expire_all()
    assert db.session.get(User, long_an.officer.id).language == "en"


def test_opening_the_address_of_a_language_changes_nothing(long_an, client_as):
    browser = client_as(long_an.officer, long_an.team3)
    assert browser.get("/accounts/language/en").status_code == 405
    assert browser.get_cookie("bangvang_lang") is None


def test_a_language_without_the_page_s_token_changes_nothing(settings, database, another_app):
    browser = another_app(settings, TESTING=True).test_client()
    assert browser.post("/accounts/language/en").status_code == 400
    assert browser.get_cookie("bangvang_lang") is None


def test_every_page_offers_the_languages_as_buttons(client):
    page = client.get("/accounts/sign-in").text
    assert page.count('<form method="post" action="/accounts/language/') == 2
    assert 'href="/accounts/language/' not in page


def test_a_made_up_language_and_a_foreign_referrer_change_nothing(client):
    answer = client.post("/accounts/language/xx", headers={"Referer": "https://evil.example/x"})
    assert answer.location == "/"
    assert client.get_cookie("bangvang_lang") is None
