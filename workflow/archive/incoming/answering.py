"""Closing what arrived with the paper that answers it: one of our own, or one made outside."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from workflow.archive.incoming import queries
from workflow.archive.incoming.handling import note_opinion, stepping, wanted
from workflow.archive.incoming.models import Arrival
from workflow.archive.incoming.signatures import note_seen, refuse_unseen
from workflow.archive.incoming.states import Voice
from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.errors import BadInput
from workflow.core.i18n import _
from workflow.core.text import one_line
from workflow.documents.attaching import add_document, attach
from workflow.documents.contents import PDF, TakenFile
from workflow.documents.states import FileRole
from workflow.signatures import verdicts


@dataclass(frozen=True)
class Outside:
    """An answer this system knows nothing of: number and sender as its sheet has them."""

    number_text: str
    dated: date
    sender: str
    text: str = ""
    seen: Collection[str] = ()  # digests of files known to bear a signature that is not valid


def answer(public_id: str, number_text: str, text: str, *, actor: Actor) -> Arrival:
    """Close it with our own outgoing paper of this number. Raises BadInput when there is none."""
    with stepping(public_id, "answer", actor, number=number_text.strip()) as arrival:
        since = _since(arrival)
        found = queries.answers_by_number(arrival.organisation_id, number_text, since)
        if not found:
            raise BadInput(
                _("Đơn vị không có văn bản đi nào mang số này đã phát hành từ ngày %(day)s. Ghi "
                  "đủ số và ký hiệu như trong sổ văn bản đi. Nếu văn bản trả lời không lập trên "
                  "hệ thống này, hãy chọn “Trả lời bằng văn bản lập ngoài hệ thống”.",
                  day=f"{since:%d/%m/%Y}"),
                field="number_text",
            )  # fmt: skip
        arrival.answer, arrival.closed_on = found[0], clock.today()
        if text.strip():
            note_opinion(arrival, Voice.HANDLER, text, actor)
    return arrival


def answer_outside(
    public_id: str, outside: Outside, *, files: Sequence[TakenFile] = (), actor: Actor
) -> Arrival:
    """Close it with a paper made elsewhere: its number, day and sender, and a scan if there is one.

    Raises BadInput for what is missing, and for a day before the paper came or after today.
    """
    number, sender = one_line(outside.number_text), one_line(outside.sender)
    with stepping(
        public_id, "answer", actor, number=number, outside=sender,
        dated=outside.dated.isoformat(),
    ) as arrival:  # fmt: skip
        _refuse_day(arrival, outside.dated)
        bad = refuse_unseen(files, outside.seen)
        arrival.answer_text = wanted(
            number, _("Hãy ghi số, ký hiệu văn bản trả lời."), "number_text"
        )
        arrival.answer_sender = wanted(sender, _("Hãy ghi cơ quan gửi văn bản trả lời."), "sender")
        arrival.answer_dated, arrival.closed_on = outside.dated, clock.today()
        if outside.text.strip():
            note_opinion(arrival, Voice.HANDLER, outside.text, actor)
        for taken in files:
            document = add_document(
                taken, title=_titled(arrival), organisation_id=arrival.organisation_id, actor=actor
            )
            attach(document, ("arrival", arrival.id), FileRole.SIGNED, actor=actor)
            if taken.media_type == PDF:
                verdicts.have_judged(taken.digest)
        note_seen(arrival.paper_id, bad, actor=actor)
    return arrival


def _titled(arrival: Arrival) -> str:
    return f"Văn bản trả lời {arrival.answer_text}"


def _since(arrival: Arrival) -> date:
    return arrival.paper.arrived_on or arrival.entered_on


def _refuse_day(arrival: Arrival, dated: date) -> None:
    if dated > clock.today():
        raise BadInput(_("Ngày %(day)s chưa đến.", day=f"{dated:%d/%m/%Y}"), field="dated")
    since = _since(arrival)
    if dated < since:
        raise BadInput(
            _("Văn bản đến ngày %(came)s; văn bản trả lời không thể mang ngày %(day)s sớm hơn. "
              "Nếu việc đã được trả lời từ trước, hãy kết thúc giải quyết và ghi rõ.",
              came=f"{since:%d/%m/%Y}", day=f"{dated:%d/%m/%Y}"),
            field="dated",
        )  # fmt: skip
