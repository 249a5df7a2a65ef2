"""An issued decision whose certificates are drawn with room, in an office with keys here."""

import io
from dataclasses import dataclass

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from tests.decisions.amending.conftest import (
    NAMES,
    mending,  # noqa: F401  a fixture
)
from tests.factories import documents
from tests.factories.documents import draw_all
from tests.factories.signing import PASSWORD
from tests.signatures.making import Maker
from tests.signatures.services.conftest import _root, certificate
from workflow.core import clock
from workflow.core.db import db
from workflow.core.unit_of_work import unit_of_work
from workflow.decisions.sealing import running
from workflow.decisions.sealing.queries import runs_of, sheets_of
from workflow.decisions.sealing.services import start
from workflow.documents.contents import read
from workflow.documents.engine.faces import serif_faces
from workflow.documents.models import Drawing
from workflow.signatures.models import SigningTerms
from workflow.signatures.states import Level, Part


def drawn_certificate(title="", signer="Nguyễn Văn A"):
    """A sheet with room for a signature above the name; `title` makes its bytes differ."""
    pdfmetrics.registerFont(TTFont("Serif", str(serif_faces()["Regular"])))
    made = io.BytesIO()
    page = Canvas(made, pagesize=(842, 595), invariant=1)
    page.setTitle(title)
    page.setFont("Serif", 14)
    for x, y, words in ((400, 400, "GIẤY KHEN"), (560, 180, "CỤC TRƯỞNG"), (560, 110, signer)):
        page.drawString(x, y, words)
    page.save()
    return made.getvalue()


@pytest.fixture
def decision(desk, make_nominations, monkeypatch):
    """Every drawing of these tests is such a sheet; what it says is in its wish."""
    monkeypatch.setattr(documents, "small_pdf", lambda title: drawn_certificate(title))
    return desk.issued(make_nominations(*NAMES[:2]))


@pytest.fixture
def maker(servers):
    """What the authorities of these keys issue and trust."""
    return Maker(servers.authorities)


@dataclass
class Office:
    """Who signs and seals, and how far they are."""

    decision: object
    desk: object
    app: object
    servers: object

    def start(self, actor, pin=PASSWORD):
        return start(self.decision.public_id, pin, actor=actor, app=self.app)

    def sign(self):
        return self.start(self.desk.head)

    def seal(self):
        return self.start(self.desk.clerk)

    def sheets(self):
        db.session.rollback()
        return sheets_of(self.decision.id)

    def state(self):
        """For each certificate whether it is signed, and sealed."""
        return [(one.person is not None, one.seal is not None) for one in self.sheets()]

    def runs(self):
        """Every run, the oldest first: part, how many of how many, why not all."""
        db.session.rollback()
        told = reversed(runs_of(self.decision.id))
        return [(one.part.value, one.done, one.total, one.refusal) for one in told]

    def files(self, part):
        return [read(getattr(one, part).document) for one in self.sheets()]


@pytest.fixture
def office(app, desk, decision, keys, servers):
    """Make the office sign at a level; `asked` enters the addresses that tell who is revoked."""

    def make(level=Level.BASIC, *, asked=False, names=("head", "seal")):
        servers.at, servers.down = clock.now(), False
        house, authorities = decision.organisation, servers.authorities
        house.signs_digitally = True
        db.session.add(_root(authorities, servers, asked=asked or level is not Level.BASIC))
        db.session.add(
            SigningTerms(organisation_id=house.id, level=level, stamp_url=servers.tsa(), seal_mm=36)
        )
        for name, part, user in zip(
            names, (Part.PERSON, Part.SEAL), (desk.head.user_id, None), strict=True
        ):
            key_id = "head" if part is Part.PERSON else "seal"
            db.session.add(certificate(authorities, name, part, house.id, user, key_id))
        db.session.commit()
        return Office(decision, desk, app, servers)

    return make


@pytest.fixture
def at_once(monkeypatch):
    """A run is over when the act that began it returns."""

    def begin(_app, order, held, key):
        with held:
            running.work(order, key)

    monkeypatch.setattr(running, "begin", begin)


def redrawn(pdf):
    """Draw the first certificate's sheet otherwise, and all that waits."""
    with unit_of_work():
        drawing = (
            db.session.query(Drawing)
            .filter_by(owner_kind="certificate")
            .order_by(Drawing.id)
            .first()
        )
        drawing.round += 1
    draw_all(pdf=pdf)


def annulled_by(office, correcting):
    """Issue the annulment of the first line on paper, as if between two looks."""
    office.decision.organisation.signs_digitally = False
    db.session.commit()
    correcting.issue(correcting.annul(0))
    office.decision.organisation.signs_digitally = True
    db.session.commit()
