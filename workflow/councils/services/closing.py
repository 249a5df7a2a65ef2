"""Close a ballot: every vote under way is stored, none comes after, a secret box is fixed."""

from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.errors import Incomplete
from workflow.core.i18n import _
from workflow.councils.models import Ballot
from workflow.councils.services.secret.counting import seal_box
from workflow.councils.states import BallotMode, FewPapers
from workflow.councils.steps import ballot_lifecycle
from workflow.councils.tally import has_quorum
from workflow.councils.voting import (
    all_recusals,
    get_ballot_for_change,
    items_of,
    progress_of,
    voters_of,
)
from workflow.proposals.queries import name_text


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
    if is_short_of_papers(ballot):
        raise Incomplete(
            _("Số ý kiến chưa đủ tỷ lệ quy chế Hội đồng cần (còn thiếu: %(names)s). Hãy gia hạn, "
              "hoặc hủy lần lấy ý kiến để họp.", names=", ".join(missing))
        )  # fmt: skip
    if ballot.needs_all_answers:
        raise Incomplete(
            _("Quy chế Hội đồng cần ý kiến của mọi thành viên; còn thiếu: %(names)s. Hãy gia hạn, "
              "hoặc hủy lần lấy ý kiến để họp.", names=", ".join(missing))
        )  # fmt: skip


def is_short_of_papers(ballot: Ballot) -> bool:
    """Say whether the rules void the ballot at its close: fewer papers than the quorum."""
    if ballot.few_papers is not FewPapers.VOID:
        return False
    progress, council = progress_of(ballot.id), ballot.session.council
    return not has_quorum(
        progress.voted, progress.total, numerator=council.quorum_numerator,
        denominator=council.quorum_denominator,
    )  # fmt: skip


def too_few_to_stay_secret(ballot: Ballot) -> str:
    """Say why a box may not be closed yet: its totals would tell who voted how.

    Empty for a box nobody put a paper into, and for a vote by name.
    """
    if ballot.mode is not BallotMode.SECRET:
        return ""
    least, voted = ballot.session.council.fewest_electors, voters_of(ballot.id)
    out = {(row.elector_id, row.ballot_item_id) for row in all_recusals(ballot.id)}
    for item in items_of(ballot.id):
        papers = sum((one, item.id) not in out for one in voted)
        if 0 < papers < least:
            return _(
                "Dòng %(n)s, %(name)s: hòm mới có %(papers)s phiếu. Dưới %(least)s phiếu thì con "
                "số tổng cho biết ai bỏ phiếu thế nào nên chưa đóng hòm được. Hãy chờ thêm phiếu, "
                "hoặc hủy cuộc bỏ phiếu.",
                n=item.position, name=name_text(item.nomination), papers=papers, least=least,
            )  # fmt: skip
    return ""


def _must_stay_secret(ballot: Ballot) -> None:
    if not is_short_of_papers(ballot) and (why := too_few_to_stay_secret(ballot)):
        raise Incomplete(why)


def _void_for_few_papers(ballot: Ballot, actor: Actor) -> None:
    progress = progress_of(ballot.id)
    with ballot_lifecycle.step(
        ballot, "void", actor=actor, stream=("session", ballot.session_id),
        reason="few papers", papers=progress.voted, members=progress.total,
    ):  # fmt: skip
        pass


def close_ballot(public_id: str, *, actor: Actor) -> Ballot:
    """Close the vote; who has not voted counts as silent.

    Where the rules say so, too few papers void it: nothing is counted and the council votes anew.
    """
    ballot = get_ballot_for_change(public_id, actor)
    with ballot_lifecycle.step(
        ballot, "close", actor=actor, stream=("session", ballot.session_id)
    ) as detail:
        if ballot.mode is BallotMode.CONSULTATION:
            must_be_answered(ballot)
        ballot.closed_at = clock.now()
        if ballot.mode is BallotMode.SECRET:
            _must_stay_secret(ballot)
            detail.update(seal_box(ballot))
    if is_short_of_papers(ballot):
        _void_for_few_papers(ballot, actor)
    return ballot
