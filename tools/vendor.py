"""Copies the third-party files the pages need out of the installed wheels.

`python -m tools.vendor` fills the git-ignored static/vendor/: Bootstrap's stylesheet,
htmx, one sprite of the icons in use and the subset fonts. Needs no network; a second
run with nothing changed does nothing.
"""

import hashlib
import json
import re
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

ROOT: Final = Path(__file__).resolve().parent.parent
SVG: Final = "http://www.w3.org/2000/svg"
WHEELS: Final = (
    "bootstrap-flask",
    "django-js-lib-htmx",
    "fontpkg-ibm-plex-sans",
    "fontpkg-ibm-plex-serif",
    "fontpkg-ibm-plex-mono",
    "fonttools",
)
# Latin, the letters Vietnamese adds, combining marks, punctuation, arrows and ticks.
UNICODES: Final = subset.parse_unicodes(
    "20-7E,A0-FF,102-103,110-111,128-129,168-169,1A0-1A1,1AF-1B0,2BC,300-303,306,309,31B,323,"
    "1EA0-1EF9,2010-2015,2018-201E,2020-2022,2026,2030,2032-2033,2039-203A,20AB,20AC,2190-2193,"
    "2212,2264-2265,2713,2717"
)
# svg('x'), icon('x'), icon('x' if … else 'y'), icon='x', "icon": "x"
ICON_NAMES: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"""\b(?:icon|svg)\(\s*['"]([^'"]+)['"]\s*(?:\)|if\b)""",
        r"""\b(?:icon|svg)\([^(){}]*?\belse\s+['"]([^'"]+)['"]\s*\)""",
        r"""\bicon\s*=\s*['"]([^'"]+)['"]""",
        r"""['"]icon['"]\s*:\s*['"]([^'"]+)['"]""",
    )
)
COMMENT: Final = re.compile(r"\{#.*?#\}", re.DOTALL)


class VendorError(Exception):
    """Something the pages need is not in the installed wheels."""


@dataclass(frozen=True, slots=True)
class Font:
    """One file of letters: where it comes from, and the weights it keeps."""

    name: str
    package: str
    source: str
    weights: tuple[int, int] | None = None


FONTS: Final = (
    Font("plex-sans", "fontpkg_ibm_plex_sans", "IBMPlexSans[wdth,wght].ttf", (400, 600)),
    Font("plex-serif-600", "fontpkg_ibm_plex_serif", "IBMPlexSerif-SemiBold.ttf"),
    Font("plex-mono-500", "fontpkg_ibm_plex_mono", "IBMPlexMono-Medium.ttf"),
)


def _package(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise VendorError(f"Package {name} is not installed; install the dependencies first.")
    return Path(next(iter(spec.submodule_search_locations)))


def _names_in(text: str) -> Iterator[tuple[str, int]]:
    for pattern in ICON_NAMES:
        for found in pattern.finditer(text):
            yield found.group(1), text.count("\n", 0, found.start()) + 1


def icons_used(root: Path) -> dict[str, str]:
    """Every icon name in use, with the first place that uses it."""
    used: dict[str, str] = {}
    for path in sorted((root / "templates").rglob("*.html")):
        # Comments keep their line breaks, so that a reported line number is right.
        text = COMMENT.sub(lambda m: "\n" * m.group().count("\n"), path.read_text("utf-8"))
        for name, line in _names_in(text):
            used.setdefault(name, f"{path.relative_to(root)}:{line}")
    for path in sorted((root / "workflow").rglob("*.py")):
        for name, line in _names_in(path.read_text("utf-8")):
            used.setdefault(name, f"{path.relative_to(root)}:{line}")
    states = root / "workflow/core/states.json"
    if states.exists():
        for key, row in json.loads(states.read_text("utf-8")).items():
            used.setdefault(row["icon"], f"{states.relative_to(root)}: {key}")
    return used


def icons_source() -> Path:
    """The sprite of all Bootstrap Icons inside the installed wheel."""
    return _package("flask_bootstrap") / "static/bootstrap5/icons/bootstrap-icons.svg"


def sprite(used: dict[str, str], source: Path) -> bytes:
    """One SVG file with a symbol for every icon used."""
    ET.register_namespace("", SVG)
    known = {symbol.get("id"): symbol for symbol in ET.parse(source).getroot()}
    unknown = [f"{place}: {name}" for name, place in sorted(used.items()) if name not in known]
    if unknown:
        raise VendorError("No such icon in Bootstrap Icons:\n  " + "\n  ".join(unknown))
    svg = ET.Element(f"{{{SVG}}}svg")
    for name in sorted(used):
        symbol = known[name]
        symbol.attrib.pop("class", None)
        symbol.tail = "\n"
        svg.append(symbol)
    return bytes(ET.tostring(svg, encoding="utf-8"))


def _write_font(font: Font, target: Path) -> None:
    loaded = TTFont(_package(font.package) / "files" / font.source)
    options = subset.Options(
        layout_features=["kern", "mark", "mkmk", "ccmp", "locl"], hinting=False
    )
    options.drop_tables += ["meta"]
    job = subset.Subsetter(options)
    job.populate(unicodes=UNICODES)
    job.subset(loaded)
    # After subsetting: the instancer drops empty glyph variations the subsetter asks for.
    if font.weights:
        loaded = instancer.instantiateVariableFont(loaded, {"wdth": 100, "wght": font.weights})
    loaded.flavor = "woff2"
    loaded.save(target)


def _stamp(used: dict[str, str]) -> str:
    parts = [f"{name} {version(name)}" for name in WHEELS] + sorted(used)
    parts.append(hashlib.sha256(Path(__file__).read_bytes()).hexdigest())
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def vendor(root: Path = ROOT) -> list[Path]:
    """Bring static/vendor/ up to date; returns the files written, none when nothing changed."""
    target = root / "static/vendor"
    used = icons_used(root)
    bootstrap = _package("flask_bootstrap") / "static/bootstrap5"
    files = {
        target / "bootstrap.min.css": bootstrap / "css/bootstrap.min.css",
        target / "htmx.min.js": _package("js_lib_htmx") / "static/htmx/htmx.min.js",
    }
    fonts = {target / "fonts" / f"{font.name}.woff2": font for font in FONTS}
    icons, stamp_file, stamp = target / "icons.svg", target / "stamp", _stamp(used)
    wanted = [*files, icons, *fonts]
    if stamp_file.exists() and stamp_file.read_text() == stamp and all(p.exists() for p in wanted):
        return []
    (target / "fonts").mkdir(parents=True, exist_ok=True)
    icons.write_bytes(sprite(used, icons_source()))
    for path, source in files.items():
        # The map of the sources is not shipped, so the line that names it goes.
        path.write_bytes(re.sub(rb"/\*# sourceMappingURL=.*?\*/", b"", source.read_bytes()))
    for path, font in fonts.items():
        _write_font(font, path)
    stamp_file.write_text(stamp)
    return wanted


def main() -> int:
    """Run from the command line."""
    try:
        written = vendor()
    except VendorError as error:
        print(error, file=sys.stderr)
        return 1
    for path in written:
        print(f"{path.stat().st_size:>8}  {path.relative_to(ROOT)}")
    print(
        f"static/vendor: {len(written)} files written" if written else "static/vendor: up to date"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
