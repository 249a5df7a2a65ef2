"""Organisations, users, recipients and signed-in clients for tests."""

from datetime import date

import pytest

from workflow.accounts.login import cookie_name
from workflow.accounts.models import Role, RoleGrant, User, UserSession
from workflow.accounts.sessions import actor_of, open_session
from workflow.core.db import db
from workflow.core.text import fold, sort_key
from workflow.organisations.models import Organisation, OrganisationKind
from workflow.recipients.models import Membership, Recipient, RecipientKind

LONG_AGO = date(2018, 10, 11)


@pytest.fixture
def make_organisation(database):
    def make(name="Cục Quản lý thị trường tỉnh Long An", *, short="", symbol="CQLTT", parent=None,
             kind=OrganisationKind.DEPARTMENT, commit=True, **fields):  # fmt: skip
        organisation = Organisation(
            name=name, short_name=short or name, name_fold=fold(name), symbol=symbol, kind=kind,
            parent=parent, valid_from=LONG_AGO,
            **({"place": "Long An", "head_post": "Cục trưởng"} | fields),
        )  # fmt: skip
        db.session.add(organisation)
        if commit:
            db.session.commit()
        return organisation

    return make


@pytest.fixture
def make_user(database):
    count = iter(range(1, 10_000))

    def make(organisation=None, *roles, name="", commit=True, **fields):
        number = next(count)
        user = User(login=f"user{number}", name=name or f"Người dùng {number}", **fields)
        db.session.add(user)
        for role in roles:
            db.session.add(
                RoleGrant(
                    user=user, organisation=organisation, role=Role(role), valid_from=LONG_AGO
                )
            )
        if commit:
            db.session.commit()
        return user

    return make


@pytest.fixture
def actor(database):
    """The actor a user is in an organisation, with the roles granted there."""

    def make(user, organisation=None):
        return actor_of(user, organisation.id if organisation else None)

    return make


@pytest.fixture
def make_recipient(database):
    def make(
        name="Nguyễn Văn A", *, organisation=None, kind=RecipientKind.PERSON, post="", user=None,
        commit=True,
    ):  # fmt: skip
        recipient = Recipient(
            kind=kind, name=name, name_fold=fold(name), sort_key=sort_key(name),
            user_id=user.id if user else None,
        )  # fmt: skip
        db.session.add(recipient)
        db.session.flush()
        if organisation is not None:
            db.session.add(
                Membership(
                    recipient_id=recipient.id, organisation_id=organisation.id, post=post,
                    valid_from=LONG_AGO,
                )
            )  # fmt: skip
        if commit:
            db.session.commit()
        return recipient

    return make


@pytest.fixture
def client_as(app, database):
    """A browser signed in as the user, acting for the organisation."""

    def sign_in(user, organisation=None):
        token = open_session(user)
        db.session.flush()
        if organisation is not None:
            session = (
                db.session.query(UserSession)
                .filter_by(user_id=user.id)
                .order_by(UserSession.id.desc())
                .first()
            )
            session.organisation_id = organisation.id
        db.session.commit()
        client = app.test_client()
        client.set_cookie(cookie_name(app), token)
        return client

    return sign_in
