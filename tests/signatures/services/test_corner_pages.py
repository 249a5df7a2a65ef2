"""The signing page of a sheet's scan and of separate annexes: strangers first, then each act."""

import io

import pytest

from tests.factories.documents import draw_all, small_pdf, taken_pdf
from tests.factories.signing import PASSWORD
from tests.signatures.making import HeldKey
from tests.signatures.services.conftest import certificate
from workflow.core import clock
from workflow.core.db import db
from workflow.core.unit_of_work import unit_of_work
from workflow.documents import queries
from workflow.documents import services as papers
from workflow.documents.states import FileRole, Medium, PaperStatus
from workflow.signatures.engine.signing import Means, seal
from workflow.signatures.models import SigningCertificate, SigningRequest
from workflow.signatures.services.signing import sign_here
from workflow.signatures.states import Part


@pytest.fixture
def scanned(office):
    made = office()
    public_id = made.paper.public_id
    with unit_of_work():
        papers.choose_medium(public_id, Medium.SHEET, actor=made.secretary)
    draw_all()
    with unit_of_work():
        papers.sign_paper(public_id, actor=made.head)
    made.number()
    draw_all()
    with unit_of_work():
        papers.attach_signed(public_id, taken_pdf(small_pdf("bản quét")), actor=made.clerk)
    return made


@pytest.fixture
def draft(office):
    made = office()
    with unit_of_work():
        papers.decline_paper(made.paper.public_id, "Thêm phụ lục", actor=made.head)
    draw_all()
    return made


def upload(name, words="phụ lục"):
    return {name: (io.BytesIO(small_pdf(words)), "phụ lục I.pdf")}


def offered(browser, url):
    """Whether annex 1 is to be prepared, and whether it is to be brought back."""
    page = browser.get(f"{url}/signing").text
    return "Chuẩn bị phụ lục 1 để ký ngoài" in page, "Nhận phụ lục đã ký" in page


def kept(paper, role):
    db.session.rollback()
    return [link.document for link in queries.documents_of("paper", paper.id, role)]


def test_the_clerk_alone_finds_the_scan_to_seal_and_seals_it_with_a_pin(scanned, browsers):
    paper = scanned.paper
    url, home = f"/papers/{paper.public_id}/signing", f"/papers/{paper.public_id}"
    link = f'href="{url}">Ký số bản số hóa'
    for browser in (browsers.stranger, browsers.below):
        assert browser.get(url).status_code == 404
        answer = browser.post(f"{url}/seal", data={"pin": PASSWORD})
        assert answer.status_code == 404
    for browser in (browsers.head, browsers.secretary):
        assert link not in browser.get(home).text
        assert 'name="pin"' not in browser.get(url).text
        assert browser.post(f"{url}/seal", data={"pin": PASSWORD}).status_code == 403
    assert kept(paper, FileRole.DIGITISED) == []

    assert link in browsers.clerk.get(home).text
    assert "Sao y, Cục Quản lý thị trường tỉnh Long An, thời gian ký" in " ".join(
        browsers.clerk.get(url).text.split()
    )
    wrong = browsers.clerk.post(f"{url}/seal", data={"pin": "sai-123"})
    assert (wrong.status_code, "sai-123" in wrong.text) == (422, False)
    assert browsers.clerk.post(f"{url}/seal", data={"pin": PASSWORD}).status_code == 302

    page = browsers.clerk.get(home).text
    assert (link in page, "Chữ ký trên bản số hóa" in page) == (False, True)
    assert "Bản số hóa có ký số" in page
    browsers.secretary.post(f"{home}/signatures")
    told = browsers.secretary.get(f"{home}/signatures").text
    assert "chữ ký số của cơ quan" in told.lower()
    assert browsers.stranger.get(f"{home}/signatures").status_code == 404


def test_an_office_without_a_seals_certificate_keeps_its_scan_and_is_asked_nothing(
    scanned, browsers
):
    for one in db.session.query(SigningCertificate).filter_by(part=Part.SEAL):
        one.ended_at = clock.now()
    db.session.commit()
    paper = scanned.paper
    url = f"/papers/{paper.public_id}"

    assert "Ký số bản số hóa" not in browsers.clerk.get(url).text
    assert 'name="pin"' not in browsers.clerk.get(f"{url}/signing").text
    assert browsers.clerk.post(f"{url}/issue").status_code == 302
    db.session.rollback()
    assert paper.status is PaperStatus.ISSUED


