"""What every answer carries, and how refusals look."""

import dataclasses
import re

import pytest
from sqlalchemy.exc import OperationalError

from tests.factories.accounts import PASSWORD
from workflow.core.web.headers import CONTENT_POLICY
from workflow.core.web.listing import Asked, asked, cut


@pytest.mark.parametrize(
    "path", ["/accounts/sign-in", "/", "/no-such-page", "/static/css/tokens.css"]
)
def test_every_answer_carries_the_strict_headers(client, path):
    with client.get(path) as answer:
        headers = answer.headers

    assert headers["Content-Security-Policy"] == CONTENT_POLICY
    assert (headers["X-Content-Type-Options"], headers["X-Frame-Options"]) == ("nosniff", "DENY")


def test_the_policy_allows_no_inline_script_and_no_framing():
    assert "unsafe" not in CONTENT_POLICY
    assert "frame-ancestors 'none'" in CONTENT_POLICY


def test_pages_are_not_kept_by_the_browser(client):
    assert client.get("/accounts/sign-in").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("question", "kept"),
    [("?v=12345678", "public, max-age=31536000, immutable"), ("", "public, max-age=86400")],
)
def test_a_stylesheet_asked_for_by_what_it_holds_is_kept_for_good(client, question, kept):
    with client.get(f"/static/css/tokens.css{question}") as answer:
        assert answer.headers["Cache-Control"] == kept


def test_a_file_that_is_not_there_is_not_kept(client):
    answer = client.get("/static/css/none.css?v=12345678")

    assert (answer.status_code, answer.headers["Cache-Control"]) == (404, "no-store")


def test_pages_name_their_stylesheets_by_what_they_hold(client):
    named = re.findall(
        r'href="/static/css/tokens.css\?v=([0-9a-f]*)"', client.get("/no-such-page").text
    )

    assert [len(version) for version in named] == [8]


def test_a_page_that_does_not_exist_says_so_in_words_with_a_way_out(client):
    answer = client.get("/no-such-page")

    assert answer.status_code == 404
    assert "Không tìm thấy nội dung này" in answer.text
    assert "href=" in answer.text


def test_who_is_not_signed_in_is_sent_to_the_sign_in_page_and_back_again(client):
    answer = client.get("/?x=1")

    assert answer.status_code == 302
    assert answer.location == "/accounts/sign-in?next=/?x%3D1"


def test_an_act_without_signing_in_is_refused(client):
    assert client.post("/accounts/sign-out").status_code == 401


@pytest.fixture
def guarded_client(settings, database, another_app):
    """The application as it is served: with the token every unsafe request must carry."""
    return another_app(settings, TESTING=True).test_client()


def test_a_form_without_its_token_changes_nothing(guarded_client):
    answer = guarded_client.post("/accounts/sign-in", data={"login": "a", "password": "b"})

    assert answer.status_code == 400
    assert "Trang đã mở quá lâu" in answer.text
    assert '<a class="btn btn-primary" href="/accounts/sign-in">Quay lại' in answer.text


def test_a_form_with_its_token_is_read(guarded_client):
    page = guarded_client.get("/accounts/sign-in").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    answer = guarded_client.post(
        "/accounts/sign-in", data={"login": "a", "password": "b", "csrf_token": token}
    )

    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}, 422),
        ({"Origin": "http://localhost"}, 422),
        ({}, 422),
    ],
)
def test_an_act_another_site_sends_is_refused_though_it_has_the_token(
    guarded_client, headers, status
):
    page = guarded_client.get("/accounts/sign-in", headers=headers).text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    form = {"login": "a", "password": "b", "csrf_token": token}

    answer = guarded_client.post("/accounts/sign-in", data=form, headers=headers)

    assert answer.status_code == status


def test_a_request_larger_than_the_limit_is_refused_before_it_is_read(client):
    answer = client.post("/accounts/sign-in", data={"login": "x" * 600_000})

    assert answer.status_code == 413
    assert "tệp tối đa 50 MB, phần chữ tối đa 500 KB" in answer.text
    assert '<a class="btn btn-primary" href="/accounts/sign-in">Quay lại' in answer.text


