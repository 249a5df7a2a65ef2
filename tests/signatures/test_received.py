"""What comes in from other offices is judged on arrival, and nobody overlooks what is wrong."""

import io
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from asn1crypto import crl, x509
from pyhanko.sign.validation.dss import DocumentSecurityStore
from sqlalchemy import select

from tests.archive.incoming.conftest import LETTER, office, officer  # noqa: F401  fixtures
from tests.archive.incoming.test_pages import NEW, browsers, text_of, typed  # noqa: F401  fixtures
from tests.archive.test_intake import sheet
from tests.check.conftest import decision, public_address  # noqa: F401  fixtures
from tests.factories.archive import statements
from tests.factories.documents import small_pdf, taken_pdf
from tests.signatures.engine import attacking
from tests.signatures.making import LATER, SIGNED
from tests.signatures.test_public_verdict import digital, trust  # noqa: F401  fixture
from workflow.archive.incoming.answering import Outside, answer_outside
from workflow.archive.incoming.entering import add_files, enter
from workflow.archive.incoming.models import Arrival
from workflow.archive.intake import take_in_decision
from workflow.archive.queries import own_files
from workflow.core import audit, clock, jobs
from workflow.core.db import db
from workflow.core.errors import BadInput
from workflow.core.jobs import Job, JobState
from workflow.documents import contents
from workflow.documents.engine.errors import EngineBusy
from workflow.signatures import received, verdicts
from workflow.signatures.engine import checking
from workflow.signatures.engine.report import Report
from workflow.signatures.engine.signing import certify
from workflow.signatures.models import FileVerdict, SigningCertificate
from workflow.signatures.sentences import said_of
from workflow.signatures.states import Verdict

BAD, UNKNOWN, NONE = (
    "Chữ ký số không hợp lệ", "Chưa xác định được chữ ký số", "Chưa có chữ ký số",
)  # fmt: skip
BOX = "Tôi đã xem: chữ ký số không hợp lệ; vẫn nhận"
REGISTER = "/archive/registers/incoming"


def with_lists(pdf, maker):
    """The file with today's revocation lists stored in it."""
    held = io.BytesIO(pdf)
    DocumentSecurityStore.add_dss(
        held, None, certs=[x509.Certificate.load(maker.authorities.certificate("issuing"))],
        crls=[crl.CertificateList.load(one) for one in maker.crls(LATER)],
    )  # fmt: skip
    return held.getvalue()


@pytest.fixture(scope="session")
def files(maker, prepared, sealed):
    """What may come in; `altered` differs from `valid` in one letter."""
    revoked = certify(prepared, maker.key("head-revoked"), maker.means(SIGNED, "T"))
    return {
        "valid": sealed["LTA"], "altered": sealed["LTA"].replace(b"/Rect", b"/rect", 1),
        "revoked": with_lists(revoked, maker), "not listed": revoked,
        "unsigned": small_pdf("quét"), "broken": b"%PDF-1.7\nhong",
    }  # fmt: skip


@pytest.fixture
def trusted(maker, office):  # noqa: F811  fixture
    """The office's root is trusted, and it is January 2021."""
    clock.move_to(LATER)
    trust(maker.authorities)
    db.session.commit()


def taken(files, name):
    return taken_pdf(files[name], name=f"{name}.pdf")


def judged(*files):
    for one in files:
        report = received.judge_quickly(one.digest)
        verdicts.keep(report)
        db.session.commit()


def letter(office, *given, **changes):  # noqa: F811
    arrived = enter(LETTER, files=given, actor=office.clerk, **changes)
    db.session.commit()
    return arrived


def shown(arrival):
    return f"/archive/incoming/{arrival.public_id}"


def ticked(page):
    return re.search(r'<input[^>]*name="signature_seen"[^>]*>', page)[0]


def value(page, name):
    return re.search(rf'name="{name}"[^>]* value="([^"]*)"', page)[1]


