"""Drawing documents: the wish, its replacement, death in the middle, many at once."""

import json
from pathlib import Path

import pytest
from sqlalchemy import func, select

from workflow.core import jobs
from workflow.core.actors import SYSTEM
from workflow.core.db import db
from workflow.core.unit_of_work import unit_of_work
from workflow.documents import contents, generation, queries, templates
from workflow.documents.engine import conversion
from workflow.documents.engine.pages import text_of
from workflow.documents.generation import Wish
from workflow.documents.models import Document, DocumentLink, DocumentTemplate
from workflow.documents.states import FileRole

TEMPLATES = Path(__file__).resolve().parents[2] / "document_templates"
OWNER = ("dossier", 5)
LIST = json.loads((TEMPLATES / "proposals/nomination_list.sample.json").read_text("utf-8"))


class Killed(BaseException):
    """Stands for SIGKILL: nothing after it runs, not even the handler of errors."""


@pytest.fixture
def loaded(database):
    with unit_of_work():
        return templates.load_templates(TEMPLATES)


@pytest.fixture
def instant_pdf(monkeypatch):
    """LibreOffice takes seconds and is tried elsewhere: here its place is taken by one page."""
    from tests.factories.documents import small_pdf

    calls = []

    def convert(docxs):
        calls.append(len(docxs))
        return [small_pdf(str(hash(docx))) for docx in docxs]

    monkeypatch.setattr(conversion, "to_pdfs", convert)
    monkeypatch.setattr(conversion, "available", lambda: True)
    return calls


def ask(organisation, context=LIST, title="Danh sách đề nghị"):
    with unit_of_work():
        return generation.request(
            "proposals/nomination_list", context, title=title, owner=OWNER, purpose="list",
            organisation_id=organisation.id, actor=SYSTEM,
        )  # fmt: skip


def current():
    return [
        (link.role.value, link.document.title, link.document.context_digest is not None)
        for link in queries.documents_of(*OWNER)
    ]


BOTH = [("source", "Danh sách đề nghị", True), ("offered", "Danh sách đề nghị", True)]


def test_a_document_is_drawn_by_libreoffice_and_remembers_how(loaded, long_an):
    ask(long_an.team3)
    assert jobs.run_all() == 1

    source, pdf = (link.document for link in queries.documents_of(*OWNER))
    assert current() == BOTH
    assert pdf.source_id == source.id
    assert db.session.get_one(DocumentTemplate, pdf.template_id).name == "proposals/nomination_list"
    assert "DANH SÁCH" in text_of(contents.read(pdf)).upper()
    assert queries.generation_of(OWNER, "list").state is jobs.JobState.DONE


def test_the_same_wish_is_drawn_once_and_another_replaces_it(loaded, long_an, instant_pdf):
    first = ask(long_an.team3).id
    assert ask(long_an.team3).id == first
    jobs.run_all()
    assert ask(long_an.team3).id == first
    assert jobs.run_all() == 0

    changed = LIST | {"organisation": {"parent_caps": "CỤC", "name_caps": "ĐỘI"}}
    assert ask(long_an.team3, changed).id != first
    jobs.run_all()
    ask(long_an.team3)  # and back again
    jobs.run_all()

    assert current() == BOTH
    assert db.session.scalar(select(func.count(DocumentLink.id))) == 6


def test_a_worker_killed_anywhere_leaves_one_document(loaded, long_an, instant_pdf, monkeypatch):
    ask(long_an.team3)
    real_put, real_settle = contents.put, generation.settle
    deaths = iter(["before the store", "after the store", "inside the rows", "none"])
    dying = {"at": next(deaths)}

    def put(*args, **kwargs):
        if dying["at"] == "before the store":
            raise Killed
        return real_put(*args, **kwargs)

    def settle(*args):
        if dying["at"] == "after the store":
            raise Killed
        real_settle(*args)
        if dying["at"] == "inside the rows":
            raise Killed

    monkeypatch.setattr(contents, "put", put)
    monkeypatch.setattr(generation, "settle", settle)
    for death in ["before the store", "after the store", "inside the rows"]:
        dying["at"] = death
        with pytest.raises(Killed):
            jobs.run_one()
        db.session.remove()
        assert current() == []
        _lease_runs_out()
    dying["at"] = "none"
    jobs.run_all()
    _lease_runs_out(done=True)  # died after the rows, before the job was marked done
    jobs.run_all()

    assert current() == BOTH
    assert db.session.scalar(select(func.count(Document.id))) == 2


