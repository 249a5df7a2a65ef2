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


PAGES = [ROOT / "README.md", *sorted(DOCS.glob("*.md")), *sorted((DOCS / "adr").glob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_every_make_target_and_flask_command_named_exists(page, app):
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    text = page.read_text()
    made = set(re.findall(r"(?:`|^ {4})make ([a-z-]+)", text, re.MULTILINE))
    run = set(re.findall(r"flask (?:--app wsgi )?([a-z]+)", text)) - {"login"}

    assert made - targets == set()
    assert run - set(app.cli.commands) == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_every_file_named_is_there(page):
    named = re.findall(r"`((?:[a-z_]+/)+[a-z_]*(?:\.[a-z]+)?)`", page.read_text())
    bases = (ROOT, ROOT / "workflow", page.parent)

    # Made by running, and the layers ADR 1 rejects.
    not_in_the_tree = {"instance/", "build/bench/", "models/", "views/"}
    missing = [n for n in named if not any((base / n).exists() for base in bases)]
    assert set(missing) - not_in_the_tree == set()


def test_the_map_shows_every_domain():
    map_ = (ROOT / "README.md").read_text("utf-8").split("## The map")[1]
    domains = [path.parent.name for path in sorted((ROOT / "workflow").glob("*/__init__.py"))]
    assert [name for name in domains if f"{name}/ " not in map_] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_lead_somewhere(page):
    links = re.findall(r"\]\(([^)#]+)\)", page.read_text())
    broken = [link for link in links if "://" not in link and not (page.parent / link).exists()]

    assert broken == []
