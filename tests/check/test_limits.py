"""How often and how much: counted by network and in all; files hashed as they come, kept nowhere."""

import hashlib
import io
from pathlib import Path

import pytest

from tests.check.conftest import code_of
from workflow.accounts import guesses
from workflow.core.jobs import Job
from workflow.core.storage.directory import DirectoryStore
from workflow.core.web import digesting
from workflow.documents.queries import signed_file_of


def send(client, code, content, name="ban.pdf"):
    data = {"file": (io.BytesIO(content), name)}
    return client.post(f"/check/{code}", data=data, content_type="multipart/form-data")


def test_a_network_that_asks_too_often_waits_while_others_go_on(client, decision, monkeypatch):
    monkeypatch.setitem(guesses.LIMITS, "check", 3)
    url = f"/check/{code_of('paper', decision.paper_id)}"
    first = [client.get(url).status_code for _time in range(4)]
    other = client.get(url, environ_overrides={"REMOTE_ADDR": "203.0.113.9"})
    neighbour = client.get(url, environ_overrides={"REMOTE_ADDR": "127.0.0.200"})

    assert first == [200, 200, 200, 429]
    assert (other.status_code, neighbour.status_code) == (200, 429)


def test_all_networks_together_are_limited_too(client, decision, monkeypatch):
    monkeypatch.setitem(guesses.LIMITS, "checks", 2)
    url = f"/check/{code_of('paper', decision.paper_id)}"
    answers = [
        client.get(url, environ_overrides={"REMOTE_ADDR": f"203.0.{n}.9"}) for n in range(3)
    ]

    assert [one.status_code for one in answers] == [200, 200, 429]
    assert "giờ sau" in answers[2].get_data(as_text=True)


def test_an_unknown_code_counts_as_any_other(client, decision, monkeypatch):
    monkeypatch.setitem(guesses.LIMITS, "check", 1)

    assert [client.get("/check/x").status_code for _time in range(2)] == [404, 429]


def test_a_file_is_compared_byte_by_byte(client, decision, app):
    code = code_of("paper", decision.paper_id)
    with app.app_context():
        content = app.extensions["store"].open(signed_file_of(decision.paper_id).file.digest)
    same, other = send(client, code, content), send(client, code, content + b"\n")

    assert "Đúng từng byte với bản số hóa" in same.get_data(as_text=True)
    assert "Khác với bản của cơ quan" in other.get_data(as_text=True)


def test_a_file_is_hashed_as_it_comes_and_neither_kept_nor_opened(
    client, decision, monkeypatch, app, tmp_path
):
    code, parts = code_of("paper", decision.paper_id), []
    monkeypatch.setattr(DirectoryStore, "put", None)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    taken = digesting.Digest.write

    def write(self, content):
        parts.append(len(content))
        assert list(Path(tmp_path).iterdir()) == []
        return taken(self, content)

    monkeypatch.setattr(digesting.Digest, "write", write)
    answer = send(client, code, b"%PDF-1.7\n" + b"<script>" * 400_000)

    assert answer.status_code == 200
    assert sum(parts) == 9 + 8 * 400_000
    assert max(parts) < 300_000


def test_a_file_over_the_limit_is_refused_and_no_file_at_all_is_told(client, decision, monkeypatch, app):
    code = code_of("paper", decision.paper_id)
    nothing = client.post(f"/check/{code}", data={}, content_type="multipart/form-data")
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 100_000)

    assert (nothing.status_code, send(client, code, b"x" * 200_000).status_code) == (422, 413)
    assert "Hãy chọn tệp" in nothing.get_data(as_text=True)


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


@pytest.mark.usefixtures("decision")
def test_no_search_engine_lists_it_and_nothing_keeps_it(client, decision):
    answers = [client.get(url) for url in
               ("/check", "/check/x", f"/check/{code_of('paper', decision.paper_id)}")]  # fmt: skip

    assert {one.headers["X-Robots-Tag"] for one in answers} == {"noindex, nofollow, noarchive"}
    assert {one.headers["Cache-Control"] for one in answers} == {"no-store"}
    assert all('name="robots" content="noindex' in one.get_data(as_text=True) for one in answers)


def test_a_visitor_of_a_sheet_signed_by_pen_has_nothing_judged(client, decision, database):
    client.get(f"/check/{code_of('paper', decision.paper_id)}")

    assert database.session.query(Job).filter(Job.kind == "check.judge").all() == []
