"""Which rows of a session still take sheets, and who never looks at which of them."""

from workflow.accounts.models import User
from workflow.core.errors import InvalidStep
from workflow.core.i18n import _
from workflow.councils.appraising.balancing import Pair
from workflow.councils.appraising.queries import UNDER_WAY, appraisal_of, put_to_vote, results_of
from workflow.councils.models import AgendaItem, Session
from workflow.councils.queries import agenda_of
from workflow.councils.recusing.conflicts import conflicts_of
from workflow.proposals.states import NominationStatus


def open_items(session: Session) -> list[AgendaItem]:
    """Return the rows that still take sheets: on the agenda and in no vote, nothing settled."""
    appraisal = appraisal_of(session.id)
    settled = {one.nomination_id for one in results_of(appraisal.id)} if appraisal else set()
    voted = put_to_vote(session.id)
    return [
        row for row in agenda_of(session.id)
        if row.nomination.status is NominationStatus.ON_AGENDA
        and row.id not in voted and row.nomination_id not in settled
    ]  # fmt: skip


def must_be_under_way(session: Session) -> None:
    if session.status not in UNDER_WAY:
        raise InvalidStep(_("Thẩm định làm từ khi triệu tập đến khi bế mạc phiên họp."))


def barred_from(session: Session, items: list[AgendaItem], members: list[User]) -> set[Pair]:
    """Return which member never looks at which nomination, whatever was decided for the vote."""
    found = conflicts_of(session, items, members)
    return {(one.item.nomination_id, one.member.id) for one in found}
