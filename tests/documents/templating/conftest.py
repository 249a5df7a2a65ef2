"""Administrators of three levels, the templates of the product, and changed ones as Word saves."""

import io
import json
from datetime import date
from types import SimpleNamespace

import docx
import pytest

from tests.factories.documents import draw_all, small_pdf
from workflow.core.db import db
from workflow.core.unit_of_work import unit_of_work
from workflow.documents import contents, templates
from workflow.documents.engine import conversion
from workflow.documents.stored import stored_file
from workflow.documents.templating import services
from workflow.documents.templating.checking import Checked
from workflow.documents.templating.papers import FOLDER, get_paper

DAY = date(2020, 12, 18)
NAME = "councils/invitation"
OLD, NEW = "GIẤY MỜI", "THƯ MỜI"
SAMPLE = json.loads((FOLDER / f"{NAME}.sample.json").read_text("utf-8"))


def changed(*pairs):
    """Return the bytes of the invitation with (old, new) words replaced, as Word saves it."""
    document = docx.Document(str(FOLDER / f"{NAME}.docx"))
    tables = (p for t in document.tables for r in t.rows for c in r.cells for p in c.paragraphs)
    for paragraph in [*document.paragraphs, *tables]:
        for run in paragraph.runs:
            for old, new in pairs or ((OLD, NEW),):
                run.text = run.text.replace(old, new)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


@pytest.fixture
def shipped(database):
    """The invitation as it came with the product."""
    content = (FOLDER / f"{NAME}.docx").read_bytes()
    taken = contents.put(content, media_type=contents.DOCX, extension="docx", name="mau.docx")
    with unit_of_work():
        template = templates.DocumentTemplate(
            name=NAME, version=1, file=stored_file(taken), valid_from=templates.FROM_THE_BEGINNING
        )
        db.session.add(template)
    return template


@pytest.fixture
def instant_pdf(monkeypatch):
    """One page takes the place of LibreOffice, which is tried elsewhere."""
    made = SimpleNamespace(fails=None, content=None)

    def convert(docxs):
        if made.fails:
            raise made.fails
        return [made.content or small_pdf(str(hash(one))) for one in docxs]

    monkeypatch.setattr(conversion, "to_pdfs", convert)
    monkeypatch.setattr(conversion, "available", lambda: True)
    return made


@pytest.fixture
def people(long_an, make_user, actor):
    """Two administrators of the department, two of the ministry, one of a unit below."""
    places = {
        "first": long_an.department, "second": long_an.department, "top": long_an.ministry,
        "top_second": long_an.ministry, "below": long_an.team3,
    }  # fmt: skip
    users = {name: make_user(place, "administrator", name=f"Quản trị {name}")
             for name, place in places.items()}  # fmt: skip
    return SimpleNamespace(
        users=users, **{name: actor(users[name], place) for name, place in places.items()}
    )


@pytest.fixture
def propose(shipped, long_an, people):
    """Have a version proposed without its check; the first administrator's, unless said."""

    def make(words=NEW, *, of=None, by=None, day=DAY, **known):
        of, paper = of or long_an.department, get_paper(NAME)
        taken = contents.put(
            changed((OLD, words)), media_type=contents.DOCX, extension="docx", name="mau.docx"
        )
        checked = Checked(**({"findings": (), "taken": taken, "based_on_id": shipped.id} | known))
        with unit_of_work():
            return services.propose(
                of.public_id, paper, checked, valid_from=day, note="Đổi tên văn bản",
                actor=by or people.first,
            )  # fmt: skip

    return make


@pytest.fixture
def approve(people):
    """Have a proposed version drawn and approved, by the second administrator unless said."""

    def act(template, by=None):
        draw_all()
        with unit_of_work():
            return services.approve(template.public_id, actor=by or people.second)

    return act
