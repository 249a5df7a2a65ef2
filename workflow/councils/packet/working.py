"""The job that makes a packet: what it is made of is read first, its rows are written last."""

from functools import partial

from sqlalchemy import select

from workflow.core import audit, clock, jobs
from workflow.core.actors import SYSTEM
from workflow.core.db import db
from workflow.core.i18n import on_paper
from workflow.core.unit_of_work import after_commit, unit_of_work
from workflow.councils.agenda import parts_of
from workflow.councils.models import Session
from workflow.councils.packet import binding, printing
from workflow.councils.packet.binding import Leaf, Plan, choose, file_of
from workflow.councils.packet.reading import composition, evidence_of, rows_of, sheets_of
from workflow.councils.packet.services import OWNER
from workflow.documents.contents import PDF, TakenFile, current_store, put
from workflow.documents.engine.texts import file_name
from workflow.documents.models import Document, DocumentLink, Drawing, StoredFile
from workflow.documents.stored import stored_file
from workflow.documents.templates import current_template


def bind_packet(run: jobs.Run) -> None:
    """Make the packet of the round asked for; of an earlier round nothing is wanted any more."""
    drawing_id, round_ = run.payload["drawing"], run.payload["round"]
    drawing = db.session.get(Drawing, drawing_id)
    if drawing is None or drawing.round != round_ or drawing.drawn_round == round_:
        db.session.rollback()
        return
    session = db.session.get_one(Session, drawing.owner_id)
    plan, digest = _plan(session, drawing.organisation_id)
    db.session.rollback()  # let go of the database before the slow work
    total = len(plan.leaves) + 1
    run.progress(0, total)
    made = binding.make(plan, lambda done: run.progress(done, total))
    taken = put(
        made.content, media_type=PDF, extension="pdf", name=file_name(plan.title, "pdf"),
        pages=made.pages,
    )  # fmt: skip
    with unit_of_work():
        settle(drawing_id, round_, digest, plan.title, taken)
    run.progress(total, total)


def _plan(session: Session, organisation_id: int) -> tuple[Plan, str]:
    """Return what is to be bound, as plain values in the words of papers."""
    rows = rows_of(session)
    evidence = evidence_of(rows)
    with on_paper():
        sheets = sheets_of(session, rows, evidence)
        by_row = {sheet.item.id: sheet for sheet in sheets}
        parts = [
            (f"{part.roman}. {part.title}", [by_row[row.id] for row in part.rows])
            for part in parts_of(rows)
        ]
        cover = printing.cover(session, sheets, parts, clock.now())
    lines = {row["ordinal"]: row for part in cover["parts"] for row in part["rows"]}
    leaves = []
    for title, held in parts:
        for place, sheet in enumerate(held):
            context = printing.sheet_context(sheet, title)
            own = (1, f"{sheet.number}. {context['name']}")
            leaves.append(
                Leaf(context, lines[sheet.number], ((0, title), own) if not place else (own,),
                     [file_of(one.title, one.file.digest, one.file.media_type, one.file.size,
                              one.pages) for one in sheet.evidence])
            )  # fmt: skip
    choose(
        (one for leaf in leaves for one in leaf.files), bytes_left=binding.MOST_BYTES,
        pages_left=binding.MOST_PAGES,
    )  # fmt: skip
    today = clock.today()
    templates = tuple(
        current_template(f"councils/packet_{name}", today, organisation_id).file.digest
        for name in ("cover", "sheet")
    )
    of = "lấy ý kiến" if session.is_consultation else "phiên họp"
    title = f"Tài liệu {of} {clock.local(session.starts_at):%d-%m-%Y}"
    return Plan(title, cover, leaves, (templates[0], templates[1])), composition(
        session, rows, evidence
    )


def settle(drawing_id: int, round_: int, digest: str, title: str, taken: TakenFile) -> None:
    """Give the members the new packet in place of the former one, if it is still wanted."""
    drawing = db.session.get_one(
        Drawing, drawing_id, with_for_update={"of": Drawing}, populate_existing=True
    )
    if drawing.round != round_ or drawing.drawn_round == round_:
        _forget(taken.digest)
        return
    former = db.session.scalars(
        select(DocumentLink).where(
            DocumentLink.owner_kind == OWNER, DocumentLink.owner_id == drawing.owner_id,
            DocumentLink.removed_at.is_(None),
        )
    )  # fmt: skip
    for link in former:
        link.removed_at = clock.now()
    document = Document(
        file_id=stored_file(taken).id, organisation_id=drawing.organisation_id, title=title,
        file_name=taken.name, pages=taken.pages, context_digest=digest,
        made_by_id=drawing.made_by_id, made_at=clock.now(),
    )  # fmt: skip
    db.session.add(document)
    db.session.flush()
    db.session.add(
        DocumentLink(owner_kind=OWNER, owner_id=drawing.owner_id, document_id=document.id,
                     role=drawing.pdf_role)
    )  # fmt: skip
    drawing.digest, drawing.drawn_round = digest, round_
    audit.record(
        "document.draw", stream=("session", drawing.owner_id), actor=SYSTEM,
        detail={"title": title, "files": [taken.digest]},
    )  # fmt: skip


def _forget(digest: str) -> None:
    known = select(StoredFile.id).where(StoredFile.digest == digest)
    if db.session.scalar(known) is None:
        after_commit(partial(current_store().remove_orphan, digest))
