"""How often and how much: counted by network and in all; files hashed as they come, kept nowhere."""

import hashlib
import io
from pathlib import Path

from sqlalchemy import select

from tests.check.conftest import code_of
from workflow.accounts import guesses
from workflow.core.db import db
from workflow.core.jobs import Job
from workflow.core.storage.directory import DirectoryStore
from workflow.core.web import digesting
from workflow.documents.queries import signed_file_of
from workflow.signatures import verdicts


def send(client, code, content, name="ban.pdf"):
    data = {"file": (io.BytesIO(content), name)}
    return client.post(f"/check/{code}", data=data, content_type="multipart/form-data")


def test_a_network_that_asks_too_often_waits_while_others_go_on(client, monkeypatch):
    """An unknown code counts as any other, so nobody learns by asking."""
    monkeypatch.setitem(guesses.LIMITS, "check", 3)
    first = [client.get("/check/x").status_code for _time in range(4)]
    other = client.get("/check/x", environ_overrides={"REMOTE_ADDR": "203.0.113.9"})
    neighbour = client.get("/check/x", environ_overrides={"REMOTE_ADDR": "127.0.0.200"})

    assert first == [404, 404, 404, 429]
    assert (other.status_code, neighbour.status_code) == (404, 429)


def test_all_networks_together_are_limited_too(client, monkeypatch):
    monkeypatch.setitem(guesses.LIMITS, "checks", 2)
    answers = [
        client.get("/check/x", environ_overrides={"REMOTE_ADDR": f"203.0.{n}.9"}) for n in range(3)
    ]

    assert [one.status_code for one in answers] == [404, 404, 429]
    assert "giờ sau" in answers[2].get_data(as_text=True)


def test_a_file_is_compared_by_its_digest_and_neither_kept_nor_opened(
    client, decision, monkeypatch, app, tmp_path
):
    code, parts = code_of("paper", decision.paper_id), []
    content = app.extensions["store"].open(signed_file_of(decision.paper_id).file.digest)
    same, other = send(client, code, content), send(client, code, content + b"\n")
    nothing = client.post(f"/check/{code}", data={}, content_type="multipart/form-data")
    monkeypatch.setattr(DirectoryStore, "put", None)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    taken = digesting.Digest.write

    def write(self, content):
        parts.append(len(content))
        assert list(Path(tmp_path).iterdir()) == []
        return taken(self, content)

    monkeypatch.setattr(digesting.Digest, "write", write)
    hostile = send(client, code, b"%PDF-1.7\n" + b"<script>" * 50_000)
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 100_000)
    large = send(client, code, b"x" * 200_000)

    assert "Đúng từng byte với bản số hóa" in same.get_data(as_text=True)
    assert "Khác với bản của cơ quan" in other.get_data(as_text=True)
    assert "Hãy chọn tệp" in nothing.get_data(as_text=True)
    assert (nothing.status_code, hostile.status_code, large.status_code) == (422, 200, 413)
    assert sum(parts) == 9 + 8 * 50_000
    assert max(parts) < 300_000
    assert database_jobs() == []  # a sheet signed by pen: there is nothing to judge


def test_other_uploads_still_arrive_whole(app):
    with app.test_request_context(
        "/sign-in", method="POST", data={"file": (io.BytesIO(b"abc"), "a.txt")}
    ) as context:
        assert context.request.files["file"].read() == b"abc"


def test_a_digest_is_that_of_all_parts():
    made = digesting.Digest()
    for part in (b"mot ", b"hai ", b""):
        made.write(part)

    assert (made.digest, made.size) == (hashlib.sha256(b"mot hai ").hexdigest(), 8)


def test_no_search_engine_lists_it_and_nothing_keeps_it(client, database):
    answers = [client.get(url) for url in ("/check", "/check?code=x", "/check/x")]

    assert {one.headers["X-Robots-Tag"] for one in answers} == {"noindex, nofollow, noarchive"}
    assert {one.headers["Cache-Control"] for one in answers} == {"no-store"}
    assert all('name="robots" content="noindex' in one.get_data(as_text=True) for one in answers)


def database_jobs():
    return db.session.scalars(select(Job.kind).where(Job.kind == verdicts.KIND)).all()
