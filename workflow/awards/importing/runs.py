"""Imports of long tables: asked for on a page, planned and written by a worker, part by part.

A part is one transaction that also moves `next_row`, so a worker that is killed loses at most the
part under way, and the next one goes on behind the last that was stored.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from workflow.awards.importing import keeping
from workflow.awards.importing.packing import Packed
from workflow.awards.models import ImportRun
from workflow.awards.states import ImportPhase
from workflow.core import clock, jobs
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import InvalidStep, NotVisible
from workflow.core.i18n import _

LONG = 5000  # rows; what is shorter is looked at and written while the person waits
KIND = "awards.import"
KEPT = timedelta(days=7)
SHOWN = 5


def start(
    packed_digest: str, packed: Packed, *, name: str, source: str, unit_id: int | None, mend: bool,
    actor: Actor,
) -> ImportRun:  # fmt: skip
    """Have a worker look at the table. What was asked for a week ago or earlier is let go of."""
    for old in db.session.scalars(_of(actor).where(ImportRun.at < clock.now() - KEPT)):
        _forget(old)
    run = ImportRun(
        organisation_id=actor.organisation_id, user_id=actor.user_id, at=clock.now(),
        file_name=name, table_digest=packed_digest, source_digest=source, unit_id=unit_id,
        mend=mend, choices={}, phase=ImportPhase.PLANNING, rows=packed.count, found={}, written={},
    )  # fmt: skip
    db.session.add(run)
    db.session.flush()
    _ask(run)
    return run


def _ask(run: ImportRun) -> None:
    run.round = (run.round or 0) + 1
    payload = {"run": run.id, "round": run.round}
    job = jobs.enqueue(KIND, f"import:{run.id}:{run.round}", payload)
    job.total_units = run.rows
    run.job_id = job.id


def _of(actor: Actor) -> Select[ImportRun]:
    return select(ImportRun).where(ImportRun.organisation_id == (actor.organisation_id or 0))


def recent(actor: Actor) -> Sequence[ImportRun]:
    """Return the newest imports of long tables of the actor's organisation."""
    wanted = _of(actor).options(joinedload(ImportRun.user)).order_by(ImportRun.id.desc())
    return db.session.scalars(wanted.limit(SHOWN)).all()


def get_run(public_id: str, actor: Actor, *, for_change: bool = False) -> ImportRun:
    """Return an import of the actor's organisation. Raises NotVisible for any other."""
    wanted = _of(actor).where(ImportRun.public_id == public_id)
    if for_change:
        wanted = wanted.with_for_update(of=ImportRun).execution_options(populate_existing=True)
    found = db.session.scalars(wanted).one_or_none()
    if found is None:
        raise NotVisible(_("Không tìm thấy lần nhập này trong đơn vị."))
    return found


def look_again(
    public_id: str, *, choices: Mapping[str, str], mend: bool, actor: Actor
) -> ImportRun:  # fmt: skip
    """Have the table planned anew with what was decided meanwhile."""
    run = _planned(public_id, actor)
    run.choices, run.mend, run.phase = {**run.choices, **choices}, mend, ImportPhase.PLANNING
    _ask(run)
    return run


def begin_writing(public_id: str, *, actor: Actor) -> ImportRun:
    """Have the good rows written."""
    run = _planned(public_id, actor)
    run.phase, run.next_row = ImportPhase.WRITING, 0
    _ask(run)
    return run


def _planned(public_id: str, actor: Actor) -> ImportRun:
    run = get_run(public_id, actor, for_change=True)
    if run.phase is not ImportPhase.PLANNED:
        raise InvalidStep(_("Lần nhập này đang được xử lý hoặc đã xong. Hãy làm mới trang."))
    return run


def try_again(public_id: str, *, actor: Actor) -> ImportRun:
    """Give work that failed for good another chance; it goes on where it stopped."""
    run = get_run(public_id, actor, for_change=True)
    if run.job is not None:
        jobs.enqueue(run.job.kind, run.job.key, run.job.payload)
    return run


def discard(public_id: str, *, actor: Actor) -> None:
    """Let go of a table before anything of it is written, or once all of it is."""
    run = get_run(public_id, actor, for_change=True)
    if run.phase is ImportPhase.WRITING:
        raise InvalidStep(_("Bảng đang được ghi vào sổ. Hãy đợi xong rồi bỏ."))
    _forget(run)


def _forget(run: ImportRun) -> None:
    keeping.drop(run.table_digest, run.source_digest, run.faults_digest)
    db.session.delete(run)
