"""The documents follow the code."""

import dataclasses
import re
from pathlib import Path

import pytest

from tools import lifecycles
from workflow.core.db import db
from workflow.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"


def test_every_model_is_in_the_glossary(app):
    words = (DOCS / "glossary.md").read_text()
    missing = [
        mapper.class_.__name__
        for mapper in db.Model.registry.mappers
        if f"`{mapper.class_.__name__}`" not in words
    ]

    assert missing == []


def test_the_lifecycles_are_drawn_from_the_steps():
    assert (DOCS / "lifecycles.md").read_text() == lifecycles.draw()


def test_every_setting_is_documented():
    text = (DOCS / "operations.md").read_text()
    names = [f"BANGVANG_{field.name.upper()}" for field in dataclasses.fields(Settings)]
    renamed = {"BANGVANG_MAX_UPLOAD_BYTES": "BANGVANG_MAX_UPLOAD_MB"}

    assert [n for n in names if renamed.get(n, n) not in text] == []


def test_every_command_is_documented(app):
    text = (DOCS / "operations.md").read_text()
    ours = [n for n in app.cli.commands if n not in {"shell", "run", "routes", "db"}]

    assert [name for name in ours if f"`flask {name}" not in text] == []


def test_every_make_target_in_the_readme_exists():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"`?make ([a-z-]+)", (ROOT / "README.md").read_text()))

    assert named - targets == set()


@pytest.mark.parametrize(
    "page", [ROOT / "README.md", *sorted(DOCS.glob("*.md"))], ids=lambda p: p.name
)
def test_links_lead_somewhere(page):
    links = re.findall(r"\]\(([^)#]+)\)", page.read_text())
    broken = [link for link in links if "://" not in link and not (page.parent / link).exists()]

    assert broken == []
