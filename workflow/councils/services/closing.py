"""Close a ballot: every vote under way is stored, none comes after, a secret box is fixed."""

from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.errors import Incomplete
from workflow.core.i18n import _
from workflow.councils.models import Ballot
from workflow.councils.services.secret.counting import seal_box
from workflow.councils.states import BallotMode
from workflow.councils.steps import ballot_lifecycle
from workflow.councils.voting import get_ballot_for_change, progress_of


def must_be_answered(ballot: Ballot) -> None:
    """Refuse to close a consultation while members still have time, or where all must answer."""
    progress, last = progress_of(ballot.id), ballot.session.answers_by
    missing = [one.name for one in progress.electors if not one.voted]
    if not missing:
        return
    if last is not None and clock.today() <= last:
        raise Incomplete(
            _("Còn %(n)s thành viên chưa cho ý kiến và hạn trả lời đến hết ngày %(day)s. Đóng được "
              "khi đủ ý kiến hoặc sau ngày đó.", n=len(missing), day=f"{last:%d/%m/%Y}")
        )  # fmt: skip
    if ballot.needs_all_answers:
        raise Incomplete(
            _("Quy chế Hội đồng cần ý kiến của mọi thành viên; còn thiếu: %(names)s. Hãy gia hạn, "
              "hoặc hủy lần lấy ý kiến để họp.", names=", ".join(missing))
        )  # fmt: skip


def close_ballot(public_id: str, *, actor: Actor) -> Ballot:
    """Close the vote; who has not voted counts as silent."""
    ballot = get_ballot_for_change(public_id, actor)
    with ballot_lifecycle.step(
        ballot, "close", actor=actor, stream=("session", ballot.session_id)
    ) as detail:
        if ballot.mode is BallotMode.CONSULTATION:
            must_be_answered(ballot)
        ballot.closed_at = clock.now()
        if ballot.mode is BallotMode.SECRET:
            detail.update(seal_box(ballot))
    return ballot
