"""Keep the catalogues: collect the texts of the code and the pages, compile what is translated.

`python -m tools.translations` writes messages.pot (git-ignored) and brings every
catalogue up to date; `--compile` only makes the .mo files the program reads.
"""

import sys
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGUES = ROOT / "translations"
METHODS = [("workflow/**.py", "python"), ("templates/**.html", "jinja2")]
KEYWORDS = {"_": None, "lazy": None, "gettext": None, "ngettext": (1, 2)}


def collect() -> Catalog:
    """Return every text a person may see, from the code and the page templates."""
    catalogue = Catalog(project="Bảng Vàng", charset="utf-8")
    for folder, method in (("workflow", "python"), ("templates", "jinja2")):
        found = extract_from_dir(
            ROOT / folder, method_map=[("**", method)], keywords=KEYWORDS,
            options_map={"**": {"silent": "false"}},
        )  # fmt: skip
        for file_name, _line, message, comments, context in found:
            catalogue.add(message, locations=[(f"{folder}/{file_name}", 0)],
                          auto_comments=comments, context=context)  # fmt: skip
    return catalogue


def languages() -> list[str]:
    return sorted(path.parent.parent.name for path in CATALOGUES.glob("*/LC_MESSAGES/*.po"))


def po_path(language: str) -> Path:
    return CATALOGUES / language / "LC_MESSAGES" / "messages.po"


def read(language: str) -> Catalog:
    """Return the catalogue of one language."""
    with po_path(language).open("rb") as source:
        return read_po(source, locale=language)


def update(language: str, collected: Catalog) -> None:
    """Add new texts to a catalogue and drop those no page uses any more."""
    catalogue = read(language)
    collected.creation_date = catalogue.creation_date  # no new text, no new file
    catalogue.update(collected, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    with po_path(language).open("wb") as target:
        write_po(target, catalogue, width=100, no_location=True, sort_output=True,
                 omit_header=False, ignore_obsolete=True)  # fmt: skip


def compile_all() -> None:
    """Write the .mo file of every language beside its .po."""
    for language in languages():
        with po_path(language).with_suffix(".mo").open("wb") as target:
            write_mo(target, read(language))


def main() -> None:
    if "--compile" not in sys.argv:
        collected = collect()
        for language in languages():
            update(language, collected)
    compile_all()


if __name__ == "__main__":
    main()
