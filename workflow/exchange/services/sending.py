"""Send a transmittal up, and answer what the superior asks. Nothing here commits."""

from collections.abc import Sequence

from workflow.core import clock, working_days
from workflow.core.actors import Actor
from workflow.core.errors import BadInput, Incomplete
from workflow.core.i18n import _
from workflow.documents.attaching import add_document, attach
from workflow.documents.contents import TakenFile
from workflow.documents.models import Document, Paper
from workflow.documents.states import FileRole, PaperStatus
from workflow.exchange import clocks, manifest, queries
from workflow.exchange.models import MoreRequest, Transmittal
from workflow.exchange.steps import transmittal_lifecycle
from workflow.proposals.models import Nomination
from workflow.proposals.outcomes import forward
from workflow.proposals.queries import name_text
from workflow.proposals.states import NominationStatus
from workflow.recipients.holding import refuse_held


def _require_issued(paper: Paper | None) -> Paper:
    if paper is None or paper.status is not PaperStatus.ISSUED:
        raise Incomplete(
            _("Tờ trình chưa phát hành. Hãy chờ ký, cấp số, đóng dấu và phát hành rồi gửi.")
        )
    return paper


def _going(transmittal: Transmittal) -> list[Nomination]:
    """Return what is sent: those withdrawn since the letter was drafted stay behind."""
    rows = [item.nomination for item in queries.items_of(transmittal.id)]
    going = [row for row in rows if row.status is NominationStatus.PASSED]
    left = [row for row in rows if row not in going]
    wrong = [row for row in left if row.status is not NominationStatus.WITHDRAWN]
    if wrong or not going:
        names = ", ".join(name_text(row) for row in wrong or left)
        raise Incomplete(
            _("Không còn chờ trình cấp trên: %(names)s. Hãy xem lại danh sách.", names=names)
        )
    return going


def send(public_id: str, *, actor: Actor) -> Transmittal:
    """Seal the list of files and send everything up; the nominations are forwarded with it."""
    transmittal = queries.get_for_change(public_id, actor)
    with transmittal_lifecycle.step(transmittal, "send", actor=actor) as detail:
        paper = _require_issued(transmittal.paper)
        rows = _going(transmittal)
        refuse_held([row.recipient_id for row in rows])
        entries = manifest.gather(paper.id, rows)
        transmittal.manifest, transmittal.manifest_digest = entries, manifest.seal(entries)
        transmittal.sent_at = clock.now()
        _show_to_receiver(transmittal, entries, actor)
        forward(rows, actor=actor)
        detail |= {"number": paper.number_text, "files": len(entries), "count": len(rows),
                   "manifest": transmittal.manifest_digest}  # fmt: skip
    return transmittal


def _show_to_receiver(
    transmittal: Transmittal, entries: Sequence[manifest.Entry], actor: Actor
) -> None:
    """Bind the files to the transmittal, whose rule lets both sides read them."""
    for document in manifest.documents_in(entries).values():
        attach(document, ("transmittal", transmittal.id), FileRole.ANNEX, actor=actor)


def answer(public_id: str, text: str, files: Sequence[TakenFile], *, actor: Actor) -> Transmittal:
    """Answer what the superior asked, with text and files; its clock runs again from now."""
    transmittal = queries.get_for_change(public_id, actor)
    with transmittal_lifecycle.step(transmittal, "answer", actor=actor) as detail:
        request = queries.open_request_of(transmittal.id)
        if not text.strip():
            raise BadInput(_("Hãy ghi câu trả lời cho yêu cầu bổ sung."), field="text")
        if request is None:
            raise Incomplete(_("Không còn yêu cầu nào chờ trả lời."))
        request.answer, request.answered_at = text, clock.now()
        request.answered_by_id = actor.user_id
        _start_clock_again(transmittal, request)
        documents = [_added(taken, transmittal, request, actor) for taken in files]
        detail |= {"request": request.id, "files": [one.file.digest for one in documents]}
    return transmittal


def _added(
    taken: TakenFile, transmittal: Transmittal, request: MoreRequest, actor: Actor
) -> Document:
    """Keep the file with the request, and with the superior's dossier so that it goes on."""
    document = add_document(taken, organisation_id=transmittal.sender_id, actor=actor)
    attach(document, ("more_request", request.id), FileRole.ANNEX, actor=actor)
    if transmittal.arrived_as_id is not None:
        attach(document, ("proposal", transmittal.arrived_as_id), FileRole.ANNEX, actor=actor)
    return document


def _start_clock_again(transmittal: Transmittal, request: MoreRequest) -> None:
    """Put the working days of the pause behind the due date."""
    if transmittal.due_on is None:
        return
    special = clocks.special_days_near(clock.local(request.asked_at).date(), transmittal.due_on)
    stood = clocks.paused_days(request, special)
    transmittal.due_on = working_days.add(transmittal.due_on, stood, special)
