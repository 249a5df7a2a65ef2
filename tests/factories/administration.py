"""Administrators for tests: of the department, of a unit under it, and of another department."""

import pytest


@pytest.fixture
def department_admin(long_an, make_user):
    return make_user(long_an.department, "administrator", name="Vũ Thị Q")


@pytest.fixture
def admin(long_an, department_admin, client_as):
    """The department's administrator at the keyboard."""
    return client_as(department_admin, long_an.department)


@pytest.fixture
def team_admin(long_an, make_user, client_as):
    """The administrator of one unit under the department."""
    return client_as(make_user(long_an.team3, "administrator"), long_an.team3)


@pytest.fixture
def foreign_admin(long_an, client_as):
    """The administrator of another department."""
    return client_as(long_an.stranger, long_an.elsewhere)


@pytest.fixture
def officer_browser(long_an, client_as):
    """Somebody of the house who administers nothing."""
    return client_as(long_an.officer, long_an.team3)


@pytest.fixture
def statuses(client, officer_browser, foreign_admin):
    """What three strangers get for a page: nobody, no role, an administrator of elsewhere."""

    def ask(path, method="get", data=None):
        return [
            getattr(browser, method)(path, data=data).status_code
            for browser in (client, officer_browser, foreign_admin)
        ]

    return ask
