"""A paper that will be signed digitally is drawn by LibreOffice with the fields of the profile."""

import json
from datetime import date
from pathlib import Path

from workflow.core import jobs
from workflow.core.unit_of_work import unit_of_work
from workflow.documents import contents, digital
from workflow.documents.engine.pages import text_of
from workflow.documents.filling import BLANK_NUMBER, blank_day
from workflow.documents.templates import load_templates
from workflow.signatures.engine.filling import Filled, fill
from workflow.signatures.engine.reading import Reading

SAMPLE = Path("document_templates/decisions/decision.sample.json")


def test_the_real_decision_has_a_field_at_every_place_of_its_number_and_date(make_paper, long_an):
    """Once on its first page and once above the annex; the year is left to the day of issue."""
    context = json.loads(SAMPLE.read_text()) | {
        "number": BLANK_NUMBER, "date_line": f"Long An, {blank_day(2020)}",
        "date_text": blank_day(2020),
    }  # fmt: skip
    context["signature"] = context["signature"] | {"name": long_an.head.name}
    with unit_of_work():
        load_templates(Path("document_templates"))
        long_an.department.signs_digitally = True
    paper = make_paper(context=context)
    jobs.run_all()

    drawn = contents.read(digital.file_to_sign(paper))
    names = [name for name, _plain in Reading(drawn).field_names()]
    assert sorted(names) == sorted(
        ["So", "Ngay", "Thang", "Nam", "So_2", "Ngay_2", "Thang_2", "Nam_2", "NguoiKy", "CoQuan"]
    )
    shown = text_of(fill(drawn, Filled("846", date(2021, 1, 4))))
    said = " ".join(shown.split())
    assert "846" in said
    assert "Long An, ngày 04 tháng 01 năm 2021" in said
