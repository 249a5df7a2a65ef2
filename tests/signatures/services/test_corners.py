"""The agency's seal alone: on the scan of a sheet, and on annexes in files of their own."""

import io

import pytest

from tests.check.conftest import code_of, public_address  # noqa: F401  a fixture of codes
from tests.check.test_privacy import text
from tests.factories.documents import draw_all, small_pdf, taken_pdf
from tests.factories.signing import PASSWORD
from tests.signatures.engine import attacking
from tests.signatures.making import HeldKey
from workflow.core import audit, clock, jobs
from workflow.core.db import db
from workflow.core.errors import (
    BadInput,
    Incomplete,
    InvalidStep,
    NotAllowed,
    NotVisible,
    StaleEdit,
)
from workflow.core.unit_of_work import unit_of_work
from workflow.documents import contents, queries
from workflow.documents import services as papers
from workflow.documents.panel import panel_for
from workflow.documents.states import FileRole, Medium, PaperStatus
from workflow.exchange import manifest
from workflow.signatures.engine.signing import Means, seal
from workflow.signatures.models import MadeSignature, SigningRequest
from workflow.signatures.queries import made_on
from workflow.signatures.records import expected_of, paper_of
from workflow.signatures.services import annexes, corners, outside, signing
from workflow.signatures.states import Level, Part, Verdict, Way
from workflow.signatures.verdicts import files_of, judge_now, reports

SCAN = small_pdf("bản quét của tờ đã ký")


@pytest.fixture
def sheet(office):
    """A paper of an office with keys, signed by pen, its scan taken in."""

    def make(level=Level.BASIC, *, here=True):
        made = office(level, here=here)
        paper = made.paper.public_id
        with unit_of_work():
            papers.choose_medium(paper, Medium.SHEET, actor=made.secretary)
        draw_all()
        with unit_of_work():
            papers.sign_paper(paper, actor=made.head)
        made.number()
        draw_all()
        with unit_of_work():
            papers.attach_signed(paper, taken_pdf(SCAN), actor=made.clerk)
        return made

    return make


@pytest.fixture
def with_annexes(office):
    """A paper to be sealed, with separate annexes that were added to its draft."""

    def make(level=Level.BASIC, count=2, *, here=True):
        made = office(level, here=here)
        paper = made.paper.public_id
        with unit_of_work():
            papers.decline_paper(paper, "Thêm phụ lục", actor=made.head)
        draw_all()
        for number in range(count):
            pdf = taken_pdf(small_pdf(f"phụ lục {number}"))
            annexes.add(paper, pdf, actor=made.secretary)
        for act, who in ((papers.check_paper, made.secretary),
                         (papers.offer_paper, made.secretary)):  # fmt: skip
            with unit_of_work():
                act(paper, actor=who)
        signing.sign_here(paper, PASSWORD, seen=made.seen, actor=made.head) if here else None
        return made

    return make


def roles_of(paper):
    listed = queries.documents_of("paper", paper.id)
    return [link.role for link in listed if link.role not in (FileRole.SOURCE, FileRole.OFFERED)]


def seal_copy(made, pin=PASSWORD, *, actor=None):
    return corners.seal_copy_here(made.paper.public_id, pin, actor=actor or made.clerk)


def verdicts_on(paper):
    judge_now(paper)
    jobs.run_all()
    digests = [file.file.digest for file in files_of(paper)]
    said = reports(digests)
    return [
        (said[one].verdict, [(each.role.value, each.field) for each in said[one].findings])
        for one in digests
    ]


# The digitised copy


def test_a_scan_is_sealed_as_a_digitised_copy_and_kept_as_it_came_besides(sheet):
    made = sheet(Level.ARCHIVAL)
    scan = queries.signed_file_of(made.paper.id)

    seal_copy(made)

    [link] = queries.documents_of("paper", made.paper.id, FileRole.DIGITISED)
    kept = link.document
    assert (contents.read(scan), kept.source_id) == (SCAN, scan.id)
    assert made.paper.status is PaperStatus.SEALED
    [signature] = made_on(made.paper)
    assert (signature.part, signature.way, signature.level, signature.file_id) == (
        Part.COPY, Way.HERE, Level.ARCHIVAL, kept.file_id,
    )  # fmt: skip
    assert verdicts_on(made.paper) == [(Verdict.VALID, [("seal", "CoQuan")])]
    assert paper_of(kept.file.digest).id == made.paper.id
    assert [entry["role"] for entry in manifest.gather(made.paper.id, [])] == ["digitised"]
    labels = [one.label for one in panel_for(made.paper, made.clerk).files]
    assert labels[:2] == ["Bản số hóa có ký số", "Bản đã ký, đóng dấu"]


