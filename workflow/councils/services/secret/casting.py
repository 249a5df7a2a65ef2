"""A secret paper goes into the box: sealed before its first write, joined to its voter nowhere.

From what is stored nobody can tell how a member voted (promise P5): the paper lies in a slot drawn
at random, and no row, record or address names both.
"""

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence

from workflow.core import audit
from workflow.core.actors import SYSTEM, Actor
from workflow.core.db import db
from workflow.core.errors import BadInput, InvalidStep, NotAllowed
from workflow.core.i18n import _
from workflow.councils.models import Ballot, Elector
from workflow.councils.sealed.box import SLOT_BYTES, Slot, receipt_code
from workflow.councils.sealed.keys import public_of
from workflow.councils.sealed.models import BoxPaper, Teller
from workflow.councils.sealed.queries import get_secret, is_teller, tellers_of
from workflow.councils.sealed.record import PAPER
from workflow.councils.sealed.sealing import Mark, binding, seal
from workflow.councils.services.ballots import Answer, admitted, check_answers, say_cast
from workflow.councils.states import BallotStatus, Choice, Presence
from workflow.councils.voting import (
    electors_of,
    get_ballot_for_change,
    get_ballot_for_vote,
    recusals_of,
)

_MARKS = {
    Choice.AGREE: Mark.AGREE, Choice.DISAGREE: Mark.DISAGREE, Choice.OTHER: Mark.OTHER,
}  # fmt: skip


def cast_secret(public_id: str, answers: Mapping[int, Answer], *, actor: Actor) -> str:
    """Take the member's own paper and seal it before it is written anywhere (promises P5, P6).

    Returns the receipt's code, which is shown once and stored nowhere beside the member.
    """
    ballot = get_ballot_for_vote(public_id, actor)
    elector = admitted(ballot, actor)
    check_answers(ballot, elector, answers)
    slot = _drop(ballot, elector, answers)
    say_cast(ballot, elector, actor)
    return receipt_code(slot)


def _drop(ballot: Ballot, elector: Elector, answers: Mapping[int, Answer]) -> Slot:
    secret = get_secret(ballot.id)
    marks = [
        _MARKS[answers[item].choice] if item in answers else Mark.BLANK for item in secret.items
    ]
    sealed = seal(marks, secret.public_key or b"", binding(ballot.public_id, secret.items))
    slot = Slot(secrets.token_bytes(SLOT_BYTES), sealed)
    db.session.add(BoxPaper(ballot_id=ballot.id, slot=slot.slot, sealed=slot.sealed))
    elector.voted = True
    db.session.flush()
    audit.record(
        PAPER, stream=("session", ballot.session_id), actor=SYSTEM,
        subject=("ballot", ballot.id), detail={"digest": slot.digest.hex()},
    )  # fmt: skip
    return slot


def enter_envelopes(
    public_id: str, user_ids: Sequence[int], papers: Sequence[Mapping[int, Answer]], *,
    beside: str, actor: Actor,
) -> Ballot:  # fmt: skip
    """Put absent members' paper ballots into the box: opened together, so no name has a paper.

    A second teller stands by and types the own code: one code never opens the box, and nobody
    puts papers in alone.
    """
    ballot = get_ballot_for_change(public_id, actor)
    if not is_teller(actor, ballot):
        raise NotAllowed(_("Phiếu giấy của người vắng do ban kiểm phiếu cùng bỏ vào hòm."))
    if ballot.status is not BallotStatus.OPEN:
        raise InvalidStep(_("Cuộc bỏ phiếu đã đóng nên không nhận thêm phiếu."))
    absent = {
        one.user_id: one for one in electors_of(ballot.id)
        if one.presence is Presence.ABSENT and not one.voted
    }  # fmt: skip
    chosen = [absent[one] for one in sorted(set(user_ids)) if one in absent]
    if len(chosen) != len(user_ids) or len(papers) != len(chosen) or not chosen:
        raise BadInput(_("Số phong bì phải bằng số người vắng được chọn. Hãy xem lại."))
    _check_papers(ballot, chosen, papers)
    witness = _standing_by(ballot, beside, actor)
    for elector, paper in zip(chosen, papers, strict=True):
        _drop(ballot, elector, paper)
    audit.record(
        "ballot.envelopes", stream=("session", ballot.session_id), actor=actor,
        subject=("ballot", ballot.id),
        detail={"names": [one.name for one in chosen], "beside": witness.user.name},
    )  # fmt: skip
    return ballot


def _standing_by(ballot: Ballot, code: str, actor: Actor) -> Teller:
    """Return the other teller whose code this is. Raises BadInput."""
    others = [one for one in tellers_of(ballot.id) if one.user_id != actor.user_id]
    try:
        key = public_of(code)
    except ValueError:
        key = b""
    witness = next((one for one in others if key and one.public_key == key), None)
    if witness is None:
        raise BadInput(_("Cần mã của một người kiểm phiếu khác cùng mở phong bì: mã vừa gõ không "
                         "đúng, hoặc là mã của chính đồng chí."), field="beside")  # fmt: skip
    return witness


def _check_papers(
    ballot: Ballot, chosen: Sequence[Elector], papers: Sequence[Mapping[int, Answer]]
) -> None:
    """Of a row some of them may not vote on, as many papers must be blank."""
    secret = get_secret(ballot.id)
    if any(set(paper) - set(secret.items) for paper in papers):
        raise BadInput(_("Phiếu có dòng không thuộc cuộc bỏ phiếu này. Hãy tải lại phiếu."))
    closed = Counter(item for one in chosen for item in recusals_of(one.id))
    for item in secret.items:
        given = sum(item in paper for paper in papers)
        if given != len(papers) - closed[item]:
            raise BadInput(_("Có dòng chưa chọn đủ, hoặc có phiếu ở dòng người vắng không được bỏ. "
                             "Hãy xem lại từng phiếu."))  # fmt: skip
