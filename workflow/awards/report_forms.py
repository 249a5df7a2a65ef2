"""Which form a report of achievements has: by award, kind of commendation and who is honoured.

The decree's annex has forms of its own beside that for merit. A table keeps their parts; what an
office wrote beside its award goes before the table.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from workflow.awards.demands import is_verified
from workflow.awards.models import AwardDemand, Ground
from workflow.awards.queries import concerns
from workflow.recipients.models import RecipientKind

_DATA = Path(__file__).with_name("data")
_ANY = "*"


@dataclass(frozen=True)
class FormPart:
    """A part of a form: its heading, and what belongs under it."""

    heading: str
    detail: str


@dataclass(frozen=True)
class ReportForm:
    """A form by its key; `subtitle` is what the kind of commendation adds to the title."""

    key: str
    subject: str
    grounds: frozenset[str]
    codes: frozenset[str]
    subtitle: str
    parts: tuple[FormPart, ...]

    def fits(self, code: str, ground: Ground, kind: RecipientKind) -> bool:
        return (
            concerns(self.subject, kind)
            and not self.grounds.isdisjoint({_ANY, ground.value})
            and not self.codes.isdisjoint({_ANY, code})
        )


def form_for(code: str, ground: Ground, kind: RecipientKind) -> ReportForm | None:
    """Return the form of its own this row has; None where it is the one for merit."""
    return next((form for form in forms() if form.fits(code, ground, kind)), None)


def as_shipped(parts: Sequence[AwardDemand]) -> bool:
    """Tell whether nobody has written or confirmed these parts: they are those for merit."""
    return all(one.text in _usual() and not is_verified(one) for one in parts)


@cache
def forms() -> tuple[ReportForm, ...]:
    """Return every form but the one for merit."""
    found: dict[tuple[str, str], ReportForm] = {}
    for row in _rows("report_forms.csv"):
        key = (row["form"], row["subject"])
        parts = found[key].parts if key in found else ()
        found[key] = ReportForm(
            row["form"], row["subject"], frozenset(row["grounds"].split()),
            frozenset(row["codes"].split()), row["subtitle"],
            (*parts, FormPart(row["text"], row["detail"])),
        )  # fmt: skip
    return tuple(found.values())


@cache
def _usual() -> frozenset[str]:
    return frozenset(row["text"] for row in _rows("report_parts.csv"))


def _rows(name: str) -> list[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))
