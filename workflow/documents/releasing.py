"""Giving up a number held for a paper nobody signed, once the year of its book is over."""

from workflow.core import clock, events
from workflow.core.actors import Actor
from workflow.core.errors import BadInput, InvalidStep
from workflow.core.i18n import _
from workflow.core.numbers import EntryState
from workflow.core.text import one_line
from workflow.documents import generation, queries
from workflow.documents.events import PaperDeclined
from workflow.documents.models import Paper
from workflow.documents.numbering import give_up_number
from workflow.documents.steps import paper_lifecycle


def release_number(public_id: str, reason: str, *, actor: Actor) -> Paper:
    """Void a number reserved in a past year, with a reason; the paper is a draft again.

    Raises InvalidStep where the paper holds no such number: this year's may still be used.
    """
    paper = queries.get_for_change(public_id, actor)
    with paper_lifecycle.step(paper, "release", actor=actor, reason=one_line(reason)) as detail:
        entry = paper.number_entry
        held = entry is not None and entry.state is EntryState.RESERVED
        if not held or (paper.dated and paper.dated.year >= clock.today().year):
            raise InvalidStep(
                _("Văn bản không giữ số nào của năm trước. Số giữ của năm nay vẫn dùng được.")
            )
        if not reason.strip():
            raise BadInput(_("Hãy ghi lý do bỏ trống số này."), field="reason")
        detail["number"] = paper.number_text or ""
        for signer in queries.signers_of(paper.id):
            signer.signed_at = None
        paper.decline_reason = one_line(reason)
        give_up_number(paper, one_line(reason))
    generation.request(
        paper.template, paper.context, title=paper.title, owner=("paper", paper.id),
        organisation_id=paper.organisation_id, actor=actor,
    )  # fmt: skip
    events.emit(PaperDeclined(actor, paper.id, one_line(reason)))
    return paper
