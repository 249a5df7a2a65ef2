"""Verdicts in words: beside the decision, on its record, on its page of signatures; and anew."""

import re
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from asn1crypto import pem
from sqlalchemy import select

from tests.check.conftest import decision, public_address  # noqa: F401  fixtures
from tests.factories.archive import statements
from tests.factories.documents import taken_pdf
from tests.signatures.making import LATER, SEALED, SIGNED, VALUES, Maker
from tests.signatures.test_public_verdict import digital  # noqa: F401  fixture
from workflow.archive.models import Record
from workflow.core import clock, jobs
from workflow.core.db import db
from workflow.core.jobs import Job, JobState
from workflow.decisions.models import DecisionItem
from workflow.decisions.queries import decision_of_paper, items_of
from workflow.documents.attaching import add_document, attach
from workflow.documents.models import PaperSigner
from workflow.documents.queries import documents_of
from workflow.documents.states import FileRole
from workflow.signatures import verdicts
from workflow.signatures.engine.reasons import Code
from workflow.signatures.engine.signing import certify, seal
from workflow.signatures.models import FileVerdict, MadeSignature, SigningCertificate, TrustedRoot
from workflow.signatures.states import Part, Verdict

WAITS = "Đang kiểm tra chữ ký số"


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


@pytest.fixture(scope="module")
def maker(servers):
    """The authorities whose lists the servers publish."""
    return Maker(servers.authorities)


@pytest.fixture(scope="module")
def sealed(maker, prepared):
    """A paper with its evidence inside, and one with time-stamps alone."""
    return {level: _sealed(maker, prepared, level) for level in ("T", "LTA")}


def _sealed(maker, prepared, level):
    signed = certify(prepared, maker.key("head"), maker.means(SIGNED, level))
    return seal(signed, maker.key("seal"), maker.means(SEALED, level), values=VALUES)


@pytest.fixture
def pages(digital):  # noqa: F811  fixture
    """Where the house looks at the decision's signatures."""
    paper = digital.paper
    record = db.session.scalars(select(Record).where(Record.paper_id == paper.id)).one()
    return SimpleNamespace(
        paper=paper, decision=f"/decisions/{digital.public_id}",
        record=f"/archive/{record.public_id}", signatures=f"/papers/{paper.public_id}/signatures",
    )  # fmt: skip


@pytest.fixture
def bare(pages, sealed, desk, maker, servers):
    """The same with a stamped file that stores no evidence, and addresses to ask for it."""
    servers.at, servers.down = LATER, False
    paper = pages.paper
    [link] = documents_of("paper", paper.id, FileRole.SIGNED)
    link.removed_at = LATER
    document = add_document(
        taken_pdf(sealed["T"]), title="Bản ký số", organisation_id=paper.organisation_id,
        actor=desk.clerk,
    )  # fmt: skip
    attach(document, ("paper", paper.id), FileRole.SIGNED, actor=desk.clerk)
    for made in db.session.scalars(select(MadeSignature)):
        made.file_id = document.file_id
    root = db.session.scalars(select(TrustedRoot)).one()
    issuing = maker.authorities.certificate("issuing")
    root.intermediates = [pem.armor("CERTIFICATE", issuing).decode()]
    root.crl_urls = [servers.crl(), servers.crl("root")]
    db.session.commit()
    servers.asked.clear()
    yield pages
    servers.down = False


def kept():
    db.session.expire_all()
    return [row.report["verdict"] for row in db.session.scalars(select(FileVerdict))]


def waiting():
    rows = select(Job).where(Job.kind == verdicts.KIND, Job.state == JobState.WAITING)
    return db.session.scalars(rows).all()


def test_strangers_see_no_verdict_and_have_nothing_judged(pages, browsers):
    for url in (pages.signatures, pages.decision, pages.record):
        assert browsers.stranger.get(url).status_code == 404
    assert browsers.stranger.post(pages.signatures).status_code == 404
    assert (kept(), waiting()) == ([], [])
    assert browsers.clerk.post(pages.signatures).status_code == 302
    assert kept() == ["valid"]


def test_every_page_of_the_house_tells_the_verdict_in_the_same_words(pages, browsers):
    urls = (pages.decision, pages.record, pages.signatures)
    before = [text(browsers.clerk.get(url)) for url in urls]
    asked = len(waiting())
    jobs.run_all()
    after = [text(browsers.clerk.get(url)) for url in urls]

    assert [WAITS in page for page in before] == [True] * 3
    assert (asked, waiting()) == (1, [])
    signer = pages.paper.signer_name
    for page in after:
        for said in ("Hợp lệ, có bổ sung được phép: chữ ký của Cục trưởng",
                     "Hợp lệ: chữ ký số của cơ quan", f"{signer}, Cục trưởng",
                     "08:15, 29/12/2020, có dấu thời gian", "CA thử nghiệm chuyên dùng công vụ",
                     "Sau khi ký chỉ điền thêm: số, ngày, tháng, năm.",
                     "Không đổi từ khi ký."):  # fmt: skip
            assert said in page, said
        assert "CN=" not in page
    assert "Bản này chưa bị sửa từ khi nhập kho" in after[1]
    link = f'href="{pages.signatures}"'
    assert [link in browsers.clerk.get(url).text for url in urls[:2]] == [True, True]


def test_the_pages_take_as_many_statements_however_many_the_list_names(pages, browsers):
    jobs.run_all()
    counts = []
    for more in (0, 25):
        _lengthen(pages.paper, more)
        for url in (pages.decision, pages.record, pages.signatures):
            browsers.clerk.get(url)
            with statements() as ran:
                assert browsers.clerk.get(url).status_code == 200
            counts.append(len(ran))
    assert counts[:3] == counts[3:]
    assert "Người thứ 24" in browsers.clerk.get(pages.record).text


