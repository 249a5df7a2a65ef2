"""Transmittals as far along as a test needs, and the people of three levels."""

from dataclasses import dataclass, field

import pytest

from tests.factories.documents import sign_and_issue, taken_pdf
from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.events import subscribe
from workflow.core.unit_of_work import unit_of_work
from workflow.documents.attaching import add_document, attach
from workflow.documents.contents import current_store
from workflow.documents.states import FileRole
from workflow.exchange import manifest
from workflow.exchange.models import Transmittal
from workflow.exchange.services import drafting, outcomes, receiving, sending
from workflow.exchange.services.drafting import Wording
from workflow.organisations.models import Organisation
from workflow.proposals.events import OutcomeRecorded
from workflow.proposals.models import Nomination

MINISTER = "Bằng khen của Bộ trưởng Bộ Công Thương"


@dataclass
class Office:
    """One organisation's secretary, head and clerk, and what they do with transmittals."""

    organisation: Organisation
    secretary: Actor
    head: Actor
    clerk: Actor
    users: dict = field(default_factory=dict)

    def draft(self, nominations, **words):
        ids = [row.public_id for row in nominations]
        wording = Wording(words.get("title", ""), "", self.users["head"].public_id)
        with unit_of_work():
            return drafting.draft(ids, wording, actor=self.secretary)

    def issue(self, transmittal):
        sign_and_issue(
            transmittal.paper.public_id, drafter=self.secretary, signers=[self.head],
            clerk=self.clerk, day=clock.today(),
        )  # fmt: skip
        return again(transmittal)

    def send(self, transmittal):
        with unit_of_work():
            sending.send(transmittal.public_id, actor=self.secretary)
        return again(transmittal)

    def send_up(self, nominations):
        return self.send(self.issue(self.draft(nominations)))

    def receive(self, transmittal):
        assert manifest.differences(transmittal, current_store()) == []
        seal = transmittal.manifest_digest
        with unit_of_work():
            receiving.receive(transmittal.public_id, checked=seal, actor=self.secretary)
        return again(transmittal)

    def ask(self, transmittal, text="Gửi lại quyết định công nhận sáng kiến", due=None):
        with unit_of_work():
            receiving.ask_more(
                transmittal.public_id, text, due or clock.today(), actor=self.secretary
            )
        return again(transmittal)

    def answer(self, transmittal, text="Xin gửi lại đủ hai trang", files=()):
        with unit_of_work():
            sending.answer(transmittal.public_id, text, files, actor=self.secretary)
        return again(transmittal)


def again(transmittal):
    return db.session.get_one(Transmittal, transmittal.id, populate_existing=True)


@pytest.fixture
def make_office(make_user, actor):
    def make(organisation, *, secretary=None, head=None, clerk=None):
        users = {
            "secretary": secretary or make_user(organisation, "secretary"),
            "head": head or make_user(organisation, "head", title=organisation.head_post),
            "clerk": clerk or make_user(organisation, "clerk"),
        }
        actors = {name: actor(user, organisation) for name, user in users.items()}
        return Office(organisation, users=users, **actors)

    return make


@pytest.fixture
def cuc(long_an, make_office):
    subscribe(OutcomeRecorded, outcomes.hear_outcome)
    return make_office(
        long_an.department, secretary=long_an.secretary, head=long_an.head, clerk=long_an.clerk
    )


@pytest.fixture
def tong_cuc(long_an, make_office):
    return make_office(long_an.general)


@pytest.fixture
def bo(long_an, make_office):
    return make_office(long_an.ministry)


@pytest.fixture
def for_minister(long_an, make_nominations):
    """Persons who passed at the department, for the Minister's Bằng khen, with evidence each."""

    def make(*names, evidence=True):
        ids = make_nominations(*(names or ("Đỗ Văn G", "Dương Thị Q")), version=long_an.minister_person)  # fmt: skip
        rows = [db.session.get_one(Nomination, one) for one in ids]
        for row in rows:
            row.frozen = {"name": row.recipient.name, "award": MINISTER, "post": row.post}
        db.session.commit()
        if evidence:
            for row in rows:
                add_evidence(row, long_an)
        return rows

    return make


def add_evidence(row, long_an, name="Báo cáo thành tích"):
    officer = Actor(long_an.officer.id, "Trần Thị B", long_an.team3.id, frozenset({"officer"}))
    taken = taken_pdf(name=f"{name} {row.id}.pdf")
    with unit_of_work():
        document = add_document(taken, organisation_id=long_an.team3.id, actor=officer)
        attach(document, ("nomination", row.id), FileRole.EVIDENCE, actor=officer)
    return document
