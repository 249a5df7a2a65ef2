"""Sealed award certificates are renewed like papers, and forgotten once a correction voids them."""

import io
from datetime import UTC, datetime

import pytest

from tests.check.conftest import (
    code_of,
    public_address,  # noqa: F401  a fixture
)
from workflow.core import audit, clock, jobs, periodic
from workflow.core.db import db
from workflow.decisions.sealing.queries import sealed_files
from workflow.decisions.sealing.records import record_of, sealed_file
from workflow.documents.contents import read
from workflow.documents.queries import documents_of
from workflow.documents.states import FileRole
from workflow.signatures.engine.verifying import verify
from workflow.signatures.models import SigningTerms
from workflow.signatures.renewal import making
from workflow.signatures.renewal.models import FileProof, FileRenewal
from workflow.signatures.states import Level, Verdict
from workflow.signatures.trust import trust_now

IN_FOURTEEN = datetime(2034, 6, 1, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("at_once", "public_address")


@pytest.fixture
def sealed(office, monkeypatch):
    """Both certificates of a decision, sealed at the archival level; a worker looks each day."""
    monkeypatch.setattr(making, "check", verify)  # the same judgement without a child process
    made = office(Level.ARCHIVAL)
    made.sign()
    made.seal()
    return made


def day(office, moment):
    office.servers.at = moment
    clock.move_to(moment)
    db.session.query(SigningTerms).one().stamp_url = office.servers.tsa("tsa-2034")
    db.session.commit()
    periodic.enqueue_due()
    jobs.run_all()
    db.session.rollback()


def test_each_certificate_is_renewed_beside_its_sealed_file_and_the_newest_is_offered(
    sealed, client
):
    before = sealed.files("seal")
    day(sealed, IN_FOURTEEN)

    certificates = [one.certificate_id for one in sealed.sheets()]
    newest = sealed_files(certificates)
    after = [read(newest[one]) for one in certificates]
    assert [one.startswith(old) for one, old in zip(after, before, strict=True)] == [True] * 2
    assert db.session.query(FileRenewal).count() == 2
    clock.move_to(IN_FOURTEEN.replace(year=2036))
    expected = [sealed_file(one) for one in certificates]
    assert [one.digest for one in expected] == [newest[one].file.digest for one in certificates]
    told = [verify(pdf, trust_now(), want, clock.now())
            for pdf, want in zip(after, expected, strict=True)]  # fmt: skip
    assert [one.verdict for one in told] == [Verdict.VALID] * 2
    assert verify(before[0], trust_now(), None, clock.now()).verdict is Verdict.UNKNOWN
    record = record_of(expected[0].digest)
    assert (record.expected, record.name) == (expected[0], sealed.sheets()[0].seal.document.title)

    page = f"/check/{code_of('certificate', certificates[0])}"
    for content, same in ((before[0], True), (after[0], True), (after[0] + b" ", False)):
        sent = {"file": (io.BytesIO(content), "giay-khen.pdf")}
        assert ("Đúng từng byte" in client.post(page, data=sent).text) is same


def test_the_renewal_stands_in_the_journal_of_the_decision(sealed):
    day(sealed, IN_FOURTEEN)

    told = [one for one in audit.journal("paper", sealed.decision.paper_id)
            if one.act == "signature.renew"]  # fmt: skip
    titles = {one.seal.document.title for one in sealed.sheets()}
    assert {one.detail["title"] for one in told} == titles


def test_one_whose_text_was_corrected_is_renewed_no_more_and_nobody_is_told_of_it(sealed, mending):
    day(sealed, clock.now())
    watched = db.session.query(FileProof).count()
    first = sealed.sheets()[0].certificate_id
    sealed.decision.organisation.signs_digitally = False  # the letter itself is signed by pen
    db.session.commit()
    mending.issue(mending.correct(0, "Trần Quốc Bão"))
    day(sealed, IN_FOURTEEN)

    assert (watched, db.session.query(FileProof).count()) == (2, 1)
    assert documents_of("certificate", first, FileRole.RENEWED) == []
    assert db.session.query(FileRenewal).count() == 1
