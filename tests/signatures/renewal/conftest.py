"""Decisions that are out, sealed in their files, with an archive that renews them."""

import contextlib
import functools
import hashlib
import socket
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from asn1crypto import core

from tests.conftest import START
from tests.factories.documents import taken_pdf
from tests.signatures.making import (
    SEALED,
    SIGNED,
    VALUES,
    Maker,
    _until_2049,
    drawn_paper,
    prepared_paper,
)
from tests.signatures.pki.authorities import Servers
from tests.signatures.services.conftest import _root, certificate
from workflow.core import clock, jobs, periodic
from workflow.core.actors import SYSTEM
from workflow.core.db import db
from workflow.core.unit_of_work import unit_of_work
from workflow.documents import contents, queries
from workflow.documents.attaching import add_document, attach
from workflow.documents.models import Paper
from workflow.documents.states import FileRole, Medium, PaperStatus
from workflow.signatures.engine.reasons import Code, because
from workflow.signatures.engine.report import Report, Stamped
from workflow.signatures.engine.signing import Evidence, certify, seal
from workflow.signatures.engine.verifying import verify
from workflow.signatures.evidence.refusals import Server, ServerDown
from workflow.signatures.models import MadeSignature, SigningTerms, TrustedRoot
from workflow.signatures.renewal import making
from workflow.signatures.renewal.models import FileProof, FileRenewal
from workflow.signatures.renewal.working import renew_one
from workflow.signatures.states import Level, Part, Verdict, Way


@pytest.fixture(scope="session")
def servers():
    with Servers(START).running() as running:
        yield running


@pytest.fixture(scope="session")
def made_at_levels(servers):
    """Decisions sealed at a level by the authorities whose servers run, each of them once."""
    maker, drawn = Maker(servers.authorities), prepared_paper(drawn_paper())

    @functools.cache
    def sealed(level):
        signed = certify(drawn, maker.key("head"), maker.means(SIGNED, level))
        return seal(signed, maker.key("seal"), maker.means(SEALED, level), values=VALUES)

    return sealed


@dataclass
class Archive:
    """An office, its sealed decisions, and the clock of everybody."""

    servers: Servers
    terms: SigningTerms
    root: TrustedRoot
    papers: list[Paper]
    document_ids: dict[int, int] = field(default_factory=dict)

    def move(self, moment):
        """Let time pass for the product and for the authorities."""
        self.servers.at = moment
        clock.move_to(moment)
        db.session.commit()

    def stamped_by(self, name):
        self.terms.stamp_url = self.servers.tsa(name)
        db.session.commit()

    def trusts(self, of):
        """Trust another authority too, and be stamped by it."""
        db.session.add(_root(self.servers.authorities, self.servers, asked=True, of=of))
        self.terms.stamp_url = self.servers.tsa(of=of)
        db.session.commit()

    def day(self, moment=None):
        """Let a worker do what is due on that day."""
        if moment is not None:
            self.move(moment)
        periodic.enqueue_due()
        return jobs.run_all()

    def renew(self, paper=None):
        return self.renew_document(self.sealed(paper).id)

    def renew_document(self, document_id):
        return renew_one(document_id)

    def sealed(self, paper=None):
        """Return the paper's own file as it was sealed."""
        [link] = queries.documents_of("paper", (paper or self.papers[0]).id, FileRole.SIGNED)
        return link.document

    def files(self, paper=None):
        links = queries.documents_of("paper", (paper or self.papers[0]).id)
        return [(link.role.value, link.document.file.digest) for link in links]

    def newest(self, paper=None):
        return contents.read(queries.signed_file_of((paper or self.papers[0]).id))

    def proof(self, paper=None):
        return db.session.scalars(
            db.select(FileProof)
            .where(FileProof.document_id == self.document_ids[(paper or self.papers[0]).id])
            .execution_options(populate_existing=True)
        ).one_or_none()

    def renewals(self):
        db.session.rollback()
        return db.session.scalars(db.select(FileRenewal).order_by(FileRenewal.id)).all()


