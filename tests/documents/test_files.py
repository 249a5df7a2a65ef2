"""Files: who may fetch them, how they are served, and what a bad store or upload leads to."""

import io
import os
from urllib.parse import quote

import pytest
from sqlalchemy import func, select

from tests.factories.documents import draw_all, small_pdf, taken_pdf
from workflow.core.db import db
from workflow.core.errors import BadInput, TooLarge
from workflow.core.storage.directory import DirectoryStore
from workflow.core.storage.port import key
from workflow.core.unit_of_work import unit_of_work
from workflow.documents import access, attaching, contents, intake, pictures, queries, services
from workflow.documents.models import Document, StoredFile
from workflow.documents.states import FileRole

TITLE = "Báo cáo thành tích Đội 3 – Đỗ Văn G"


@pytest.fixture
def attached(long_an, actor, monkeypatch):
    """A document of dossier 7, whose viewers are the people of the department."""
    monkeypatch.setitem(
        access._rules, "dossier",
        lambda who, owner_id: owner_id == 7 and who.organisation_id == long_an.department.id,
    )  # fmt: skip
    officer = actor(long_an.officer, long_an.team3)
    with unit_of_work():
        document = attaching.add_document(
            taken_pdf(small_pdf("ba", pages=2)), title=TITLE,
            organisation_id=long_an.team3.id, actor=officer,
        )  # fmt: skip
        document.pages = 2
        return attaching.attach(document, ("dossier", 7), FileRole.EVIDENCE, actor=officer)


def urls(link):
    public_id = link.document.public_id
    return f"/documents/{public_id}/download", f"/documents/{public_id}/pages/1"


def test_strangers_and_people_without_a_rule_find_no_file(attached, browsers, client):
    download, picture = urls(attached)
    for url in (download, picture):
        assert client.get(url).status_code == 302  # to the sign-in page
        assert browsers.stranger.get(url).status_code == 404
        assert browsers.below.get(url).status_code == 404
        assert browsers.secretary.get(url).status_code == 200


def test_a_file_nobody_judges_is_seen_by_nobody(attached, browsers):
    attached.owner_kind = "an owner of no kind"
    db.session.commit()

    assert browsers.secretary.get(urls(attached)[0]).status_code == 404


def test_a_removed_link_opens_nothing(attached, browsers, long_an, actor):
    download, picture = urls(attached)
    assert browsers.secretary.get(download).status_code == 200
    officer = actor(long_an.officer, long_an.team3)
    with unit_of_work():
        attaching.detach(attached.id, ("dossier", 7), actor=officer)

    assert [browsers.secretary.get(url).status_code for url in (download, picture)] == [404, 404]
    assert queries.documents_of("dossier", 7) == []


def test_a_file_is_served_as_an_attachment_that_runs_nowhere(attached, browsers):
    answer = browsers.secretary.get(urls(attached)[0])

    headers = answer.headers
    assert answer.data == small_pdf("ba", pages=2)
    assert headers["Content-Type"] == "application/pdf"
    assert headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    disposition = headers["Content-Disposition"]
    assert disposition.startswith("attachment; ")
    assert "filename=bao-cao" in disposition.lower().replace('"', "").replace("_", "-")
    assert f"filename*=UTF-8''{quote('Báo cáo')}" in disposition


def test_a_page_is_shown_as_a_picture_made_once(attached, browsers):
    url = urls(attached)[1]

    first, again = browsers.secretary.get(url), browsers.secretary.get(url)

    assert (first.mimetype, first.data[:4]) == ("image/png", b"\x89PNG")
    assert again.data == first.data
    kept = list(contents.cache_folder().glob(f"{attached.document.file.digest}-*.png"))
    assert len(kept) == 2
    assert browsers.secretary.get(url.replace("/1", "/3")).status_code == 404


def test_a_spoilt_picture_is_made_anew(attached, browsers):
    url = urls(attached)[1]
    good = browsers.secretary.get(url).data
    for path in contents.cache_folder().glob(f"{attached.document.file.digest}-1-*.png"):
        path.write_bytes(b"spoilt")

    assert browsers.secretary.get(url).data == good


