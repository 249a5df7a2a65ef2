"""What a copy says of itself: form, number, day, who made it and for whom (Decree 30, form 3.1)."""

from typing import Any

from workflow.core.written_dates import long_date
from workflow.documents.copies.models import Copy, CopyForm, CopyRun
from workflow.documents.headings import heading_of

FORM_CAPS = {
    CopyForm.WHOLE: "SAO Y", CopyForm.FURTHER: "SAO LỤC", CopyForm.EXTRACT: "TRÍCH SAO",
}  # fmt: skip


def copy_block(copy: Copy, run: CopyRun) -> dict[str, Any]:
    """Return the block below a copied text, as templates name its parts."""
    number, _slash, symbol = copy.number_text.partition("/")
    day = long_date(copy.dated) if copy.dated else ""
    place = run.organisation.place
    target = run.targets[copy.ordinal]
    marks = (run.mark, target["mark"], target["note"])
    return {
        "form_caps": FORM_CAPS[run.form], "name_caps": heading_of(run.organisation)["name_caps"],
        "number": number, "symbol": symbol, "date_line": f"{place}, {day}" if place else day,
        "destinations": list(copy.destinations), "signature": run.signature,
        "mark": " ".join(mark for mark in marks if mark),
    }  # fmt: skip


def block_context(copy: Copy, run: CopyRun) -> dict[str, Any]:
    """Return the context of `documents/copy_block` and what every template of a copy shares."""
    return {"copy": copy_block(copy, run)}
