"""Every explanatory text of the national catalogue speaks the reader's language."""

import csv
import re
from pathlib import Path

import pytest

from workflow.awards import catalogue_texts
from workflow.awards.catalogue_texts import (
    amount_text,
    checklist_text,
    criteria_text,
    demand_text,
    law_text,
)
from workflow.core.i18n import speaking

DATA = Path(catalogue_texts.__file__).with_name("data")
MARKED = set("ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ")


def rows(name):
    with (DATA / name).open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


@pytest.fixture
def in_english(app):
    with app.app_context(), speaking("en"):
        yield


CRITERIA = sorted({row["criteria"] for row in rows("award_catalogue.csv")} - {""})
BASES = sorted({
    row["legal_basis"]
    for name in ("award_catalogue.csv", "award_rules_before_2024.csv") for row in rows(name)
} - {""})  # fmt: skip
PAPERS = sorted({row["item"] for row in rows("checklists.csv")})


def is_vietnamese(text):
    return bool(MARKED & set(text.lower()))


@pytest.mark.parametrize("text", CRITERIA)
def test_every_criterion_of_the_catalogue_has_its_vietnamese(text):
    assert is_vietnamese(criteria_text(text))


def test_an_english_reader_has_the_catalogue_in_english(in_english):
    read = [criteria_text(text) for text in CRITERIA]
    assert [text for text in read if is_vietnamese(re.sub(r"\([^()]*\)", "", text))] == []
    assert [text for text in PAPERS if is_vietnamese(checklist_text(text))] == []
    assert [text for text in BASES if is_vietnamese(law_text(text))] == []


def test_an_english_reader_meets_names_of_awards_and_no_codes(in_english):
    codes = {row["code"] for row in rows("award_catalogue.csv")}
    codes |= {code.rpartition("_")[0] for code in codes if "_" in code}
    words = {word for text in CRITERIA for word in re.findall(r"\w+", criteria_text(text))}

    assert words & codes == set()
    assert criteria_text("Armed-forces equivalent of LDTT") == (
        "Armed-forces equivalent of Advanced Worker"
    )


def test_offices_to_be_asked_are_told_in_the_readers_language(in_english):
    asked = [row[key] for row in rows("confirmations.csv") for key in ("text", "detail", "whom")]
    assert [text for text in asked if is_vietnamese(demand_text(text))] == []
    assert demand_text("Phòng của chúng tôi") == "Phòng của chúng tôi"


def test_a_vietnamese_reader_meets_no_english_law():
    found = [law_text(text) for text in BASES]

    english = ("Law", "Decree", "Circular", "Art ", "Chapter", "unverified", "criteria", " by ")
    assert [text for text in found if any(word in text for word in english) or not text] == []
    assert [checklist_text(text) for text in PAPERS] == PAPERS


def test_references_keep_their_articles_and_lose_their_remarks(in_english):
    assert law_text("Law 06/2022/QH15 Art 27, 79 (Art 79 number unverified)") == (
        "Law 06/2022/QH15 Art 27, 79"
    )


def test_what_an_office_wrote_stands_as_it_is(in_english):
    own = "Quy chế 12/QĐ của Cục"

    assert (law_text(own), criteria_text(own), checklist_text(own)) == (own, own, own)


def test_amounts_are_said_in_words():
    assert [amount_text(text) for text in ("10/year", "7wd", "12", "x/year")] == [
        "10 mỗi năm", "7 ngày làm việc", "12", "x/year",
    ]  # fmt: skip
