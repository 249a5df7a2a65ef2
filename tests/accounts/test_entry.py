"""First installation and single-use links: the only ways in without a password."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import delete, update

from tests.factories.accounts import PASSWORD
from workflow.accounts.models import EntryLink, Role, RoleGrant, User
from workflow.awards.models import Award
from workflow.core import audit, clock
from workflow.core.clock import Installation
from workflow.core.db import db
from workflow.documents.models import DocumentTemplate
from workflow.organisations.models import Organisation
from workflow.settings import read_settings
from workflow.standards import TEMPLATES

ANSWERS = [
    "--organisation", "Sở Công Thương tỉnh Long An", "--short-name", "Sở CT Long An",
    "--symbol", "SCT", "--place", "Long An", "--kind", "department", "--name", "Trần Văn Quản",
    "--address", "https://bangvang.example/",
]  # fmt: skip


@pytest.fixture
def init(app, database):
    db.session.execute(delete(Installation))
    db.session.commit()

    def run(login="quan.tran"):
        answer = app.test_cli_runner().invoke(args=["init", *ANSWERS, "--login", login])
        db.session.rollback()
        return answer

    return run


def token_of(text):
    return re.search(r"/accounts/enter/(\S+)", text)[1].strip('">')


def enter(client, token, password=PASSWORD):
    return client.post(f"/accounts/enter/{token}", data={"password": password, "again": password})


def test_a_first_installation_is_real_and_has_one_administrator_without_a_password(init):
    answer = init()
    assert answer.exit_code == 0
    assert "https://bangvang.example/accounts/enter/" in answer.output
    assert db.session.query(Installation.kind).all() == [("real",)]
    user, top = db.session.query(User).one(), db.session.query(Organisation).one()
    grant = db.session.query(RoleGrant).one()
    assert (user.login, user.password_hash) == ("quan.tran", None)
    assert (top.name, top.symbol, top.parent_id) == ("Sở Công Thương tỉnh Long An", "SCT", None)
    assert (grant.user_id, grant.organisation_id, grant.role) == (
        user.id, top.id, Role.ADMINISTRATOR,
    )  # fmt: skip


def test_a_second_installation_into_the_same_database_is_refused(init):
    init()
    again = init("nguoi.khac")
    assert again.exit_code != 0
    assert "đã được thiết lập" in again.output
    assert db.session.query(User).count() == 1


def test_a_login_that_will_not_do_leaves_nothing_behind(init):
    assert init("Trần Quản!").exit_code != 0
    assert db.session.query(Organisation).count() + db.session.query(Installation).count() == 0


def test_the_link_sets_ones_own_password_and_works_once(init, client, app):
    token = token_of(init().output)
    assert "quan.tran" in client.get(f"/accounts/enter/{token}").get_data(as_text=True)
    assert enter(client, token, "ngắn").status_code == 422
    assert enter(client, token).status_code == 302
    assert client.get("/users/").status_code == 200
    assert client.get(f"/accounts/enter/{token}").status_code == 404
    assert enter(app.test_client(), token, "một mật khẩu khác hẳn").status_code == 404


def test_only_the_links_digest_is_stored(init):
    token = token_of(init().output)
    assert token not in {link.token_digest for link in db.session.query(EntryLink)}


def test_an_expired_or_made_up_link_opens_nothing(init, client):
    token = token_of(init().output)
    db.session.execute(update(EntryLink).values(expires_at=clock.real_now() - timedelta(seconds=1)))
    db.session.commit()
    assert client.get(f"/accounts/enter/{token}").status_code == 404
    assert enter(client, token).status_code == 404
    assert client.get("/accounts/enter/bia-dat").status_code == 404


def test_a_link_of_a_disabled_account_opens_nothing(init, client):
    token = token_of(init().output)
    db.session.execute(update(User).values(is_active=False))
    db.session.commit()
    assert enter(client, token).status_code == 404


def test_a_reset_ends_sessions_and_makes_known_devices_strangers(
    long_an, make_user, client_as, client, with_password, sign_in
):
    officer = with_password(long_an.officer)
    administrator = make_user(long_an.department, "administrator")
    old, _ = sign_in(officer)
    page = client_as(administrator, long_an.department).post(
        f"/users/{officer.public_id}/send-link"
    )
    token = token_of(page.get_data(as_text=True))
    assert old.get("/accounts/password").status_code == 200
    assert enter(client, token, "một mật khẩu mới tinh").status_code == 302
    assert old.get("/accounts/password").status_code == 302
    acts = [entry.act for entry in audit.journal("account", officer.id)]
    assert acts == ["account.sign_in", "account.password", "account.link", "account.sign_in"]


def test_a_newer_link_ends_the_earlier_one(long_an, make_user, client_as, client):
    administrator = client_as(make_user(long_an.department, "administrator"), long_an.department)
    path = f"/users/{long_an.officer.public_id}/send-link"
    first, second = (token_of(administrator.post(path).get_data(as_text=True)) for _ in range(2))
    assert enter(client, first).status_code == 404
    assert enter(client, second).status_code == 302


def test_a_first_installation_has_the_catalogue_and_the_templates_to_work_with(init, app):
    output = init().output
    again = app.test_cli_runner().invoke(args=["standards"]).output
    papers = {path.stem for path in TEMPLATES.rglob("*.docx")}
    db.session.rollback()

    assert db.session.query(Award).count() == 72
    assert {
        name.rpartition("/")[2] for (name,) in db.session.query(DocumentTemplate.name)
    } == papers
    assert f"Mẫu văn bản: thêm {len(papers)}." in output
    assert again == "Danh mục khen thưởng: thêm 0. Mẫu văn bản: thêm 0.\n"


def test_who_runs_the_server_gets_a_locked_out_administrator_in_again(init, app, client):
    first = token_of(init().output)
    again = app.test_cli_runner().invoke(
        args=["link", "Quan.Tran", "--address", "https://bangvang.example"]
    )
    db.session.rollback()

    assert again.exit_code == 0
    assert "https://bangvang.example/accounts/enter/" in again.output
    assert enter(app.test_client(), first).status_code == 404
    assert enter(client, token_of(again.output)).status_code == 302
    acts = [
        (one.act, one.by_system)
        for one in audit.journal("account", db.session.query(User).one().id)
    ]
    assert ("account.link", True) in acts


def test_no_link_is_made_for_a_login_nobody_has_or_that_is_shut(init, app):
    init()
    runner = app.test_cli_runner()
    assert "Không có tài khoản" in runner.invoke(args=["link", "ai.do"]).output
    user = db.session.query(User).one()
    user.is_active = False
    db.session.commit()
    shut = runner.invoke(args=["link", "quan.tran"])
    db.session.rollback()

    assert shut.exit_code != 0
    assert "đang ngừng" in shut.output
    assert db.session.query(EntryLink).count() == 1


def test_an_installation_before_the_tables_is_told_what_to_run_first(tmp_path, another_app):
    environ = {"BANGVANG_MODE": "test", "BANGVANG_INSTANCE": str(tmp_path)}
    empty = another_app(read_settings(environ))
    answer = empty.test_cli_runner().invoke(args=["init", *ANSWERS, "--login", "quan.tran"])

    assert answer.exit_code == 1
    assert "flask --app wsgi db upgrade" in answer.output
