"""People who sign in with a password, and the words for it."""

import pytest
from flask import g

from tests.factories.people import LONG_AGO
from workflow.accounts.delegating.models import Delegation
from workflow.accounts.delegating.states import SignedKind, Way
from workflow.accounts.passwords import hash_password
from workflow.core import clock
from workflow.core.db import db

PASSWORD = "mười hai con giáp"


def forget_the_last_request():
    """Empty `g`: a test's own application context would carry one visitor into the next request."""
    for name in list(g):
        g.pop(name)


def start_requests_afresh(app):
    before = app.before_request_funcs.setdefault(None, [])
    if forget_the_last_request not in before:
        before.insert(0, forget_the_last_request)


@pytest.fixture(autouse=True)
def _fresh_requests(request):
    if "app" in request.fixturenames:
        start_requests_afresh(request.getfixturevalue("app"))


@pytest.fixture
def with_password(database):
    """Give the user a password and return the user."""

    def give(user, password=PASSWORD):
        user.password_hash = hash_password(password)
        db.session.commit()
        return user

    return give


@pytest.fixture
def sign_in(app, database):
    """Type login and password in a browser, or in a fresh one; return it and the answer."""

    def go(user, password=PASSWORD, *, client=None, next_page="", address="198.51.100.7"):
        client = client or app.test_client()
        answer = client.post(
            "/accounts/sign-in",
            data={"login": user.login, "password": password, "next": next_page},
            environ_base={"REMOTE_ADDR": address},
        )
        return client, answer

    return go


@pytest.fixture
def delegate(database):
    """Give somebody to sign papers of an organisation: every kind, without an end."""

    def give(organisation, holder, way=Way.DEPUTY, *, post="Phó Cục trưởng", kinds=SignedKind,
             **fields):  # fmt: skip
        row = Delegation(
            organisation_id=organisation.id, holder_id=holder.id, way=way, post=post,
            kinds=[kind.value for kind in kinds],
            **({"valid_from": LONG_AGO, "entered_at": clock.now()} | fields),
        )  # fmt: skip
        db.session.add(row)
        db.session.commit()
        return row

    return give
