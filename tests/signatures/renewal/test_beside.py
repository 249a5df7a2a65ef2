"""What a paper carries with it is renewed like the paper: sealed annexes and digitised copies."""

import pytest
from sqlalchemy import select

from tests.factories.documents import taken_pdf
from tests.signatures.making import SEALED, Maker, drawn_paper
from tests.signatures.renewal.test_renewing import IN_FOURTEEN
from workflow.archive.queries import best_file, own_files
from workflow.check.papers import files_of
from workflow.core import audit, clock
from workflow.core.actors import SYSTEM
from workflow.core.db import db
from workflow.core.unit_of_work import unit_of_work
from workflow.documents import contents, queries
from workflow.documents.attaching import add_document, attach
from workflow.documents.engine.faces import serif_faces
from workflow.documents.models import Document, DocumentLink, StoredFile
from workflow.documents.states import FileRole, Medium
from workflow.signatures import verdicts
from workflow.signatures.engine.corner import with_corner
from workflow.signatures.engine.filling import Timed
from workflow.signatures.engine.profile import SEAL
from workflow.signatures.engine.signing import seal
from workflow.signatures.engine.verifying import verify
from workflow.signatures.models import MadeSignature, SigningCertificate
from workflow.signatures.records import expected_of, paper_of
from workflow.signatures.renewal.models import FileProof, FileRenewal
from workflow.signatures.renewal.sources import find_sealed
from workflow.signatures.states import Level, Part, Verdict, Way
from workflow.signatures.trust import trust_now


@pytest.fixture
def corner(servers):
    """Make a file sealed alone, with these words in its corner."""
    maker = Maker(servers.authorities)

    def make(words):
        laid_out = with_corner(drawn_paper(), [words], serif_faces())
        return seal(laid_out, maker.key("seal"), maker.means(SEALED), values=Timed(SEALED))

    return make


def keep(paper, role, content, *, part=None, source=None):
    """Give the paper a file, sealed in this part of its own or not at all."""
    document = add_document(
        taken_pdf(content), title=f"Tệp {role.value}", organisation_id=paper.organisation_id,
        actor=SYSTEM,
    )  # fmt: skip
    document.source_id = source.id if source is not None else None
    attach(document, ("paper", paper.id), role, actor=SYSTEM)
    if part is not None:
        holder = select(SigningCertificate).where(SigningCertificate.part == Part.SEAL)
        db.session.add(
            MadeSignature(paper_id=paper.id, part=part, certificate=db.session.scalars(holder).one(),
                          file_id=document.file_id, way=Way.HERE, level=Level.ARCHIVAL,
                          made_at=SEALED)
        )  # fmt: skip
    return document


@pytest.fixture
def carried(archive, corner):
    """A decision with two sealed annexes, and a sheet signed by pen with its digitised copy."""
    archive = archive(2)
    decision, sheet = archive.papers
    with unit_of_work():
        for number in "12":
            plain = keep(decision, FileRole.ANNEX, drawn_paper() + f"\n%{number}".encode())
            keep(
                decision,
                FileRole.SEALED_ANNEX,
                corner(f"Phụ lục {number}"),
                part=Part.ANNEX,
                source=plain,
            )
        for made in db.session.query(MadeSignature).filter_by(paper_id=sheet.id):
            db.session.delete(made)
        sheet.medium = Medium.SHEET
        scan = queries.signed_file_of(sheet.id)
        keep(sheet, FileRole.DIGITISED, corner("Sao y"), part=Part.COPY, source=scan)
    archive.stamped_by("tsa-2034")
    return archive


def digests(paper, role):
    return [link.document.file.digest for link in queries.documents_of("paper", paper.id, role)]


def test_annexes_and_digitised_copies_are_renewed_each_beside_its_own_sealed_file(carried):
    decision, sheet = carried.papers
    carried.day(IN_FOURTEEN)
    carried.day()

    assert len(carried.renewals()) == 4
    sealed, renewed = (
        digests(decision, role) for role in (FileRole.SEALED_ANNEX, FileRole.RENEWED_ANNEX)
    )
    files = {one: contents.current_store().open(one) for one in (*sealed, *renewed)}
    pairs = zip(sealed, renewed, strict=True)
    assert [files[after].startswith(files[before]) for before, after in pairs] == [True, True]
    own = digests(decision, FileRole.RENEWED)
    assert [one.file.digest for one in verdicts.files_of(decision)] == [*own, *renewed]
    assert best_file(own_files(decision.id)).document.file.digest == own[0]
    [copy], [scan] = digests(sheet, FileRole.DIGITISED), digests(sheet, FileRole.SIGNED)
    [last] = digests(sheet, FileRole.RENEWED_COPY)
    assert digests(sheet, FileRole.RENEWED) == []  # a scan was never signed digitally
    assert verdicts.current_file(sheet).file.digest == last
    assert best_file(own_files(sheet.id)).document.file.digest == last
    assert queries.best_pdf_of(sheet.id).file.digest == last
    assert files_of(sheet) == {scan, copy, last}  # the public page knows every one of them
    assert {*sealed, *renewed} <= files_of(decision)


def test_a_renewed_annex_is_known_by_the_seal_alone_and_holds_when_the_sealed_one_has_aged(carried):
    decision = carried.papers[0]
    carried.day(IN_FOURTEEN)
    before, after = (
        digests(decision, role)[0] for role in (FileRole.SEALED_ANNEX, FileRole.RENEWED_ANNEX)
    )
    carried.move(IN_FOURTEEN.replace(year=2036))

    said = {
        digest: verify(contents.current_store().open(digest), trust_now(),
                       expected_of(decision, digest), clock.now())
        for digest in (before, after)
    }  # fmt: skip
    assert [said[one].verdict for one in (before, after)] == [Verdict.UNKNOWN, Verdict.VALID]
    assert [one.field for one in expected_of(decision, after).signers] == [SEAL]
    assert [paper_of(one).id for one in (before, after)] == [decision.id] * 2
    own = digests(decision, FileRole.RENEWED)[0]
    assert len(expected_of(decision, own).signers) == 2


def test_the_journal_says_which_file_of_the_paper_was_renewed(carried, quick):
    decision = carried.papers[0]
    carried.day(IN_FOURTEEN)

    told = [one for one in audit.journal("paper", decision.id) if one.act == "signature.renew"]
    assert {one.detail["title"] for one in told} == {decision.title, "Tệp sealed_annex"}
    assert len({one.detail["before"] for one in told}) == 3


def test_what_is_no_sealed_file_is_not_watched_and_what_was_taken_away_is_forgotten(carried, quick):
    decision = carried.papers[0]
    plain = queries.documents_of("paper", decision.id, FileRole.ANNEX)[0]
    link = queries.documents_of("paper", decision.id, FileRole.SEALED_ANNEX)[0]
    carried.day()
    watched = db.session.query(FileProof).count()
    assert (find_sealed(plain.document_id), watched) == (None, 4)

    gone = link.document_id
    link.removed_at = clock.now()
    db.session.commit()
    carried.day(IN_FOURTEEN)
    assert db.session.query(FileRenewal).filter_by(document_id=gone).count() == 0
    assert carried.renew_document(gone).organisation_id == 0
    assert db.session.get(FileProof, gone) is None
    renewed = db.session.scalars(
        select(StoredFile.digest).join(Document, Document.file_id == StoredFile.id)
        .join(DocumentLink, DocumentLink.document_id == Document.id)
        .where(DocumentLink.role == FileRole.RENEWED_ANNEX)
    ).all()  # fmt: skip
    assert len(renewed) == 1
