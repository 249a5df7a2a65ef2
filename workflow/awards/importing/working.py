"""The worker's part in importing a long table: look at it, then write it, a part at a time."""

import logging
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from workflow.accounts.models import User
from workflow.accounts.sessions import actor_of
from workflow.awards.importing import keeping
from workflow.awards.importing.fault_book import faults_beside, sentences
from workflow.awards.importing.headers import LOOKED_AT, Heading
from workflow.awards.importing.ledger_rows import Held
from workflow.awards.importing.packing import Packed
from workflow.awards.importing.planned import Plan
from workflow.awards.importing.planning import Planner, heading_of
from workflow.awards.importing.services import (
    Written,
    check_keeper,
    one_at_a_time,
    write_plan,
)
from workflow.awards.importing.showing import Findings, begin
from workflow.awards.models import ImportRun
from workflow.awards.states import ImportPhase
from workflow.core import jobs
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.i18n import on_paper
from workflow.core.unit_of_work import unit_of_work

PART = 1000  # rows of one transaction

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Order:
    """What a run asks for, read before the slow work begins."""

    run_id: int
    round: int
    phase: ImportPhase
    next_row: int
    name: str
    mend: bool
    choices: dict[str, str]
    unit_id: int | None
    actor: Actor
    packed: Packed
    heading: Heading

    def planner(self) -> Planner:
        found = Planner(
            self.actor, self.heading, mend=self.mend, choices=self.choices, unit_id=self.unit_id
        )
        db.session.rollback()  # nothing is held open while rows are looked at
        return found


def work(run: jobs.Run) -> None:
    """Do what is asked of the run now; an older order, or one that was met, does nothing."""
    order = _order(run.payload)
    if order is None:
        return
    with on_paper():
        if order.phase is ImportPhase.PLANNING:
            _look(order, run)
        elif order.phase is ImportPhase.WRITING:
            _write(order, run)


def _order(payload: dict[str, Any]) -> Order | None:
    row = db.session.get(ImportRun, payload["run"], populate_existing=True)
    if row is None or row.round != payload["round"]:
        db.session.rollback()
        return None
    actor = actor_of(db.session.get_one(User, row.user_id), row.organisation_id)
    check_keeper(actor)
    packed = keeping.fetch(row.table_digest)
    heading = heading_of(list(islice(packed.rows(), LOOKED_AT)))
    order = Order(
        row.id, row.round, row.phase, row.next_row, row.file_name, row.mend, dict(row.choices),
        row.unit_id, actor, packed, heading,
    )  # fmt: skip
    db.session.rollback()
    return order


@dataclass
class _Faults:
    """What is wrong row by row, and how wide the table is, for the copy with a column of faults."""

    told: dict[int, str] = field(default_factory=dict)
    width: int = 0

    def add(self, made: Plan, rows: list[list[str]]) -> None:
        self.told |= {row.number: text for row in made.rows if (text := sentences(row))}
        self.width = max(self.width, max(map(len, rows), default=0))


def _look(order: Order, run: jobs.Run) -> None:
    packed, planner, faults = order.packed, order.planner(), _Faults()
    heads = next(packed.rows(order.heading.row))
    found, earlier = begin(order.heading, heads), Held()
    for before, part in packed.parts(0, PART):
        made = planner.part(part, before, earlier)
        db.session.rollback()
        found.add(made)
        faults.add(made, part.rows)
        _say(order, run, before + len(part.rows))
    found.sheet, found.others = packed.about["sheet"], packed.about["others"]
    found.converted = packed.about["converted"]
    _keep_findings(order, found, faults)


def _keep_findings(order: Order, found: Findings, faults: _Faults) -> None:
    copy = ""
    if faults.told:
        content = faults_beside(
            order.packed.rows(), faults.told, faults.width, order.heading.row
        )  # fmt: skip
        copy = keeping.put_file(content)
    with unit_of_work():
        row = _own(order, ImportPhase.PLANNING)
        if row is None:
            keeping.drop(copy)
            return
        keeping.drop(row.faults_digest)
        row.found, row.faults_digest, row.phase = found.as_json(), copy, ImportPhase.PLANNED


def _own(order: Order, phase: ImportPhase) -> ImportRun | None:
    """Return the run locked and as it is now; None when something else was asked meanwhile."""
    row = db.session.get(ImportRun, order.run_id, with_for_update=True, populate_existing=True)
    return row if row is not None and (row.round, row.phase) == (order.round, phase) else None


def _write(order: Order, run: jobs.Run) -> None:
    planner = order.planner()
    for before, part in order.packed.parts(order.next_row, PART):
        done = before + len(part.rows)
        with unit_of_work():
            row = _own(order, ImportPhase.WRITING)
            if row is None or row.next_row != before:
                return  # another worker took over and is ahead
            one_at_a_time(order.actor)
            made = planner.part(part, before, Held())
            _count(row, write_plan(made, name=order.name, actor=order.actor))
            row.next_row = done
        _say(order, run, done)
    with unit_of_work():
        row = _own(order, ImportPhase.WRITING)
        if row is not None and row.next_row == row.rows:
            keeping.drop(row.table_digest, row.source_digest)
            row.phase, row.source_digest = ImportPhase.WRITTEN, ""


def _count(row: ImportRun, part: Written) -> None:
    before = row.written
    row.written = {name: before.get(name, 0) + n for name, n in vars(part).items()}


def _say(order: Order, run: jobs.Run, done: int) -> None:
    run.progress(done, order.packed.count)
    log.info("import %d: %s, %d of %d rows", order.run_id, order.phase, done, order.packed.count)
