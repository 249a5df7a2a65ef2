"""A decision issued with codes on it, and a visitor who has nothing but a sheet."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from tests.decisions.amending.conftest import NAMES, Mending
from tests.decisions.conftest import signs_copies  # noqa: F401  a fixture of copies
from workflow.core.db import db
from workflow.decisions.amending.models import Amendment
from workflow.decisions.models import Certificate, DecisionItem
from workflow.documents.codes.models import CheckCode

ADDRESS = "https://khenthuong.example.gov.vn"


class Issuing(Mending):
    def issue_and_return(self, amendment):
        self.issue(amendment)
        return db.session.get_one(Amendment, amendment.id, populate_existing=True)


@pytest.fixture
def public_address(app, monkeypatch):
    settings = replace(app.config["SETTINGS"], public_url=ADDRESS)
    monkeypatch.setitem(app.config, "SETTINGS", settings)


@pytest.fixture
def decision(public_address, desk, make_nominations):
    return desk.issued(make_nominations(*NAMES))


@pytest.fixture
def mending(desk, decision):
    """The secretary, whose papers come back as they are once issued."""
    return Issuing(desk, decision)


def code_of(kind, owner_id):
    return db.session.scalars(
        select(CheckCode.code).where(CheckCode.owner_kind == kind, CheckCode.owner_id == owner_id)
    ).one()


def certificate(decision, position=0):
    rows = select(Certificate).join(Certificate.item).where(DecisionItem.decision_id == decision.id)
    return db.session.scalars(rows.order_by(DecisionItem.ordinal)).all()[position]
