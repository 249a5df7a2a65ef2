"""Annexes of a paper signed digitally that are files of their own: added to a draft, taken off.

They go with the paper from then on, and are sealed with it (`corners`).
"""

from workflow.core import events
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import BadInput, InvalidStep, NotAllowed, NotVisible
from workflow.core.i18n import _
from workflow.core.unit_of_work import unit_of_work
from workflow.documents import attaching, policies, queries
from workflow.documents.contents import PDF, TakenFile
from workflow.documents.digital import is_digital
from workflow.documents.events import AnnexesChanged
from workflow.documents.models import Paper
from workflow.documents.states import FileRole, PaperStatus
from workflow.signatures.services import corners
from workflow.signatures.services.bases import Base
from workflow.signatures.states import Part

MOST = 20


def may_change(actor: Actor, paper: Paper) -> bool:
    """Whether the actor drafts papers here, and this one is a draft to be signed digitally."""
    waits = is_digital(paper) and paper.status is PaperStatus.DRAFT
    return waits and policies.drafter_of(actor, paper)


def add(public_id: str, taken: TakenFile, *, actor: Actor) -> Paper:
    """Add an annex, having tried whether it can be sealed later. Commits by itself."""
    paper = queries.get_visible(public_id, actor)
    _refuse(paper, actor)
    if taken.media_type != PDF:
        raise BadInput(_("Phụ lục phải là tệp PDF. Hãy lưu thành PDF rồi tải lên."), field="annex")
    tried = Base(taken.name, taken.digest, Part.ANNEX, 1, words=(f"Số: 00/{paper.symbol}",))
    db.session.rollback()
    corners.laid_out(tried)
    with unit_of_work():
        paper = queries.get_for_change(public_id, actor)
        _refuse(paper, actor)
        there = corners.annexes_of(paper)
        if taken.digest in {one.file.digest for one in there}:
            raise BadInput(_("Tệp này đã là một phụ lục của văn bản."), field="annex")
        if len(there) >= MOST:
            raise BadInput(
                _("Văn bản đã có %(most)s phụ lục. Hãy gộp các phụ lục thành một tệp.", most=MOST),
                field="annex",
            )
        document = attaching.add_document(taken, organisation_id=paper.organisation_id, actor=actor)
        attaching.attach(document, ("paper", paper.id), FileRole.ANNEX, actor=actor)
        events.emit(AnnexesChanged(actor, paper.id))
    return paper


def take_off(public_id: str, document_id: str, *, actor: Actor) -> Paper:
    """Take an annex off the draft; asked again, nothing changes. Never commits."""
    paper = queries.get_for_change(public_id, actor)
    _refuse(paper, actor)
    links = queries.documents_of("paper", paper.id, FileRole.ANNEX)
    found = [link for link in links if link.document.public_id == document_id]
    if not found:
        raise NotVisible(_("Không tìm thấy phụ lục này, hoặc phụ lục đã được bỏ."))
    attaching.remove(found[0], actor=actor)
    events.emit(AnnexesChanged(actor, paper.id))
    return paper


def _refuse(paper: Paper, actor: Actor) -> None:
    if not policies.drafter_of(actor, paper):
        raise NotAllowed(_("Chỉ người soạn thêm hoặc bỏ phụ lục của văn bản."))
    if not may_change(actor, paper):
        raise InvalidStep(
            _("Chỉ thêm hoặc bỏ phụ lục khi văn bản còn là bản thảo và được ký số. Hãy đưa văn bản "
              "về bản thảo rồi làm lại.")
        )  # fmt: skip
