"""A name written to break pages, templates or spreadsheets is printed as it is written (P37, P38)."""

import io
import itertools
import json
import zipfile

import docx
import pytest
from sqlalchemy import select, update

from tests.architecture.test_matrix import LEAVING, ask, likely_first
from tests.architecture.world import address, fillings, rules_of, sample
from workflow.core.db import VietnameseText, db
from workflow.documents.engine.rendering import render
from workflow.documents.models import Paper
from workflow.proposals.models import Nomination
from workflow.settings import ROOT

pytestmark = pytest.mark.prove  # on both databases there

HOSTILE = "A & B <x> {{ 7*7 }} {% raw %}"
ESCAPED = "A &amp; B &lt;x&gt; {{ 7*7 }} {% raw %}"
NAMED = {
    "name", "short_name", "title", "text", "achievements", "unit_name", "post", "place", "reason",
    "signer_name", "signer_post", "head_post", "issuer", "award_name", "summary", "opinion",
    "presided_by", "minuted_by", "remarks", "discussion", "answer", "actor_name", "by_name",
    "remark", "guidance", "note",
}  # fmt: skip
READERS_OF_A_LIST = 5  # who has the same list with other rows; all of them in `make prove`
BROKEN = ("<x>", "&lt;x&gt; 49", "&amp;lt;", "&amp;amp;")
TEMPLATES = sorted((ROOT / "document_templates").glob("*/*.docx"))


@pytest.fixture
def hostile_world(world):
    """The world with every name, title and text in it made hostile."""
    for table in db.metadata.sorted_tables:
        columns = [c for c in table.c if c.name in NAMED and isinstance(c.type, VietnameseText)]
        if columns and table.name != "document_templates":
            db.session.execute(update(table).values({c.name: HOSTILE for c in columns}))
    for row in db.session.scalars(select(Nomination)):
        row.frozen = {**(row.frozen or {}), "name": HOSTILE, "award": HOSTILE, "post": HOSTILE}
    db.session.commit()
    db.session.expire_all()
    return world


def pages(app, world):
    """Return every page as the first of the house who may open it sees it, lists as all do."""
    for rule in rules_of(app):
        if "GET" not in rule.methods or rule.endpoint in LEAVING:
            continue
        for values in sample(rule, fillings(rule, world)):
            path = address(app, rule, values)
            house = likely_first(app, rule, world)
            for name in house if rule.arguments else sample(rule, house, most=READERS_OF_A_LIST):
                answer = ask(world.people[name], "GET", path)
                if answer.status_code == 200 and answer.mimetype == "text/html":
                    yield rule.rule, path, answer.get_data(as_text=True)
                    if rule.arguments:
                        break


def test_every_page_shows_a_hostile_name_as_it_is_written(app, hostile_world):
    broken, shown = set(), set()

    for rule, path, page in pages(app, hostile_world):
        broken |= {(path, mark) for mark in BROKEN if mark in page}
        if ESCAPED in page:
            shown.add(rule)

    assert broken == set()
    assert len(shown) > 60


def hostile(value):
    """Return the template's sample with every text made hostile."""
    if isinstance(value, dict):
        return {key: hostile(one) for key, one in value.items()}
    if isinstance(value, list):
        return [hostile(one) for one in value]
    return HOSTILE if isinstance(value, str) else value


def texts_of(content):
    document = docx.Document(io.BytesIO(content))
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    blocks = [*document.paragraphs, *(one for cell in cells for one in cell.paragraphs)]
    return [block.text for block in blocks]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_every_document_prints_a_hostile_name_as_it_is_written(path):
    sample = json.loads(path.with_suffix(".sample.json").read_text(encoding="utf-8"))

    texts = texts_of(render(path.read_bytes(), hostile(sample), title=HOSTILE))

    assert sum(HOSTILE in text for text in texts) > 2
    assert [text for text in texts if "49" in text] == []


def test_the_register_holds_formulas_as_text(app, world):
    papers = db.session.scalars(select(Paper)).all()
    for paper, title in zip(papers, itertools.cycle(("=1+1", "@SUM(A1)", HOSTILE)), strict=False):
        paper.title = title
    db.session.commit()

    answer = ask(
        world.people["clerk"], "GET", "/archive/registers/outgoing/2020/workbook?series=QĐ"
    )

    parts = zipfile.ZipFile(io.BytesIO(answer.data))
    assert "<f>" not in parts.read("xl/worksheets/sheet1.xml").decode()
    texts = parts.read("xl/sharedStrings.xml").decode()
    assert [one for one in ("=1+1", "@SUM(A1)", ESCAPED) if one in texts]
