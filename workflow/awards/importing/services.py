"""Write the good rows of an import into the ledgers, all or none, and say what was left."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select

from workflow.awards.importing.planned import (
    GradeEntry,
    HonourEntry,
    InitiativeEntry,
    Outcome,
    Plan,
)
from workflow.awards.importing.planning import plan
from workflow.awards.importing.table import Table
from workflow.awards.models import Honour, Initiative
from workflow.awards.queries import line_of
from workflow.core import audit
from workflow.core.actors import Actor
from workflow.core.db import db, new_public_id
from workflow.core.errors import InvalidStep, NotAllowed
from workflow.core.i18n import _
from workflow.organisations.models import Organisation
from workflow.recipients.models import YearlyGrade
from workflow.recipients.policies import keeper_in

_BATCH = 1000


@dataclass(frozen=True)
class Written:
    """How much went into each ledger, and how many rows did not."""

    rows: int
    honours: int
    grades: int
    initiatives: int
    left: int


def check_keeper(actor: Actor) -> None:
    """Refuse everybody but keepers of the organisation's people."""
    if not keeper_in(actor, actor.organisation_id or 0):
        raise NotAllowed(_("Chỉ cán bộ thi đua hoặc thư ký được nhập lịch sử khen thưởng."))


def dry_run(
    table: Table, *, actor: Actor, mend: bool = False, choices: Mapping[str, str] | None = None,
    unit_id: int | None = None,
) -> Plan:  # fmt: skip
    """Return what importing would do now. Only keepers of the organisation's people may ask."""
    check_keeper(actor)
    return plan(table, actor=actor, mend=mend, choices=choices, unit_id=unit_id)


def import_rows(
    table: Table, *, name: str, actor: Actor, mend: bool = False,
    choices: Mapping[str, str] | None = None, unit_id: int | None = None,
) -> Written:  # fmt: skip
    """Write what is new of the table. Planned anew under a lock, so nothing is entered twice."""
    one_at_a_time(actor)
    made = dry_run(table, actor=actor, mend=mend, choices=choices, unit_id=unit_id)
    if not any(made.entries()):
        raise InvalidStep(_("Không còn dòng nào mới để nhập. Các dòng đúng đã có trong sổ."))
    return write_plan(made, name=name, actor=actor)


def write_plan(made: Plan, *, name: str, actor: Actor) -> Written:
    """Write the good rows of a plan made under the lock, and tell the journal what went in."""
    entries = list(made.entries())
    honours = [_honour(one, name) for one in entries if isinstance(one, HonourEntry)]
    grades = [_grade(one) for one in entries if isinstance(one, GradeEntry)]
    works = [_initiative(one) for one in entries if isinstance(one, InitiativeEntry)]
    for model, rows in ((Honour, honours), (YearlyGrade, grades), (Initiative, works)):
        for start in range(0, len(rows), _BATCH):
            db.session.execute(insert(model), rows[start : start + _BATCH])
    written = Written(
        made.count(Outcome.NEW), len(honours), len(grades), len(works),
        made.count(Outcome.ERROR) + made.count(Outcome.CHOOSE),
    )  # fmt: skip
    if entries:
        audit.record(
            "history.import", stream=("organisation", actor.organisation_id or 0), actor=actor,
            detail={"file": name, "honours": len(honours), "grades": len(grades),
                    "initiatives": len(works), "left": written.left},
            after=[honours, grades, [row["title"] for row in works]],
        )  # fmt: skip
    return written


def one_at_a_time(actor: Actor) -> None:
    """Lock the top of the line: two imports of one body would not see each other's rows."""
    line = line_of(actor.organisation_id or 0)
    if line:
        top = line[-1].id
        db.session.execute(
            select(Organisation.id).where(Organisation.id == top).with_for_update()
        ).all()


def _honour(entry: HonourEntry, name: str) -> dict[str, Any]:
    return {
        "recipient_id": entry.recipient_id, "award_id": entry.award_id, "ground": entry.ground,
        "year": entry.year, "period": "", "number_text": entry.number,
        "date_text": entry.date_text, "decided_on": entry.decided_on,
        "issuer_text": entry.issuer, "source": name, "struck_by": "",
    }  # fmt: skip


def _grade(entry: GradeEntry) -> dict[str, Any]:
    return {"recipient_id": entry.recipient_id, "year": entry.year, "grade": entry.grade,
            "source": entry.source}  # fmt: skip


def _initiative(entry: InitiativeEntry) -> dict[str, Any]:
    return {
        "public_id": new_public_id(), "recipient_id": entry.recipient_id, "title": entry.title,
        "scope": entry.scope, "is_topic": entry.is_topic, "year": entry.year,
        "source": entry.source,
    }  # fmt: skip