def test_strangers_colleagues_and_the_signer_seal_no_copy_and_nobody_a_second_one(sheet):
    made = sheet()

    with pytest.raises(NotVisible):
        seal_copy(made, actor=made.stranger)
    for wrong in (made.secretary, made.head):
        with pytest.raises(NotAllowed):
            seal_copy(made, actor=wrong)
        with pytest.raises(NotAllowed):
            outside.hand_out(made.paper.public_id, Part.COPY, seen="", actor=wrong)
    assert FileRole.DIGITISED not in roles_of(made.paper)
    seal_copy(made)
    with pytest.raises(InvalidStep):  # once, and for good
        seal_copy(made)
    assert roles_of(made.paper).count(FileRole.DIGITISED) == 1


def test_a_paper_signed_digitally_has_no_copy_to_seal(office):
    made = office()
    with pytest.raises(InvalidStep):
        seal_copy(made)


def test_of_two_clerks_at_once_one_copy_becomes_the_record(sheet, monkeypatch):
    made = sheet()
    real = corners.stored_pdf

    def meanwhile(content, title):
        monkeypatch.setattr(corners, "stored_pdf", real)
        seal_copy(made)
        return real(content, title)

    monkeypatch.setattr(corners, "stored_pdf", meanwhile)
    with pytest.raises(InvalidStep):
        seal_copy(made)
    assert (roles_of(made.paper).count(FileRole.DIGITISED), len(made_on(made.paper))) == (1, 1)


def test_a_copy_is_sealed_elsewhere_and_any_other_file_is_refused(sheet, servers):
    made = sheet(here=False)
    paper, key = made.paper.public_id, HeldKey(servers.authorities, "seal")
    request = outside.hand_out(paper, Part.COPY, seen="", actor=made.clerk)
    again = outside.hand_out(paper, Part.COPY, seen="", actor=made.clerk)
    request_id, given = request.public_id, outside.file_of(request.public_id, actor=made.clerk)[1]
    assert again.public_id == request_id
    good = seal(given, key, Means(clock.now()))

    by_head = seal(given, HeldKey(servers.authorities, "head"), Means(clock.now()))
    wrong = (SCAN, given, by_head, good + b"\n%%EOF\n",
             attacking.updated(good, attacking.annotation))  # fmt: skip
    for other in wrong:
        with pytest.raises(BadInput):
            outside.take_back(request_id, taken_pdf(other), actor=made.clerk)
    with pytest.raises(NotVisible):
        outside.take_back(request_id, taken_pdf(good), actor=made.stranger)
    assert FileRole.DIGITISED not in roles_of(made.paper)
    outside.take_back(request_id, taken_pdf(good), actor=made.clerk)

    [signature] = made_on(made.paper)
    assert (signature.part, signature.way) == (Part.COPY, Way.OUTSIDE)
    assert db.session.query(SigningRequest).one().status.value == "done"


def test_anyone_is_told_of_the_sealed_copy_and_compares_either_file(
    sheet, client, public_address  # noqa: F811
):  # fmt: skip
    made = sheet()
    with unit_of_work():
        papers.issue_paper(made.paper.public_id, actor=made.clerk)
    url = f"/check/{code_of('paper', made.paper.id)}"
    before = text(client.get(url))
    seal_copy(made)
    waiting = text(client.get(url))
    jobs.run_all()
    after = text(client.get(url))
    [link] = queries.documents_of("paper", made.paper.id, FileRole.DIGITISED)
    sealed = contents.read(link.document)

    assert "ký trên giấy" in before
    assert "chữ ký số" not in before.split("So với tệp bạn có")[0].split("Kiểm tra lúc")[1]
    assert "Máy chủ đang kiểm tra chữ ký số" in waiting
    for said in ("ký trên giấy", "Cơ quan đã ký số lên bản số hóa ấy", "Chưa xác định được chữ ký số",
                 f"Cơ quan: {made.paper.organisation.name}"):  # fmt: skip
        assert said in after
    for content, same in ((SCAN, True), (sealed, True), (sealed + b" ", False)):
        page = text(client.post(url, data={"file": (io.BytesIO(content), "a.pdf")}))
        assert ("Đúng từng byte" in page, "Khác với bản của cơ quan" in page) == (same, not same)


# Annexes in files of their own