def test_a_page_is_shown_though_the_disk_has_no_room_to_keep_it(attached, browsers, monkeypatch):
    def full(dir):  # noqa: A002  as it is called
        path = dir / "half.png"
        path.touch()
        return os.open("/dev/full", os.O_WRONLY), str(path)

    browsers.secretary.get(urls(attached)[1])
    for path in contents.cache_folder().iterdir():
        path.unlink()
    monkeypatch.setattr(pictures.tempfile, "mkstemp", full)
    answer = browsers.secretary.get(urls(attached)[1])

    assert (answer.status_code, answer.data[:4]) == (200, b"\x89PNG")
    assert list(contents.cache_folder().iterdir()) == []


def test_a_damaged_file_is_never_served(attached, browsers, settings):
    digest = attached.document.file.digest
    path = settings.instance / "files" / key(digest)
    content = path.read_bytes()
    path.chmod(0o600)
    try:
        path.write_bytes(content[:-1] + b"X")
        answer = browsers.secretary.get(urls(attached)[0])
        assert answer.status_code == 503
        assert "không còn đúng như khi tiếp nhận" in answer.text
    finally:
        path.write_bytes(content)
    assert browsers.secretary.get(urls(attached)[0]).status_code == 200


def test_an_accepted_upload_lies_in_the_store_before_any_row(database):
    content = small_pdf("nhận")
    taken = intake.take_in(
        io.BytesIO(content), "Quyết định.pdf", store=contents.current_store(), limit=10**6
    )

    assert contents.current_store().open(taken.digest) == content
    assert (taken.media_type, taken.extension, taken.pages) == ("application/pdf", "pdf", 1)
    assert queries.find_file(taken.digest) is None


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("a.pdf", b"", BadInput),
        ("a.pdf", b"not a pdf at all", BadInput),
        ("a.exe", b"MZ" + bytes(100), BadInput),
        ("a.pdf", bytes(2_000_000), TooLarge),
    ],
)  # fmt: skip
def test_a_bad_upload_is_refused_in_words_and_nothing_is_kept(database, name, content, error):
    before = set(contents.current_store().digests())

    with pytest.raises(error):
        intake.take_in(io.BytesIO(content), name, store=contents.current_store(), limit=10**6)
    assert set(contents.current_store().digests()) == before


def test_the_same_bytes_are_stored_once_for_all_their_documents(long_an, actor):
    officer = actor(long_an.officer, long_an.team3)
    with unit_of_work():
        documents = [
            attaching.add_document(
                taken_pdf(small_pdf("chung")), title=title, organisation_id=long_an.team3.id,
                actor=officer,
            )
            for title in ("Một", "Hai")
        ]  # fmt: skip
    assert documents[0].file_id == documents[1].file_id
    assert db.session.scalar(select(func.count(StoredFile.id))) == 1


def test_a_store_that_is_down_is_said_and_nothing_is_half_saved(
    make_paper, browsers, long_an, actor, tmp_path
):
    paper = numbered(make_paper, long_an, actor)
    kept = contents.current_store()
    gone = DirectoryStore(tmp_path / "disk")
    (tmp_path / "disk").rmdir()
    before = db.session.scalar(select(func.count(Document.id)))
    contents.configure(gone, contents.cache_folder())
    try:
        answer = browsers.clerk.post(
            f"/papers/{paper.public_id}/signed-file",
            data={"file": (io.BytesIO(small_pdf("quét")), "quét.pdf")},
        )
    finally:
        contents.configure(kept, contents.cache_folder())

    assert answer.status_code == 503
    assert "Nội dung chưa được lưu" in answer.text
    db.session.rollback()
    assert db.session.scalar(select(func.count(Document.id))) == before
    assert queries.signed_file_of(paper.id) is None


def numbered(make_paper, long_an, actor):
    """A paper that waits for its scan."""
    secretary = actor(long_an.secretary, long_an.department)
    paper = make_paper()
    draw_all()
    for service, who in (
        (services.check_paper, secretary), (services.offer_paper, secretary),
        (services.sign_paper, actor(long_an.head, long_an.department)),
    ):  # fmt: skip
        with unit_of_work():
            service(paper.public_id, actor=who)
    with unit_of_work():
        services.number_paper(
            paper.public_id, paper.signed_at.date(), actor=actor(long_an.clerk, long_an.department)
        )
    draw_all()
    return paper
