"""A count that settled nothing is settled by a recorded act, never by silence: a tie by the chair.

Where no further round can be held, the secretary says why, and the last count stands.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workflow.core import audit, clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import BadInput, InvalidStep, NotAllowed
from workflow.core.i18n import _
from workflow.councils.models import AgendaItem, Ballot, BallotItem, Session, TallyLine, TallyRuling
from workflow.councils.notices import reason
from workflow.councils.queries import agenda_of, ballots_of, get_for_change
from workflow.councils.recusing.services import deciders_of
from workflow.councils.rounds import last_lines, ruling_words
from workflow.councils.services.sessions import conclude_if_settled, must_be, must_run
from workflow.councils.states import BallotStatus, SessionStatus, TieRule, Waits
from workflow.councils.tally import Threshold, is_tie
from workflow.proposals import outcomes
from workflow.proposals.queries import name_text
from workflow.proposals.states import NominationStatus


@dataclass(frozen=True)
class Decided:
    """What became of a tie, and why."""

    passed: bool
    reason: str


def open_lines(session: Session, waits: Waits) -> list[tuple[AgendaItem, TallyLine]]:
    """Return the agenda items whose last count still waits for this."""
    last = last_lines(session.id)
    return [
        (row, last[row.id][0]) for row in agenda_of(session.id)
        if row.id in last and last[row.id][0].waits is waits
        and row.nomination.status is NominationStatus.ON_AGENDA
    ]  # fmt: skip


def rule_ties(public_id: str, words: Mapping[int, Decided], *, actor: Actor) -> int:
    """Settle ties by the word of who presides, each with its reason, by agenda item."""
    session = get_for_change(public_id, actor)
    must_be(session, SessionStatus.SITTING, doing=_("quyết định khi số phiếu ngang nhau"))
    tied = {row.id: (row, line) for row, line in open_lines(session, Waits.CHAIR)}
    if not words:
        raise BadInput(_("Hãy chọn ít nhất một đề nghị."))
    _must_be_well_said(session, words, [row for row, _line in tied.values()], actor)
    for item_id in sorted(words, key=lambda key: _order(tied, key)):
        if item_id not in tied:
            raise InvalidStep(_("Đề nghị này không còn chờ quyết định. Hãy tải lại trang."))
        row, line = tied[item_id]
        _settle(row, line, words[item_id], actor)
    conclude_if_settled(session, actor=actor)
    return len(words)


def _must_be_well_said(
    session: Session, words: Mapping[int, Decided], rows: Sequence[AgendaItem], actor: Actor
) -> None:
    """Refuse a word that is not the actor's to say, then the first without its reason."""
    whose = deciders_of(session, rows)
    said = [row for row in rows if row.id in words]  # in the page's order
    if any(whose[row.id] != actor.user_id for row in said):
        raise NotAllowed(_("Người chủ trì quyết định khi số phiếu ngang nhau; không ai quyết "
                           "định về mình."))  # fmt: skip
    for row in said:
        if not words[row.id].reason.strip():
            raise BadInput(_("%(name)s: hãy ghi lý do quyết định.", name=name_text(row.nomination)),
                           field=str(row.id))  # fmt: skip


def _order(tied: Mapping[int, tuple[AgendaItem, TallyLine]], key: int) -> tuple[int, int]:
    """Nominations are locked dossier by dossier, as everywhere."""
    row = tied[key][0] if key in tied else None
    return (row.nomination.proposal_id, row.nomination_id) if row else (0, 0)


def stop_rounds(public_id: str, why: str, *, actor: Actor) -> int:
    """Say that no further round is held, and why: the last count stands.

    What was short of its threshold fails; a tie goes to who presides where the rules say so.
    """
    session = get_for_change(public_id, actor)
    must_run(actor, session)
    must_be(session, SessionStatus.SITTING, doing=_("kết thúc các vòng bỏ phiếu"))
    if any(one.status in (BallotStatus.OPEN, BallotStatus.CLOSED, BallotStatus.DRAFT)
           for one in ballots_of(session.id)):  # fmt: skip
        raise InvalidStep(_("Đang có cuộc bỏ phiếu chưa kiểm. Hãy đóng và kiểm phiếu trước."))
    if not why.strip():
        raise BadInput(_("Hãy ghi lý do không bỏ phiếu thêm vòng."), field="reason")
    rows = open_lines(session, Waits.ROUND)
    if not rows:
        raise InvalidStep(_("Không còn đề nghị nào chờ bỏ phiếu vòng sau."))
    for row, line in sorted(rows, key=lambda one: (one[0].nomination.proposal_id, one[0].id)):
        if _goes_to_the_chair(line):
            line.waits = Waits.CHAIR
        else:
            _settle(row, line, Decided(passed=False, reason=why), actor)
    audit.record(
        "session.stop_rounds", stream=("session", session.id), actor=actor,
        detail={"rows": len(rows), "reason": why.strip()},
    )  # fmt: skip
    conclude_if_settled(session, actor=actor)
    return len(rows)


def left_to_the_chair(session: Session) -> set[int]:
    """Return the agenda items whose tie goes to who presides if no further round is held."""
    rows = open_lines(session, Waits.ROUND)
    return {row.id for row, line in rows if _goes_to_the_chair(line)}


def _goes_to_the_chair(line: TallyLine) -> bool:
    item = db.session.get_one(BallotItem, line.ballot_item_id)
    rule = Threshold(item.numerator, item.denominator, item.strict)
    asks = db.session.get_one(Ballot, item.ballot_id).tie_rule is TieRule.CHAIR
    return asks and is_tie(rule, line.agree, line.total)


def _settle(row: AgendaItem, line: TallyLine, word: Decided, actor: Actor) -> None:
    item = db.session.get_one(BallotItem, line.ballot_item_id)
    ballot = db.session.get_one(Ballot, item.ballot_id)
    about = line.waits or Waits.CHAIR
    ruling = TallyRuling(
        tally_line_id=line.id, about=about, passed=word.passed, reason=word.reason.strip(),
        decided_by_id=actor.user_id, decided_by_name=actor.name, decided_at=clock.now(),
    )  # fmt: skip
    db.session.add(ruling)
    line.waits, line.passed = None, word.passed
    db.session.flush()
    rule = Threshold(item.numerator, item.denominator, item.strict)
    why = reason(item, line, without_recused=ballot.base_without_recused)
    outcomes.record_vote(
        row.nomination, word.passed, actor=actor,
        detail={"agree": line.agree, "total": line.total, "needed": rule.needed(line.total),
                "ruled": about.value, "by": actor.name, "reason": ruling.reason},
        reason=f"{why}; {ruling_words(ruling)}",
    )  # fmt: skip