def test_separate_annexes_are_sealed_with_the_paper_by_one_pin(with_annexes):
    made = with_annexes()
    made.number()

    signing.seal_here(made.paper.public_id, PASSWORD, actor=made.clerk)

    assert made.paper.status is PaperStatus.SEALED
    parts = [(one.part, one.ordinal) for one in made_on(made.paper)]
    assert parts == [(Part.PERSON, 1), (Part.ANNEX, 1), (Part.ANNEX, 2), (Part.SEAL, 1)]
    whole, *annexes = verdicts_on(made.paper)
    unproven = Verdict.UNKNOWN  # a basic seal proves no time
    assert whole == (unproven, [("person", "NguoiKy"), ("seal", "CoQuan")])
    assert annexes == [(unproven, [("seal", "CoQuan")])] * 2
    main = queries.signed_file_of(made.paper.id).file.digest
    assert [one.field for one in expected_of(made.paper, main).signers] == ["NguoiKy", "CoQuan"]
    sealed = corners.sealed_annexes(made.paper).values()
    assert {paper_of(one.file.digest).id for one in sealed} == {made.paper.id}
    kept = [one.file.digest for one in corners.annexes_of(made.paper)]
    assert kept == [taken_pdf(small_pdf(f"phụ lục {number}")).digest for number in range(2)]
    [signed] = [one for one in audit.journal("paper", made.paper.id) if one.act == "paper.sign"]
    assert signed.detail["annexes"] == kept  # what was signed with the paper can be told later
    sent = [entry["role"] for entry in manifest.gather(made.paper.id, [])]
    assert sent == ["sealed_annex", "sealed_annex", "signed"]


def test_killed_before_it_is_recorded_the_paper_and_its_annexes_are_sealed_again(
    with_annexes, monkeypatch
):
    made = with_annexes(count=1)
    made.number()
    number = made.paper.number_text

    def killed(*_args, **_more):
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(signing, "record_seal", killed)
        with pytest.raises(KeyboardInterrupt):
            signing.seal_here(made.paper.public_id, PASSWORD, actor=made.clerk)
    db.session.rollback()
    assert FileRole.SEALED_ANNEX not in roles_of(made.paper)
    assert [one.part for one in made_on(made.paper)] == [Part.PERSON]

    signing.seal_here(made.paper.public_id, PASSWORD, actor=made.clerk)
    assert (made.paper.number_text, made.paper.status) == (number, PaperStatus.SEALED)
    assert roles_of(made.paper).count(FileRole.SEALED_ANNEX) == 1


def test_sealed_elsewhere_the_annexes_come_back_before_the_paper(with_annexes, servers):
    made = with_annexes(count=1)
    made.number()
    paper, key = made.paper.public_id, HeldKey(servers.authorities, "seal")

    def brought(part):
        request = outside.hand_out(paper, part, seen="", actor=made.clerk)
        given = outside.file_of(request.public_id, actor=made.clerk)[1]
        return request.public_id, taken_pdf(seal(given, key, Means(clock.now())))

    main, annex = brought(Part.SEAL), brought(Part.ANNEX)
    with pytest.raises(Incomplete, match="Phụ lục"):
        outside.take_back(*main, actor=made.clerk)
    with pytest.raises(NotVisible):
        outside.take_back(*annex, actor=made.stranger)
    with pytest.raises(BadInput):
        outside.take_back(annex[0], main[1], actor=made.clerk)
    outside.take_back(*annex, actor=made.clerk)
    outside.take_back(*main, actor=made.clerk)
    assert made.paper.status is PaperStatus.SEALED
    with pytest.raises(StaleEdit):
        outside.hand_out(paper, Part.ANNEX, seen="", actor=made.clerk)
    assert [one.part for one in db.session.query(MadeSignature).order_by(MadeSignature.id)] == [
        Part.PERSON, Part.ANNEX, Part.SEAL,
    ]  # fmt: skip


def test_annexes_come_and_go_with_the_draft_alone_by_whoever_drafts(office, monkeypatch):
    made = office()
    paper = made.paper.public_id
    annex = taken_pdf(small_pdf("phụ lục"))

    with pytest.raises(NotVisible):
        annexes.add(paper, annex, actor=made.stranger)
    for wrong in (made.head, made.clerk):
        with pytest.raises(NotAllowed):
            annexes.add(paper, annex, actor=wrong)
    with pytest.raises(InvalidStep, match="bản thảo"):  # it lies before its signer
        annexes.add(paper, annex, actor=made.secretary)
    with unit_of_work():
        papers.decline_paper(paper, "Thêm phụ lục", actor=made.head)
    annexes.add(paper, annex, actor=made.secretary)
    with pytest.raises(BadInput, match="đã là một phụ lục"):
        annexes.add(paper, annex, actor=made.secretary)
    monkeypatch.setattr(annexes, "MOST", 1)
    with pytest.raises(BadInput, match="Hãy gộp các phụ lục"):
        annexes.add(paper, taken_pdf(small_pdf("một nữa")), actor=made.secretary)
    [link] = queries.documents_of("paper", made.paper.id, FileRole.ANNEX)
    document = link.document.public_id
    for actor, error in ((made.stranger, NotVisible), (made.clerk, NotAllowed)):
        with pytest.raises(error), unit_of_work():
            annexes.take_off(paper, document, actor=actor)
    with unit_of_work():
        annexes.take_off(paper, document, actor=made.secretary)
    assert roles_of(made.paper) == []
