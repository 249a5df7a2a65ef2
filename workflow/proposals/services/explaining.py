"""The unit's one sentence on a row a person has to look at."""

from workflow.core.actors import Actor
from workflow.core.i18n import _
from workflow.core.text import one_line
from workflow.proposals.editing import changed, open_row, refuse_stale
from workflow.proposals.models import Nomination


def explain_nomination(
    public_id: str, nomination_public_id: str, note: str, *, version: int, actor: Actor
) -> Nomination:
    """Write the sentence; an empty one takes it back."""
    proposal, nomination = open_row(public_id, nomination_public_id, actor)
    note = one_line(note)
    what = _("giải trình cho %(name)s", name=nomination.recipient.name)
    pairs = [(_("Giải trình"), note, nomination.eligibility_note)]
    refuse_stale(what, nomination.version, version, pairs)
    nomination.eligibility_note = note
    changed(proposal, "explain_nomination", actor=actor, row=nomination.position)
    return nomination