def _lease_runs_out(*, done=False):
    with unit_of_work():
        job = db.session.scalars(select(jobs.Job)).one()
        job.lease_until = job.due_at
        if done:
            job.state = jobs.JobState.RUNNING


def test_a_job_for_an_earlier_wish_draws_nothing(loaded, long_an, instant_pdf):
    ask(long_an.team3)
    ask(long_an.team3, title="Danh sách mới")
    assert jobs.run_all() == 2

    assert {title for _role, title, _digest in current()} == {"Danh sách mới"}
    assert instant_pdf == [1]


def test_without_libreoffice_the_docx_is_there_and_the_pdf_comes_later(
    loaded, long_an, instant_pdf, monkeypatch
):
    monkeypatch.setattr(conversion, "available", lambda: False)
    ask(long_an.team3)
    jobs.run_all()
    assert current() == BOTH[:1]
    assert queries.drawing_of(OWNER, "list").without_pdf is True

    monkeypatch.setattr(conversion, "available", lambda: True)
    ask(long_an.team3)
    jobs.run_all()
    assert current() == BOTH


def test_many_documents_are_drawn_twenty_to_a_run_with_progress(loaded, long_an, instant_pdf):
    sample = json.loads((TEMPLATES / "decisions/certificate.sample.json").read_text("utf-8"))
    wishes = [
        Wish("decisions/certificate", sample | {"register_number": f"{n:02d}"}, f"Giấy khen {n}",
             ("decision_item", n), long_an.department.id, "certificate", FileRole.CERTIFICATE)
        for n in range(1, 33)
    ]  # fmt: skip
    with unit_of_work():
        job = generation.request_batch(wishes, actor=SYSTEM).id
    jobs.run_one()

    done = db.session.get_one(jobs.Job, job)
    assert (done.done_units, done.total_units, instant_pdf) == (32, 32, [20, 12])
    with unit_of_work():
        assert generation.request_batch(wishes, actor=SYSTEM).id == job
    found = queries.documents_of_many("decision_item", range(1, 33))
    assert {n: [link.role.value for link in links] for n, links in found.items()} == {
        n: ["source", "certificate"] for n in range(1, 33)
    }


def test_a_template_gets_a_version_only_when_its_file_changes(loaded, tmp_path):
    assert {template.version for template in loaded} == {1}
    with unit_of_work():
        assert templates.load_templates(TEMPLATES) == []
    folder = tmp_path / "decisions"
    folder.mkdir()
    for suffix in (".docx", ".sample.json"):
        source = (TEMPLATES / "decisions/certificate.docx").with_suffix(suffix)
        (folder / source.name).write_bytes(source.read_bytes())
    with (folder / "certificate.docx").open("ab") as file:
        file.write(b"")
    content = (TEMPLATES / "decisions/decision.docx").read_bytes()
    (folder / "certificate.docx").write_bytes(content)
    sample = (TEMPLATES / "decisions/decision.sample.json").read_bytes()
    (folder / "certificate.sample.json").write_bytes(sample)

    with unit_of_work():
        added = templates.load_templates(tmp_path)

    assert [(template.name, template.version) for template in added] == [
        ("decisions/certificate", 2)
    ]


def test_a_template_that_asks_for_an_unknown_field_is_refused(database, tmp_path):
    (tmp_path / "decision.docx").write_bytes((TEMPLATES / "decisions/decision.docx").read_bytes())
    (tmp_path / "decision.sample.json").write_text('{"number": "1"}')

    from workflow.documents.engine.errors import TemplateFault

    with pytest.raises(TemplateFault, match="trường không có"), unit_of_work():
        templates.load_templates(tmp_path)
    assert db.session.scalar(select(func.count(DocumentTemplate.id))) == 0