@pytest.mark.parametrize(("referrer", "way_out"), [
    ("http://localhost/accounts/sign-in?next=/", "/accounts/sign-in?next=/"),
    ("http://elsewhere.example/accounts/sign-in", "/"),
    ("http://localhost/no-such-page", "/"),
])  # fmt: skip
def test_an_oversize_form_without_a_page_of_its_own_leads_back_to_where_it_was(
    guarded_client, referrer, way_out
):
    answer = guarded_client.post(
        "/accounts/sign-out", data={"x": "x" * 600_000}, headers={"Referer": referrer}
    )

    assert answer.status_code == 413
    assert f'<a class="btn btn-primary" href="{way_out}">' in answer.text


def test_a_silent_database_is_answered_with_a_sentence(
    app, make_user, client_as, make_organisation, caplog
):
    organisation = make_organisation()
    client = client_as(make_user(organisation, "officer"), organisation)

    def broken():
        said = Exception("no such table: rounds\nDETAIL: Key (name)=(Đặng Văn Hùng)")
        raise OperationalError("SELECT 1", {"name": "Đặng Văn Hùng"}, said)

    app.view_functions["reports.inbox"], kept = broken, app.view_functions["reports.inbox"]
    try:
        answer = client.get("/")
    finally:
        app.view_functions["reports.inbox"] = kept

    assert answer.status_code == 503
    assert "Cơ sở dữ liệu tạm thời không trả lời" in answer.text
    (told,) = caplog.messages
    said = re.fullmatch(r"database error (\w{8}): OperationalError: no such table: rounds", told)
    assert said[1] in answer.text


def test_an_unforeseen_error_shows_a_reference_and_no_trace(settings, database, another_app):
    app = another_app(dataclasses.replace(settings))
    app.view_functions["accounts.sign_in"] = lambda: 1 / 0

    answer = app.test_client().get("/accounts/sign-in")

    assert answer.status_code == 500
    assert re.search(r"\b[0-9a-f]{8}\b", answer.text)
    assert "ZeroDivision" not in answer.text


@pytest.mark.parametrize("address", ["/archive/%00", "/proposals/%1f", "/x%0d%0ay"])
def test_an_address_with_unprintable_letters_is_no_page(client, address):
    assert client.get(address).status_code == 404


def test_a_question_with_the_letter_nul_is_refused(client):
    assert client.get("/accounts/sign-in?next=%00").status_code == 400


def test_over_https_the_form_s_cookie_belongs_to_this_host_alone(settings, database, another_app):
    """The token of every form lives in this cookie; no other cookie holds one."""
    app = another_app(dataclasses.replace(settings, https=True), TESTING=True)
    answer = app.test_client().get("/accounts/sign-in", base_url="https://localhost")

    (cookie,) = answer.headers.getlist("Set-Cookie")
    name_and_value, *attributes = cookie.split("; ")
    assert name_and_value.startswith("__Host-bangvang_form=")
    assert sorted(attributes) == ["HttpOnly", "Path=/", "SameSite=Lax", "Secure"]


def test_over_https_the_session_s_cookies_belong_to_this_host_alone(
    settings, database, another_app, long_an, with_password
):
    user = with_password(long_an.officer)
    app = another_app(
        dataclasses.replace(settings, https=True), TESTING=True, WTF_CSRF_ENABLED=False
    )
    answer = app.test_client().post(
        "/accounts/sign-in", base_url="https://localhost",
        data={"login": user.login, "password": PASSWORD},
    )  # fmt: skip

    cookies = [line.split("; ") for line in answer.headers.getlist("Set-Cookie")]
    kept = {name.partition("=")[0]: set(rest) for name, *rest in cookies}
    assert {"__Host-bangvang_sid", "__Host-bangvang_device"} <= set(kept)
    assert all(name.startswith("__Host-") for name in kept)
    assert all({"HttpOnly", "Path=/", "SameSite=Lax", "Secure"} <= rest for rest in kept.values())


@pytest.mark.parametrize(
    ("query", "wanted"),
    [("", ("", 0)), ("q=+Đội+&page=2", ("Đội", 2)), ("page=-1", ("", 0)), ("page=x", ("", 0)),
     (f"q={'a' * 300}", ("a" * 100, 0))],
)  # fmt: skip
def test_what_is_asked_of_a_list_is_read_with_limits(app, query, wanted):
    with app.test_request_context(f"/?{query}"):
        assert asked() == Asked(*wanted)


def test_the_row_too_many_says_that_a_page_follows():
    assert (cut([1, 2, 3], 2), cut([1, 2], 2)) == (([1, 2], True), ([1, 2], False))
