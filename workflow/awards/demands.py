"""What a dossier for an award brings: parts of its report, other offices' word, its papers."""

import csv
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from workflow.awards.models import AwardDemand, AwardVersion, DemandKind
from workflow.core.db import db

_DATA = Path(__file__).with_name("data")
_FILES = {DemandKind.PART: "report_parts.csv", DemandKind.CONFIRMATION: "confirmations.csv"}
_EVERYBODY = "any"
Row = dict[str, str]


class AnsweredBy(StrEnum):
    """What of the dossier itself answers a line of the checklist; anything else is attached."""

    LETTER = "letter"
    MINUTES = "minutes"
    REPORT = "report"
    VOTE = "vote"
    FILE = ""


@cache
def _rows(name: str) -> list[Row]:
    with (_DATA / name).open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def answered_by(item: str) -> AnsweredBy:
    """Return what answers a line of a checklist; an organisation's own line asks for a file."""
    found = (row for row in _rows("checklists.csv") if row["item"] == item)
    return AnsweredBy(next((row["answered_by"] for row in found), ""))


def is_verified(demand: AwardDemand) -> bool:
    """Tell whether somebody held the demand against its text; others keep nothing back."""
    return demand.verified.startswith("yes")


def demands_of(version_ids: Collection[int]) -> dict[int, list[AwardDemand]]:
    """Return what each version asks for, in its order, in one query."""
    found: dict[int, list[AwardDemand]] = defaultdict(list)
    rows = (
        select(AwardDemand)
        .where(AwardDemand.award_version_id.in_(sorted(set(version_ids))))
        .order_by(AwardDemand.kind, AwardDemand.position, AwardDemand.id)
    )
    for one in db.session.scalars(rows):
        found[one.award_version_id].append(one)
    return found


def load_demands() -> None:
    """Give every national version what the tables ask for it, kind by kind, where it has none.

    Rows somebody has changed since are left as they are.
    """
    held = set(db.session.execute(select(AwardDemand.award_version_id, AwardDemand.kind)))
    versions = db.session.scalars(
        select(AwardVersion).options(joinedload(AwardVersion.award)).order_by(AwardVersion.id)
    ).all()
    for version in versions:
        if version.award.owner_id is not None:
            continue
        for kind, name in _FILES.items():
            if (version.id, kind) not in held:
                asked = [row for row in _rows(name) if _concerns(row, version)]
                db.session.add_all(_demands(version.id, kind, asked))
    db.session.flush()


def _concerns(row: Row, version: AwardVersion) -> bool:
    subjects = set(version.subject.split("|"))
    subject = row.get("subject", _EVERYBODY)
    return (
        bool({"*", version.award.code} & set(row["codes"].split()))
        and (subject == _EVERYBODY or subject in subjects)
        and _holds_with(row, version)
    )


def _holds_with(row: Row, version: AwardVersion) -> bool:
    first, last = row.get("valid_from") or "", row.get("valid_to") or ""
    if last and date.fromisoformat(last) < version.valid_from:
        return False
    return not (first and version.valid_to and version.valid_to < date.fromisoformat(first))


def _demands(version_id: int, kind: DemandKind, rows: Sequence[Row]) -> list[AwardDemand]:
    return [
        AwardDemand(
            award_version_id=version_id, kind=kind, position=position, text=row["text"],
            subject=row.get("subject", _EVERYBODY), detail=row["detail"], whom=row.get("whom", ""),
            legal_basis=row["basis"], verified=row["verified"],
        )
        for position, row in enumerate(rows, start=1)
    ]  # fmt: skip


def add_own(
    version: AwardVersion, kind: DemandKind, texts: Sequence[str], *, legal_basis: str
) -> None:
    """Write what an organisation asks of its own award, one line each; it is its own source."""
    rows = [
        {"text": text, "detail": "", "basis": legal_basis, "verified": "yes"}
        for text in dict.fromkeys(texts)
    ]
    db.session.add_all(_demands(version.id, kind, rows))
