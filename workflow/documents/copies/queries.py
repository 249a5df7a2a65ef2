"""Which copies there are, who sees them, what is asked for and how far a run is."""

from collections.abc import Sequence

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import NotVisible
from workflow.core.i18n import _
from workflow.core.jobs import Job
from workflow.core.numbers import EntryState, NumberEntry
from workflow.documents.copies.models import Copy, CopyForm, CopyRequest, CopyRun
from workflow.documents.models import Document, Drawing, Paper
from workflow.documents.queries import INSIDERS, documents_of_many
from workflow.documents.states import FileRole

OFFICE = frozenset({"clerk", "archivist", "secretary", "head", "auditor"})
PAGE = 50
OWNER = "copy"


def form_name(form: CopyForm) -> str:
    """Return what people call such a copy."""
    return {
        CopyForm.WHOLE: _("Sao y"), CopyForm.FURTHER: _("Sao lục"),
        CopyForm.EXTRACT: _("Trích sao"),
    }[form]  # fmt: skip


def visible_to(actor: Actor) -> Select[Copy]:
    """Return the office's copies, and those made for one's own unit while their number counts."""
    here = actor.organisation_id
    rows = select(Copy).join(NumberEntry, NumberEntry.id == Copy.number_entry_id)
    if here is None or actor.roles.isdisjoint(INSIDERS):
        return rows.where(Copy.id.is_(None))
    mine = (Copy.for_organisation_id == here) & (NumberEntry.state != EntryState.VOID)
    if actor.roles.isdisjoint(OFFICE):
        return rows.where(mine)
    return rows.where(or_(Copy.organisation_id == here, mine))


def get_visible(public_id: str, actor: Actor) -> Copy:
    rows = visible_to(actor).where(Copy.public_id == public_id)
    whole = rows.options(joinedload(Copy.run), joinedload(Copy.paper))
    found = db.session.scalars(whole).one_or_none()
    if found is None:
        raise NotVisible(_("Không tìm thấy bản sao này, hoặc bản sao không dành cho bạn."))
    return found


def copies_of(paper_id: int, actor: Actor, *, before: str = "") -> tuple[Sequence[Copy], str]:
    """Return a page of the paper's copies the actor sees, newest first, and the next cursor."""
    rows = visible_to(actor).where(Copy.paper_id == paper_id)
    if before:
        rows = rows.where(
            Copy.id < select(Copy.id).where(Copy.public_id == before).scalar_subquery()
        )
    rows = rows.options(joinedload(Copy.run), joinedload(Copy.number_entry))
    found = db.session.scalars(rows.order_by(Copy.id.desc()).limit(PAGE + 1)).all()
    return found[:PAGE], found[PAGE - 1].public_id if len(found) > PAGE else ""


def files_of(copies: Sequence[Copy]) -> dict[int, Document]:
    """Return the drawn file of each copy: the PDF, else the docx; of many in one query."""
    found: dict[int, Document] = {}
    for copy_id, links in documents_of_many(OWNER, [copy.id for copy in copies]).items():
        pdfs = [link.document for link in links if link.role is not FileRole.SOURCE]
        if pdfs or links:
            found[copy_id] = (pdfs or [links[0].document])[0]
    return found


def under_way(paper_id: int, actor: Actor) -> list[tuple[CopyRun, int, Job | None]]:
    """Return the paper's runs that lack copies or files, how many are drawn, and the last job."""
    if actor.roles.isdisjoint(OFFICE):
        return []
    drawn = func.count(Drawing.id).filter(Drawing.drawn_round == Drawing.round)
    rows = db.session.execute(
        select(CopyRun, drawn, func.max(Drawing.job_id))
        .outerjoin(Copy, Copy.run_id == CopyRun.id)
        .outerjoin(Drawing, (Drawing.owner_kind == OWNER) & (Drawing.owner_id == Copy.id))
        .where(CopyRun.paper_id == paper_id, CopyRun.organisation_id == actor.organisation_id)
        .group_by(CopyRun.id)
        .having(drawn < CopyRun.size)
        .order_by(CopyRun.id.desc())
        .limit(PAGE)
    ).all()
    wanted = [job_id or run.job_id for run, _done, job_id in rows]
    jobs = {job.id: job for job in db.session.scalars(select(Job).where(Job.id.in_(wanted)))}
    return [
        (run, int(done), jobs.get(job_id or 0))
        for (run, done, _drawing), job_id in zip(rows, wanted, strict=True)
    ]


def asked_of(paper_id: int, actor: Actor) -> Sequence[CopyRequest]:
    """Return the requests about a paper: all to its office, one's own unit's to others."""
    rows = select(CopyRequest).where(CopyRequest.paper_id == paper_id)
    if actor.roles.isdisjoint(OFFICE):
        rows = rows.where(CopyRequest.asking_id == actor.organisation_id)
    else:
        here = actor.organisation_id
        rows = rows.where(or_(CopyRequest.organisation_id == here, CopyRequest.asking_id == here))
    rows = rows.options(joinedload(CopyRequest.asking))
    return db.session.scalars(rows.order_by(CopyRequest.id.desc()).limit(20)).all()


def get_request(public_id: str, actor: Actor) -> CopyRequest:
    """Return a request to the actor's office."""
    found = db.session.scalars(
        select(CopyRequest)
        .join(Paper, Paper.id == CopyRequest.paper_id)
        .where(
            CopyRequest.public_id == public_id,
            CopyRequest.organisation_id == actor.organisation_id,
        )
        .options(joinedload(CopyRequest.asking), joinedload(CopyRequest.paper))
    ).one_or_none()
    if found is None or actor.roles.isdisjoint(OFFICE):
        raise NotVisible(_("Không tìm thấy yêu cầu này, hoặc yêu cầu không gửi tới bạn."))
    return found


def waiting_requests(organisation_id: int, limit: int = 20) -> Sequence[CopyRequest]:
    return db.session.scalars(
        select(CopyRequest)
        .where(CopyRequest.organisation_id == organisation_id, CopyRequest.answered_at.is_(None))
        .options(joinedload(CopyRequest.paper), joinedload(CopyRequest.asking))
        .order_by(CopyRequest.id)
        .limit(limit)
    ).all()


def last_run(organisation_id: int) -> CopyRun | None:
    """Return the office's latest run: whoever signed that copy mostly signs the next one too."""
    return db.session.scalars(
        select(CopyRun)
        .where(CopyRun.organisation_id == organisation_id)
        .order_by(CopyRun.id.desc())
        .limit(1)
    ).one_or_none()