def _lengthen(paper, more):
    """Add lines to the decision, as they would have come from as many dossiers."""
    decided = decision_of_paper(paper.id)
    [*_, last] = items_of(decided.id)
    skipped = {"id", "public_id", "ordinal", "name", "nomination_id", "recipient_id"}
    same = {
        column.key: getattr(last, column.key)
        for column in DecisionItem.__table__.columns if column.key not in skipped
    }  # fmt: skip
    for nth in range(more):
        row = DecisionItem(ordinal=last.ordinal + 1 + nth, name=f"Người thứ {nth}", **same)
        db.session.add(row)
    db.session.commit()


def test_a_verdict_against_the_file_turns_the_records_tone(pages, browsers):
    tones = [_tone(browsers, pages)]
    jobs.run_all()
    tones.append(_tone(browsers, pages))
    root = db.session.scalars(select(TrustedRoot)).one()
    root.status = "ended"
    db.session.commit()
    browsers.clerk.post(pages.signatures)
    tones.append(_tone(browsers, pages))
    head = select(SigningCertificate).where(SigningCertificate.part == Part.PERSON)
    db.session.scalars(head).one().fingerprint = "0" * 64
    db.session.commit()
    told = browsers.clerk.post(pages.signatures, follow_redirects=True)
    tones.append(_tone(browsers, pages))

    assert tones == ["stone", "green", "amber", "seal"]
    assert "Ký bằng chứng thư khác với chứng thư đã đăng ký của người ký." in text(told)
    assert "Không hợp lệ: chữ ký của Cục trưởng" in text(browsers.clerk.get(pages.decision))


def _tone(browsers, pages):
    page = browsers.clerk.get(pages.record).text
    return re.search(r'attn t-(\w+)" aria-labelledby="xt"', page).group(1)


def test_a_file_without_evidence_is_judged_with_what_the_entered_servers_say(
    bare, browsers, servers
):
    browsers.clerk.get(bare.decision)
    asked_by_looking = list(servers.asked)
    jobs.run_all()

    assert asked_by_looking == []
    assert set(servers.asked) == {"/office/crls/issuing/latest.crl", "/office/crls/root/latest.crl"}
    assert (kept(), waiting()) == (["valid"], [])
    root = db.session.scalars(select(TrustedRoot)).one()
    root.crl_urls = []
    db.session.commit()
    servers.asked.clear()
    browsers.clerk.post(bare.signatures)  # its certificates name addresses: nobody asks them
    assert (kept(), servers.asked) == (["unknown"], [])


def test_an_answer_with_fractions_of_a_second_is_read_as_any_other(bare, browsers, servers):
    root = db.session.scalars(select(TrustedRoot)).one()
    root.crl_urls, root.ocsp_urls = [servers.crl("root")], [servers.ocsp()]
    servers.at = LATER + timedelta(microseconds=4711)
    db.session.commit()
    browsers.clerk.post(bare.signatures)
    assert kept() == ["valid"]


def test_while_a_server_is_down_the_verdict_is_unknown_says_why_and_is_sought_again(
    bare, browsers, servers
):
    servers.down = True
    browsers.clerk.get(bare.decision)
    jobs.run_all()
    page = text(browsers.clerk.get(bare.decision))
    [again] = waiting()

    host = servers.url.removeprefix("http://")
    assert f"không hỏi được máy chủ thu hồi {host}; hệ thống sẽ tự hỏi lại." in page
    assert kept() == ["unknown"]
    soon = again.due_at - clock.real_now()
    assert timedelta(minutes=13) < soon <= timedelta(minutes=15)

    again.due_at = clock.real_now()
    db.session.commit()
    jobs.run_all()
    [later] = waiting()
    assert timedelta(minutes=50) < later.due_at - clock.real_now() <= timedelta(hours=1)
    later.due_at, servers.down = clock.real_now(), False
    db.session.commit()
    jobs.run_all()
    assert (kept(), waiting()) == (["valid"], [])


def test_a_list_that_is_out_of_date_counts_as_silence(bare, browsers, servers):
    browsers.clerk.post(bare.signatures)
    good = kept()
    servers.at = datetime(2020, 6, 2, tzinfo=UTC)
    report = verdicts.judge_now(bare.paper)
    old = {reason.code for reason in report.reasons}
    assert (good, report.verdict, old) == (["valid"], Verdict.UNKNOWN, {Code.SOURCES_SILENT})


def test_who_signed_in_whose_place_is_said_on_the_decision_and_beside_the_signature(
    pages, browsers, desk, long_an, delegate, make_user
):
    deputy = make_user(long_an.department, "head", name="Lê Văn P", title="Phó Cục trưởng")
    row = delegate(
        long_an.department, deputy, giver_id=long_an.head.id, basis_number="12/QĐ-CQLTT",
        basis_date=datetime(2020, 12, 1, tzinfo=UTC).date(),
    )  # fmt: skip
    jobs.run_all()
    said = (
        f"Ký thay (KT.) Cục trưởng {long_an.head.name}, theo 12/QĐ-CQLTT ngày 01/12/2020, "
        "được giao từ 11/10/2018"
    )
    before = [said in text(browsers.clerk.get(url)) for url in (pages.decision, pages.signatures)]
    signer = select(PaperSigner).where(PaperSigner.paper_id == pages.paper.id)
    db.session.scalars(signer).one().delegation_id = row.id
    db.session.commit()
    browsers.clerk.post(pages.signatures)
    after = [said in text(browsers.clerk.get(url)) for url in (pages.decision, pages.signatures)]
    assert (before, after) == ([False, False], [True, True])