def test_every_file_is_judged_by_a_worker_as_soon_as_it_is_kept(
    trusted, files, office, browsers  # noqa: F811
):  # fmt: skip
    arrival = letter(office, *(taken(files, name) for name in files))
    waiting = text_of(browsers["clerk"].get(shown(arrival)))
    jobs.run_all()
    page = text_of(browsers["clerk"].get(shown(arrival)))

    reports = [Report.from_data(row.report) for row in db.session.scalars(select(FileVerdict))]
    names = {link.document.file.digest: link.document.file_name[:-4]
             for link in own_files(arrival.paper_id)}  # fmt: skip
    assert {names[one.digest]: one.verdict.value for one in reports} == {
        "valid": "valid", "altered": "invalid", "revoked": "invalid", "not listed": "unknown",
        "unsigned": "none", "broken": "invalid",
    }  # fmt: skip
    assert waiting.count("Chưa kiểm tra chữ ký số") == 6
    for said in (
        "Chữ ký số hợp lệ: valid.pdf", f"{BAD}: altered.pdf", "Nội dung đã bị sửa sau khi ký.",
        "Chứng thư đã bị thu hồi từ 01/06/2020, trước khi ký.", f"{NONE}: unsigned.pdf",
        "Người ký: Nguyễn Văn An, Cục Quản lý thị trường tỉnh Long An; 08:15, 29/12/2020, "
        "có dấu thời gian; chứng thư chuyên dùng công vụ.", f"{UNKNOWN}: not listed.pdf",
        "chưa biết chứng thư có bị thu hồi không", "Tệp hỏng hoặc không phải tệp PDF",
        "còn cơ quan ban hành ghi “Tổng cục Quản lý thị trường”",
    ):  # fmt: skip
        assert said in page


def test_without_a_trusted_root_nothing_is_said_for_the_very_file(trusted, files, office, browsers):  # noqa: F811
    from workflow.signatures.models import TrustedRoot
    from workflow.signatures.states import RootStatus

    db.session.scalars(select(TrustedRoot)).one().status = RootStatus.ENDED
    arrival = letter(office, taken(files, "valid"))
    jobs.run_all()
    page = text_of(browsers["clerk"].get(shown(arrival)))

    assert UNKNOWN in page and "Chứng thư không dẫn tới gốc tin cậy nào." in page
    assert BAD not in page and "chuyên dùng công vụ" not in page


def test_the_clerk_sees_what_is_said_before_anything_is_entered(trusted, files, office, browsers):  # noqa: F811
    def sent(name):
        return [(io.BytesIO(files[name]), f"{name}.pdf")]

    looks = {
        name: browsers["clerk"].post(NEW, data=typed(files=sent(name), look="1"))
        for name in ("valid", "altered", "unsigned")
    }
    nothing = browsers["clerk"].post(NEW, data=typed(look="1"))
    refused = browsers["clerk"].post(NEW, data=typed(files=sent("altered")))
    page = text_of(refused)
    known = {"kept": value(page, "kept"), "signature_seen": "y"}
    assert "checked" not in ticked(page)
    other = browsers["clerk"].post(NEW, data=typed(**known, told_of="0" * 64))
    assert "checked" not in ticked(text_of(other))  # a box stands for the files it was ticked for
    assert db.session.scalars(select(Arrival)).all() == []
    done = browsers["clerk"].post(NEW, data=typed(**known, told_of=value(page, "told_of")))
    good = browsers["clerk"].post(NEW, data=typed(files=sent("valid"), number_text="298/TCQLTT"))

    assert [one.status_code for one in looks.values()] == [200, 200, 200]
    said = {name: text_of(one) for name, one in looks.items()}
    assert "Chữ ký số hợp lệ" in said["valid"] and NONE in said["unsigned"]
    assert "còn cơ quan ban hành ghi “Tổng cục A &amp; B" in said["valid"]
    assert [BOX in one for one in said.values()] == [False, True, False]
    assert (nothing.status_code, refused.status_code, other.status_code) == (422, 422, 422)
    assert "Hãy chọn tệp PDF cần xem chữ ký số." in text_of(nothing)
    assert "xin lại bản đúng" in page and "altered.pdf" in page and "297/TCQLTT-TCHC" in page
    assert (done.status_code, good.status_code) == (302, 302)
    first, second = db.session.scalars(select(Arrival).order_by(Arrival.id))
    acts = [[row.act for row in audit.journal("paper", one.paper_id)] for one in (first, second)]
    assert ["arrival.signature_seen" in one for one in acts] == [True, False]
    entered = text_of(browsers["clerk"].get(done.location))
    assert "Văn thư đã biết chữ ký số không hợp lệ" in entered
    assert "signatures-seen" not in entered  # nothing is left to confirm


