"""Ask the office that keeps a paper for a copy; the office makes it, or says why not."""

from workflow.core import audit, clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import BadInput, InvalidStep, NotAllowed
from workflow.core.i18n import _
from workflow.core.tasks import Task
from workflow.core.text import one_line
from workflow.documents import queries as papers
from workflow.documents.copies.models import CopyForm, CopyRequest, CopyRun
from workflow.documents.copies.policies import asker_of, maker_of, makes_copies
from workflow.documents.copies.queries import asked_of, form_name, get_request, waiting_requests
from workflow.documents.states import OUT


def ask(public_id: str, form: CopyForm, purpose: str, *, actor: Actor) -> CopyRequest:
    """Ask for a copy of a paper the actor sees; a unit has one open request for it at a time."""
    paper = papers.get_visible(public_id, actor)
    if not asker_of(actor, paper):
        raise NotAllowed(_("Bạn không gửi yêu cầu bản sao được; văn thư tự làm bản sao."))
    if paper.status not in OUT:
        raise InvalidStep(_("Văn bản chưa ban hành nên chưa sao được. Hãy chờ phát hành."))
    papers.lock(paper.id)
    here = actor.organisation_id
    mine = [one for one in asked_of(paper.id, actor) if one.asking_id == here]
    if any(one.answered_at is None for one in mine):
        raise InvalidStep(
            _("Đơn vị bạn đã gửi yêu cầu bản sao của văn bản này; văn thư chưa trả lời.")
        )
    request = CopyRequest(
        organisation_id=paper.organisation_id, paper=paper, asking_id=here,
        asked_by_id=actor.user_id, asked_by_name=actor.name, asked_at=clock.now(), form=form,
        purpose=purpose.strip(),
    )  # fmt: skip
    db.session.add(request)
    db.session.flush()
    audit.record(
        "paper.ask_copy", stream=("paper", paper.id), actor=actor,
        subject=("copy_request", request.id), detail={"form": form.value, "for": purpose.strip()},
    )  # fmt: skip
    return request


def _waiting(public_id: str, actor: Actor) -> CopyRequest:
    request = get_request(public_id, actor)
    if not maker_of(actor, request.paper):
        raise NotAllowed(_("Chỉ văn thư hoặc lưu trữ trả lời yêu cầu bản sao."))
    request = db.session.get_one(
        CopyRequest, request.id, with_for_update={"of": CopyRequest}, populate_existing=True
    )
    if request.answered_at is not None:
        raise InvalidStep(_("Yêu cầu này đã được trả lời."))
    return request


def answer(public_id: str, run: CopyRun, *, actor: Actor) -> None:
    """Note that the run is what was asked for; an empty id means that nobody asked."""
    if not public_id:
        return
    request = _waiting(public_id, actor)
    if request.paper_id != run.paper_id:
        raise BadInput(_("Yêu cầu này là của một văn bản khác."))
    request.answered_at, request.run_id = clock.now(), run.id
    audit.record(
        "paper.answer_copy", stream=("paper", run.paper_id), actor=actor,
        subject=("copy_request", request.id), detail={"for": request.asking.name},
    )  # fmt: skip


def refuse(public_id: str, reason: str, *, actor: Actor) -> CopyRequest:
    """Say why the copy asked for is not made."""
    request = _waiting(public_id, actor)
    request.answered_at, request.refusal = clock.now(), reason.strip()
    audit.record(
        "paper.refuse_copy", stream=("paper", request.paper_id), actor=actor,
        subject=("copy_request", request.id), detail={"reason": reason.strip()},
    )  # fmt: skip
    return request


def tasks_for(actor: Actor) -> list[Task]:
    """Return the requests that wait for the office's clerk or archivist."""
    if not makes_copies(actor):
        return []
    return [_task(one) for one in waiting_requests(actor.organisation_id or 0)]


def _task(request: CopyRequest) -> Task:
    paper = request.paper
    return Task(
        _("%(unit)s cần bản %(form)s: %(paper)s", unit=request.asking.short_name,
          form=form_name(request.form).lower(), paper=one_line(paper.number_text or paper.title)),
        "documents.copies.index", {"public_id": paper.public_id, "request": request.public_id},
        "paper", paper.status.value, verb=_("Làm bản sao"), note=request.purpose,
    )  # fmt: skip
