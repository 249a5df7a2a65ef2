"""A certificate that must not sign signs nothing: here, nor with a token; each with its sentence."""

from datetime import timedelta

import pytest

from tests.factories.documents import taken_pdf
from tests.factories.signing import PASSWORD, add_keys
from tests.signatures.making import HeldKey
from tests.signatures.services.conftest import certificate
from workflow.core import clock
from workflow.core.db import db
from workflow.core.errors import BadInput, WorkflowError
from workflow.documents.states import PaperStatus
from workflow.signatures.engine.signing import Means, certify
from workflow.signatures.models import SigningCertificate
from workflow.signatures.queries import made_on
from workflow.signatures.renewal.models import RetiredAlgorithm
from workflow.signatures.renewal.states import RetirementStatus
from workflow.signatures.services import outside
from workflow.signatures.services.signing import sign_here
from workflow.signatures.states import Level, Part

SENTENCES = {
    "head-expired": "Chứng thư số của bạn đã hết hạn từ 01/06/2019",
    "head-later": "Chứng thư số của bạn chưa có hiệu lực trước 01/01/2029",
    "head-revoked": "đã bị thu hồi hoặc tạm dừng nên không ký được",
    "head-wrong-usage": "Chứng thư không được cấp để ký văn bản",
    "head-self": "Chứng thư tự ký “Nguyễn Văn An” không do tổ chức chứng thực nào cấp",
    "head-sha1": "Chứng thư được cấp bằng thuật toán hoặc khóa quá yếu",
    "head-small": "Khóa RSA 1024 bit quá yếu",
}


@pytest.fixture
def signing(office, keys):
    """An office whose head's only certificate is the one named, in the register all the same."""
    office = office(Level.STAMPED)
    wanted = [*SENTENCES, "head-curve"]
    missing = [one for one in wanted if not (keys / f"{one}.p12").exists()]
    add_keys(keys, office.servers.authorities, *missing)

    def holds(name):
        for one in db.session.query(SigningCertificate).filter_by(part=Part.PERSON):
            one.ended_at = one.ended_at or clock.now()
        paper, authorities = office.paper, office.servers.authorities
        db.session.add(
            certificate(authorities, name, Part.PERSON, paper.organisation_id,
                        office.head.user_id, name)
        )  # fmt: skip
        db.session.commit()
        return office

    return holds


def here(office, _name):
    sign_here(office.paper.public_id, PASSWORD, seen=office.seen, actor=office.head)


def with_token(office, name):
    paper, head = office.paper.public_id, office.head
    request = outside.hand_out(paper, Part.PERSON, seen=office.seen, actor=head)
    given = outside.file_of(request.public_id, actor=head)[1]
    signed = certify(given, HeldKey(office.servers.authorities, name), Means(clock.now()))
    outside.take_back(request.public_id, taken_pdf(signed), actor=head)


@pytest.mark.parametrize("sign", [here, with_token])
def test_each_bad_certificate_is_refused_with_its_own_sentence(signing, sign):
    told = {}
    for name in SENTENCES:
        office = signing(name)
        with pytest.raises(WorkflowError) as refused:
            sign(office, name)
        told[name] = str(refused.value)
        assert (office.paper.status, len(made_on(office.paper))) == (PaperStatus.OFFERED, 0), name

    assert {name: SENTENCES[name] in said for name, said in told.items()} == dict.fromkeys(
        SENTENCES, True
    ), told
    sign(signing("head"), "head")
    assert office.paper.status is PaperStatus.SIGNED


@pytest.mark.parametrize("sign", [here, with_token])
def test_a_certificate_issued_with_an_algorithm_past_its_last_day_is_refused(signing, sign):
    """The key is of another kind; RSA is what the authority above signs with."""
    office = signing("head-curve")
    last = RetiredAlgorithm(
        name="rsa-2048", last_day=clock.today() - timedelta(days=1), source="thông tư",
        added_at=clock.now(), status=RetirementStatus.HOLDING,
    )  # fmt: skip
    db.session.add(last)
    db.session.commit()
    with pytest.raises(BadInput, match="Thuật toán rsa-2048 đã lỗi thời"):
        sign(office, "head-curve")
    assert (office.paper.status, len(made_on(office.paper))) == (PaperStatus.OFFERED, 0)

    last.last_day = clock.today()
    db.session.commit()
    sign(office, "head-curve")
    assert office.paper.status is PaperStatus.SIGNED