def test_what_could_not_be_judged_at_once_is_judged_later_and_confirmed_then(
    trusted, files, office, browsers, monkeypatch  # noqa: F811
):  # fmt: skip
    def busy(*_given, **_more):
        raise EngineBusy("bận")

    data = typed(files=[(io.BytesIO(files["altered"]), "a.pdf")])
    with monkeypatch.context() as nobody_free:
        nobody_free.setattr(checking, "run_limited", busy)
        told = text_of(browsers["clerk"].post(NEW, data=data | {"look": "1"}))
        arrival_page = browsers["clerk"].post(NEW, data=typed(kept=value(told, "kept"))).location
        seen = f"{arrival_page}/signatures-seen"
        early = browsers["clerk"].post(seen)
        jobs.run_all()
    job = db.session.scalars(select(Job).where(Job.kind == verdicts.KIND)).one()
    tried = (job.state, job.attempts)
    job.state, job.lease_until = JobState.RUNNING, clock.real_now() - timedelta(1)  # killed at work
    db.session.commit()
    jobs.run_all()
    page = text_of(browsers["head"].get(arrival_page))
    before = text_of(browsers["clerk"].get(arrival_page))
    inboxes = [text_of(browsers[who].get("/")) for who in ("clerk", "head")]
    answers = [browsers["clerk"].post(seen).status_code for _time in range(2)]
    after = text_of(browsers["clerk"].get(arrival_page))

    assert "Máy chủ sẽ kiểm tra trong ít phút" in told and early.status_code == 409
    assert tried == (JobState.WAITING, 1)
    assert BAD in page and BAD in after
    assert ["signatures-seen" in one for one in (page, before, after)] == [False, True, False]
    inboxes.append(text_of(browsers["clerk"].get("/")))
    assert ["Xem chữ ký số" in one for one in inboxes] == [True, False, False]
    assert answers == [302, 409]
    assert "Văn thư đã biết" in after and "a.pdf" in after
    add_files(arrival_page.rpartition("/")[2], [taken(files, "broken")], actor=office.clerk)
    db.session.commit()
    jobs.run_all()
    assert "Xem chữ ký số" in text_of(browsers["clerk"].get("/"))  # of that file nobody knows yet


def test_whoever_acts_on_a_badly_signed_paper_is_told_where_they_act(
    trusted, files, office, browsers  # noqa: F811
):  # fmt: skip
    arrival = letter(office, taken(files, "altered"))
    whole = enter(replace(LETTER, number_text="9/TCQLTT"), files=[taken(files, "valid")],
                  actor=office.clerk)  # fmt: skip
    db.session.commit()
    jobs.run_all()
    pages = [text_of(browsers[who].get(f"{shown(one)}/{act}"))
             for one in (arrival, whole) for who, act in (("head", "instruct"), ("clerk", "assign"))
             ]  # fmt: skip

    assert [BAD in page for page in pages] == [True, True, False, False]


def test_strangers_neither_see_nor_confirm(trusted, files, office, browsers, client):  # noqa: F811
    arrival = letter(office, taken(files, "altered"))
    jobs.run_all()
    seen = f"{shown(arrival)}/signatures-seen"

    assert client.post(seen).status_code == 401
    assert client.get(seen.removesuffix("/signatures-seen")).status_code == 302
    for who, status in (("stranger", 404), ("officer", 403), ("head", 403), ("clerk", 302)):
        assert browsers[who].post(seen).status_code == status
    assert BAD not in text_of(browsers["team"].get(REGISTER))
    for who in ("stranger", "team"):
        assert browsers[who].get(shown(arrival)).status_code in {403, 404}


