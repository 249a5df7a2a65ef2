"""Files stay small, statuses have one writer, errors are not swallowed."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = sorted((ROOT / "workflow").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
MOST_LINES = 400
LONGEST_FUNCTION = 40


def test_no_file_is_over_400_lines():
    long = {
        str(p.relative_to(ROOT)): lines
        for p in [*CODE, *TESTS]
        if (lines := len(p.read_text().splitlines())) > MOST_LINES
    }

    assert long == {}


def test_no_function_is_over_40_lines():
    long = [
        f"{path.relative_to(ROOT)}:{node.name}"
        for path in CODE
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef)
        and node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION
    ]

    assert long == []


def test_a_status_is_written_by_the_lifecycle_alone():
    writers = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in CODE
        if path.parent.name != "core"
        for line in path.read_text().splitlines()
        if re.search(r"\.status\s*=[^=]", line)
    ]

    assert writers == []


def test_packages_have_empty_init_files():
    full = [str(p) for p in (ROOT / "workflow").rglob("__init__.py")
            if p.parent.name != "workflow" and p.read_text()]  # fmt: skip

    assert full == []


def test_no_page_carries_inline_style_or_script():
    guilty = [
        str(page.relative_to(ROOT))
        for page in (ROOT / "templates").rglob("*.html")
        if re.search(r'\sstyle="|<style|\son\w+="|<script(?![^>]*\ssrc=)', page.read_text())
    ]

    assert guilty == []
