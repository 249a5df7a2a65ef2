"""National catalogue texts in the reader's language: criteria, papers, where the law says it."""

import csv
import re
from functools import cache
from pathlib import Path

from workflow.core.i18n import _, either_language

_DATA = Path(__file__).with_name("data")
_PART = re.compile(r"(?:Law|Decree|Circular|Ha Noi Decision) ")
_WORDS = (
    (re.compile(r"\bLaw\b"), "Luật"), (re.compile(r"\bDecree\b"), "Nghị định"),
    (re.compile(r"\bCircular\b"), "Thông tư"), (re.compile(r"\bArt\b"), "Điều"),
    (re.compile(r"\bChapter\b"), "Chương"), (re.compile(r" as amended (\d{4})"), r", sửa đổi \1"),
    (re.compile(r"Ha Noi Decision (\S+)QD-UBND of (\S+)"),
     r"Quyết định \1QĐ-UBND của UBND thành phố Hà Nội ngày \2"),
)  # fmt: skip
_A_YEAR, _WORKING_DAYS = re.compile(r"(\d+)/year"), re.compile(r"(\d+)wd")
_CODE, _SUBJECT = re.compile(r"\b[A-Z][A-Z0-9_]{3,}\b"), re.compile(r"\s*\([^()]*\)$")
_REMARK = re.compile(r"\s*\([^()]*[a-z]{3}[^()]*\)")


@cache
def _pairs(table: str, one: str, other: str) -> dict[str, str]:
    with (_DATA / table).open(encoding="utf-8", newline="") as rows:
        return {row[one]: row[other] for row in csv.DictReader(rows)}


@cache
def _names_of_codes() -> dict[str, str]:
    """Return what a code of the catalogue is called in English; HCLD1 for both of its subjects."""
    found = {}
    for code, name in _pairs("award_catalogue.csv", "code", "name_en").items():
        bare = _SUBJECT.sub("", name)
        found[code] = found[code.rpartition("_")[0] or code] = bare
    return found


def _without_codes(english: str) -> str:
    """Put the names of awards where the catalogue writes their codes, which no reader knows."""
    names = _names_of_codes()
    return _CODE.sub(lambda found: names.get(found[0], found[0]), english)


def criteria_text(english: str) -> str:
    """Return the criteria in the reader's language; what an office wrote itself as it stands."""
    vietnamese = _pairs("criteria_texts.csv", "en", "vi").get(english)
    if vietnamese is None:
        return english
    return either_language(vietnamese, _without_codes(english))


def demand_text(vietnamese: str) -> str:
    """Return an office, what it is asked and of whom likewise; an organisation's own as it is."""
    for column in ("text", "detail", "whom"):
        english = _pairs("confirmations.csv", column, f"{column}_en").get(vietnamese)
        if english is not None:
            return either_language(vietnamese, english)
    return vietnamese


def checklist_text(item: str) -> str:
    """Return what a dossier must hold, likewise; the papers themselves keep their names."""
    return either_language(item, _pairs("checklists.csv", "item", "item_en").get(item, item))


def law_text(reference: str) -> str:
    """Return “Luật 06/2022/QH15 Điều 24, 80”; what is not a reference to a law is left out.

    The catalogue keeps short English references, which is what an English reader sees. A text
    an organisation wrote in its own words is returned as it stands.
    """
    if not _PART.search(reference):
        return reference
    parts = [_REMARK.sub("", part).strip() for part in reference.split(";")]
    english = text = "; ".join(part for part in parts if _PART.match(part))
    for pattern, word in _WORDS:
        text = pattern.sub(word, text)
    return either_language(text, english)


def amount_text(parameter: str) -> str:
    """Say what a quota or a consultation is measured in: 10/year, 7wd."""
    if found := _A_YEAR.fullmatch(parameter):
        return _("%(n)s mỗi năm", n=found[1])
    if found := _WORKING_DAYS.fullmatch(parameter):
        return _("%(n)s ngày làm việc", n=found[1])
    return parameter