def test_a_drafter_adds_annexes_and_takes_them_off(draft, browsers):
    url = f"/papers/{draft.paper.public_id}"
    for browser in (browsers.stranger, browsers.below):
        assert browser.post(f"{url}/annexes", data=upload("annex")).status_code == 404
    assert browsers.clerk.post(f"{url}/annexes", data=upload("annex")).status_code == 403
    assert 'name="annex"' not in browsers.clerk.get(f"{url}/signing").text
    assert kept(draft.paper, FileRole.ANNEX) == []

    page = browsers.secretary.post(f"{url}/annexes", data={"annex": (io.BytesIO(b"x"), "a.pdf")})
    assert (page.status_code, 'id="annex-error"' in page.text) == (422, True)
    assert browsers.secretary.post(f"{url}/annexes", data=upload("annex")).status_code == 302
    [annex] = kept(draft.paper, FileRole.ANNEX)
    remove = f"{url}/annexes/{annex.public_id}/remove"
    assert remove in browsers.secretary.get(f"{url}/signing").text
    assert browsers.stranger.post(remove).status_code == 404
    assert browsers.clerk.post(remove).status_code == 403
    assert browsers.secretary.post(remove).status_code == 302
    assert kept(draft.paper, FileRole.ANNEX) == []


def test_an_annex_is_taken_along_and_brought_back_before_the_paper(draft, browsers, servers):
    paper, url = draft.paper, f"/papers/{draft.paper.public_id}"
    browsers.secretary.post(f"{url}/annexes", data=upload("annex"))
    for act in (papers.check_paper, papers.offer_paper):
        with unit_of_work():
            act(paper.public_id, actor=draft.secretary)
    sign_here(paper.public_id, PASSWORD, seen=draft.seen, actor=draft.head)
    draft.number()

    assert "Đóng dấu các phụ lục trước" in browsers.clerk.get(f"{url}/signing").text
    assert browsers.clerk.post(f"{url}/signing/hand-out", data={"annex": "x"}).status_code == 404
    assert browsers.head.post(f"{url}/signing/hand-out", data={"annex": "1"}).status_code == 403
    assert browsers.clerk.post(f"{url}/signing/hand-out", data={"annex": "1"}).status_code == 302
    request = db.session.query(SigningRequest).one()
    assert offered(browsers.clerk, url) == (False, True)
    request.certificate.ended_at = clock.now()
    db.session.add(certificate(servers.authorities, "deputy", Part.SEAL, paper.organisation_id))
    db.session.commit()
    assert offered(browsers.clerk, url) == (True, False)
    request.certificate.ended_at = None
    db.session.query(SigningCertificate).order_by(
        SigningCertificate.id.desc()
    ).first().ended_at = clock.now()
    db.session.commit()

    given = browsers.clerk.get(f"/signing-requests/{request.public_id}/file")
    assert browsers.stranger.get(given.request.path).status_code == 404
    signed = seal(given.data, HeldKey(servers.authorities, "seal"), Means(clock.now()))
    back = browsers.clerk.post(
        f"{url}/signing-requests/{request.public_id}",
        data={"file": (io.BytesIO(signed), "a.pdf")},
    )
    assert back.location == f"{url}/signing"
    [sealed] = kept(paper, FileRole.SEALED_ANNEX)
    page = browsers.clerk.get(f"{url}/signing").text
    assert ("Đã đóng dấu" in page, sealed.public_id in page) == (True, True)
    assert "Đóng dấu các phụ lục trước" not in page


def test_the_scan_is_taken_along_and_brought_back_sealed(scanned, browsers, servers):
    paper, url = scanned.paper, f"/papers/{scanned.paper.public_id}"
    assert browsers.clerk.post(f"{url}/signing/hand-out").status_code == 302
    request = db.session.query(SigningRequest).one()
    back = f"{url}/signing-requests/{request.public_id}"
    page = browsers.clerk.get(f"{url}/signing").text
    assert (back in page, "không chèn hình ảnh con dấu" in page) == (True, True)
    given = browsers.clerk.get(f"/signing-requests/{request.public_id}/file").data
    signed = seal(given, HeldKey(servers.authorities, "seal"), Means(clock.now()))

    for content, status in ((given, 422), (signed, 302)):
        sent = {"file": (io.BytesIO(content), "a.pdf")}
        assert browsers.stranger.post(back, data={**sent}).status_code == 404
        sent = {"file": (io.BytesIO(content), "a.pdf")}
        assert browsers.clerk.post(back, data=sent).status_code == status
    assert len(kept(paper, FileRole.DIGITISED)) == 1
