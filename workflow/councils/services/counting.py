"""Count a closed ballot, and let each nomination pass or fail."""

from collections.abc import Callable, Mapping, Sequence

from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import InvalidStep
from workflow.core.i18n import _
from workflow.councils.eligibility import told_of
from workflow.councils.models import Ballot, BallotItem, TallyLine
from workflow.councils.notices import reason
from workflow.councils.queries import lock
from workflow.councils.rounds import rounds_held
from workflow.councils.services.sessions import must_run
from workflow.councils.states import BallotMode
from workflow.councils.steps import ballot_lifecycle
from workflow.councils.tally import AfterCount, Count, Threshold
from workflow.councils.voting import count_items, get_ballot, get_ballot_for_change, items_of
from workflow.proposals import outcomes
from workflow.proposals.states import NominationStatus


def count_ballot(public_id: str, *, actor: Actor) -> Ballot:
    """Count a closed ballot by name, over all members."""
    session = lock(get_ballot(public_id, actor).session_id)
    must_run(actor, session)
    ballot = get_ballot_for_change(public_id, actor)
    if ballot.mode is BallotMode.SECRET:
        raise InvalidStep(_("Phiếu kín do ban kiểm phiếu mở hòm và kiểm bằng mã của mình."))
    return settle(ballot, count_items, actor=actor)


def settle(
    ballot: Ballot, counted: Callable[[int], Mapping[int, Count]], *, actor: Actor
) -> Ballot:
    """Write the count of every item down, and let each nomination pass or fail."""
    with ballot_lifecycle.step(
        ballot, "tally", actor=actor.as_system(), stream=("session", ballot.session_id)
    ) as detail:
        counts = counted(ballot.id)
        items = sorted(items_of(ballot.id), key=lambda i: (i.nomination.proposal_id, i.id))
        held = rounds_held(ballot.session_id)
        lines = [
            _record(ballot, item, counts[item.id], held.get(item.agenda_item_id, 0) + 1, actor)
            for item in items
        ]
        _tell_settled(lines)
        ballot.tallied_at = clock.now()
        detail |= {"passed": sum(line.passed for line in lines), "items": len(lines)}
    return ballot


def _after(ballot: Ballot) -> AfterCount:
    return AfterCount(
        ballot.rounds, ballot.again_numerator, ballot.again_denominator, ballot.tie_rule
    )


def _tell_settled(lines: Sequence[TallyLine]) -> None:
    """Keep what is said of every item now that those it leaned on are settled too."""
    db.session.flush()
    told = told_of(line.ballot_item.nomination for line in lines)
    for line in lines:
        line.eligibility = told.get(line.ballot_item.nomination.id)
    db.session.flush()


def _record(
    ballot: Ballot, item: BallotItem, count: Count, round_no: int, actor: Actor
) -> TallyLine:
    rule = Threshold(item.numerator, item.denominator, item.strict)
    base = count.total - count.recused if ballot.base_without_recused else count.total
    passed = rule.met_by(count.agree, base)
    line = TallyLine(
        ballot_item_id=item.id, ballot_item=item, agree=count.agree, disagree=count.disagree,
        other=count.other, recused=count.recused, silent=count.silent, total=base,
        passed=passed, waits=_after(ballot).waits(rule, count.agree, base, round_no=round_no),
    )  # fmt: skip
    db.session.add(line)
    db.session.flush()
    # it may have been withdrawn meanwhile, or go into a further round, or wait for the chair
    if item.nomination.status is NominationStatus.ON_AGENDA and line.waits is None:
        outcomes.record_vote(
            item.nomination, passed, actor=actor,
            detail={"agree": count.agree, "total": base, "needed": rule.needed(base)},
            reason=reason(item, line, without_recused=ballot.base_without_recused),
        )  # fmt: skip
    return line
