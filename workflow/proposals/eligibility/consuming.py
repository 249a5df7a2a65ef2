"""What an awarded nomination leaned on is used up: initiatives, topics; a revoked one frees it."""

from datetime import date

from workflow.awards.consumption import has_used, leaned_on, release, use_up
from workflow.awards.eligibility.evaluating import evaluate
from workflow.awards.eligibility.facts import Question
from workflow.awards.eligibility.parsing import rule_of
from workflow.awards.eligibility.rules import Rule
from workflow.awards.ledgers import facts_of
from workflow.awards.models import AwardVersion
from workflow.awards.queries import find_version
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.proposals.events import NominationRevoked, OutcomeRecorded
from workflow.proposals.models import Nomination

_ASKED = ("INIT", "TOPIC")


def on_outcome(event: OutcomeRecorded) -> None:
    """Use up once, for the unit's own nomination, wherever up the line it was decided."""
    if not event.awarded:
        return
    nomination = db.session.get_one(Nomination, event.nomination_id)
    if nomination.origin_id is None:
        _use_up(nomination, event.actor)


def on_revoked(event: NominationRevoked) -> None:
    release(event.nomination_id, actor=event.actor)


def _use_up(row: Nomination, actor: Actor) -> None:
    """Judge it by the rules of the achievement's year, as its page does."""
    rule = _rule(find_version(row.award_version.award.code, date(row.year, 12, 31)))
    if rule is None or has_used(row.id):
        return
    facts = facts_of([row.recipient_id])[row.recipient_id]
    criterion = evaluate(rule, facts, Question(row.year, row.ground))
    leaned = leaned_on(criterion, facts)
    if leaned:
        use_up(leaned, row.id, actor=actor)


def _rule(version: AwardVersion | None) -> Rule | None:
    """Return the rule if it asks for any of them: for the others nothing more is read."""
    if version is None or not any(one in version.prerequisite for one in _ASKED):
        return None
    return rule_of(version.prerequisite)
