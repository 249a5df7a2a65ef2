"""A ballot by name: cast once each, in the room or in writing."""

from collections.abc import Mapping
from dataclasses import dataclass

from workflow.accounts.models import User
from workflow.core import audit, clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import BadInput, InvalidStep, NotAllowed
from workflow.core.i18n import _
from workflow.councils.models import (
    Ballot,
    Elector,
    NamedVote,
)
from workflow.councils.policies import secretary_of_ballot
from workflow.councils.services.refusals import Why, because
from workflow.councils.states import BallotMode, BallotStatus, Choice, Presence
from workflow.councils.voting import (
    CAST,
    cast_at,
    elector_for_change,
    get_ballot_for_vote,
    items_of,
    recusals_of,
)
from workflow.documents.attaching import attach
from workflow.documents.models import Document
from workflow.documents.states import FileRole
from workflow.proposals.queries import name_text


@dataclass(frozen=True)
class Answer:
    """What a member says of one item; the opinion goes with “ý kiến khác”."""

    choice: Choice
    opinion: str = ""


def must_be_by_name(ballot: Ballot) -> None:
    """Refuse a named opinion where nobody's choice may stand beside a name."""
    if ballot.mode is BallotMode.SECRET:
        raise InvalidStep(
            _("Cuộc này bỏ phiếu kín: phiếu giấy của người vắng do ban kiểm phiếu cùng bỏ vào hòm, "
              "không nhập theo tên.")
        )  # fmt: skip


def must_be_open(ballot: Ballot) -> None:
    if ballot.status is not BallotStatus.OPEN:
        raise because(
            InvalidStep(_("Cuộc bỏ phiếu đã đóng nên không nhận thêm phiếu. Phiếu này chưa ghi.")),
            Why.CLOSED,
        )


def must_be_in_time(ballot: Ballot) -> None:
    """Refuse a member's answer to a consultation after its last day."""
    last = ballot.session.answers_by
    if ballot.mode is BallotMode.CONSULTATION and last is not None and last < clock.today():
        raise because(InvalidStep(
            _("Hạn cho ý kiến đã hết ngày %(day)s nên ý kiến này chưa ghi. Hãy báo thư ký Hội "
              "đồng: thư ký gia hạn được khi chưa đóng.", day=f"{last:%d/%m/%Y}")
        ), Why.CLOSED)  # fmt: skip


def cast_votes(public_id: str, answers: Mapping[int, Answer], *, actor: Actor) -> Elector:
    """Take the member's own paper: every item answered, once, while the ballot is open.

    The ballot's row stays locked against closing until the answers are stored, so an
    accepted vote is always counted and none comes after the close (promise P6).
    """
    ballot = get_ballot_for_vote(public_id, actor)
    if ballot.mode is BallotMode.SECRET:
        raise InvalidStep(_("Đây là cuộc bỏ phiếu kín. Hãy mở lại phiếu từ “Việc cần làm”."))
    elector = admitted(ballot, actor)
    _store(ballot, elector, answers, in_writing=False, actor=actor)
    say_cast(ballot, elector, actor)
    return elector


def admitted(ballot: Ballot, actor: Actor) -> Elector:
    """Return the actor's own place in an open ballot, locked: in the room, not voted yet."""
    must_be_open(ballot)
    must_be_in_time(ballot)
    elector = elector_for_change(ballot.id, actor.user_id)
    if elector is None:
        raise because(
            NotAllowed(_("Chỉ thành viên có tên trong danh sách khi mở bỏ phiếu được bỏ phiếu.")),
            Why.STRANGER,
        )
    if elector.presence is Presence.ABSENT:
        raise because(NotAllowed(
            _("Đồng chí được điểm danh vắng mặt. Nếu đã đến, hãy báo thư ký điểm danh lại; nếu "
              "không, hãy gửi ý kiến bằng văn bản cho thư ký.")
        ), Why.ABSENT)  # fmt: skip
    if elector.voted:
        raise because(InvalidStep(already_voted(ballot, actor)), Why.TWICE)
    return elector


def say_cast(ballot: Ballot, elector: Elector, actor: Actor) -> None:
    """Put on record that the member voted: never what."""
    audit.record(
        CAST, stream=("session", ballot.session_id), actor=actor,
        subject=("ballot", ballot.id), detail={"name": elector.name},
    )  # fmt: skip


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
    """Enter the written opinion of an absent member, with the paper it was read from.

    In a consultation, that of any member who sent a signed paper and has not answered here.
    """
    ballot = get_ballot_for_vote(public_id, actor)
    if not secretary_of_ballot(actor, ballot):
        raise NotAllowed(
            _("Không ai bỏ phiếu thay người khác. Ý kiến bằng văn bản do thư ký nhập.")
        )
    must_be_by_name(ballot)
    must_be_open(ballot)
    elector = elector_for_change(ballot.id, user.id)
    if elector is None:
        raise NotAllowed(_("Người này không có tên trong danh sách khi mở bỏ phiếu."))
    asked = ballot.mode is BallotMode.CONSULTATION  # an answer may come on signed paper too
    if elector.presence is not Presence.ABSENT and not asked:
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
    check_answers(ballot, elector, answers)
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


def check_answers(ballot: Ballot, elector: Elector, answers: Mapping[int, Answer]) -> None:
    """Refuse a paper that leaves a row out, or speaks of one the member may not vote on."""
    items = {item.id: item for item in items_of(ballot.id)}
    recused = recusals_of(elector.id)
    for item_id in answers:
        if item_id not in items:
            raise because(
                BadInput(_("Phiếu có dòng không thuộc cuộc bỏ phiếu này. Hãy tải lại phiếu.")),
                Why.FOREIGN,
            )
        if item_id in recused:
            raise because(NotAllowed(
                _("%(name)s %(reason)s ở dòng %(n)s nên không bỏ phiếu dòng đó.",
                  name=elector.name, reason=recused[item_id], n=items[item_id].position)
            ), Why.RECUSED)  # fmt: skip
    empty = [item for key, item in items.items() if key not in answers and key not in recused]
    if empty:
        raise because(BadInput(
            _("Còn %(n)s dòng chưa chọn, đầu tiên là dòng %(position)s, %(name)s. Hãy chọn đủ "
              "rồi bỏ phiếu.", n=len(empty), position=empty[0].position,
              name=name_text(empty[0].nomination))
        ), Why.INCOMPLETE)  # fmt: skip
