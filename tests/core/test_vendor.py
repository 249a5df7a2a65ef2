import os
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from tools.vendor import ROOT, SVG, VendorError, icons_source, icons_used, sprite, vendor


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    _write(
        tmp_path / "templates/a.html",
        "{# icon('not-this') #}\n{{ ui.icon('inbox') }}{{ ui.icon('lock' if shut else \"unlock\") }}"
        "\n{{ ui.note('x', icon='bell') }}",
    )
    _write(tmp_path / "workflow/a/views.py", 'Item(icon="flag")\nother = {"icon": "award"}\n')
    _write(tmp_path / "workflow/core/states.json", '{"job.done": {"icon": "check2"}}')
    return tmp_path


def test_icons_are_collected_from_templates_code_and_states(tree: Path) -> None:
    assert icons_used(tree) == {
        "inbox": "templates/a.html:2",
        "lock": "templates/a.html:2",
        "unlock": "templates/a.html:2",
        "bell": "templates/a.html:3",
        "flag": "workflow/a/views.py:1",
        "award": "workflow/a/views.py:2",
        "check2": "workflow/core/states.json: job.done",
    }


def test_an_unknown_icon_is_refused_with_the_place_that_names_it(tree: Path) -> None:
    _write(tree / "templates/b.html", "\n{{ icon('no-such-thing') }}")
    with pytest.raises(VendorError, match=r"templates/b\.html:2: no-such-thing"):
        vendor(tree)


@pytest.mark.prove
@pytest.mark.skipif(os.environ.get("BANGVANG_PROVE") != "1", reason="every setup does it for real")
def test_vendoring_writes_every_file_once_and_then_nothing_until_an_icon_changes(
    tree: Path,
) -> None:
    written = [str(path.relative_to(tree / "static/vendor")) for path in vendor(tree)]
    assert written == [
        "bootstrap.min.css",
        "htmx.min.js",
        "icons.svg",
        "fonts/plex-sans.woff2",
        "fonts/plex-serif-600.woff2",
        "fonts/plex-mono-500.woff2",
    ]
    symbols = ET.parse(tree / "static/vendor/icons.svg").getroot().findall(f"{{{SVG}}}symbol")
    assert [symbol.get("id") for symbol in symbols] == sorted(icons_used(tree))
    for name in ("plex-sans", "plex-serif-600", "plex-mono-500"):
        letters = TTFont(tree / f"static/vendor/fonts/{name}.woff2").getBestCmap()
        assert [c for c in "ẾẪỆỞỮỘỴđĐơƯ₫–“”" if ord(c) not in letters] == []
    assert vendor(tree) == []


def test_every_icon_the_product_names_exists() -> None:
    used = icons_used(ROOT)
    symbols = ET.fromstring(sprite(used, icons_source()))
    assert len(symbols) == len(used)


def test_no_page_carries_inline_style_or_script() -> None:
    pages = sorted((ROOT / "templates").rglob("*.html"))
    inline = (" style=", "<style", "<script>", " onclick=", " onchange=", " onsubmit=", "hx-on")
    found = [
        (path.name, mark)
        for path in pages
        for mark in inline
        if mark in path.read_text(encoding="utf-8")
    ]
    assert found == []