def test_a_file_added_later_is_asked_about_too(trusted, files, office, browsers):  # noqa: F811
    arrival = letter(office)
    url = f"{shown(arrival)}/files"

    def sent(name):
        return {"files": [(io.BytesIO(files[name]), f"{name}.pdf")]}

    refused = browsers["clerk"].post(url, data=sent("revoked"))
    page = text_of(refused)
    known = {name: value(page, name) for name in ("kept", "told_of")}
    done = browsers["clerk"].post(url, data=known | {"signature_seen": "y"})
    plain = browsers["clerk"].post(url, data=sent("unsigned"))

    assert (refused.status_code, done.status_code, plain.status_code) == (422, 302, 302)
    assert BOX in page and "Chứng thư đã bị thu hồi" in page
    assert len(own_files(arrival.paper_id)) == 2


def test_the_archive_the_decision_and_the_registers_say_it(trusted, files, office, browsers):  # noqa: F811
    pairs = [(taken(files, "altered"), "4861/QĐ-UBND"), (taken(files, "valid"), "4862/QĐ-UBND")]
    judged(*(one for one, _number in pairs))
    with pytest.raises(BadInput, match="không hợp lệ") as refusal:
        take_in_decision(sheet(arrived_on=LATER.date()), files=[pairs[0][0]], actor=office.clerk)
    records = [
        take_in_decision(
            sheet(number_text=number, arrived_on=LATER.date(), seen=[one.digest]), files=[one],
            actor=office.clerk,
        )
        for one, number in pairs
    ]  # fmt: skip
    db.session.commit()
    jobs.run_all()

    assert refusal.value.field == "signature_seen"
    pages = [text_of(browsers["clerk"].get(f"/archive/{one.public_id}")) for one in records]
    assert [BAD in page for page in pages] == [True, False]
    assert "Chữ ký số hợp lệ" in pages[1] and "tone t-seal" not in pages[1]
    owners = [one.paper.public_id for one in records]
    papers = [browsers["clerk"].get(f"/papers/{one}", follow_redirects=True) for one in owners]
    assert [BAD in text_of(page) for page in papers] == [True, False]
    for path in (f"{REGISTER}/2021", "/archive/follow-up/2021", "/archive"):
        assert text_of(browsers["clerk"].get(path)).count(BAD) == 1


def test_a_file_that_people_alone_signed_is_told_to_bear_no_seal(trusted, files, sealed, maker):
    bare = with_lists(attacking.until(sealed["T"], 0), maker)  # cut back to before the seal
    told = {}
    for name, content in (("bare", bare), ("whole", files["valid"]), ("scan", files["unsigned"])):
        told[name] = said_of(received.judge_quickly(taken_pdf(content).digest))

    assert told["bare"].head == "Chữ ký số hợp lệ, nhưng không thấy con dấu số của cơ quan"
    assert told["bare"].key == "ask"
    assert "hoặc dấu đã bị gỡ" in told["bare"].body
    assert [(told[name].key, told[name].head) for name in ("whole", "scan")] == [
        ("ok", "Chữ ký số hợp lệ"), ("wait", NONE),
    ]  # fmt: skip
    assert [name for name in ("whole", "scan") if "bị gỡ" in told[name].body] == []


def test_a_record_is_not_green_before_its_signatures_were_judged(trusted, files, office, browsers):  # noqa: F811
    record = take_in_decision(
        sheet(date_text="29/12/2020", arrived_on=LATER.date()),
        files=[taken(files, "valid")],
        actor=office.clerk,
    )
    db.session.commit()
    page = f"/archive/{record.public_id}"
    waiting = text_of(browsers["clerk"].get(page))
    jobs.run_all()
    judged = text_of(browsers["clerk"].get(page))
    green, still = "Bản này chưa bị sửa từ khi nhập kho", "đang kiểm tra chữ ký số"

    assert [one in waiting for one in (green, still)] == [False, True]
    assert [one in judged for one in (green, still)] == [True, False]


