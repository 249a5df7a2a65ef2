"""The signatures of a paper signed digitally: judged by a worker, once, told to every visitor."""

import hashlib
from datetime import timedelta

import pytest
from cryptography import x509
from sqlalchemy import select

from tests.check.conftest import code_of, decision, public_address  # noqa: F401  fixtures
from tests.check.test_privacy import text
from tests.factories.documents import taken_pdf
from tests.signatures.making import LATER
from workflow.core import clock, jobs
from workflow.core.db import db
from workflow.core.jobs import Job, JobState
from workflow.documents.attaching import add_document, attach
from workflow.documents.queries import documents_of
from workflow.documents.states import FileRole, Medium
from workflow.signatures import verdicts
from workflow.signatures.engine.report import Report
from workflow.signatures.models import FileVerdict, MadeSignature, SigningCertificate, TrustedRoot
from workflow.signatures.states import Level, Part, RootStatus, TrustClass, Verdict, Way


def dates(der):
    read = x509.load_der_x509_certificate(der)
    return {"not_before": read.not_valid_before_utc, "not_after": read.not_valid_after_utc,
            "fingerprint": hashlib.sha256(der).hexdigest(), "der": der}  # fmt: skip


def trust(authorities):
    root = dates(authorities.certificate("root"))
    db.session.add(
        TrustedRoot(
            trust_class=TrustClass.OFFICIAL,
            name="Gốc",
            added_at=LATER,
            status=RootStatus.TRUSTED,
            **root,
        )
    )


@pytest.fixture
def digital(decision, desk, maker, sealed):  # noqa: F811  fixture
    """The decision as if it had been signed and sealed in its file."""
    paper, house = decision.paper, decision.organisation
    [link] = documents_of("paper", paper.id, FileRole.SIGNED)
    link.removed_at, paper.medium = LATER, Medium.DIGITAL
    document = add_document(
        taken_pdf(sealed["LTA"]), title="Bản ký số", organisation_id=house.id, actor=desk.clerk
    )
    attach(document, ("paper", paper.id), FileRole.SIGNED, actor=desk.clerk)
    trust(maker.authorities)
    for name, part in (("head", Part.PERSON), ("seal", Part.SEAL)):
        holder = SigningCertificate(
            organisation_id=house.id, part=part, subject=name, issuer="CA", serial="1",
            trust_class=TrustClass.OFFICIAL, registered_at=LATER,
            **dates(maker.authorities.certificate(name)),
        )  # fmt: skip
        db.session.add(
            MadeSignature(paper_id=paper.id, part=part, certificate=holder, way=Way.HERE,
                          file_id=document.file_id, level=Level.ARCHIVAL, made_at=LATER)
        )  # fmt: skip
    clock.move_to(LATER)
    db.session.commit()
    return decision


def judgements():
    rows = db.session.scalars(select(Job).where(Job.kind == verdicts.KIND).order_by(Job.id)).all()
    return [job.state.value for job in rows]


def test_however_often_one_looks_a_file_is_judged_once_a_week(digital, client):
    url = f"/check/{code_of('paper', digital.paper_id)}"
    before = [text(client.get(url)) for _time in range(3)]
    waiting = judgements()
    jobs.run_all()
    after = text(client.get(url))
    done = judgements()
    clock.move_to(LATER + timedelta(days=8))
    db.session.commit()
    old = [text(client.get(url)) for _time in range(2)]
    again = judgements()
    failed = db.session.scalars(select(Job).where(Job.state == JobState.WAITING)).one()
    failed.state = JobState.FAILED
    db.session.commit()
    client.get(url)
    rests = judgements()
    failed.due_at -= verdicts.REST + timedelta(minutes=1)
    db.session.commit()
    client.get(url)

    assert "Máy chủ đang kiểm tra chữ ký" in before[0]
    assert (waiting, done, again) == (["waiting"], ["done"], ["done", "waiting"])
    assert rests == ["done", "failed"]  # whoever looks does not have it tried anew at once,
    assert judgements() == ["done", "waiting"]  # but after an hour
    for said in ("Chữ ký số hợp lệ", "Người ký: " + digital.paper.signer_name, "có dấu thời gian",
                 f"Cơ quan: {digital.organisation.name}", "nội dung không bị sửa"):  # fmt: skip
        assert said in after
    assert "bản số hóa" not in after
    assert "Chữ ký số hợp lệ" in old[1]  # what was said is told until it is said anew
    kept = db.session.scalars(select(FileVerdict)).one()
    assert Report.from_data(kept.report).verdict is Verdict.VALID
