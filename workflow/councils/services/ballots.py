"""A ballot by name: opened over a snapshot, cast once each, closed, counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workflow.accounts.models import User
from workflow.core import audit, clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import BadInput, Incomplete, InvalidStep, NotAllowed
from workflow.core.i18n import _, on_paper
from workflow.councils.eligibility import told_of
from workflow.councils.models import (
    AgendaItem,
    Ballot,
    BallotItem,
    Council,
    Elector,
    NamedVote,
    Recusal,
    Session,
    TallyLine,
)
from workflow.councils.policies import secretary_of_ballot
from workflow.councils.queries import (
    agenda_of,
    attendance_of,
    ballots_of,
    get_for_change,
    lock,
    seats_on,
)
from workflow.councils.services.sessions import must_be, must_run
from workflow.councils.states import BallotStatus, Choice, Presence, SessionStatus
from workflow.councils.steps import ballot_lifecycle
from workflow.councils.tally import Count, Threshold, threshold_for
from workflow.councils.voting import (
    CAST,
    cast_at,
    count_items,
    elector_for_change,
    get_ballot,
    get_ballot_for_change,
    get_ballot_for_vote,
    items_of,
    recusals_of,
)
from workflow.documents.models import Document
from workflow.documents.services import attach
from workflow.documents.states import FileRole
from workflow.proposals import outcomes
from workflow.proposals.queries import name_text
from workflow.proposals.states import NominationStatus


@dataclass(frozen=True)
class Answer:
    """What a member says of one item; the opinion goes with “ý kiến khác”."""

    choice: Choice
    opinion: str = ""


def open_ballot(public_id: str, *, actor: Actor) -> Ballot:
    """Open a vote by name on what is on the agenda, over the members of today (promise P9)."""
    session = get_for_change(public_id, actor)
    must_run(actor, session)
    must_be(session, SessionStatus.SITTING, doing=_("mở bỏ phiếu"))
    before = ballots_of(session.id)
    if any(
        b.status in (BallotStatus.DRAFT, BallotStatus.OPEN, BallotStatus.CLOSED) for b in before
    ):
        raise InvalidStep(_("Phiên họp đang có cuộc bỏ phiếu chưa kiểm. Hãy kiểm phiếu trước."))
    waiting = [row for row in agenda_of(session.id)
               if row.nomination.status is NominationStatus.ON_AGENDA]  # fmt: skip
    if not waiting:
        raise Incomplete(_("Không còn đề nghị nào trong phiên họp chờ bỏ phiếu."))
    ballot = Ballot(session_id=session.id, round=len(before) + 1, session=session)
    db.session.add(ballot)
    db.session.flush()
    with ballot_lifecycle.step(
        ballot, "open", actor=actor, stream=("session", session.id)
    ) as detail:
        electors = _snapshot(session, ballot)
        items = _put(ballot, waiting, session.council)
        _recuse(electors, items)
        ballot.opened_at = clock.now()
        detail |= {"electors": len(electors), "items": len(items)}
    return ballot


def _snapshot(session: Session, ballot: Ballot) -> list[Elector]:
    presences = {row.user_id: row.presence for row in attendance_of(session.id)}
    electors = [
        Elector(
            ballot_id=ballot.id, user_id=seat.user_id, name=seat.user.name, post=seat.post,
            rank=seat.rank, presence=presences.get(seat.user_id) or Presence.ABSENT,
        )
        for seat in seats_on(session.council_id, clock.today())
    ]  # fmt: skip
    db.session.add_all(electors)
    db.session.flush()
    return electors


def _put(ballot: Ballot, rows: Sequence[AgendaItem], council: Council) -> list[BallotItem]:
    ordinary = Threshold(council.vote_numerator, council.vote_denominator, council.vote_strict)
    told = told_of(row.nomination for row in rows)
    items = []
    for position, row in enumerate(rows, start=1):
        version = row.nomination.award_version
        rule = threshold_for(
            version.vote_numerator, version.vote_denominator, version.vote_strict,
            ordinary=ordinary,
        )  # fmt: skip
        items.append(
            BallotItem(
                ballot_id=ballot.id, agenda_item_id=row.id, agenda_item=row, position=position,
                numerator=rule.numerator, denominator=rule.denominator, strict=rule.strict,
                eligibility=told.get(row.nomination_id),
            )
        )  # fmt: skip
    db.session.add_all(items)
    db.session.flush()
    return items


def _recuse(electors: Sequence[Elector], items: Sequence[BallotItem]) -> None:
    """Nobody votes on their own award; the denominator stays the same (promise P13)."""
    by_user = {elector.user_id: elector for elector in electors}
    for item in items:
        elector = by_user.get(item.nomination.recipient.user_id or 0)
        if elector is not None:
            with on_paper():  # the reason is printed in the minutes
                reason = _("là người được xét")
            db.session.add(Recusal(elector_id=elector.id, ballot_item_id=item.id, reason=reason))
    db.session.flush()


def _must_be_open(ballot: Ballot) -> None:
    if ballot.status is not BallotStatus.OPEN:
        raise InvalidStep(_("Cuộc bỏ phiếu đã đóng nên không nhận thêm phiếu. Phiếu này chưa ghi."))


def cast_votes(public_id: str, answers: Mapping[int, Answer], *, actor: Actor) -> Elector:
    """Take the member's own paper: every item answered, once, while the ballot is open.

    The ballot's row stays locked against closing until the answers are stored, so an
    accepted vote is always counted and none comes after the close (promise P6).
    """
    ballot = get_ballot_for_vote(public_id, actor)
    _must_be_open(ballot)
    elector = elector_for_change(ballot.id, actor.user_id)
    if elector is None:
        raise NotAllowed(_("Chỉ thành viên có tên trong danh sách khi mở bỏ phiếu được bỏ phiếu."))
    if elector.presence is Presence.ABSENT:
        raise NotAllowed(
            _("Đồng chí được điểm danh vắng mặt. Nếu đã đến, hãy báo thư ký điểm danh lại; nếu "
              "không, hãy gửi ý kiến bằng văn bản cho thư ký.")
        )  # fmt: skip
    if elector.voted:
        raise InvalidStep(already_voted(ballot, actor))
    _store(ballot, elector, answers, in_writing=False, actor=actor)
    audit.record(
        CAST, stream=("session", ballot.session_id), actor=actor,
        subject=("ballot", ballot.id), detail={"name": elector.name},
    )  # fmt: skip
    return elector


def already_voted(ballot: Ballot, actor: Actor) -> str:
    """Tell a member who sends another paper when the own one was cast, and that it stands."""
    at = cast_at(ballot, actor.user_id)
    if at is None:  # the secretary entered the written opinion
        return _("Phiếu của đồng chí đã được ghi nhận. Phiếu vừa gửi không được ghi và không thay "
                 "đổi gì.")  # fmt: skip
    return _("Đồng chí đã bỏ phiếu lúc %(at)s. Mỗi thành viên bỏ phiếu một lần: phiếu vừa gửi "
             "không được ghi và không thay đổi gì.",
             at=f"{clock.local(at):%H:%M, %d/%m/%Y}")  # fmt: skip


def enter_opinion(
    public_id: str, user: User, answers: Mapping[int, Answer], document: Document, *, actor: Actor
) -> Elector:
    """Enter the written opinion of an absent member, with the paper it was read from."""
    ballot = get_ballot_for_vote(public_id, actor)
    if not secretary_of_ballot(actor, ballot):
        raise NotAllowed(
            _("Không ai bỏ phiếu thay người khác. Ý kiến bằng văn bản do thư ký nhập.")
        )
    _must_be_open(ballot)
    elector = elector_for_change(ballot.id, user.id)
    if elector is None:
        raise NotAllowed(_("Người này không có tên trong danh sách khi mở bỏ phiếu."))
    if elector.presence is not Presence.ABSENT:
        raise NotAllowed(
            _("%(name)s có mặt nên tự bỏ phiếu; không ai bỏ phiếu thay.", name=elector.name)
        )
    _store(ballot, elector, answers, in_writing=True, actor=actor)
    attach(document, ("session", ballot.session_id), FileRole.OPINION, actor=actor)
    elector.opinion_document_id = document.id
    audit.record(
        "ballot.opinion", stream=("session", ballot.session_id), actor=actor,
        subject=("ballot", ballot.id), detail={"name": elector.name, "file": document.title},
    )  # fmt: skip
    return elector


def _store(
    ballot: Ballot, elector: Elector, answers: Mapping[int, Answer], *, in_writing: bool,
    actor: Actor,
) -> None:  # fmt: skip
    if elector.voted:
        raise InvalidStep(
            _("%(name)s đã bỏ phiếu. Mỗi thành viên bỏ phiếu một lần và không sửa được.",
              name=elector.name)
        )  # fmt: skip
    items = {item.id: item for item in items_of(ballot.id)}
    recused = recusals_of(elector.id)
    for item_id in answers:
        if item_id not in items:
            raise BadInput(_("Phiếu có dòng không thuộc cuộc bỏ phiếu này. Hãy tải lại phiếu."))
        if item_id in recused:
            raise NotAllowed(
                _("%(name)s %(reason)s ở dòng %(n)s nên không bỏ phiếu dòng đó.",
                  name=elector.name, reason=recused[item_id], n=items[item_id].position)
            )  # fmt: skip
    empty = [item for key, item in items.items() if key not in answers and key not in recused]
    if empty:
        raise BadInput(
            _("Còn %(n)s dòng chưa chọn, đầu tiên là dòng %(position)s, %(name)s. Hãy chọn đủ "
              "rồi bỏ phiếu.", n=len(empty), position=empty[0].position,
              name=name_text(empty[0].nomination))
        )  # fmt: skip
    for item_id, answer in answers.items():
        opinion = answer.opinion if answer.choice is Choice.OTHER else ""
        db.session.add(
            NamedVote(
                elector_id=elector.id, ballot_item_id=item_id, choice=answer.choice,
                opinion=opinion, in_writing=in_writing, entered_by_id=actor.user_id,
            )
        )  # fmt: skip
    elector.voted = True
    db.session.flush()


def close_ballot(public_id: str, *, actor: Actor) -> Ballot:
    """Close the vote once every vote under way is stored; who has not voted counts as silent."""
    ballot = get_ballot_for_change(public_id, actor)
    with ballot_lifecycle.step(ballot, "close", actor=actor, stream=("session", ballot.session_id)):
        ballot.closed_at = clock.now()
    return ballot


def count_ballot(public_id: str, *, actor: Actor) -> Ballot:
    """Count a closed ballot, over all members, and let each nomination pass or fail."""
    session = lock(get_ballot(public_id, actor).session_id)
    must_run(actor, session)
    ballot = get_ballot_for_change(public_id, actor)
    with ballot_lifecycle.step(
        ballot, "tally", actor=actor.as_system(), stream=("session", session.id)
    ) as detail:
        counts = count_items(ballot.id)
        items = sorted(items_of(ballot.id), key=lambda i: (i.nomination.proposal_id, i.id))
        lines = [_record(item, counts[item.id], actor) for item in items]
        _tell_settled(lines)
        ballot.tallied_at = clock.now()
        detail |= {"passed": sum(line.passed for line in lines), "items": len(lines)}
    return ballot


def _tell_settled(lines: Sequence[TallyLine]) -> None:
    """Keep what is said of every item now that those it leaned on are settled too."""
    db.session.flush()
    told = told_of(line.ballot_item.nomination for line in lines)
    for line in lines:
        line.eligibility = told.get(line.ballot_item.nomination.id)
    db.session.flush()


def _record(item: BallotItem, count: Count, actor: Actor) -> TallyLine:
    rule = Threshold(item.numerator, item.denominator, item.strict)
    passed = rule.met_by(count.agree, count.total)
    line = TallyLine(
        ballot_item_id=item.id, ballot_item=item, agree=count.agree, disagree=count.disagree,
        other=count.other, recused=count.recused, silent=count.silent, total=count.total,
        passed=passed,
    )  # fmt: skip
    db.session.add(line)
    db.session.flush()
    if item.nomination.status is NominationStatus.ON_AGENDA:  # it may have been withdrawn meanwhile
        outcomes.record_vote(
            item.nomination, passed, actor=actor,
            detail={"agree": count.agree, "total": count.total,
                    "needed": rule.needed(count.total)},
        )  # fmt: skip
    return line