@pytest.fixture
def archive(long_an, make_paper, servers, made_at_levels, monkeypatch):
    """Make so many decisions of the department, sealed at a level, on terms that hold now."""
    monkeypatch.setattr(core, "UTCTime", _until_2049)  # of an authority's own time after 2049
    monkeypatch.setattr(making, "check", verify)  # the same judgement without a child process

    def make(count=1, *, level="LTA", terms=Level.ARCHIVAL):
        house, authorities = long_an.department, servers.authorities
        servers.down, servers.silent = False, ""
        root = _root(authorities, servers, asked=True)
        db.session.add(root)
        own = SigningTerms(organisation_id=house.id, level=terms, stamp_url=servers.tsa())
        holders = {
            part: certificate(authorities, name, part, house.id)
            for name, part in (("head", Part.PERSON), ("seal", Part.SEAL))
        }
        db.session.add_all([own, *holders.values()])
        db.session.commit()
        papers = [make_paper() for _one in range(count)]
        for number, paper in enumerate(papers):  # no two papers are the same file
            content = made_at_levels(level) + b"\n%" * number
            with unit_of_work():
                _seal(queries.lock(paper.id), holders, content, number)
        made = Archive(servers, own, root, papers)
        made.document_ids = {paper.id: made.sealed(paper).id for paper in papers}
        made.move(SEALED + timedelta(days=2))
        return made

    return make


def _seal(paper, holders, content, number):
    paper.medium, paper.status = Medium.DIGITAL, PaperStatus.ISSUED
    paper.number_text, paper.dated = f"{846 + number}/QĐ-CQLTT", SEALED.date()
    document = add_document(
        taken_pdf(content), title=paper.title, organisation_id=paper.organisation_id, actor=SYSTEM
    )
    attach(document, ("paper", paper.id), FileRole.SIGNED, actor=SYSTEM)
    for part, holder in holders.items():
        db.session.add(
            MadeSignature(paper_id=paper.id, part=part, certificate=holder, way=Way.HERE,
                          file_id=document.file_id, level=Level.ARCHIVAL, made_at=SEALED)
        )  # fmt: skip


@pytest.fixture
def no_network(monkeypatch):
    """Cut the network, but for one server."""
    really = socket.socket.connect

    @contextlib.contextmanager
    def cut(allowed=""):
        port = urlsplit(allowed).port

        def connect(self, address):
            if not (isinstance(address, tuple) and address[1] == port):
                raise AssertionError(f"a connection to {address}")
            return really(self, address)

        with monkeypatch.context() as patch:
            patch.setattr(socket.socket, "connect", connect)
            yield

    return cut


@pytest.fixture
def quick(monkeypatch):
    """Renew without asking anybody nor judging anew: what is made is the file with a comment."""

    def said(pdf, _trust, _expected, at):
        until = datetime(2052 if pdf.endswith(b"%renewed") else 2035, 1, 1, tzinfo=UTC)
        why = (because(Code.EXPIRED_SINCE),) if at >= until else ()
        stamped = Stamped(at, "TSA", not why, why, until=until)
        verdict = Verdict.UNKNOWN if why else Verdict.VALID
        return Report(verdict, hashlib.sha256(pdf).hexdigest(), at, archival=(stamped,))

    state = SimpleNamespace(down=False)

    def fetched(*_args):
        if state.down:
            raise ServerDown(Server.STAMP, "http://tsa.example.vn/tsa")
        return Evidence()

    for name in ("fetch_evidence", "fetch_stamp"):
        monkeypatch.setattr(making, name, fetched)
    monkeypatch.setattr(making, "renew", lambda pdf, *_args, **_more: pdf + b"\n%renewed")
    monkeypatch.setattr(making, "check", said)
    return state