def test_pages_ask_the_database_as_often_whatever_came_in(trusted, files, office, browsers):  # noqa: F811
    def counts(arrival):
        found = []
        for path in (shown(arrival), REGISTER, "/archive/follow-up", "/archive?q=báo+cáo", "/"):
            browsers["clerk"].get(path)
            with statements() as ran:
                assert browsers["clerk"].get(path).status_code == 200
            found.append(len(ran))
        return found

    arrival = letter(office, taken(files, "altered"))
    jobs.run_all()
    report = Report.from_data(db.session.scalars(select(FileVerdict)).one().report)
    one = counts(arrival)
    for number in range(3):
        extra = taken_pdf(files["altered"] + b"\n" * (number + 1), name=f"{number}.pdf")
        other = taken_pdf(files["altered"] + b" " * (number + 1), name=f"{number}.pdf")
        for file in (extra, other):
            verdicts.keep(replace(report, digest=file.digest))
        office.receive(number_text=f"{300 + number}/TCQLTT")
        newest = db.session.scalars(select(Arrival).order_by(Arrival.id.desc())).first()
        for target, file in ((arrival, extra), (newest, other)):
            add_files(target.public_id, [file], seen=[file.digest], actor=office.clerk)
        db.session.commit()
    many = counts(arrival)

    assert text_of(browsers["clerk"].get(REGISTER)).count(BAD) == 4
    assert many == one


def test_while_files_wait_for_a_worker_their_page_asks_as_often_however_many(
    trusted, files, office, browsers  # noqa: F811
):  # fmt: skip
    counts = []
    for number, names in (("1", ["valid"]), ("2", ["altered", "unsigned", "broken"])):
        written = replace(LETTER, number_text=f"{number}/TCQLTT")
        arrival = enter(written, files=[taken(files, one) for one in names], actor=office.clerk)
        db.session.commit()
        browsers["clerk"].get(shown(arrival))
        with statements() as ran:
            page = text_of(browsers["clerk"].get(shown(arrival)))
        assert page.count("Chưa kiểm tra chữ ký số") == len(names)
        counts.append(len(ran))
    assert counts[0] == counts[1]


def test_an_answer_made_elsewhere_is_judged_too_and_a_picture_never(trusted, files, office):  # noqa: F811
    arrival = office.in_hand()
    picture = contents.put(b"anh", media_type="image/png", extension="png", name="anh.png")
    outside = Outside("12/CQLTT", LATER.date(), "Cục Quản lý thị trường tỉnh Long An")
    answer_outside(
        arrival.public_id, outside, files=[taken(files, "altered"), picture], actor=office.officer
    )
    add_files(arrival.public_id, [picture], actor=office.clerk)
    db.session.commit()
    jobs.run_all()

    kept = [Report.from_data(row.report) for row in db.session.scalars(select(FileVerdict))]
    assert [one.verdict for one in kept] == [Verdict.INVALID]


def test_our_own_file_is_judged_by_our_record_wherever_it_comes_in(digital):  # noqa: F811
    """As anybody's it would be valid; what is kept of it is one, and the stricter."""
    paper = digital.paper
    digest = verdicts.current_file(paper).file.digest
    holder = db.session.scalars(select(SigningCertificate)).all()[-1]
    holder.fingerprint = "0" * 64  # the record says that another certificate sealed
    verdicts.have_judged(digest)
    db.session.commit()
    jobs.run_all()
    kept = Report.from_data(db.session.get_one(FileVerdict, digest).report)

    assert kept.verdict is received.judge_quickly(digest).verdict is Verdict.INVALID
    assert "wrong_certificate" in str(kept.as_data())
